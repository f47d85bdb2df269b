import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import {
  expectTaken,
  fateOf,
  RECEIPT,
  receiptRow,
  refusedOf,
  requirePlain,
  tellRefused,
} from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { exerciseFormat } from './support/exercise-format.ts';
import { complexSubjects, FORMATS, type FormatEntry, SSF_FORMATS } from './support/subject-samples.ts';
import { madeUpEmail, unique } from './support/subjects.ts';
import { carrier } from './support/wanted.ts';

function acceptsFormat({ format, row, inProfile, subjects }: FormatEntry): ReceiverCheck {
  const profile: readonly RequirementId[] = inProfile === true ? ['CAEP-INTEROP-2.5-02'] : [];
  return receiverCheck({
    id: `accept-subject/${format.replace('_', '-')}`,
    title: `A Receiver that supports the subject format ${format} accepts well-formed subjects of it.`,
    what: `Delivers events about well-formed subjects of the format ${format}. A Receiver that refuses all of them is taken not to support the format, which only the interoperability profile forbids, and only for email and iss_sub.`,
    requirements: [row, ...profile],
    delivery: 'each',
    async run(r: ReceiverProbe) {
      await exerciseFormat(r, {
        format,
        requirement: row,
        duty: inProfile === true && r.profile === 'caep-interop' ? 'CAEP-INTEROP-2.5-02' : null,
        subjects: subjects(r.issuer),
      });
    },
  });
}

export const checks: readonly ReceiverCheck[] = [
  ...FORMATS.map(acceptsFormat),

  receiverCheck({
    id: 'accept-subject/aliases',
    title: 'A Receiver that supports aliases finds the subject by any identifier that it knows.',
    what: 'Delivers events about aliases subjects: a known identifier before an unknown one, behind it, and one alone.',
    requirements: ['RFC9493-3.2.8-08'],
    delivery: 'each',
    async run(r) {
      const { subject } = await r.craft();
      const known = subject.format === 'aliases' || subject.format === 'complex' ? madeUpEmail() : subject;
      const unknown = { format: 'opaque', id: unique() };
      const aliases = (...identifiers: JsonObject[]): JsonObject => ({ format: 'aliases', identifiers });
      await exerciseFormat(r, {
        format: 'aliases',
        requirement: 'RFC9493-3.2.8-08',
        duty: null,
        subjects: {
          'one alone': aliases(known),
          'the known one first': aliases(known, unknown),
          'the known one last': aliases(unknown, known),
          'two of one format': aliases(known, madeUpEmail(), madeUpEmail()),
        },
      });
    },
  }),

  ...Object.entries(SSF_FORMATS).map(([format, subjects]) =>
    receiverCheck({
      id: `accept-subject/${format.replaceAll('_', '-')}`,
      title: `A Receiver that supports the subject format ${format} accepts well-formed subjects of it`,
      what: `Delivers events about well-formed subjects of the format ${format}. A Receiver that refuses all of them is taken not to support the format.`,
      requirements: [...RECEIPT],
      delivery: 'each',
      async run(r) {
        await exerciseFormat(r, { format, requirement: receiptRow(r), duty: null, subjects });
      },
    }),
  ),

  receiverCheck({
    id: 'accept-subject/other-issuer',
    title: 'A Receiver accepts an iss_sub subject whose `iss` is not the issuer of the SET.',
    what: 'Delivers events about iss_sub subjects of another issuer, named by a URL and by a plain string.',
    requirements: ['RFC9493-4.2-02'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const about = (iss: string): JsonObject => ({ format: 'iss_sub', iss, sub: unique() });
      const tried = await deliverVariants(r, [
        { what: 'a URL', type, subject: about('https://idp.example.com/') },
        { what: 'a plain string', type, subject: about('example-idp') },
      ]);
      const refused = refusedOf(tried);
      if (refused.length === 0) return;
      await requirePlain(r);
      const own = await r.deliver({ type, subject: about(r.issuer) });
      if (own.outcome === 'unanswered')
        r.notTested(`No answer to a subject of our own issuer (${fateOf(own)}).`);
      if (own.outcome !== 'accepted') {
        r.notApplicable(
          'The Receiver accepts no subject of the format iss_sub; accept-subject/iss-sub judges that.',
        );
      }
      tellRefused(r, refused, {
        what: 'An event about a subject of another issuer than that of the SET',
        requirement: 'RFC9493-4.2-02',
        hint: 'RFC 9493 section 4.2: `iss` of the subject may be another than `iss` of the JWT.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-subject/complex',
    title: 'A Receiver makes the best of a complex subject, whatever members of SSF it has.',
    what: 'Delivers events about complex subjects with each of the seven members that SSF names.',
    requirements: ['SSF-3.6-01'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const tried = await deliverVariants(
        r,
        Object.entries(complexSubjects(r.issuer)).map(([what, subject]) => ({ what, type, subject })),
      );
      await expectTaken(r, tried, {
        what: 'An event about a complex subject',
        requirement: 'SSF-3.6-01',
        as: 'warns',
        hint: 'SSF section 3.6: a Receiver makes its best effort to process all members of a subject.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-subject/complex-unknown-member',
    title:
      'A Receiver accepts a complex subject with a member that it does not know and that is not critical',
    what: 'Delivers an event about a complex subject with a user and a member of an unknown name, and one without that member.',
    requirements: ['SSF-3.3-12'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const known = { format: 'complex', user: madeUpEmail() };
      const more = { ...known, x_conformance_badge: { format: 'opaque', id: unique() } };
      const tried = await deliverVariants(r, [{ what: 'with x_conformance_badge', type, subject: more }]);
      const refused = refusedOf(tried);
      if (refused.length === 0) return;
      const without = await r.deliver({ type, subject: known });
      if (without.outcome !== 'accepted') {
        r.notTested('The Receiver accepts no complex subject; accept-subject/complex judges that.');
      }
      tellRefused(r, refused, {
        what: 'An event about a complex subject with a further member',
        requirement: 'SSF-3.3-12',
        hint: 'SSF section 3.3 lets a complex subject have further members; only critical ones must be understood.',
      });
    },
  }),
];
