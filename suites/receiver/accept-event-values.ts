import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { defaultEvent } from '../harness/receiver/default-events.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { caepEvent } from './support/caep-events.ts';
import { exerciseType } from './support/exercise-type.ts';

const CREDENTIAL_CHANGE = `${CAEP_EVENT_BASE}credential-change`;
const ASSURANCE_LEVEL_CHANGE = `${CAEP_EVENT_BASE}assurance-level-change`;
const DEVICE_COMPLIANCE_CHANGE = `${CAEP_EVENT_BASE}device-compliance-change`;
const RISK_LEVEL_CHANGE = `${CAEP_EVENT_BASE}risk-level-change`;

const CREDENTIAL_TYPES = [
  'password',
  'pin',
  'x509',
  'fido2-platform',
  'fido2-roaming',
  'fido-u2f',
  'verifiable-credential',
  'phone-voice',
  'phone-sms',
  'app',
];
const CHANGE_TYPES = ['create', 'revoke', 'update', 'delete'];
const PRINCIPALS = ['USER', 'DEVICE', 'SESSION', 'TENANT', 'ORG_UNIT', 'GROUP'];
const LEVELS = ['LOW', 'MEDIUM', 'HIGH'];
const NAMESPACES = [
  'RFC8176',
  'RFC6711',
  'ISO-IEC-29115',
  'NIST-IAL',
  'NIST-AAL',
  'NIST-FAL',
  'Retinal Scan',
];

/** An event for each value, named by it. */
function each(values: readonly string[], event: (value: string) => JsonObject) {
  return values.map((value) => ({ what: value, event: event(value) }));
}

function risk(claims: JsonObject): JsonObject {
  return caepEvent('risk-level-change', { risk_reason: 'PASSWORD_FOUND_IN_DATA_BREACH', ...claims });
}

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-event/credential-types',
    title: 'A Receiver that wants credential-change knows every credential_type of CAEP.',
    what: 'Delivers a credential-change event with each of the ten values of credential_type.',
    requirements: ['CAEP-INTEROP-3.2-05', 'CAEP-3.3-11'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: CREDENTIAL_CHANGE,
        what: 'A credential-change event with a listed credential_type',
        requirement: r.profile === 'caep-interop' ? 'CAEP-INTEROP-3.2-05' : 'CAEP-3.3-11',
        conditional: true,
        variants: each(CREDENTIAL_TYPES, (credential_type) =>
          caepEvent('credential-change', { credential_type, change_type: 'update' }),
        ),
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/change-types',
    title: 'A Receiver that wants credential-change knows every change_type.',
    what: 'Delivers a credential-change event with each of the four values of change_type.',
    requirements: ['CAEP-INTEROP-3.2-03', 'CAEP-3.3-11'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: CREDENTIAL_CHANGE,
        what: 'A credential-change event with a listed change_type',
        requirement: r.profile === 'caep-interop' ? 'CAEP-INTEROP-3.2-03' : 'CAEP-3.3-11',
        conditional: true,
        variants: each(CHANGE_TYPES, (change_type) =>
          caepEvent('credential-change', { credential_type: 'fido2-roaming', change_type }),
        ),
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/compliance-statuses',
    title: 'A Receiver that wants device-compliance-change knows both statuses, in both directions.',
    what: 'Delivers device-compliance-change events from compliant to not-compliant and back.',
    // The profile's row says the same with less weight: its text of 2026 could only be reconstructed.
    requirements: ['CAEP-3.5-08', 'CAEP-INTEROP-3.3-02'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: DEVICE_COMPLIANCE_CHANGE,
        what: 'A device-compliance-change event',
        requirement: 'CAEP-3.5-08',
        conditional: true,
        variants: each(['not-compliant', 'compliant'], (current_status) =>
          caepEvent('device-compliance-change', {
            previous_status: current_status === 'compliant' ? 'not-compliant' : 'compliant',
            current_status,
          }),
        ),
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/risk-principals-and-levels',
    title: 'A Receiver that wants risk-level-change knows every principal and every level.',
    what: 'Delivers a risk-level-change event for each of the six principals that CAEP names, and from and to each of the three levels.',
    requirements: ['CAEP-3.8-12', 'CAEP-INTEROP-3.4-02'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: RISK_LEVEL_CHANGE,
        what: 'A risk-level-change event with a listed principal or level',
        requirement: 'CAEP-3.8-12',
        conditional: true,
        variants: [
          ...each(PRINCIPALS, (principal) =>
            risk({ principal, previous_level: 'LOW', current_level: 'HIGH' }),
          ),
          ...LEVELS.flatMap((previous_level) =>
            LEVELS.filter((level) => level !== previous_level).map((current_level) => ({
              what: `${previous_level} to ${current_level}`,
              event: risk({ principal: 'USER', previous_level, current_level }),
            })),
          ),
        ],
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/risk-without-previous-level',
    title: 'A Receiver takes a risk-level-change without previous_level: the former level is unknown.',
    what: 'Delivers a risk-level-change event with previous_level and one without.',
    requirements: ['CAEP-3.8-10'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: RISK_LEVEL_CHANGE,
        what: 'A risk-level-change event without previous_level',
        requirement: 'CAEP-3.8-10',
        conditional: true,
        variants: [
          { what: 'with it', event: defaultEvent(RISK_LEVEL_CHANGE) },
          { what: 'without it', event: risk({ principal: 'USER', current_level: 'HIGH' }) },
        ],
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/assurance-namespaces',
    title: 'A Receiver that wants assurance-level-change takes levels of any namespace.',
    what: 'Delivers an assurance-level-change event for each namespace that CAEP names, and for one of the parties.',
    requirements: ['CAEP-3.4-11'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: ASSURANCE_LEVEL_CHANGE,
        what: 'An assurance-level-change event in a listed namespace',
        requirement: 'CAEP-3.4-11',
        conditional: true,
        variants: each(NAMESPACES, (namespace) =>
          caepEvent('assurance-level-change', {
            namespace,
            previous_level: '1',
            current_level: '2',
            change_direction: 'increase',
          }),
        ),
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/assurance-without-previous-level',
    title: 'A Receiver takes an assurance-level-change without previous_level: the former level is unknown.',
    what: 'Delivers an assurance-level-change event with previous_level and one without.',
    requirements: ['CAEP-3.4-06'],
    delivery: 'each',
    async run(r) {
      await exerciseType(r, {
        type: ASSURANCE_LEVEL_CHANGE,
        what: 'An assurance-level-change event without previous_level',
        requirement: 'CAEP-3.4-06',
        conditional: true,
        variants: [
          { what: 'with it', event: defaultEvent(ASSURANCE_LEVEL_CHANGE) },
          {
            what: 'without it',
            event: caepEvent('assurance-level-change', {
              namespace: 'NIST-AAL',
              current_level: 'nist-aal2',
            }),
          },
        ],
      });
    },
  }),
];
