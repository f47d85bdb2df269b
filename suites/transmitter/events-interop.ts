import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet } from '../harness/probe.ts';
import { eventsOf, eventTypesOf } from '../set/events.ts';
import { isReason, reasonRows } from '../set/interop-rules.ts';
import { isObject } from '../set/subject.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { nameOf, namesEvent } from './support/event-names.ts';
import { expectOffered, provoke } from './support/provoke.ts';
import { wishFor } from './support/wishes.ts';

/** The use cases of the CAEP Interoperability Profile (section 3), and the rows that demand the event. */
const useCases = [
  { name: 'session-revoked', sent: 'CAEP-INTEROP-3.1-01' },
  { name: 'credential-change', sent: 'CAEP-INTEROP-3.2-01' },
  { name: 'device-compliance-change', sent: 'CAEP-INTEROP-3.3-01' },
] as const satisfies readonly { name: keyof typeof reasonRows; sent: RequirementId }[];

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

function useCaseCheck({ name, sent }: (typeof useCases)[number]): TransmitterCheck {
  const reason = reasonRows[name];
  const type = CAEP_EVENT_BASE + name;
  return transmitterCheck<RequirementId>({
    id: `events/interop-${name}`,
    title: `The use case of ${name} is served, and each event tells the administrator why.`,
    requirements: [sent, reason],
    what: `Has the trigger make the target send a ${name} event and looks for a non-empty reason_admin, in it and in every other one of the run. Not applicable if the Transmitter does not offer the use case.`,
    hooks: ['trigger'],
    phase: 'last',
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
      if (eventOf(set, name) === undefined)
        return t.notTested('A SET came, but its event cannot be read; set/events says why.');
      const texts = (await t.seenSets()).flatMap((seen) => {
        // Elsewhere an event of this name may be somebody's own.
        const isOfType = seen.id === set.id || eventTypesOf(seen.parsed.claims ?? {}).includes(type);
        const event = isOfType ? eventOf(seen, name) : undefined;
        return event === undefined ? [] : [{ seen, text: isObject(event) ? event.reason_admin : undefined }];
      });
      const silent = texts.filter(({ text }) => !isReason(text));
      t.expect(silent.length === 0, reason, {
        message: `${silent.length} of ${texts.length} ${name} events do not tell the administrator why.`,
        expected: 'reason_admin with a text in at least one language',
        actual: silent[0]?.text ?? 'no reason_admin',
        set: silent[0]?.seen,
      });
      const poor = texts.find(
        ({ text }) => isObject(text) && isReason(text) && Object.values(text).includes(''),
      );
      if (poor !== undefined) {
        t.warns(reason, { message: 'A text of reason_admin is empty.', actual: poor.text, set: poor.seen });
      }
    },
  });
}

/** What a SET says of an event of this name; undefined if it holds none. */
function eventOf({ parsed }: SeenSet, name: string): unknown {
  return eventsOf(parsed.claims ?? {}).find(([given]) => nameOf(given) === name)?.[1];
}
