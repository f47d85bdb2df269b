import type { SeenSet, TransmitterProbe } from '../../harness/probe.ts';
import { audienceOf } from '../../set/claim-rules.ts';
import { isJudged, type SetContext, type SetRule } from '../../set/rule.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { reportViolations } from './report-violations.ts';
import { runSets } from './run-sets.ts';

/**
 * Judges every SET of the run by a rule. `absent` says why the check is not applicable when no SET has what the rule
 * is about.
 */
export async function judgeSeen<R extends RequirementId>(
  t: TransmitterProbe<R>,
  rule: SetRule<R>,
  absent?: string,
): Promise<void> {
  const sets = await runSets(t);
  const { document } = await t.metadata();
  const judged = sets.filter(({ parsed }) => isJudged(rule, parsed));
  if (judged.length === 0) {
    const readable = sets.some(({ parsed }) => isJudged({ reads: rule.reads }, parsed));
    if (readable && absent !== undefined) t.notApplicable(absent);
    t.notTested('No SET of the run could be read that far; set/compact says why.');
  }
  const known = judged
    .map((set) => ({ set, context: contextOf(t, set, document?.issuer) }))
    .filter(({ context }) => rule.knows?.(context) ?? true);
  if (known.length === 0) {
    t.notTested('No stream configuration says with what the SETs are to be compared.');
  }
  const violations = known.flatMap(({ set, context }) =>
    rule.judge(set.parsed, context).map((violation) => ({ violation, set })),
  );
  reportViolations(t, violations);
}

/** What is known of a SET beside what it says itself. */
function contextOf(t: Pick<TransmitterProbe, 'limits'>, set: SeenSet, metadataIssuer: unknown): SetContext {
  const iss = set.configuration?.iss ?? metadataIssuer;
  return {
    issuer: typeof iss === 'string' ? iss : null,
    audience: audienceOf(set.configuration?.aud),
    arrivedAt: set.arrivedAt,
    runStartedAt: set.arrivedAt - set.arrivedAtMs / 1000,
    clockSkew: t.limits.clockSkew / 1000,
  };
}
