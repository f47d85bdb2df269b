import { caep, startOktaItp, toHandlers } from 'ssf-conformance/mocks';
import { expect, test } from 'ssf-conformance/vitest';
import { issuer, jwks, push, revocation, startHandler } from './vendor-code.ts';

const audience = 'https://receiver.example.com';
const subject = { format: 'email', email: 'anna@example.com' };

test('a SET that we make keeps the rules', async () => {
  const token = await revocation('anna@example.com', audience);
  expect(token).toBeConformantSet({ issuer, audience, jwks, profile: 'caep-interop' });
  expect(token).toHaveEvent('session-revoked', { subject });
});

test('a SET that we push arrives', async ({ inbox }) => {
  await push(inbox.url, await revocation('anna@example.com', audience));
  await expect(inbox).toHaveDelivered('session-revoked', { subject });
});

test('our endpoint takes what its Transmitter pushes, but nothing unsigned', async ({ start }) => {
  const right = await start.transmitter();
  const broken = await start.transmitter({ faults: ['set-unsigned'] });
  for (const transmitter of [right, broken]) {
    const { url } = await start.other(startHandler(transmitter, audience));
    transmitter.pushTo({ url, audience });
    await transmitter.trigger({ type: caep.sessionRevoked, subject });
  }
  await expect(right).toHaveDelivered('session-revoked');
  await expect(broken).toHaveRefusal('session-revoked', { reason: 'invalid_request' });
});

test('Okta refuses our SET before it knows us, in process', async ({ network, start }) => {
  const okta = await start.other(startOktaItp({ origin: 'https://acme.okta.example' }));
  network.use(...toHandlers(okta));
  const token = await revocation('anna@example.com', okta.origin);
  await expect(push(okta.pushUrl, token)).rejects.toThrow('400');
  await expect(okta).toHaveRefusal('session-revoked', { reason: 'invalid_issuer' });
});
