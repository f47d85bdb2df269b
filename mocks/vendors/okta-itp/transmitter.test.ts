import { expect, test } from 'vitest';
import type { Happening } from '../happening.ts';
import type { VendorEvent } from '../vendor.ts';
import { credentialType } from './credential-types.ts';
import { createOktaTransmitter } from './transmitter.ts';

const user = 'anna@example.com';
const at = 1_700_000_000_000;
const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const revoked: Happening = { kind: 'sessions-revoked', user, by: 'policy', at };

function begin(dialect: 'okta' | 'standard') {
  const sent: VendorEvent[] = [];
  const vendor = createOktaTransmitter({
    dialect,
    now: () => at,
    async emit(event) {
      sent.push(event);
    },
  });
  return { vendor, sent };
}

test('In its own dialect the subject is an issuer and a login, on top and inside, and reasons are in English', async () => {
  const { vendor, sent } = begin('okta');
  const reason_admin = { en: 'Stolen', de: 'Gestohlen' };
  await vendor.happen(revoked, {
    type: '',
    subject: { format: 'email', email: user },
    event: { reason_admin },
  });
  const subject = { format: 'iss_sub', iss: 'https://transmitter.okta.example.com', sub: user };
  expect(sent).toEqual([
    {
      type: `${caep}session-revoked`,
      subject,
      event: {
        subject,
        event_timestamp: at / 1000,
        initiating_entity: 'policy',
        reason_admin: { en: 'Stolen' },
        reason_user: { en: expect.any(String) as string },
      },
    },
  ]);
});

test('In the standard one it says what was wished for, as CAEP has it', async () => {
  const { vendor, sent } = begin('standard');
  const subject = { format: 'opaque', id: 'user-1' };
  const event = { credential_type: 'pin', change_type: 'update', reason_user: { de: 'Neue PIN' } };
  await vendor.happen(
    { kind: 'credential-changed', user, credential: 'pin', change: 'update', at },
    { type: `${caep}credential-change`, subject, event },
  );
  await vendor.happen(revoked);
  expect(sent).toMatchObject([
    { type: `${caep}credential-change`, subject, event },
    { type: `${caep}session-revoked`, subject: { format: 'email', email: user } },
  ]);
  expect(sent[0]?.event).not.toHaveProperty('subject');
});

test.each([
  ['password', 'password'],
  ['Okta Verify push', 'OKTA_VERIFY_PUSH'],
  ['totp', 'TOTP'],
  ['Security question', 'SECURITY_QUESTION'],
  ['fido2-roaming', 'fido2-roaming'],
  ['a ring of power', 'CLAIMS_AS_FACTOR'],
])('A credential called "%s" is %s to Okta', (words, type) => {
  expect(credentialType(words)).toBe(type);
});

test('It watches sign-ins, and has no eyes for devices', async () => {
  const { vendor, sent } = begin('okta');
  const place = { city: 'Berlin', country: 'DE', latitude: 52.5, longitude: 13.4, ip: '192.0.2.10' };
  await vendor.happen({ kind: 'sign-in', user, place, at });
  await expect(vendor.happen({ kind: 'risk-event', user, what: 'x', at })).rejects.toThrow(RangeError);
  expect(sent).toEqual([]);
  expect(vendor.log().map(({ type }) => type)).toEqual(['user.session.start']);
});
