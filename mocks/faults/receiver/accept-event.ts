import type { ReceiverSeams } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { eventOf, isOf, refuseWhen } from './support/refuse-when.ts';

/** The rows by which a Receiver that asked for a type accepts it. */
const TYPES: Readonly<Record<string, string>> = {
  'token-claims-change': 'CAEP-3.2-05',
  'credential-change': 'CAEP-3.3-11',
  'assurance-level-change': 'CAEP-3.4-11',
  'device-compliance-change': 'CAEP-3.5-08',
  'session-established': 'CAEP-3.6-09',
  'session-presented': 'CAEP-3.7-04',
  'risk-level-change': 'CAEP-3.8-12',
  'account-credential-change-required': 'RISC-2.1-04',
  'account-purged': 'RISC-2.2-04',
  'account-disabled': 'RISC-2.3-03',
  'account-enabled': 'RISC-2.4-04',
  'identifier-changed': 'RISC-2.5-03',
  'identifier-recycled': 'RISC-2.6-04',
  'credential-compromise': 'RISC-2.7-03',
  'opt-in': 'RISC-2.8.1-04',
  'opt-out-initiated': 'RISC-2.8.2-04',
  'opt-out-cancelled': 'RISC-2.8.3-04',
  'opt-out-effective': 'RISC-2.8.4-04',
  'recovery-activated': 'RISC-2.9-04',
  'recovery-information-changed': 'RISC-2.10-04',
  'sessions-revoked': 'RISC-2.11-04',
};

/** What the interoperability profile is about (its section 3). */
const USE_CASES = /\/(?:session-revoked|credential-change|device-compliance-change)$/;

/** Asks for other event types than the reference. */
function asksFor(change: (types: string[]) => string[]): ReceiverSeams {
  return {
    request(call) {
      if (call.operation !== 'create-stream' || call.body === null) return call;
      const body = JSON.parse(call.body) as { events_requested: string[] };
      return {
        ...call,
        body: JSON.stringify({ ...body, events_requested: change(body.events_requested) }),
      };
    },
  };
}

/** Refuses events of a type with a value that is right. */
function refusesValue(
  name: string,
  breaks: string,
  summary: string,
  type: string,
  objectionable: (event: Record<string, unknown>) => boolean,
): ReceiverFault {
  return {
    name,
    breaks,
    summary,
    seams: () => refuseWhen('event', (set) => isOf(set, type) && objectionable(eventOf(set))),
  };
}

export const faults: readonly ReceiverFault[] = [
  ...Object.entries(TYPES).map(
    ([type, breaks]): ReceiverFault => ({
      name: `receiver-refuses-${type}`,
      breaks,
      summary: `Asks for ${type} and refuses every event of it.`,
      seams: () => refuseWhen('event', (set) => isOf(set, type)),
    }),
  ),
  refusesValue(
    'receiver-refuses-session-revoked-by-user',
    'CAEP-3.1-06',
    'Refuses session-revoked when the user is the initiating entity.',
    'session-revoked',
    ({ initiating_entity }) => initiating_entity === 'user',
  ),
  refusesValue(
    'receiver-wants-empty-account-disabled',
    'RISC-2.3-03',
    'Refuses account-disabled with the reason bulk-account.',
    'account-disabled',
    ({ reason }) => reason === 'bulk-account',
  ),
  refusesValue(
    'receiver-refuses-verifiable-credentials',
    'CAEP-INTEROP-3.2-05',
    'Refuses credential-change about verifiable credentials.',
    'credential-change',
    ({ credential_type }) => credential_type === 'verifiable-credential',
  ),
  refusesValue(
    'receiver-refuses-deleted-credentials',
    'CAEP-INTEROP-3.2-03',
    'Refuses credential-change with change_type delete.',
    'credential-change',
    ({ change_type }) => change_type === 'delete',
  ),
  refusesValue(
    'receiver-refuses-compliant-devices',
    'CAEP-3.5-08',
    'Refuses device-compliance-change when the device has become compliant.',
    'device-compliance-change',
    ({ current_status }) => current_status === 'compliant',
  ),
  refusesValue(
    'receiver-refuses-risk-of-org-units',
    'CAEP-3.8-12',
    'Refuses risk-level-change about an organizational unit.',
    'risk-level-change',
    ({ principal }) => principal === 'ORG_UNIT',
  ),
  refusesValue(
    'receiver-wants-previous-risk-level',
    'CAEP-3.8-10',
    'Refuses risk-level-change without previous_level.',
    'risk-level-change',
    ({ previous_level }) => previous_level === undefined,
  ),
  refusesValue(
    'receiver-refuses-registered-assurance-levels',
    'CAEP-3.4-11',
    'Refuses assurance-level-change in the namespace of RFC 6711.',
    'assurance-level-change',
    ({ namespace }) => namespace === 'RFC6711',
  ),
  refusesValue(
    'receiver-wants-previous-assurance-level',
    'CAEP-3.4-06',
    'Refuses assurance-level-change without previous_level.',
    'assurance-level-change',
    ({ previous_level }) => previous_level === undefined,
  ),
  {
    name: 'receiver-wants-event-timestamp',
    breaks: 'CAEP-2-10',
    summary: 'Refuses CAEP events without the optional event_timestamp.',
    seams: () =>
      refuseWhen('event', (set) => {
        const [type = ''] = Object.keys((set.claims.events ?? {}) as Record<string, unknown>);
        return type.includes('/caep/') && eventOf(set).event_timestamp === undefined;
      }),
  },
  {
    name: 'receiver-asks-for-no-use-case',
    breaks: 'CAEP-INTEROP-3-01',
    summary: 'Asks for no event type of the interoperability profile.',
    seams: () => asksFor((types) => types.filter((type) => !USE_CASES.test(type))),
  },
  {
    name: 'receiver-asks-for-caep-by-http',
    breaks: 'CAEP-3-01',
    summary: 'Asks for a CAEP event type by a URI that begins with http.',
    seams: () =>
      asksFor((types) => types.map((type) => type.replace(/^https(?=.*\/session-presented$)/, 'http'))),
  },
  {
    name: 'receiver-asks-for-risc-with-slash',
    breaks: 'RISC-2-01',
    summary: 'Asks for a RISC event type by a URI that ends with a slash.',
    seams: () => asksFor((types) => types.map((type) => type.replace(/\/recovery-activated$/, '$&/'))),
  },
];
