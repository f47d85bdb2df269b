import { credentialTypes } from './caep-events.ts';
import type { EventType } from './event-type.ts';
import { account, email } from './people.ts';

const base = 'https://schemas.openid.net/secevent/risc/event-type/';

/** RISC events that say nothing but their type: the event object is empty. */
const bare = [
  'account-credential-change-required',
  'account-purged',
  'account-enabled',
  'opt-in',
  'opt-out-initiated',
  'opt-out-cancelled',
  'opt-out-effective',
  'recovery-activated',
  'recovery-information-changed',
  'sessions-revoked',
];

/** All event types of RISC 1.0 section 2. */
export const riscEvents: readonly EventType[] = [
  ...bare.map((name): EventType => ({ uri: base + name, subject: account, claims: () => ({}) })),
  {
    uri: `${base}account-disabled`,
    subject: account,
    claims: ({ faker }) => ({ reason: faker.helpers.arrayElement(['hijacking', 'bulk-account']) }),
  },
  {
    // RISC 2.5: the subject is the old identifier, an address or a telephone number.
    uri: `${base}identifier-changed`,
    subject: email,
    claims: ({ faker, subject }) => ({
      'new-value':
        subject.format === 'phone_number'
          ? `+1206555${faker.string.numeric(4)}`
          : faker.internet.exampleEmail(),
    }),
  },
  { uri: `${base}identifier-recycled`, subject: email, claims: () => ({}) },
  {
    uri: `${base}credential-compromise`,
    subject: account,
    claims: ({ faker, now }) => ({
      credential_type: faker.helpers.arrayElement(credentialTypes),
      event_timestamp: now - faker.number.int({ min: 1, max: 3600 }),
      reason_admin: { en: 'Found in a published list of leaked credentials' },
      reason_user: { en: 'One of your credentials became known to others.' },
    }),
  },
];
