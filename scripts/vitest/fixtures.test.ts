import { caep, startOktaItp, toHandlers } from '../../mocks/index.ts';
import { afterAll, describe, expect, test, vi } from './index.ts';

describe('peers of a test', () => {
  const urls: string[] = [];
  afterAll(async () => {
    expect(urls).toHaveLength(5);
    for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('are there while it runs, several of one kind too, and closed after it', async ({
    transmitter,
    receiver,
    inbox,
    authorizationServer,
    start,
  }) => {
    const another = await start.inbox({ authorization: 'Bearer x' });
    urls.push(transmitter.metadataUrl, receiver.pushUrl, inbox.url);
    urls.push(authorizationServer.metadataUrl, another.url);
    expect(new Set(urls.map((url) => new URL(url).port)).size).toBe(5);
    expect((await fetch(transmitter.metadataUrl)).status).toBe(200);
    expect((await fetch(another.url, { method: 'POST', body: 'x' })).status).toBe(401);
    expect((await fetch(inbox.url, { method: 'POST', body: 'x' })).status).toBe(415);
    expect((await fetch(inbox.url)).status).toBe(405);
    expect(inbox.requests()).toMatchObject([{ status: 415 }, { status: 405 }]);
    const [client] = authorizationServer.clients;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const basic = Buffer.from(`${client?.id}:${client?.secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}` };
    const { status } = await fetch(authorizationServer.tokenEndpoint, { method: 'POST', headers, body });
    expect(status).toBe(200);
  });
});

test('a broken Transmitter and a broken Receiver are had by the names of faults', async ({ start }) => {
  const transmitter = await start.transmitter({ faults: ['set-unsigned', 'set-typ-jwt'] });
  const receiver = await start.receiver({ fault: 'receiver-takes-alg-none' });
  const { issuer, metadataUrl } = transmitter;
  await receiver.trust({ issuer, metadataUrl, audience: 'rx' });
  transmitter.pushTo({ url: receiver.pushUrl, audience: 'rx' });
  await transmitter.trigger({ type: caep.sessionRevoked });
  await expect(receiver).toHaveRefusal('session-revoked', { reason: 'typ' });
  const token = transmitter.sets()[0]?.token;
  expect(token).toBreakRule('RFC8417-2.4-01');
  expect(token).toBreakRule('SSF-4.1.1-01');
});

test('a fault that does not exist is told with names that are near', async ({ start }) => {
  await expect(start.transmitter({ faults: ['set-unsignd-typ-jwt'] })).rejects.toThrow('"set-typ-jwt"');
  await expect(start.receiver({ fault: 'x' })).rejects.toThrow('There is no fault "x".');
  await expect(start.transmitter({ faults: ['set-unsignd'] })).rejects.toThrow('Did you mean "set-unsigned"');
});

describe('in process', () => {
  test('a Transmitter pushes to a Receiver, and neither has a socket', async ({ network, start }) => {
    const transmitter = await start.transmitter({ origin: 'https://tx.example', path: '/tenant' });
    const receiver = await start.receiver({ origin: 'https://rx.example', audience: 'rx' });
    network.use(...toHandlers(transmitter), ...toHandlers(receiver));
    const { issuer, metadataUrl } = transmitter;
    expect(metadataUrl).toBe('https://tx.example/.well-known/ssf-configuration/tenant');
    await receiver.trust({ issuer, metadataUrl, audience: 'rx' });
    transmitter.pushTo({ url: receiver.pushUrl, audience: 'rx' });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(receiver).toHaveDelivered('session-revoked');
    await expect(transmitter).toHaveDelivered('session-revoked');
  });

  test('a Receiver finds its Transmitter, makes a stream and polls', async ({ network, start }) => {
    const transmitter = await start.transmitter({ origin: 'https://tx.example' });
    const [{ id: clientId, secret: clientSecret } = { id: '', secret: '' }] = transmitter.clients;
    const credentials = { clientId, clientSecret };
    const receiver = await start.receiver({ origin: 'https://rx.example', credentials });
    network.use(...toHandlers(transmitter), ...toHandlers(receiver));
    await receiver.begin({ issuer: transmitter.issuer, delivery: 'poll' });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(receiver).toHaveDelivered('session-revoked');
    await expect(receiver).toHaveDelivered('verification');
    await receiver.end();
  });

  test('an inbox and Okta are intercepted', async ({ network, start }) => {
    const inbox = await start.inbox({ origin: 'https://rx.example' });
    const okta = await start.other(
      startOktaItp({ origin: 'https://acme.okta.example', reading: 'standard' }),
    );
    const transmitter = await start.transmitter({ origin: 'https://tx.example' });
    network.use(...[inbox, okta, transmitter].flatMap((peer) => toHandlers(peer)));
    transmitter.pushTo({ url: inbox.url });
    transmitter.pushTo({ url: okta.pushUrl });
    await okta.trust({ ...transmitter, audience: okta.origin });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(inbox).toHaveDelivered('session-revoked');
    await expect(okta).toHaveDelivered('session-revoked');
  });

  test('what nobody answers goes nowhere', async ({ network }) => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    network.resetHandlers();
    await expect(fetch('https://elsewhere.example/')).rejects.toThrow('Failed to fetch');
    expect(told).toHaveBeenCalledWith('Nobody in this test answers GET https://elsewhere.example/.');
    told.mockRestore();
  });
});
