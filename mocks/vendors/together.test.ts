import { afterEach, expect, test, vi } from 'vitest';
import { startTransmitter } from '../transmitter/start.ts';
import { PUSH } from '../vocabulary/delivery-methods.ts';
import { startCloudflareOne } from './cloudflare-one/start.ts';
import { createTransmitterMock, oktaEventTypes, startReceiverMock } from './index.ts';
import { startOmnissaWs1 } from './omnissa-ws1/start.ts';
import type { LogEntry, VendorReceiver } from './vendor.ts';

const anna = { name: 'Anna Lee', email: 'anna@example.com', groups: ['Finance'] };
const ben = { name: 'Ben Fox', email: 'ben@example.com', groups: [] };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

function kept<T extends { close(): Promise<void> }>(one: T): T {
  open.push(one);
  return one;
}

const post = async (url: string, body: unknown): Promise<[number, string]> => {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return [answer.status, await answer.text()];
};
const page = async (url: string): Promise<string> => (await fetch(url)).text();
const actions = (receiver: VendorReceiver): string[] => receiver.effects().map(({ action }) => action);
const ofType = (log: readonly LogEntry[], type: string): LogEntry[] =>
  log.filter((entry) => entry.type === type);

test('who signs in from two continents within minutes is logged out by Okta', async () => {
  const okta = kept(await startReceiverMock('okta-itp', { people: [anna, ben] }));
  const cloudflare = kept(await startCloudflareOne({ pushTo: { url: okta.pushUrl } }));
  const audience = cloudflare.audience ?? '';
  expect(audience).toBe(new URL(okta.pushUrl).origin);
  await okta.trust({ issuer: cloudflare.issuer, metadataUrl: cloudflare.oldMetadataUrl, audience });
  const signIn = { kind: 'sign-in', user: anna.email };
  expect((await post(cloudflare.happenUrl, { ...signIn, place: 'Berlin' }))[0]).toBe(200);
  const [status, said] = await post(cloudflare.happenUrl, { ...signIn, place: 'Tokyo' });
  expect([status, said]).toEqual([200, expect.stringContaining('low → high')]);
  await vi.waitFor(() => expect(actions(okta)).toContain('end-sessions'), 5000);
  expect(okta.effects().every(({ subject }) => JSON.stringify(subject).includes(anna.email))).toBe(true);
  expect(await page(cloudflare.pageUrl)).toContain(anna.email);
});

test('a signal that the Receiver refuses is not called shared, neither to who asked nor on the page', async () => {
  const okta = kept(await startReceiverMock('okta-itp', { people: [anna] }));
  const pushTo = { url: okta.pushUrl };
  const cloudflare = kept(await startCloudflareOne({ pushTo }));
  const uem = kept(await startOmnissaWs1({ pushTo }));
  const risk = { kind: 'risk-event', user: anna.email, what: 'malware' };
  const device = { id: 'd-1', owner: anna.email };
  const report = { kind: 'device-report', device, posture: { encrypted: false } };
  const given = 'refused (400) and given up';
  const [, said] = await post(cloudflare.happenUrl, risk);
  expect(said).toContain(`risk_score_not_shared  The score medium of ${anna.email}: ${given}.`);
  expect(said).not.toContain('accepted');
  expect(await page(cloudflare.pageUrl)).toContain(`medium: ${given}`);
  const [, answer] = await post(uem.happenUrl, report);
  expect(answer).toContain(`EventPublishedFailure  Device compliance change of ${anna.email}: ${given}.`);
  expect(await page(uem.pageUrl)).toContain(given);
});

test('a signal for a Receiver that is not there yet is still being sent', async () => {
  const gone = await startReceiverMock('okta-itp', {});
  await gone.close();
  const cloudflare = kept(await startCloudflareOne({ pushTo: { url: gone.pushUrl } }));
  const [, said] = await post(cloudflare.happenUrl, {
    kind: 'risk-event',
    user: anna.email,
    what: 'malware',
  });
  expect(said).toMatch(/push {2}\S+ is still being sent; no answer yet/);
  expect(said).not.toContain('accepted');
  expect(await page(cloudflare.pageUrl)).toContain('medium: still being sent');
});

test('the status page of Cloudflare One switches sharing off and resets a score', async () => {
  const cloudflare = kept(await startCloudflareOne());
  const form = (path: string, fields: Record<string, string>): Promise<Response> =>
    fetch(new URL(path, cloudflare.pageUrl), { method: 'POST', body: new URLSearchParams(fields) });
  await post(cloudflare.happenUrl, { kind: 'risk-event', user: anna.email, what: 'malware' });
  expect(await page(cloudflare.pageUrl)).toContain('Reset to low');
  expect((await form('/sharing', { on: 'false' })).status).toBe(200);
  expect(cloudflare.vendor.isSharing()).toBe(false);
  await form('/reset', { user: anna.email });
  expect(cloudflare.vendor.users()[0]?.score).toBe('low');
  expect((await form('/reset', { user: 'nobody' })).status).toBe(400);
  expect((await form('/sharing', {})).status).toBe(400);
});

test('the metadata has the same content under the old name, with and without the final slash', async () => {
  const cloudflare = kept(await startCloudflareOne());
  const documents = [
    cloudflare.metadataUrl,
    cloudflare.oldMetadataUrl,
    cloudflare.oldMetadataUrl.replace(/\/$/, ''),
  ];
  const [standard, ...old] = await Promise.all(
    documents.map(async (url): Promise<unknown> => (await fetch(url)).json()),
  );
  expect(standard).toMatchObject({ issuer: cloudflare.issuer });
  for (const document of old) expect(document).toEqual(standard);
});

test('what cannot happen is refused with the reason', async () => {
  const { happenUrl } = kept(await startOmnissaWs1());
  expect(await post(happenUrl, { kind: 'x' })).toEqual([400, expect.stringContaining('kind must be one of')]);
  expect(await post(happenUrl, { kind: 'risk-event', user: 'a@b', what: 'x' })).toEqual([
    400,
    expect.stringContaining('does not see'),
  ]);
  expect(await fetch(happenUrl, { method: 'POST', body: '{' }).then(({ status }) => status)).toBe(400);
});

test('a device that loses its encryption is reported once to Okta, and its way can be followed in the audit events', async () => {
  const okta = kept(await startReceiverMock('okta-itp', { people: [anna] }));
  const uem = kept(await startOmnissaWs1({ pushTo: { url: okta.pushUrl } }));
  const { issuer, metadataUrl, audience, happenUrl, vendor } = uem;
  await okta.trust({ issuer, metadataUrl, audience: audience ?? '' });
  const device = { id: 'd-1', name: "Anna's MacBook", platform: 'macOS', owner: anna.email };
  await post(happenUrl, { kind: 'device-report', device });
  expect(ofType(vendor.log(), 'EventReceived')).toEqual([]);
  for (const posture of [{ encrypted: false }, { encrypted: false, passcode: false }])
    await post(happenUrl, { kind: 'device-report', device, posture });
  await vi.waitFor(() => expect(ofType(vendor.log(), 'EventPublishedSuccess')).toHaveLength(1), 5000);
  const [published] = ofType(vendor.log(), 'EventPublishedSuccess');
  expect(published?.detail).toEqual({
    object_type: 'EventPublishedSuccess',
    object_name: 'https://schemas.openid.net/secevent/caep/event-type/device-compliance-change',
    user_email: anna.email,
    compliance_status: 'Non-compliant',
    PROCESS_TO_SIGNING_COMPLETE_DURATION: expect.any(Number) as number,
    INGEST_TO_PUSH_COMPLETE_DURATION: expect.any(Number) as number,
  });
  const { PROCESS_TO_SIGNING_COMPLETE_DURATION: signing, INGEST_TO_PUSH_COMPLETE_DURATION: push } =
    published?.detail ?? {};
  expect(Number(push)).toBeGreaterThan(Number(signing));
  expect(ofType(vendor.log(), 'EventReceived')).toHaveLength(1);
  await vi.waitFor(() => expect(okta.effects()).not.toEqual([]), 5000);
  const html = await page(uem.pageUrl);
  expect(html).toContain('Passcode, Encryption');
});

test.each(['okta', 'standard'] as const)(
  'Omnissa Access ends the sessions that Okta revokes, in the %s dialect, and asks for a new sign-in after a credential change',
  async (dialect) => {
    const access = kept(await startReceiverMock('omnissa-access', { people: [anna, ben] }));
    const { transmitter, trigger, issuer, metadataUrl } = kept(
      await startTransmitter({ eventTypes: oktaEventTypes }),
    );
    const base = 'https://schemas.openid.net/secevent/caep/event-type/';
    transmitter.openStream('access', 'https://access.example', {
      delivery: {
        method: PUSH,
        endpoint_url: access.pushUrl,
        authorization_header: access.pushAuthorization ?? '',
      },
      events_requested: [`${base}session-revoked`, `${base}credential-change`],
    });
    await access.trust({ issuer, metadataUrl, audience: 'https://access.example' });
    const okta = createTransmitterMock('okta-itp', {
      emit: async (event) => void (await trigger(event)),
      dialect,
    });
    const about = { user: anna.email, at: Date.now() };
    await okta.happen({ kind: 'sessions-revoked', by: 'policy', ...about });
    await okta.happen({ kind: 'credential-changed', credential: 'password', change: 'update', ...about });
    await vi.waitFor(() => expect(actions(access)).toEqual(['end-sessions', 'reauthenticate']), 5000);
    const audit = access.log().filter(({ type }) => type.startsWith('Event'));
    expect(audit.map(({ type, detail }) => [type, detail.user_email])).toEqual(
      ['EventReceived', 'EventPublishedSuccess', 'EventReceived', 'EventPublishedSuccess'].map((type) => [
        type,
        anna.email,
      ]),
    );
    const html = await page(access.pageUrl);
    expect(html).toContain('ended');
    expect(html).toContain(ben.email);
  },
);

test('Access takes the subject inside the event where Okta sends none on top, but not in the standard reading', async () => {
  const type = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
  const { transmitter, trigger, issuer, metadataUrl } = kept(
    await startTransmitter({
      seams: { claims: (claims) => ({ ...claims, sub_id: undefined }) },
    }),
  );
  const audience = 'https://access.example';
  const [own, standard] = [
    kept(await startReceiverMock('omnissa-access', {})),
    kept(await startReceiverMock('omnissa-access', { reading: 'standard' })),
  ];
  for (const access of [own, standard]) {
    const { pushUrl, pushAuthorization } = access;
    const delivery = { method: PUSH, endpoint_url: pushUrl, authorization_header: pushAuthorization ?? '' };
    transmitter.openStream('access', audience, { delivery, events_requested: [type] });
    await access.trust({ issuer, metadataUrl, audience });
  }
  const subject = { format: 'iss_sub', iss: 'https://org.example', sub: anna.email };
  await trigger({ type, event: { subject } });
  await vi.waitFor(() => expect(own.effects()).toMatchObject([{ action: 'end-sessions', subject }]), 5000);
  await vi.waitFor(() => expect(ofType(standard.log(), 'EventRejected')).toHaveLength(1), 5000);
  expect(standard.effects()).toEqual([]);
});

test('a relying party does what the identity provider wishes', async () => {
  const party = kept(await startReceiverMock('relying-party', {}));
  const { transmitter, trigger, issuer, metadataUrl } = kept(await startTransmitter());
  const type = 'https://schemas.openid.net/secevent/risc/event-type/account-disabled';
  transmitter.openStream('rp', 'rp', {
    delivery: {
      method: PUSH,
      endpoint_url: party.pushUrl,
      authorization_header: party.pushAuthorization ?? '',
    },
    events_requested: [type],
  });
  await party.trust({ issuer, metadataUrl, audience: 'rp' });
  const idp = createTransmitterMock('identity-provider', {
    emit: async (event) => void (await trigger(event)),
    dialect: 'standard',
  });
  const subject = { format: 'email', email: anna.email };
  const happening = { kind: 'other', user: anna.email, what: 'Taken over', at: Date.now() } as const;
  await idp.happen(happening);
  await idp.happen(happening, { type, subject, event: {} });
  await vi.waitFor(
    () => expect(party.effects()).toMatchObject([{ action: 'disable-account', subject }]),
    5000,
  );
  expect(await page(party.pageUrl)).toContain('disable-account');
});
