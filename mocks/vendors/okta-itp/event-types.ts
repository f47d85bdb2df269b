import type { EventContext, EventType } from '../../vocabulary/event-type.ts';
import { device, email } from '../../vocabulary/people.ts';
import { COMPLEX, complexMembers, type SubjectIdentifier } from '../../vocabulary/subject-formats.ts';
import { oktaBase } from './event-uris.ts';

/** The subject inside the event: members `user` and `device` without a format of their own. */
function innerSubject(subject: SubjectIdentifier): Record<string, unknown> {
  if (subject.format !== COMPLEX) return { user: subject };
  return Object.fromEntries(complexMembers(subject).filter(([name]) => name === 'user' || name === 'device'));
}

/** What every event to Okta has: time, subject, and at least one reason with a text in English. */
function common({ faker, now, subject }: EventContext, admin: string): Record<string, unknown> {
  return {
    event_timestamp: now - faker.number.int({ min: 1, max: 120 }),
    subject: innerSubject(subject),
    initiating_entity: faker.helpers.arrayElement(['admin', 'user', 'policy', 'system']),
    reason_admin: { en: `${admin} (case ${faker.string.numeric(6)})` },
  };
}

/** Two levels that differ, in step with what is wished for. */
function levels({ faker, wished }: EventContext): Record<string, unknown> {
  const all: readonly unknown[] = ['low', 'medium', 'high'];
  const current =
    wished.current_level ?? faker.helpers.arrayElement(all.filter((l) => l !== wished.previous_level));
  return {
    current_level: current,
    previous_level: faker.helpers.arrayElement(all.filter((level) => level !== current)),
  };
}

/** Okta's own event types, as its security events providers send them. */
export const oktaEventTypes: readonly EventType[] = [
  {
    uri: `${oktaBase}user-risk-change`,
    subject: email,
    claims: (c) => ({ ...levels(c), ...common(c, 'The risk of the user changed') }),
  },
  {
    uri: `${oktaBase}device-risk-change`,
    subject: device,
    claims: (c) => ({ ...levels(c), ...common(c, 'The risk of the device changed') }),
  },
  {
    uri: `${oktaBase}ip-change`,
    subject: email,
    claims: (c) => ({
      current_ip_address: c.faker.internet.ipv4({ network: 'test-net-2' }),
      previous_ip_address: c.faker.internet.ipv4({ network: 'test-net-1' }),
      ...common(c, 'The address of the session changed'),
    }),
  },
];
