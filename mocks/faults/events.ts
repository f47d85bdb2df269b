import type { TransmitterSeams } from '../transmitter/seams.ts';
import { STREAM_UPDATED, VERIFICATION } from '../vocabulary/ssf-events.ts';
import type { Fault } from './fault.ts';
import { claimsOf, type Members, without } from './support/edits.ts';

const base = 'https://schemas.openid.net/secevent';
const uriOf = (type: string) => `${base}/${type.replace('/', '/event-type/')}`;

/** Changes the event object of one type. */
const event = (type: string, edit: (event: Members) => Members): TransmitterSeams =>
  claimsOf(uriOf(type), (claims, before) => ({ ...claims, events: { [uriOf(type)]: edit(before) } }));

/** A fault of one event type: its object with members added or replaced. */
function members(type: string, breaks: string, how: string, changed: Members): Fault {
  return {
    name: `${nameOf(type)}-${how}`,
    breaks,
    summary: `${nameOf(type)} events have ${JSON.stringify(changed)}.`,
    seams: () => event(type, (before) => ({ ...before, ...changed })),
  };
}

/** A fault of one event type: its object without a member. */
function missing(type: string, breaks: string, member: string): Fault {
  return {
    name: `${nameOf(type)}-without-${member.replaceAll('_', '-')}`,
    breaks,
    summary: `${nameOf(type)} events have no ${member}.`,
    seams: () => event(type, (before) => without(before, member)),
  };
}

/** A fault of one event type: its URI has something in place of its end. */
function otherUri(type: string, breaks: string, how: string, edit: (uri: string) => string): Fault {
  return {
    name: `${nameOf(type)}-uri-${how}`,
    breaks,
    summary: `${nameOf(type)} events have the type ${edit(uriOf(type))}.`,
    seams: () =>
      claimsOf(uriOf(type), (claims, before) => ({ ...claims, events: { [edit(uriOf(type))]: before } })),
  };
}

/** A fault of one event type: the event happened at another time than it says. */
function otherTime(type: string, breaks: string): Fault {
  return {
    name: `${nameOf(type)}-at-another-time`,
    breaks,
    summary: `event_timestamp of ${nameOf(type)} events is a day old.`,
    seams: () =>
      event(type, (before) => ({ ...before, event_timestamp: Math.floor(Date.now() / 1000) - 86_400 })),
  };
}

/** A fault of events that nobody asked for: verification SETs carry one of a type, with this object. */
function unasked(type: string, breaks: string, object: Members): Fault {
  return {
    name: `unasked-${nameOf(type)}`,
    breaks,
    summary: `Verification SETs also hold a ${nameOf(type)} event ${JSON.stringify(object)}.`,
    seams: () =>
      claimsOf(VERIFICATION, (claims, before) => ({
        ...claims,
        events: { [VERIFICATION]: before, [uriOf(type)]: object },
      })),
  };
}

/** A fault of stream-updated events, which come in place of session-presented: with this object, about this subject. */
function streamUpdated(how: string, breaks: string, object: Members, about?: Members | null): Fault {
  return {
    name: `stream-updated-${how}`,
    breaks,
    summary: `The Transmitter sends stream-updated events ${JSON.stringify(object)} about ${about === undefined ? 'the stream' : JSON.stringify(about)}.`,
    seams: () => ({
      claims: (claims, { eventType, streamId }) => {
        if (eventType !== uriOf('caep/session-presented')) return claims;
        const changed = { ...claims, events: { [STREAM_UPDATED]: object } };
        if (about === null) return without(changed, 'sub_id');
        return { ...changed, sub_id: about ?? { format: 'opaque', id: streamId } };
      },
    }),
  };
}

/** A fault of the subject of one event type. */
function subject(type: string, breaks: string, how: string, changed: Members): Fault {
  return {
    name: `${nameOf(type)}-${how}`,
    breaks,
    summary: `${nameOf(type)} events have the subject ${JSON.stringify(changed)}.`,
    seams: () => claimsOf(uriOf(type), (claims) => ({ ...claims, sub_id: changed })),
  };
}

const nameOf = (type: string) => type.split('/')[1] ?? type;
const shout = (uri: string) => uri.replace(/[a-z-]+$/, (name) => name.toUpperCase());
const slash = (uri: string) => `${uri}/`;

const CREDENTIAL = 'caep/credential-change';
const ASSURANCE = 'caep/assurance-level-change';
const COMPLIANCE = 'caep/device-compliance-change';
const ESTABLISHED = 'caep/session-established';
const RISK = 'caep/risk-level-change';
const REVOKED = 'caep/session-revoked';

const useCases = [REVOKED, CREDENTIAL, COMPLIANCE].map(uriOf);

const riscWithoutClaims = [
  ['account-credential-change-required', 'RISC-2.1-01'],
  ['account-purged', 'RISC-2.2-01'],
  ['account-enabled', 'RISC-2.4-01'],
  ['opt-in', 'RISC-2.8.1-01'],
  ['opt-out-initiated', 'RISC-2.8.2-01'],
  ['opt-out-cancelled', 'RISC-2.8.3-01'],
  ['opt-out-effective', 'RISC-2.8.4-01'],
  ['recovery-activated', 'RISC-2.9-01'],
  ['recovery-information-changed', 'RISC-2.10-01'],
  ['sessions-revoked', 'RISC-2.11-01'],
] as const;

/** Faults of events: their types, their objects, and whether they are sent at all (CAEP, RISC, SSF 8.1.1). */
export const faults: readonly Fault[] = [
  // The claims that all CAEP events may have (CAEP 2).
  members(REVOKED, 'CAEP-2-02', 'time-a-string', { event_timestamp: '1615304991' }),
  {
    name: 'session-revoked-time-in-milliseconds',
    breaks: 'CAEP-2-02',
    summary: 'event_timestamp of session-revoked events is in milliseconds.',
    seams: () => event(REVOKED, (before) => ({ ...before, event_timestamp: Date.now() })),
  },
  members(REVOKED, 'CAEP-2-04', 'by-somebody', { initiating_entity: 'somebody' }),
  members(REVOKED, 'CAEP-2-06', 'reason-a-string', { reason_admin: 'Landspeed policy violation' }),
  members(REVOKED, 'CAEP-2-08', 'reason-in-no-language', { reason_user: { en_US: 'Sign in again' } }),
  {
    name: 'session-revoked-claims-outside',
    breaks: 'CAEP-2-09',
    summary: 'initiating_entity of session-revoked events stands at the top of the SET.',
    seams: () =>
      claimsOf(uriOf(REVOKED), (claims, before) => ({
        ...claims,
        initiating_entity: 'policy',
        events: { [uriOf(REVOKED)]: without(before, 'initiating_entity') },
      })),
  },

  // One by one (CAEP 3).
  otherUri(REVOKED, 'CAEP-3.1-01', 'with-slash', slash),
  otherTime(REVOKED, 'CAEP-3.1-05'),
  otherUri('caep/token-claims-change', 'CAEP-3.2-01', 'in-capitals', shout),
  missing('caep/token-claims-change', 'CAEP-3.2-02', 'claims'),
  members('caep/token-claims-change', 'CAEP-3.2-02', 'claims-empty', { claims: {} }),
  otherTime('caep/token-claims-change', 'CAEP-3.2-04'),
  otherUri(CREDENTIAL, 'CAEP-3.3-01', 'with-http', (uri) => uri.replace('https', 'http')),
  missing(CREDENTIAL, 'CAEP-3.3-02', 'credential_type'),
  members(CREDENTIAL, 'CAEP-3.3-03', 'type-misspelt', { credential_type: 'Password' }),
  missing(CREDENTIAL, 'CAEP-3.3-04', 'change_type'),
  members(CREDENTIAL, 'CAEP-3.3-05', 'change-unknown', { change_type: 'reset' }),
  members(CREDENTIAL, 'CAEP-3.3-06', 'friendly-name-a-number', { friendly_name: 1 }),
  members(CREDENTIAL, 'CAEP-3.3-07', 'issuer-an-object', { x509_issuer: { cn: 'CA' } }),
  members(CREDENTIAL, 'CAEP-3.3-08', 'serial-a-number', { x509_serial: 17 }),
  members(CREDENTIAL, 'CAEP-3.3-09', 'aaguid-null', { fido2_aaguid: null }),
  otherTime(CREDENTIAL, 'CAEP-3.3-10'),
  otherUri(ASSURANCE, 'CAEP-3.4-01', 'with-slash', slash),
  missing(ASSURANCE, 'CAEP-3.4-02', 'namespace'),
  missing(ASSURANCE, 'CAEP-3.4-04', 'current_level'),
  members(ASSURANCE, 'CAEP-3.4-05', 'previous-level-a-number', { previous_level: 1 }),
  missing(ASSURANCE, 'CAEP-3.4-08', 'change_direction'),
  members(ASSURANCE, 'CAEP-3.4-09', 'direction-up', { change_direction: 'up' }),
  otherTime(ASSURANCE, 'CAEP-3.4-10'),
  otherUri(COMPLIANCE, 'CAEP-3.5-01', 'with-slash', slash),
  missing(COMPLIANCE, 'CAEP-3.5-02', 'previous_status'),
  members(COMPLIANCE, 'CAEP-3.5-03', 'previously-unknown', { previous_status: 'unknown' }),
  missing(COMPLIANCE, 'CAEP-3.5-04', 'current_status'),
  members(COMPLIANCE, 'CAEP-3.5-05', 'non-compliant', { current_status: 'non-compliant' }),
  members(COMPLIANCE, 'CAEP-3.5-06', 'unchanged', {
    previous_status: 'compliant',
    current_status: 'compliant',
  }),
  otherTime(COMPLIANCE, 'CAEP-3.5-07'),
  otherUri(ESTABLISHED, 'CAEP-3.6-01', 'with-slash', slash),
  otherTime(ESTABLISHED, 'CAEP-3.6-02'),
  members(ESTABLISHED, 'CAEP-3.6-04', 'fingerprint-a-number', { fp_ua: 1 }),
  members(ESTABLISHED, 'CAEP-3.6-05', 'acr-an-array', { acr: ['AAL2'] }),
  members(ESTABLISHED, 'CAEP-3.6-06', 'amr-a-string', { amr: 'otp' }),
  members(ESTABLISHED, 'CAEP-3.6-08', 'ext-id-a-number', { ext_id: 12345 }),
  otherUri('caep/session-presented', 'CAEP-3.7-01', 'with-slash', slash),
  otherTime('caep/session-presented', 'CAEP-3.7-02'),
  otherUri(RISK, 'CAEP-3.8-01', 'with-slash', slash),
  otherTime(RISK, 'CAEP-3.8-02'),
  missing(RISK, 'CAEP-3.8-03', 'risk_reason'),
  missing(RISK, 'CAEP-3.8-04', 'principal'),
  {
    name: 'risk-level-change-of-nobody',
    breaks: 'CAEP-3.8-05',
    summary: 'risk-level-change events have a complex subject without a member for their principal.',
    seams: () =>
      claimsOf(uriOf(RISK), (claims) => ({
        ...claims,
        sub_id: { format: 'complex', tenant: { format: 'opaque', id: '1' } },
      })),
  },
  missing(RISK, 'CAEP-3.8-06', 'current_level'),
  members(RISK, 'CAEP-3.8-07', 'level-in-lower-case', { current_level: 'high' }),
  members(RISK, 'CAEP-3.8-09', 'previously-unknown', { previous_level: 'UNKNOWN' }),
  members(RISK, 'CAEP-3.8-11', 'unchanged', { previous_level: 'HIGH', current_level: 'HIGH' }),

  // RISC 2.
  ...riscWithoutClaims.map(([type, row]) => otherUri(`risc/${type}`, row, 'with-slash', slash)),
  otherUri('risc/account-disabled', 'RISC-2.3-01', 'with-slash', slash),
  members('risc/account-disabled', 'RISC-2.3-05', 'for-another-reason', { reason: 'spam' }),
  otherUri('risc/identifier-changed', 'RISC-2.5-01', 'with-slash', slash),
  subject('risc/identifier-changed', 'RISC-2.5-04', 'of-an-account', { format: 'opaque', id: 'user-1' }),
  {
    name: 'identifier-changed-new-value-as-subject',
    breaks: 'RISC-2.5-05',
    summary: 'The subject of identifier-changed events is the new value.',
    seams: () =>
      claimsOf(uriOf('risc/identifier-changed'), (claims, before) => ({
        ...claims,
        sub_id: { format: 'email', email: before['new-value'] },
      })),
  },
  otherUri('risc/identifier-recycled', 'RISC-2.6-01', 'with-slash', slash),
  subject('risc/identifier-recycled', 'RISC-2.6-05', 'called-phone', {
    format: 'phone',
    phone_number: '+12065550100',
  }),
  otherUri('risc/credential-compromise', 'RISC-2.7-01', 'with-slash', slash),
  missing('risc/credential-compromise', 'RISC-2.7-04', 'credential_type'),
  members('risc/credential-compromise', 'RISC-2.7-05', 'type-misspelt', { credential_type: 'PASSWORD' }),
  members('risc/credential-compromise', 'RISC-2.7-06', 'time-a-string', { event_timestamp: '2026' }),

  // Delivery of what the stream is for (SSF 8.1.1).
  {
    name: 'event-never-sent',
    breaks: 'SSF-8.1.1-18',
    summary: 'session-presented events are never pushed, although the stream delivers them.',
    seams: () => ({
      push: (request, { eventType }) => (eventType === uriOf('caep/session-presented') ? null : request),
    }),
  },
  {
    name: 'event-not-delivered-sent',
    breaks: 'SSF-8.1.1-20',
    summary: 'A stream that delivers a single event type gets another one in its place.',
    seams: () => ({
      claims: (claims, { eventType, configuration: { events_delivered: delivered } }) =>
        Array.isArray(delivered) && delivered.length === 1 && delivered.includes(eventType)
          ? { ...claims, events: { [uriOf('caep/session-established')]: {} } }
          : claims,
    }),
  },

  // Events that nobody asked for.
  unasked(REVOKED, 'CAEP-2-04', { initiating_entity: 'Policy' }),
  unasked('caep/token-claims-change', 'CAEP-3.2-02', {}),
  unasked(CREDENTIAL, 'CAEP-3.3-02', { change_type: 'create' }),
  unasked(ASSURANCE, 'CAEP-3.4-02', { current_level: 'aal2' }),
  unasked(COMPLIANCE, 'CAEP-3.5-02', { current_status: 'compliant' }),
  unasked(ESTABLISHED, 'CAEP-3.6-06', { amr: 'otp' }),
  unasked('caep/session-presented', 'CAEP-2-02', { event_timestamp: 'now' }),
  unasked(RISK, 'CAEP-3.8-04', { current_level: 'LOW', risk_reason: 'x' }),
  unasked('risc/account-disabled', 'RISC-2.3-05', { reason: 'spam' }),
  unasked('risc/identifier-changed', 'RISC-2.5-04', { 'new-value': 'x' }),
  unasked('risc/identifier-recycled', 'RISC-2.6-05', {}),
  unasked('risc/credential-compromise', 'RISC-2.7-04', {}),
  streamUpdated('without-status', 'SSF-8.1.5-06', {}),
  streamUpdated('stopped', 'SSF-8.1.5-06', { status: 'stopped' }),
  streamUpdated('without-subject', 'SSF-8.1.5-08', { status: 'enabled' }, null),
  streamUpdated(
    'of-a-user',
    'SSF-8.1.5-09',
    { status: 'enabled' },
    { format: 'email', email: 'a@example.com' },
  ),
  streamUpdated(
    'of-no-stream',
    'SSF-8.1.5-10',
    { status: 'enabled' },
    { format: 'opaque', id: 'another-stream' },
  ),

  // The use cases of the interoperability profile.
  missing(REVOKED, 'CAEP-INTEROP-3.1-02', 'reason_admin'),
  missing(CREDENTIAL, 'CAEP-INTEROP-3.2-07', 'reason_admin'),
  missing(COMPLIANCE, 'CAEP-INTEROP-3.3-03', 'reason_admin'),
  {
    name: 'session-revoked-without-reason-for-some',
    breaks: 'CAEP-INTEROP-3.1-02',
    summary: 'The first session-revoked event has no reason_admin.',
    seams: () => {
      let count = 0;
      return event(REVOKED, (before) => (++count === 1 ? without(before, 'reason_admin') : before));
    },
  },
  {
    name: 'use-case-never-sent',
    breaks: 'CAEP-INTEROP-3.1-01',
    summary: 'session-revoked events are never pushed, although the stream delivers them.',
    seams: () => ({ push: (request, { eventType }) => (eventType === uriOf(REVOKED) ? null : request) }),
  },
  {
    name: 'use-cases-without-address',
    breaks: 'CAEP-INTEROP-2.5-03',
    summary: 'The subjects of the use cases are opaque.',
    seams: () => ({
      claims: (claims, { eventType }) =>
        useCases.includes(eventType) ? { ...claims, sub_id: { format: 'opaque', id: 'user-1' } } : claims,
    }),
  },
];
