import { setupServer } from 'msw/node';
import { expect, onTestFinished, test, vi } from 'vitest';
import { toHandlers } from '../http/handlers.ts';
import type { Served } from '../http/serve.ts';
import { startCloudflareOne } from './cloudflare-one/start.ts';
import { startOktaItp, startOktaTransmitter } from './okta-itp/index.ts';
import { startOmnissaAccess } from './omnissa-ws1/access.ts';
import { startOmnissaWs1 } from './omnissa-ws1/start.ts';

const user = 'anna@example.com';
const people = [{ name: 'Anna Lee', email: user, groups: ['Finance'] }];
const org = 'https://acme.okta.example';

/** Intercepts these peers for the rest of the test. */
function intercept(...peers: (Served & { close(): Promise<void> })[]): void {
  const server = setupServer(...peers.flatMap((peer) => toHandlers(peer)));
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(async () => {
    for (const peer of peers) await peer.close();
    server.close();
  });
}

const actions = (receiver: { effects(): { action: string }[] }): string[] =>
  receiver.effects().map(({ action }) => action);

test('Cloudflare One tells Okta of an impossible travel without a socket, in few words', async () => {
  const okta = await startOktaItp({ origin: org, people });
  const cloudflare = await startCloudflareOne({
    origin: 'https://cf.example',
    pushTo: { url: okta.pushUrl },
  });
  intercept(okta, cloudflare);
  const { issuer, metadataUrl, audience } = cloudflare;
  expect(issuer).toContain('https://cf.example/');
  await okta.trust({ issuer, metadataUrl, audience: audience ?? '' });
  await cloudflare.happen({ kind: 'sign-in', user, place: 'Berlin' });
  await cloudflare.happen({ kind: 'sign-in', user, place: 'Tokyo' });
  await vi.waitFor(() => expect(actions(okta)).toContain('end-sessions'), 5000);
  expect(okta.sets()).toMatchObject([{ state: 'delivered', claims: { iss: issuer } }]);
  await vi.waitFor(() => expect(cloudflare.sets()).toMatchObject([{ state: 'delivered' }]), 5000);
  await expect(cloudflare.happen({ kind: 'sign-in', user, place: 'Atlantis' })).rejects.toThrow('Berlin');
});

test('Okta tells Omnissa Access of ended sessions, and Workspace ONE tells Okta of a device', async () => {
  const access = await startOmnissaAccess({ origin: 'https://access.example', people });
  const okta = await startOktaItp({ origin: org, people });
  const authorization = access.pushAuthorization ?? undefined;
  const [sender, uem] = await Promise.all([
    startOktaTransmitter({
      origin: 'https://sender.example',
      pushTo: { url: access.pushUrl, authorization },
    }),
    startOmnissaWs1({ origin: 'https://uem.example', pushTo: { url: okta.pushUrl } }),
  ]);
  intercept(access, okta, sender, uem);
  await access.trust({ ...sender, audience: sender.audience ?? '' });
  await okta.trust({ ...uem, audience: uem.audience ?? '' });
  await sender.happen({ kind: 'sessions-revoked', user, by: 'admin' });
  await uem.happen({
    kind: 'device-report',
    device: { id: 'd-1', owner: user },
    posture: { encrypted: false },
  });
  await vi.waitFor(() => expect(actions(access)).toEqual(['end-sessions']), 5000);
  await vi.waitFor(() => expect(actions(okta)).not.toEqual([]), 5000);
  expect((await fetch(`${org}/nowhere`)).status).toBe(404);
  expect((await fetch(okta.pushUrl)).status).toBe(405);
});
