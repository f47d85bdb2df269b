import type { CheckResult, RecordedExchange, Results } from '../../reports/results.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { endOf, instanceKey, outcomeOf } from '../../suites/harness/execute.ts';

/** A target that ended by itself while the run went on. */
export interface Death {
  /** ms since the start of the run, as in the results; when it was noticed at the latest. */
  atMs: number;
  /** In words: `the command tx ended with exit code 1`. */
  reason: string;
}

/**
 * The same results, in which nothing is held against a target, or for it, that was seen when it had ended: those checks are
 * not tested, and the run is cut short. What a check had found before, in an answer of the target's, stays. Where the
 * target still answers, what ended was not the target: a command that leaves it running.
 * @param endsMs when checks ended, by their key, ms since the start of the run; others were not run
 */
export function withoutAfterlife(
  results: Results,
  death: Death,
  endsMs: ReadonlyMap<string, number>,
): Results {
  if (answersAfter(results, death)) return results;
  const since = lastSeen(results.exchanges, death.atMs);
  const answered = new Set(
    results.exchanges.filter((one) => isAnswered(one) && endOfExchange(one) <= since).map(({ id }) => id),
  );
  const checks = results.checks.map((check): CheckResult => {
    const end = endsMs.get(instanceKey(check, check.delivery));
    if (end === undefined || end < since || check.outcome === 'error') return check;
    const { ended: _ended, hook: _hook, ...rest } = check;
    const findings = check.findings.filter(
      ({ exchange }) => exchange !== undefined && answered.has(exchange),
    );
    const outcome = outcomeOf(findings, 'not-tested');
    const reason = `The check could not be brought to its end: ${death.reason}.`;
    return { ...rest, outcome, findings, reason, ...endOf(outcome, 'not-tested') };
  });
  const cutShort = checks.some((check, index) => check !== results.checks[index]);
  return conclude({ ...results, checks, interrupted: results.interrupted || cutShort });
}

/** Statuses by which a proxy tells that nobody is behind it. */
const NOBODY = [502, 503, 504];

function answersAfter({ target, exchanges }: Results, { atMs }: Death): boolean {
  const address = target.role === 'transmitter' ? target.issuer : target.endpoint;
  if (address === undefined) return false;
  const { host } = new URL(address);
  return exchanges.some(
    (one) =>
      one.direction === 'to-target' &&
      one.atMs > atMs &&
      isAnswered(one) &&
      !NOBODY.includes(one.response?.status ?? 0) &&
      URL.canParse(one.request.url) &&
      new URL(one.request.url).host === host,
  );
}

/** The end is noticed after connections are lost by it: from the first on that was, and nothing was answered any more. */
function lastSeen(exchanges: readonly RecordedExchange[], deathMs: number): number {
  const before = exchanges.filter((one) => endOfExchange(one) <= deathMs);
  const alive = Math.max(Number.NEGATIVE_INFINITY, ...before.filter(isAnswered).map(endOfExchange));
  const lost = before.filter((one) => isLost(one) && endOfExchange(one) >= alive).map(endOfExchange);
  return Math.min(deathMs, ...lost);
}

function isAnswered({ response, error }: RecordedExchange): boolean {
  return response !== null && error === undefined;
}

function isLost({ direction, error }: RecordedExchange): boolean {
  return direction === 'to-target' && (error?.kind === 'refused' || error?.kind === 'reset');
}

function endOfExchange({ atMs, durationMs }: RecordedExchange): number {
  return atMs + durationMs;
}
