// A Receiver's own test: its push handler takes right SETs and refuses faulty ones.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { caep, type StartOptions } from 'ssf-conformance/mocks';
import { afterEach, describe, expect, type StartPeers, test } from 'ssf-conformance/vitest';

const audience = 'https://receiver.example.com';
let server: Server | undefined;
afterEach(() => server?.close());

/** What is tested here: the vendor's code. Gives the URL of the handler, and the e-mail addresses that were logged out. */
async function startHandler(issuer: string, jwksUri: string): Promise<{ url: string; loggedOut: string[] }> {
  const jwks = createRemoteJWKSet(new URL(jwksUri));
  const loggedOut: string[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.toArray()).join('');
    try {
      const { payload } = await jwtVerify(body, jwks, { issuer, audience, typ: 'secevent+jwt' });
      const { events, sub_id: subject } = payload as { events: object; sub_id: { email: string } };
      if (caep.sessionRevoked in events) loggedOut.push(subject.email);
      response.writeHead(202).end();
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error);
      response.writeHead(400, { 'content-type': 'application/json', 'content-language': 'en' });
      response.end(JSON.stringify({ err: 'invalid_request', description }));
    }
  }
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`, loggedOut };
}

const jwksUriOf = async (metadataUrl: string): Promise<string> =>
  ((await (await fetch(metadataUrl)).json()) as { jwks_uri: string }).jwks_uri;

describe('the push handler', () => {
  test('takes a SET of its Transmitter and acts on it', async ({ transmitter }) => {
    const { url, loggedOut } = await startHandler(
      transmitter.issuer,
      await jwksUriOf(transmitter.metadataUrl),
    );
    transmitter.pushTo({ url, audience });
    const subject = { format: 'email', email: 'anna@example.com' };
    await transmitter.trigger({ type: caep.sessionRevoked, subject });
    await expect(transmitter).toHaveDelivered('session-revoked', { subject });
    expect(loggedOut).toEqual(['anna@example.com']);
  });

  // By the names of faults, or by a change to the claims before they are signed.
  const claims = (change: object): StartOptions => ({
    seams: { claims: (right) => ({ ...right, ...change }) },
  });
  const faulty: [string, Parameters<StartPeers['transmitter']>[0]][] = [
    ['was changed after signing', { faults: ['set-tampered'] }],
    ['is signed with a key that is not published', { faults: ['set-foreign-key'] }],
    ['is not signed', { faults: ['set-unsigned'] }],
    ['is another kind of JWT', { faults: ['set-typ-jwt'] }],
    ['has another issuer', claims({ iss: 'https://evil.example.com' })],
    ['is for somebody else', claims({ aud: 'https://other.example.com' })],
  ];
  test.for(faulty)('refuses a SET that %s', async ([, options], { start }) => {
    const transmitter = await start.transmitter(options);
    const { url, loggedOut } = await startHandler(
      transmitter.issuer,
      await jwksUriOf(transmitter.metadataUrl),
    );
    transmitter.pushTo({ url, audience });
    await transmitter.trigger({ type: caep.sessionRevoked });
    await expect(transmitter).toHaveRefusal('session-revoked', { reason: 'invalid_request' });
    expect(loggedOut).toEqual([]);
  });
});
