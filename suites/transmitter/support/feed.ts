import type { SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import type { FeedSet, FeedViolation } from '../../set/feed-rules.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { bringSet } from './order-set.ts';
import { reportViolations } from './report-violations.ts';
import { runSets } from './run-sets.ts';

/** All SETs of the run, as rules about all of them together take them. */
export interface Feed {
  sets: readonly SeenSet[];
  feed: FeedSet[];
}

/** The SETs of the run so far; if they are not enough to compare, two more are asked for on one stream. */
export async function seenFeed(t: TransmitterProbe, enough: (feed: FeedSet[]) => boolean): Promise<Feed> {
  const before = feedOf(await runSets(t));
  if (enough(before.feed)) return before;
  const stream = await t.stream();
  await bringSet(t, stream);
  await bringSet(t, stream);
  return feedOf(await t.seenSets());
}

function feedOf(sets: readonly SeenSet[]): Feed {
  return { sets, feed: sets.map((set) => ({ claims: set.parsed.claims, streamId: set.streamId })) };
}

/** Reports what a rule about all SETs found. */
export function reportFeed<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'violates' | 'warns' | 'notes'>,
  sets: readonly SeenSet[],
  violations: readonly FeedViolation<R>[],
): void {
  reportViolations<R>(
    t,
    violations.flatMap((violation) => {
      const set = sets[violation.index];
      return set === undefined ? [] : [{ violation, set }];
    }),
  );
}
