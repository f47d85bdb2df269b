import { isObject } from '../../vocabulary/is-object.ts';
import { STREAM_UPDATED, VERIFICATION } from '../../vocabulary/ssf-events.ts';
import { bodyOf, eventsIn, stricter } from './seams.ts';
import type { ReceiverVariant } from './variant.ts';

const managed = { form: 'managed' } as const;
const hosted = { form: 'hosted' } as const;
const byPoll = { form: 'managed', deliveries: ['poll'] } as const;

/** Freedoms in what a Receiver takes, and in what it does about it. */
export const examinationVariants: readonly ReceiverVariant[] = [
  {
    name: 'only-what-it-asked-for',
    freedom: 'Refuses events of types that it did not ask for (RFC 8935 2: its own policy decides).',
    ...managed,
    start: () => {
      let wanted: readonly unknown[] = [];
      return {
        seams: {
          request(call) {
            if (call.operation === 'create-stream') wanted = bodyOf(call).events_requested as unknown[];
            return call;
          },
          ...stricter('event', 'invalid_request', ({ claims }) => {
            const types = Object.keys(eventsIn(claims));
            const known = (type: string): boolean =>
              type === VERIFICATION || type === STREAM_UPDATED || wanted.includes(type);
            return types.every(known) ? null : 'Events of this type were not asked for.';
          }),
        },
      };
    },
  },
  {
    name: 'one-event-per-set',
    freedom: 'Takes a SET with several events for malformed (SSF 4.2.1).',
    ...hosted,
    start: () => ({
      seams: stricter('claims', 'invalid_request', ({ claims }) =>
        Object.keys(eventsIn(claims)).length === 1 ? null : 'A SET has one event.',
      ),
    }),
  },
  {
    name: 'wants-recent-sets',
    freedom: 'Refuses an iat of long ago, or in the future (RFC 8417 leaves it to the Receiver).',
    ...hosted,
    start: () => ({
      seams: stricter('times', 'invalid_request', ({ claims }) =>
        Math.abs(Number(claims.iat) - Date.now() / 1000) > 600 ? 'The SET is not of now.' : null,
      ),
    }),
  },
  {
    name: 'refuses-sub-and-exp',
    freedom: 'Refuses SETs with sub or exp, which no Transmitter may send (SSF 4.1.2, 4.1.7).',
    ...hosted,
    start: () => ({
      seams: stricter('claims', 'invalid_request', ({ claims }) =>
        'sub' in claims || 'exp' in claims ? 'A SET has neither sub nor exp.' : null,
      ),
    }),
  },
  {
    name: 'strict-about-subjects',
    freedom: 'Refuses subjects with members that their format does not have (RFC 9493 3; notes A13).',
    ...managed,
    start: () => ({
      seams: stricter('subject', 'invalid_request', ({ claims }) => {
        const subject = claims.sub_id;
        if (!isObject(subject)) return null;
        const known: Record<string, number> = { iss_sub: 3, jwt_id: 3, saml_assertion_id: 3 };
        const most = subject.format === 'complex' ? 8 : (known[String(subject.format)] ?? 2);
        return Object.keys(subject).length > most ? 'The subject has strange members.' : null;
      }),
    }),
  },
  {
    name: 'wants-a-kid',
    freedom: 'Refuses a SET without kid: with several keys nobody knows which is meant (RFC 7515 4.1.4).',
    ...byPoll,
    start: () => ({
      seams: stricter('form', 'invalid_key', ({ header }) =>
        typeof header.kid === 'string' ? null : 'There is no kid.',
      ),
    }),
  },
  {
    name: 'rs256-only',
    freedom: 'Takes RS256 only (CAEP-INTEROP 2.6).',
    ...byPoll,
    start: () => ({
      seams: stricter('algorithm', 'invalid_key', ({ header }) =>
        header.alg === 'RS256' ? null : 'SETs are signed with RS256.',
      ),
    }),
  },
  {
    name: 'few-subject-formats',
    freedom:
      'Understands users by e-mail, iss_sub and opaque id, alone or in complex subjects, and devices by opaque id only (SSF 3.4).',
    ...managed,
    start: () => ({
      seams: stricter('subject', 'invalid_request', ({ claims }) => {
        const formats = ['email', 'iss_sub', 'opaque', 'complex'];
        const subject = claims.sub_id;
        return isObject(subject) && formats.includes(String(subject.format)) ? null : 'Unknown format.';
      }),
    }),
  },
  {
    name: 'knows-few-users',
    freedom:
      'Takes every right SET and acts only upon users that it knows; here it knows nobody (SSF 4.1.5).',
    ...byPoll,
    untested: Object.fromEntries(
      [
        'unknown-members',
        'refused-without-effect',
        'device-of-tenant',
        'email-canonicalization',
        'aliases',
        'critical-subject-member',
      ].map((name) => [`effects/${name}`, 'Without any effect the lack of one says nothing.']),
    ),
    start: () => ({ seams: { effects: () => [] } }),
  },
  {
    name: 'no-replay-memory',
    freedom: 'Acts again upon a SET that comes again: remembering jti is optional (RFC 8417 2.2).',
    ...hosted,
    start: () => ({ seams: { quirks: { replay: 'act' } } }),
  },
  {
    name: 'several-effects',
    freedom: 'Does three things because of one event (SSF 4.1.5).',
    ...hosted,
    start: () => ({
      seams: {
        effects: (effects) =>
          effects.flatMap((effect) =>
            ['note', effect.action, 'tell-the-user'].map((action) => ({ ...effect, action })),
          ),
      },
    }),
  },
];
