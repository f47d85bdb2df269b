import { CAEP_EVENT_BASE, RISC_EVENT_BASE, STREAM_UPDATED } from '../../standard/vocabulary.ts';

type EventObject = Record<string, unknown>;

const caep = (name: string): string => CAEP_EVENT_BASE + name;
const risc = (name: string): string => RISC_EVENT_BASE + name;

/** Claims of the type itself; an event type that is not here has none. */
const OWN_CLAIMS: Readonly<Record<string, EventObject>> = {
  [STREAM_UPDATED]: { status: 'enabled', reason: 'Conformance test' },
  [caep('token-claims-change')]: { claims: { role: 'ro-admin' } },
  [caep('credential-change')]: {
    credential_type: 'fido2-roaming',
    change_type: 'create',
    friendly_name: 'Security key of a conformance test',
  },
  [caep('assurance-level-change')]: {
    namespace: 'NIST-AAL',
    current_level: 'nist-aal2',
    previous_level: 'nist-aal1',
    change_direction: 'increase',
  },
  [caep('device-compliance-change')]: { previous_status: 'compliant', current_status: 'not-compliant' },
  [caep('session-established')]: { fp_ua: 'abb0b6e7da81a42233f8f2b1a8ddb1b9', acr: 'AAL2', amr: ['otp'] },
  [caep('session-presented')]: { fp_ua: 'abb0b6e7da81a42233f8f2b1a8ddb1b9', ext_id: '12345' },
  [caep('risk-level-change')]: {
    principal: 'USER',
    previous_level: 'LOW',
    current_level: 'HIGH',
    risk_reason: 'PASSWORD_FOUND_IN_DATA_BREACH',
  },
  [risc('account-disabled')]: { reason: 'hijacking' },
  [risc('identifier-changed')]: { 'new-value': 'jane.doe@example.com' },
  [risc('credential-compromise')]: { credential_type: 'password' },
};

/**
 * A right event object for an event type of SSF, CAEP or RISC; an empty one for any other type. It has the optional
 * members that deployed Receivers ask for too: a time and a reason in every CAEP event (CAEP 2).
 * `now` is the time of the event in s since the epoch.
 */
export function defaultEvent(type: string, now: number = Math.floor(Date.now() / 1000)): EventObject {
  const common = type.startsWith(CAEP_EVENT_BASE)
    ? {
        event_timestamp: now,
        initiating_entity: 'policy',
        reason_admin: { en: 'Conformance test: a rule was met' },
        reason_user: { en: 'Conformance test' },
      }
    : {};
  return structuredClone({ ...common, ...OWN_CLAIMS[type] });
}
