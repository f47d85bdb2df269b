import type { CheckResult, Outcome, Results } from '../../../reports/results.ts';
import { instanceKey } from '../execute.ts';
import { undealt } from './dealt.ts';
import { unitedFindings } from './findings.ts';
import { MergeError, SAME_COMMAND } from './merge-error.ts';

/** The checks of a run, in its order, and what has to be said of those that all parts have. */
export interface MergedChecks {
  checks: CheckResult[];
  notices: string[];
}

/**
 * The checks of all shards as those of one run: those that were dealt to the shards in turn, then those that judge all
 * that was seen, which every shard has.
 * @param parts in the order of their shards
 */
export function mergedChecks(parts: readonly Pick<Results, 'checks' | 'interrupted'>[]): MergedChecks {
  if (parts.length === 1) return { checks: parts[0]?.checks ?? [], notices: [] };
  const count = new Map<string, number>();
  for (const key of parts.flatMap(({ checks }) => checks.map(keyOf)))
    count.set(key, (count.get(key) ?? 0) + 1);
  const strange = [...count].find(([, times]) => times !== 1 && times !== parts.length);
  if (strange !== undefined)
    throw new MergeError('differ', `The check ${strange[0]} is in some shards only.`, SAME_COMMAND);
  const dealt = parts.map(({ checks }) => checks.filter((check) => count.get(keyOf(check)) === 1));
  const shared = (parts[0]?.checks ?? []).filter((check) => count.get(keyOf(check)) === parts.length);
  const united = shared.map((check) => unite(parts, keyOf(check)));
  return {
    checks: [...undealt(dealt, 'checks'), ...united.map(({ check }) => check)],
    notices: united.flatMap(({ notice }) => notice ?? []),
  };
}

function keyOf(check: CheckResult): string {
  return instanceKey(check, check.delivery);
}

/** The worst first. What was exercised in one part is not untested because another had nothing to judge. */
const WORST_FIRST: readonly Outcome[] = [
  'fail',
  'error',
  'waived',
  'warn',
  'note',
  'pass',
  'not-tested',
  'not-applicable',
];

/** One check of what several parts made of it. */
function unite(
  parts: readonly Pick<Results, 'checks' | 'interrupted'>[],
  key: string,
): { check: CheckResult; notice: string | null } {
  const all = parts.flatMap(({ checks, interrupted }, i) =>
    checks.filter((check) => keyOf(check) === key).map((check) => ({ check, interrupted, shard: i + 1 })),
  );
  // Of equals, what a part had to look at is told at more length than that another had nothing.
  const ranked = all.toSorted((a, b) => rank(a) - rank(b) || lengthOfReason(b) - lengthOfReason(a));
  const worst = (ranked[0] ?? all[0])?.check as CheckResult;
  const exercised = !UNEXERCISED.includes(worst.outcome);
  const idle = all.filter(({ check }) => check.outcome === 'not-tested');
  return {
    check: {
      ...worst,
      ...(worst.outcome === 'fail' ? endOfParts(all) : {}),
      findings: unitedFindings(all.map(({ check }) => check.findings)),
      exchanges: all.flatMap(({ check }) => check.exchanges),
      durationMs: Math.round(all.reduce((sum, { check }) => sum + check.durationMs, 0) * 10) / 10,
    },
    notice:
      exercised && idle.length > 0
        ? `${key} judged nothing of shard ${idle.map(({ shard }) => shard).join(', ')}: ${idle[0]?.check.reason ?? 'not tested'}`
        : null,
  };
}

interface PartOfCheck {
  check: CheckResult;
  interrupted: boolean;
}

/** That one part failed does not hide what another could not bring to its end. */
function endOfParts(parts: readonly PartOfCheck[]): Pick<CheckResult, 'ended' | 'reason'> {
  const cut = parts.flatMap(({ check, interrupted }) => {
    const ended = endOf(check, interrupted);
    return ended === null ? [] : [{ ended, reason: check.reason }];
  });
  const worst = cut.find(({ ended }) => ended === 'error') ?? cut[0];
  if (worst === undefined) return {};
  const { ended, reason } = worst;
  return { ended, ...(reason === undefined ? {} : { reason }) };
}

function endOf({ outcome, ended, hook }: CheckResult, interrupted: boolean): 'not-tested' | 'error' | null {
  if (outcome === 'error') return 'error';
  if (outcome === 'fail') return ended ?? null;
  return outcome === 'not-tested' && interrupted && hook === undefined ? 'not-tested' : null;
}

function lengthOfReason({ check }: { check: CheckResult }): number {
  return check.reason?.length ?? 0;
}

const UNEXERCISED: readonly Outcome[] = ['not-tested', 'not-applicable'];

/** What a part that was cut short did not judge may be wrong: that goes before what the others found right. */
function rank({ check, interrupted }: PartOfCheck): number {
  if (check.outcome !== 'not-tested') return WORST_FIRST.indexOf(check.outcome);
  if (interrupted) return WORST_FIRST.indexOf('error') + 0.5;
  // Without a hook it makes the run incomplete, with one it need not.
  return WORST_FIRST.indexOf('not-tested') + (check.hook === undefined ? 0 : 0.5);
}
