import type { EventType } from '../vocabulary/event-type.ts';
import { email } from '../vocabulary/people.ts';

const base = 'https://schemas.okta.com/secevent/okta/event-type/';

/** A change of risk as Okta documents it for providers: levels in lower case, both of them required. */
const risk: EventType['claims'] = ({ now, wished, subject }) => ({
  subject: { user: subject },
  current_level: 'high',
  previous_level: wished.current_level === 'low' ? 'high' : 'low',
  event_timestamp: now,
});

/** Okta's own event types, which its providers send beside those of CAEP and RISC. */
export const oktaEventTypes: readonly EventType[] = [
  { uri: `${base}user-risk-change`, subject: email, claims: risk },
  { uri: `${base}device-risk-change`, subject: email, claims: risk },
  {
    uri: `${base}ip-change`,
    subject: email,
    claims: ({ faker, now, subject }) => ({
      subject: { user: subject },
      current_ip_address: faker.internet.ipv4(),
      previous_ip_address: faker.internet.ipv4(),
      event_timestamp: now,
    }),
  },
];
