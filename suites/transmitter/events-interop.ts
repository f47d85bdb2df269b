import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import { eventsOf, eventTypesOf } from '../set/events.ts';
import { isObject } from '../set/subject.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { nameOf, namesEvent } from './support/event-names.ts';
import { expectOffered, provoke } from './support/provoke.ts';
import { wishFor } from './support/wishes.ts';

/** The use cases of the CAEP Interoperability Profile (section 3), and the rows that demand the event and its reason. */
const useCases = [
  { name: 'session-revoked', sent: 'CAEP-INTEROP-3.1-01', reason: 'CAEP-INTEROP-3.1-02' },
  { name: 'credential-change', sent: 'CAEP-INTEROP-3.2-01', reason: 'CAEP-INTEROP-3.2-07' },
  { name: 'device-compliance-change', sent: 'CAEP-INTEROP-3.3-01', reason: 'CAEP-INTEROP-3.3-03' },
] as const satisfies readonly { name: string; sent: RequirementId; reason: RequirementId }[];

export const checks: readonly TransmitterCheck[] = [
  ...useCases.map(useCaseCheck),

  transmitterCheck({
    id: 'events/interop-subject-format',
    title: 'Events of the use cases can name their subject by e-mail address or by issuer and subject.',
    requirements: ['CAEP-INTEROP-2.5-03'],
    what: 'Looks at the subject format of every event of a use case that was seen in the run: one with email or iss_sub is enough.',
    hooks: ['trigger'],
    phase: 'last',
    async run(t) {
      const types: readonly string[] = useCases.map(({ name }) => CAEP_EVENT_BASE + name);
      const sets = (await t.seenSets()).filter(({ parsed }) =>
        eventTypesOf(parsed.claims ?? {}).some((type) => types.includes(type)),
      );
      if (sets.length === 0) return t.notTested('No event of a use case was seen in the run.');
      const formats = sets.map(({ parsed }) => {
        const subject = parsed.claims?.sub_id;
        return isObject(subject) ? String(subject.format) : 'none';
      });
      t.expect(formats.includes('email') || formats.includes('iss_sub'), 'CAEP-INTEROP-2.5-03', {
        message: 'No event of a use case names its subject by e-mail address, or by issuer and subject.',
        expected: 'format email or iss_sub',
        actual: [...new Set(formats)].join(', '),
        hint: 'The trigger was asked for such a subject.',
        set: sets[0],
      });
    },
  }),
];

function useCaseCheck({ name, sent, reason }: (typeof useCases)[number]): TransmitterCheck {
  const type = CAEP_EVENT_BASE + name;
  return transmitterCheck<RequirementId>({
    id: `events/interop-${name}`,
    title: `The use case of ${name} is served, and each event tells the administrator why.`,
    requirements: [sent, reason],
    what: `Has the trigger make the target send a ${name} event and looks for a non-empty reason_admin. Not applicable if the Transmitter does not offer the use case.`,
    hooks: ['trigger'],
    async run(t) {
      const stream = await t.stream();
      await expectOffered(t, stream, type);
      const wish = { type, ...wishFor(type, Math.floor(Date.now() / 1000)) };
      const { set, refused } = await provoke(t, stream, wish, (seen) => namesEvent(seen, name));
      if (refused !== undefined) return t.notTested(refused);
      if (set === null) {
        t.violates(sent, {
          message: `The Transmitter offers ${name}, but the event that was triggered never came.`,
          expected: `a SET within ${t.limits.delivery / 1000} s`,
          actual: 'none',
          exchange: stream.created,
        });
        return;
      }
      const event = eventsOf(set.parsed.claims ?? {}).find(([given]) => nameOf(given) === name)?.[1];
      if (event === undefined)
        return t.notTested('A SET came, but its event cannot be read; set/events says why.');
      const text: unknown = isObject(event) ? event.reason_admin : undefined;
      // The draft of 2025 writes of a value or string, that of 2026 of an object; that CAEP wants an object is judged there.
      const filled = isObject(text) ? Object.keys(text).length > 0 : typeof text === 'string' && text !== '';
      t.expect(filled, reason, {
        message: `A ${name} event does not tell the administrator why.`,
        expected: 'reason_admin with a text in at least one language',
        actual: text ?? 'no reason_admin',
        set,
      });
      if (isObject(text) && filled && Object.values(text).some((message) => message === '')) {
        t.warns(reason, { message: 'A text of reason_admin is empty.', actual: text, set });
      }
    },
  });
}
