import type { Examined, OutgoingCall, StepName } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverFault } from './fault.ts';
import { hasKey } from './support/issuer-keys.ts';
import { blame, overlook, takeDespite } from './support/overlook.ts';
import { isOf } from './support/refuse-when.ts';

const isVerification = (set: Examined): boolean => isOf(set, 'verification');
const isEmpty = (aud: unknown): boolean =>
  aud === '' || (Array.isArray(aud) && aud.every((name) => name === ''));

/** Does not mind a claim of a form that no SET has. */
function loose(
  name: string,
  breaks: string,
  step: StepName,
  summary: string,
  when: (claims: Record<string, unknown>) => boolean,
): ReceiverFault {
  return { name, breaks, summary, seams: () => overlook([step], ({ claims }) => when(claims)) };
}

const forms: readonly [
  name: string,
  summary: string,
  step: StepName,
  (claims: Record<string, unknown>) => boolean,
][] = [
  ['missing-issuer', 'Takes SETs without iss.', 'issuer', ({ iss }) => iss === undefined || iss === ''],
  ['issuer-array', 'Finds its issuer in an array too.', 'issuer', ({ iss }) => Array.isArray(iss)],
  ['missing-time', 'Takes SETs without iat.', 'claims', ({ iat }) => iat === undefined],
  ['time-in-a-string', 'Takes SETs whose iat is a string.', 'claims', ({ iat }) => typeof iat === 'string'],
  ['missing-identifier', 'Takes SETs without jti.', 'claims', ({ jti }) => jti === undefined],
  ['numeric-identifier', 'Takes SETs whose jti is a number.', 'claims', ({ jti }) => typeof jti === 'number'],
  ['missing-events', 'Takes SETs without events.', 'claims', ({ events }) => events === undefined],
  [
    'empty-events',
    'Takes SETs with an empty events object.',
    'claims',
    ({ events }) => isObject(events) && Object.keys(events).length === 0,
  ],
  ['null-time', 'Takes SETs whose iat is null.', 'claims', ({ iat }) => iat === null],
  ['identifier-object', 'Takes SETs whose jti is an object.', 'claims', ({ jti }) => isObject(jti)],
  [
    'event-array',
    'Takes SETs with an event that is an array.',
    'claims',
    ({ events }) => isObject(events) && Object.values(events).some(Array.isArray),
  ],
  ['events-array', 'Takes SETs with an array of events.', 'claims', ({ events }) => Array.isArray(events)],
  [
    'event-that-is-no-object',
    'Takes SETs with an event that is no object.',
    'claims',
    ({ events }) => isObject(events) && Object.values(events).some((event) => !isObject(event)),
  ],
];

/** Faults in how the claims are judged. */
export const faults: readonly ReceiverFault[] = [
  loose(
    'receiver-takes-any-issuer',
    'SSF-4.1.6-02',
    'issuer',
    'Takes SETs of other issuers that are signed with a key of ours.',
    (claims) =>
      typeof claims.iss === 'string' && claims.iss !== '' && !claims.iss.endsWith('/') && !verifies(claims),
  ),
  loose(
    'receiver-ignores-final-slash-of-issuer',
    'SSF-4.1.6-02',
    'issuer',
    'Takes an issuer with a slash more for its own.',
    ({ iss }) => typeof iss === 'string' && iss.endsWith('/'),
  ),
  loose(
    'receiver-ignores-case-of-issuer',
    'SSF-4.1.6-02',
    'issuer',
    'Takes an issuer in capitals for its own.',
    ({ iss }) => typeof iss === 'string' && /^HTTPS?:/.test(iss),
  ),
  {
    name: 'receiver-asks-any-issuer-for-keys',
    breaks: 'SSF-4.1.6-02',
    summary: 'Finds the keys of whatever issuer a SET names in the metadata there, and believes them.',
    seams: () => takeDespite('key', ({ header, claims }) => hasKey(claims.iss, header.kid)),
  },
  loose(
    'receiver-takes-cut-audience',
    'SSF-4.1.8-06',
    'audience',
    'Takes an audience that its own begins with.',
    ({ aud }) => typeof aud === 'string' && aud.endsWith('.co'),
  ),
  loose(
    'receiver-takes-audience-object',
    'RFC7519-4.1.3-01',
    'audience',
    'Does not look into an audience that is an object.',
    ({ aud }) => isObject(aud),
  ),
  loose(
    'receiver-takes-any-audience',
    'SSF-4.1.8-06',
    'audience',
    'Takes SETs for other audiences.',
    (claims) => typeof claims.aud === 'string' && !isEmpty(claims.aud) && !verifies(claims),
  ),
  loose(
    'receiver-takes-any-array-of-audiences',
    'SSF-4.1.8-06',
    'audience',
    'Does not look into an array of audiences.',
    ({ aud }) => Array.isArray(aud) && !isEmpty(aud) && aud.every((name) => typeof name === 'string'),
  ),
  loose(
    'receiver-takes-empty-audience',
    'RFC7519-4.1.3-01',
    'audience',
    'Takes an audience of nobody for one of everybody.',
    ({ aud }) => isEmpty(aud),
  ),
  ...forms.map(([name, summary, step, when]) =>
    loose(`receiver-takes-${name}`, 'RFC8417-2.2-17', step, summary, when),
  ),
  ...(['signature', 'issuer'] as const).map(
    (step): ReceiverFault => ({
      name: `receiver-trusts-${step}-of-verification`,
      breaks: 'SSF-8.1.4.1-07',
      summary: `Does not look at the ${step} of verification SETs.`,
      seams: () => overlook([step], isVerification),
    }),
  ),
  {
    name: 'receiver-acknowledges-whole-batch',
    breaks: 'RFC8936-2-04',
    summary: 'Acknowledges what it found wrong when it got several SETs at once.',
    form: 'managed',
    seams: () => ({ request: (call) => (call.operation === 'poll' ? acknowledgingAll(call) : call) }),
  },
  {
    name: 'receiver-drops-batch',
    breaks: 'RFC8936-2-05',
    summary: 'Never acknowledges the SETs of a poll answer in which something was wrong.',
    form: 'managed',
    seams() {
      const dropped = new Set<unknown>();
      return { request: (call) => (call.operation === 'poll' ? dropping(call, dropped) : call) };
    },
  },
  {
    name: 'receiver-blames-audience-for-issuer',
    breaks: 'RFC8935-2.4-03',
    summary: 'Says invalid_audience when the issuer is not its own.',
    seams: () => blame('issuer', 'invalid_audience'),
  },
  {
    name: 'receiver-blames-key-for-audience',
    breaks: 'RFC8935-2.4-04',
    summary: 'Says invalid_key when the SET is not for it.',
    seams: () => blame('audience', 'invalid_key'),
  },
  {
    name: 'receiver-blames-issuer-for-claims',
    breaks: 'RFC8935-2.4-01',
    summary: 'Says invalid_issuer when a claim is missing.',
    seams: () => blame('claims', 'invalid_issuer'),
  },
];

function verifies({ events }: Record<string, unknown>): boolean {
  return isObject(events) && Object.keys(events).some((type) => type.endsWith('/verification'));
}

/** So many SETs settled by one request are a batch. */
const BATCH = 4;

function acknowledgingAll(call: OutgoingCall): OutgoingCall {
  const { ack, errors, rest } = settled(call);
  if (ack.length + Object.keys(errors).length < BATCH) return call;
  return { ...call, body: JSON.stringify({ ...rest, ack: [...ack, ...Object.keys(errors)] }) };
}

function dropping(call: OutgoingCall, dropped: Set<unknown>): OutgoingCall {
  const { ack, errors, rest } = settled(call);
  const wrong = Object.keys(errors);
  if (wrong.length > 0 && ack.length + wrong.length >= BATCH) for (const name of ack) dropped.add(name);
  if (!ack.some((name) => dropped.has(name))) return call;
  const kept = ack.filter((name) => !dropped.has(name));
  return { ...call, body: JSON.stringify({ ...rest, ack: kept, setErrs: errors }) };
}

function settled(call: OutgoingCall): {
  ack: unknown[];
  errors: Record<string, unknown>;
  rest: Record<string, unknown>;
} {
  const body: unknown = JSON.parse(call.body ?? '{}');
  const { ack, setErrs, ...rest } = isObject(body) ? body : {};
  return { ack: Array.isArray(ack) ? ack : [], errors: isObject(setErrs) ? setErrs : {}, rest };
}
