import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet } from '../harness/probe.ts';
import { eventTypesOf } from '../set/events.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, specOfEvent } from '../standard/vocabulary.ts';
import { strings } from './support/configuration.ts';
import { nameOf } from './support/event-names.ts';
import { expectOffered, provoke } from './support/provoke.ts';
import { wishFor } from './support/wishes.ts';

const now = () => Math.floor(Date.now() / 1000);

/** Only what a stream is for is sent on it (SSF 8.1.1, events_delivered). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'events/only-delivered-types',
    title: 'A stream carries no event types but those in its events_delivered, and those of SSF itself.',
    requirements: ['SSF-8.1.1-20'],
    what: 'Requests a single event type, has the trigger make the target send it, then another one, then the requested one again, and looks at what came up to that.',
    hooks: ['trigger'],
    async run(t) {
      const wished = `${CAEP_EVENT_BASE}session-revoked`;
      // Asked alone, a target that does not know the type may refuse it (SSF 8.1.1 leaves that open).
      await expectOffered(t, await t.stream(), wished);
      await t.deleteOwnStreams();
      const stream = await t.stream({ eventsRequested: [wished] });
      await expectOffered(t, stream, wished);
      const delivered = strings(stream.configuration.events_delivered);
      const other = EVENT_TYPES.find((type) => specOfEvent(type) === 'CAEP' && !delivered.includes(type));
      if (other === undefined)
        return t.notApplicable('The stream delivers all event types, requested or not.');
      const wish = { type: wished, ...wishFor(wished, now()) };
      const known = new Set<number>();
      const isNew = ({ id, parsed }: SeenSet): boolean =>
        !known.has(id) && eventTypesOf(parsed.claims ?? {}).some((type) => specOfEvent(type) !== 'SSF');
      // The first one shows that events about the subject are due on the stream, the second that none is on its way.
      for (const round of ['before', 'after']) {
        if (round === 'after')
          await t.trigger(stream, { ...wishFor(other, now()), type: other, subject: wish.subject });
        const { set, refused } = await provoke(t, stream, wish, isNew);
        if (refused !== undefined) return t.notTested(refused);
        if (set === null) {
          return t.notTested('The requested event did not come; events/session-revoked judges that.');
        }
        known.add(set.id);
      }
      // A misspelt URI of a delivered type is for the check of that type.
      const names = delivered.map(nameOf);
      const isForeign = (type: string): boolean =>
        specOfEvent(type) !== 'SSF' && !names.includes(nameOf(type));
      const foreign = (await t.seenSets()).filter(
        // An earlier stream may have had the same id.
        ({ streamId, arrivedAtMs, parsed }) =>
          streamId === stream.id &&
          arrivedAtMs >= stream.created.atMs &&
          eventTypesOf(parsed.claims ?? {}).some(isForeign),
      );
      t.expect(foreign.length === 0, 'SSF-8.1.1-20', {
        message: 'An event came on a stream that does not deliver its type.',
        expected: delivered,
        actual: foreign.flatMap(({ parsed }) => eventTypesOf(parsed.claims ?? {})),
        set: foreign[0],
      });
    },
  }),
];
