import type { JsonObject } from '../../harness/probe.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../../standard/vocabulary.ts';

/** What a trigger is asked for: a subject, and claims of the event. */
export interface Wish {
  subject: JsonObject;
  event: JsonObject;
}

/** Addresses that RFC 2606 reserves. */
const USER = { format: 'email', email: 'jane.smith@example.com' };
const DEVICE = {
  format: 'complex',
  device: { format: 'iss_sub', iss: 'https://mdm.example.com/', sub: 'e9297990-14d2-42ec-a4a9-4036db86509a' },
  tenant: { format: 'opaque', id: '123456789' },
};
const TOKEN = { format: 'jwt_id', iss: 'https://idp.example.com/', jti: 'f61t6e20zdo3px56gepu8rzlsp4c1dpc' };

const specific: Readonly<Record<string, Partial<Wish>>> = {
  [`${CAEP_EVENT_BASE}token-claims-change`]: { subject: TOKEN, event: { claims: { role: 'ro-admin' } } },
  [`${CAEP_EVENT_BASE}credential-change`]: { event: { credential_type: 'password', change_type: 'update' } },
  [`${CAEP_EVENT_BASE}assurance-level-change`]: {
    event: {
      namespace: 'NIST-AAL',
      current_level: 'nist-aal2',
      previous_level: 'nist-aal1',
      change_direction: 'increase',
    },
  },
  [`${CAEP_EVENT_BASE}device-compliance-change`]: {
    subject: DEVICE,
    event: { previous_status: 'compliant', current_status: 'not-compliant' },
  },
  [`${CAEP_EVENT_BASE}session-established`]: { event: { acr: 'AAL2', amr: ['pwd', 'otp'] } },
  [`${CAEP_EVENT_BASE}risk-level-change`]: {
    event: {
      principal: 'USER',
      previous_level: 'LOW',
      current_level: 'HIGH',
      risk_reason: 'IMPOSSIBLE_TRAVEL',
    },
  },
  [`${RISC_EVENT_BASE}account-disabled`]: { event: { reason: 'hijacking' } },
  [`${RISC_EVENT_BASE}identifier-changed`]: { event: { 'new-value': 'jane.doe@example.com' } },
  [`${RISC_EVENT_BASE}credential-compromise`]: { event: { credential_type: 'password' } },
};

/** A likely event of a type that happens at `now` (s since the epoch). */
export function wishFor(type: string, now: number): Wish {
  const { subject = USER, event = {} } = specific[type] ?? {};
  const common = type.startsWith(CAEP_EVENT_BASE)
    ? { event_timestamp: now, initiating_entity: 'policy', reason_admin: { en: 'Conformance test' } }
    : {};
  return { subject, event: { ...common, ...event } };
}

/** Subjects in each simple format, and a complex one. */
export const subjectsByFormat: Readonly<Record<string, JsonObject>> = {
  account: { format: 'account', uri: 'acct:jane.smith@example.com' },
  email: USER,
  iss_sub: {
    format: 'iss_sub',
    iss: 'https://idp.example.com/',
    sub: '99beb27c-c1c2-4955-882a-e0dc4996fcbc',
  },
  opaque: { format: 'opaque', id: '99beb27c-c1c2-4955-882a-e0dc4996fcbc' },
  phone_number: { format: 'phone_number', phone_number: '+12065550100' },
  did: { format: 'did', url: 'did:example:123456' },
  uri: { format: 'uri', uri: 'https://users.example.com/jane.smith' },
  aliases: {
    format: 'aliases',
    identifiers: [USER, { format: 'phone_number', phone_number: '+12065550100' }],
  },
  jwt_id: TOKEN,
  saml_assertion_id: {
    format: 'saml_assertion_id',
    issuer: 'https://idp.example.com/',
    assertion_id: '_8e8dc5f69a98cc4c1ff3427e5ce34606fd672f91e6',
  },
  'ip-addresses': { format: 'ip-addresses', 'ip-addresses': ['192.0.2.75', '2001:db8::7334'] },
  complex: { format: 'complex', user: USER, tenant: { format: 'opaque', id: '123456789' } },
};
