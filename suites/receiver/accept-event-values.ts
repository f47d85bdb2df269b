import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { defaultEvent } from '../harness/receiver/default-events.ts';
import { CAEP_EVENT_BASE, CAEP_EVENTS } from '../standard/vocabulary.ts';
import { refusedOf, requirePlain, tellRefused } from './support/acceptance.ts';
import { caepEvent, withoutCommonClaims } from './support/caep-events.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { exerciseType, nameOf } from './support/exercise-type.ts';
import { wantedTypes } from './support/wanted.ts';

const CREDENTIAL_CHANGE = `${CAEP_EVENT_BASE}credential-change`;
const ASSURANCE_LEVEL_CHANGE = `${CAEP_EVENT_BASE}assurance-level-change`;
const DEVICE_COMPLIANCE_CHANGE = `${CAEP_EVENT_BASE}device-compliance-change`;
const RISK_LEVEL_CHANGE = `${CAEP_EVENT_BASE}risk-level-change`;

/** Use cases of the interoperability profile (its section 3); a Receiver supports at least one. */
const USE_CASES = [`${CAEP_EVENT_BASE}session-revoked`, CREDENTIAL_CHANGE, DEVICE_COMPLIANCE_CHANGE];

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
    title: 'A Receiver that wants credential-change knows every credential_type of CAEP',
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
    title: 'A Receiver that wants credential-change knows every change_type',
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
    title: 'A Receiver that wants device-compliance-change knows both statuses, in both directions',
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
    title: 'A Receiver that wants risk-level-change knows every principal and every level',
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
    title: 'A Receiver takes a risk-level-change without previous_level: the former level is unknown',
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
    title: 'A Receiver that wants assurance-level-change takes levels of any namespace',
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
    title: 'A Receiver takes an assurance-level-change without previous_level: the former level is unknown',
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

  receiverCheck({
    id: 'accept-event/without-common-claims',
    title: 'A Receiver works without the optional claims of CAEP events',
    what: 'Delivers an event of each CAEP type that the target wants without event_timestamp, initiating_entity, reason_admin and reason_user; a type that is refused with them too says nothing.',
    requirements: ['CAEP-2-10'],
    delivery: 'each',
    async run(r) {
      const wanted = await wantedTypes(r);
      const types = CAEP_EVENTS.map((name) => CAEP_EVENT_BASE + name).filter(
        (type) => wanted === null || wanted.includes(type),
      );
      if (types.length === 0) r.notApplicable('The Receiver asked for no event of CAEP.');
      const bare = await deliverVariants(
        r,
        types.map((type) => ({ what: nameOf(type), type, event: withoutCommonClaims(nameOf(type)) })),
      );
      const refused = refusedOf(bare);
      if (refused.length === 0) return;
      await requirePlain(r);
      const full = await deliverVariants(
        r,
        refused.map(({ what }) => ({ what, type: CAEP_EVENT_BASE + what })),
      );
      const wantedOnly = refused.filter((_, index) => full[index]?.delivered.outcome === 'accepted');
      if (wantedOnly.length === 0 && refused.length === types.length) {
        r.notApplicable('The Receiver accepts no event of CAEP, with the optional claims or without.');
      }
      tellRefused(r, wantedOnly, {
        what: 'A CAEP event without any of the claims that are optional in each CAEP event',
        requirement: 'CAEP-2-10',
        hint: 'CAEP section 2: event_timestamp, initiating_entity, reason_admin and reason_user are optional.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/use-case',
    title: 'A Receiver supports at least one use case of the interoperability profile',
    what: 'Delivers session-revoked, credential-change and device-compliance-change events: at least one of them has to be accepted.',
    requirements: ['CAEP-INTEROP-3-01'],
    async run(r) {
      const wanted = await wantedTypes(r);
      const asked = USE_CASES.filter((type) => wanted === null || wanted.includes(type));
      if (wanted !== null && asked.length === 0) {
        r.violates('CAEP-INTEROP-3-01', {
          message: 'The Receiver asks for none of the event types of the profile.',
          expected: USE_CASES,
          actual: wanted,
        });
        return;
      }
      const tried = await deliverVariants(
        r,
        asked.map((type) => ({ what: nameOf(type), type })),
      );
      const refused = refusedOf(tried);
      if (refused.length < tried.length) return;
      // A managed target that refuses what it asked for refuses everything, or fails by the rows of these types.
      if (wanted !== null) r.notTested('The Receiver accepts none of the events that it asked for.');
      tellRefused(r, refused, {
        what: 'An event of a use case of the profile',
        requirement: 'CAEP-INTEROP-3-01',
        hint: 'CAEP Interoperability Profile section 3: at least one of the use cases is supported.',
      });
    },
  }),
];
