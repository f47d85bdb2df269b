import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { defaultEvent } from '../harness/receiver/default-events.ts';
import type { ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../standard/vocabulary.ts';
import { caepEvent } from './support/caep-events.ts';
import { exerciseType } from './support/exercise-type.ts';
import { identifierSubject } from './support/subjects.ts';

/** An event type, the row by which a Receiver that wants it accepts it, and events of it beside the usual one. */
interface Entry {
  name: string;
  row: RequirementId;
  /** A row of the interoperability profile that says the same of its use case. */
  useCase?: RequirementId;
  /** Event objects by what is special about them. */
  events?: Readonly<Record<string, JsonObject>>;
  /** The subject has to be an address or a telephone number (RISC 2.5, 2.6). */
  identifier?: true;
}

const caep = (name: string): string => CAEP_EVENT_BASE + name;
const risc = (name: string): string => RISC_EVENT_BASE + name;

const by = (entity: string): JsonObject => caepEvent('session-revoked', { initiating_entity: entity });

const CAEP: readonly Entry[] = [
  {
    name: 'session-revoked',
    row: 'CAEP-3.1-06',
    useCase: 'CAEP-INTEROP-3.1-01',
    events: {
      'initiated by an admin': by('admin'),
      'initiated by the user': by('user'),
      'initiated by the system': by('system'),
      'with reasons in several languages': caepEvent('session-revoked', {
        reason_admin: { en: 'Landspeed policy violation: C076E82F', de: 'Regel verletzt', 'es-410': 'Regla' },
        reason_user: { en: 'Access attempt from multiple regions.', ja: 'アクセス' },
      }),
      'with a reason in Japanese only': caepEvent('session-revoked', { reason_admin: { ja: '規則' } }),
    },
  },
  {
    name: 'token-claims-change',
    row: 'CAEP-3.2-05',
    events: {
      'with claims of every JSON type': caepEvent('token-claims-change', {
        claims: { groups: ['a', 'b'], trusted: false, level: 3, address: { country: 'DE' } },
      }),
    },
  },
  {
    name: 'credential-change',
    row: 'CAEP-3.3-11',
    useCase: 'CAEP-INTEROP-3.2-01',
    events: {
      'without optional members': caepEvent('credential-change', {
        credential_type: 'password',
        change_type: 'update',
      }),
      'with a FIDO2 AAGUID': caepEvent('credential-change', {
        credential_type: 'fido2-roaming',
        change_type: 'create',
        fido2_aaguid: 'accced6a-63f5-490a-9eea-e59bc1896cfc',
        friendly_name: "Jane's USB authenticator",
      }),
      'with issuer and serial number of a certificate': caepEvent('credential-change', {
        credential_type: 'x509',
        change_type: 'revoke',
        x509_issuer: 'CN=Example CA,O=Example,C=US',
        x509_serial: '1A:2B:3C',
      }),
    },
  },
  {
    name: 'assurance-level-change',
    row: 'CAEP-3.4-11',
    events: {
      decreased: caepEvent('assurance-level-change', {
        namespace: 'NIST-AAL',
        previous_level: 'nist-aal2',
        current_level: 'nist-aal1',
        change_direction: 'decrease',
      }),
      'in a namespace of the parties': caepEvent('assurance-level-change', {
        namespace: 'Retinal Scan',
        previous_level: 'lo-res-scan',
        current_level: 'hi-res-scan',
        change_direction: 'increase',
      }),
    },
  },
  { name: 'device-compliance-change', row: 'CAEP-3.5-08', useCase: 'CAEP-INTEROP-3.3-01' },
  {
    name: 'session-established',
    row: 'CAEP-3.6-09',
    events: { 'without own members': caepEvent('session-established', {}) },
  },
  {
    name: 'session-presented',
    row: 'CAEP-3.7-04',
    events: { 'without own members': caepEvent('session-presented', {}) },
  },
  { name: 'risk-level-change', row: 'CAEP-3.8-12', useCase: 'CAEP-INTEROP-3.4-01' },
];

const EMPTY = { 'as an empty object': {} };

const RISC: readonly Entry[] = [
  { name: 'account-credential-change-required', row: 'RISC-2.1-04' },
  { name: 'account-purged', row: 'RISC-2.2-04' },
  {
    name: 'account-disabled',
    row: 'RISC-2.3-03',
    events: { ...EMPTY, 'because of a bulk account': { reason: 'bulk-account' } },
  },
  { name: 'account-enabled', row: 'RISC-2.4-04' },
  { name: 'identifier-changed', row: 'RISC-2.5-03', events: EMPTY, identifier: true },
  { name: 'identifier-recycled', row: 'RISC-2.6-04', identifier: true },
  {
    name: 'credential-compromise',
    row: 'RISC-2.7-03',
    events: {
      'with all optional members': {
        credential_type: 'password',
        event_timestamp: 1_760_000_000,
        reason_admin: { en: 'Found in a published list' },
        reason_user: { en: 'One of your passwords became known to others.' },
      },
    },
  },
  { name: 'opt-in', row: 'RISC-2.8.1-04' },
  { name: 'opt-out-initiated', row: 'RISC-2.8.2-04' },
  { name: 'opt-out-cancelled', row: 'RISC-2.8.3-04' },
  { name: 'opt-out-effective', row: 'RISC-2.8.4-04' },
  { name: 'recovery-activated', row: 'RISC-2.9-04' },
  { name: 'recovery-information-changed', row: 'RISC-2.10-04' },
  { name: 'sessions-revoked', row: 'RISC-2.11-04' },
];

function acceptsType(type: string, { name, row, useCase, events = {}, identifier }: Entry): ReceiverCheck {
  return receiverCheck({
    id: `accept-event/${name}`,
    title: `A Receiver that wants ${name} accepts well-formed events of it.`,
    what: 'Delivers well-formed events of the type, with and without its optional members. A managed Receiver that did not ask for the type is left alone; a hosted one that refuses all of them is not at fault.',
    requirements: useCase === undefined ? [row] : [row, useCase],
    delivery: 'each',
    async run(r: ReceiverProbe) {
      const about: SetSpec = identifier === true ? await identifierSubject(r) : {};
      await exerciseType(r, {
        type,
        what: `A well-formed event of ${name}`,
        requirement: row,
        variants: [
          { what: 'the usual event', event: defaultEvent(type), ...about },
          ...Object.entries(events).map(([what, event]) => ({ what, event, ...about })),
        ],
      });
    },
  });
}

export const checks: readonly ReceiverCheck[] = [
  ...CAEP.map((entry) => acceptsType(caep(entry.name), entry)),
  ...RISC.map((entry) => acceptsType(risc(entry.name), entry)),
];
