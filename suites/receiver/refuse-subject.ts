import { receiverCheck } from '../harness/receiver/check.ts';
import { expectRefusals, noteWhatIsRefused, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forForm } from './support/right-codes.ts';
import { without } from './support/token.ts';

/** SETs that do not say, or not in a way that can be understood, whom they are about. */
export const checks = [
  receiverCheck({
    id: 'refuse-subject/missing',
    title: 'A SET without a subject is refused.',
    requirements: ['SSF-3.1-02', 'RFC8935-2.4-01'],
    what: 'Delivers SETs without `sub_id`: with no subject at all, with one in the event only, and with `sub` in its place.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, withoutSubId, {
        what: 'A SET without `sub_id`',
        requirement: 'SSF-3.1-02',
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-subject/malformed',
    title: 'A SET whose subject is malformed is refused.',
    requirements: ['RFC9493-3-08', 'RFC8935-2.4-01'],
    what: 'Delivers SETs whose `sub_id` is no object, has no format, or lacks a member of its format, or has it null, empty or of another type. An unknown format and a further member are sent too and only noted.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, malformed.map(subject), {
        what: 'A SET with a malformed `sub_id`',
        requirement: 'RFC9493-3-08',
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
      await noteWhatIsTaken(r, [subject({ format: 'example-format', id: r.random() })], {
        what: 'A SET whose `sub_id` has an unknown format',
        requirement: 'RFC9493-3-08',
      });
      // SSF 4.2.3 would have a Receiver ignore the member, RFC 9493 3 forbids it to Transmitters: both are right.
      const email = `user-${r.random()}@example.com`;
      await noteWhatIsRefused(r, [subject({ format: 'email', email, note: 'a further member' })], {
        what: 'A SET whose `sub_id` has a further member',
        requirement: 'RFC9493-3-08',
      });
    },
  }),
];

const withoutSubId: readonly Variant[] = [
  { what: 'no subject', set: { claims: (claims) => without(claims, 'sub_id') } },
  {
    what: 'subject in the event',
    set: {
      claims: ({ sub_id, events, ...claims }) => ({
        ...claims,
        events: Object.fromEntries(
          Object.entries(events as object).map(([type, event]) => [
            type,
            { ...(event as object), subject: sub_id },
          ]),
        ),
      }),
    },
  },
  {
    what: 'sub in its place',
    set: { claims: (claims) => ({ ...without(claims, 'sub_id'), sub: 'user-1' }) },
  },
];

const malformed: readonly unknown[] = [
  null,
  'user@example.com',
  [{ format: 'email', email: 'user@example.com' }],
  {},
  { email: 'user@example.com' },
  { format: 1, email: 'user@example.com' },
  { format: 'email' },
  { format: 'email', email: null },
  { format: 'email', email: '' },
  { format: 'email', email: ['user@example.com'] },
  { format: 'iss_sub', iss: 'https://issuer.example.com' },
  { format: 'iss_sub', sub: 'user-1' },
  { format: 'opaque' },
];

function subject(value: unknown): Variant {
  return {
    what: `sub_id is ${JSON.stringify(value)}`,
    set: { claims: (claims) => ({ ...claims, sub_id: value }) },
  };
}
