import { faker } from '@faker-js/faker/locale/en';
import { expect, test } from 'vitest';
import { eventTypes } from '../../vocabulary/event-types.ts';
import { STREAM_UPDATED, VERIFICATION } from '../../vocabulary/ssf-events.ts';
import { effectsOf } from '../effects.ts';
import { eventObjection } from './definitions.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const risc = 'https://schemas.openid.net/secevent/risc/event-type/';

test.each([...eventTypes.values()])('a right $uri is well-formed and has an effect', (type) => {
  for (let seed = 0; seed < 10; seed += 1) {
    faker.seed(seed);
    const subject = type.subject(faker);
    const event = type.claims({ faker, now: 1_700_000_000, wished: {}, subject });
    expect(eventObjection(type.uri, event)).toBeNull();
    const claims = { sub_id: subject, jti: 'j', events: { [type.uri]: event } };
    expect(effectsOf({ compact: '', header: {}, claims, delivery: 'push' }, [], 0)).toEqual([
      { action: expect.any(String) as string, subject, jti: 'j', at: '1970-01-01T00:00:00.000Z' },
    ]);
  }
});

test.each<[string, Record<string, unknown>, string | null]>([
  [`${caep}token-claims-change`, { claims: {} }, 'claims must be an object that is not empty.'],
  [`${caep}credential-change`, { credential_type: 'pin' }, 'change_type is missing.'],
  [`${caep}credential-change`, { credential_type: 'our-own', change_type: 'create' }, null],
  [`${caep}session-revoked`, { initiating_entity: 'nobody' }, 'initiating_entity must be one of admin'],
  [`${caep}session-revoked`, { event_timestamp: 'now' }, 'event_timestamp must be a number'],
  [`${caep}session-revoked`, { reason_admin: 'a text' }, null],
  [`${caep}session-presented`, { fp_ua: { any: 'type' } }, null],
  [`${caep}device-compliance-change`, { previous_status: 'compliant' }, 'current_status is missing.'],
  [`${risc}account-disabled`, { reason: 'of our own' }, null],
  [`${risc}credential-compromise`, {}, 'credential_type is missing.'],
  [STREAM_UPDATED, { status: 'gone' }, 'status must be one of enabled'],
  [VERIFICATION, { state: 1 }, 'state must be a string.'],
  ['urn:example:unknown', { state: 1 }, null],
])('%s %j: %s', (type, event, objection) => {
  const found = eventObjection(type, event);
  expect(found?.slice(0, objection?.length) ?? null).toBe(objection);
});
