import { describe, expect, test } from 'vitest';
import { OKTA_EVENT_BASE } from '../standard/events/okta/index.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { judgeOktaEvent } from './okta-event.ts';

const risk = {
  event_timestamp: 1_767_600_000,
  subject: { user: { format: 'email', email: 'anna@example.com' } },
  current_level: 'high',
  previous_level: 'low',
  reason_admin: { en: 'Impossible travel' },
};
const messages = (event: Record<string, unknown>): string[] =>
  judgeOktaEvent(`${OKTA_EVENT_BASE}user-risk-change`, event, 'to').map(({ message }) => message);

describe('An event for Okta', () => {
  test('is right as Okta documents it', () => {
    expect(messages(risk)).toEqual([]);
    expect(messages({ ...risk, reason_user: { en: 'Please sign in again' }, more: true })).toEqual([]);
  });

  test.each([
    [{ previous_level: undefined }, '`previous_level` is missing'],
    [{ current_level: 'HIGH' }, '`current_level` has a value that is not in the list'],
    [
      { event_timestamp: 1_767_600_000_000 },
      'the time is not in seconds since 1970 (it looks like milliseconds)',
    ],
    [{ reason_admin: undefined }, 'neither `reason_admin` nor `reason_user` is there'],
    [{ reason_admin: { de: 'Reise' } }, '`en` is missing'],
    [{ subject: { tenant: {} } }, 'the subject inside the event has neither `user` nor `device`'],
    [{ subject: { user: { email: 'anna@example.com' } } }, '`format` is missing'],
  ])('is told what is wrong with %j', (change, message) => {
    expect(messages({ ...risk, ...change })).toEqual([message]);
  });

  test('of a type that Okta does not document is wrong, one of CAEP is left alone', () => {
    expect(judgeOktaEvent(`${OKTA_EVENT_BASE}moon-landing`, risk, 'to')).toHaveLength(1);
    expect(judgeOktaEvent(`${CAEP_EVENT_BASE}credential-change`, {}, 'to')).toEqual([]);
  });
});

test('An event of Okta has its subject inside as iss_sub, and may name credential types of its own', () => {
  const subject = { format: 'iss_sub', iss: 'https://example.okta.com', sub: '00u1' };
  const change = { subject, credential_type: 'TOTP', change_type: 'create' };
  const type = `${CAEP_EVENT_BASE}credential-change`;
  expect(judgeOktaEvent(type, change, 'from')).toEqual([]);
  expect(judgeOktaEvent(type, { ...change, subject: { user: subject } }, 'from')).not.toEqual([]);
});
