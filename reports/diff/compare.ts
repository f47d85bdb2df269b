import type { CheckResult, ComparedCheck, Comparison, Results } from '../results.ts';
import { checkKey, familyOf, worstFirst } from '../view.ts';
import { caveatsOf } from './caveats.ts';
import { slowerTimes } from './slower.ts';

/**
 * How a run differs from an earlier one of the same kind; what fails is judged as the later one was asked to judge.
 *
 * Newly failing is what counts against the target now and did not before: a check that did not fail, or a rule that it did
 * not break or broke less badly, even where it failed for another. A failure that was waived before is none that is new; one that is waived now
 * has changed. What could not be brought to its end beside a failure counts as not tested: an earlier fault of ours is no
 * excuse, since it judged nothing either.
 */
export function compareResults(before: Results, after: Results): Comparison {
  const { startedAt, tool, verdict, sentence } = before;
  const compared: Comparison = {
    against: { startedAt, tool, verdict, sentence },
    caveats: caveatsOf(before, after),
    newlyFailing: [],
    fixed: [],
    newlyNotTested: [],
    changed: [],
    stillFailing: 0,
    slower: slowerTimes(before.timing, after.timing),
  };
  const earlier = new Map(before.checks.map((check) => [checkKey(check), check]));
  const later = new Set(after.checks.map(checkKey));
  for (const now of after.checks)
    sort(compared, earlier.get(checkKey(now)), now, (check) => isMeant(before, check), after.policy.failOn);
  for (const [key, { title, outcome }] of earlier) {
    const check = earlier.get(key);
    if (check !== undefined && !later.has(key) && isMeant(after, check))
      compared.changed.push({ key, title, before: outcome, after: null });
  }
  return compared;
}

type FailOn = Results['policy']['failOn'];

/** Puts a check where it belongs. */
function sort(
  compared: Comparison,
  then: CheckResult | undefined,
  now: CheckResult,
  wasMeant: (check: CheckResult) => boolean,
  failOn: FailOn,
): void {
  const row = rowOf(then, now);
  const known = then === undefined ? new Map<string, Counted>() : brokenRules(then, failOn);
  const failed = then !== undefined && isBroken(then, failOn);
  const cut = now.ended === 'not-tested' && (then?.ended ?? then?.outcome) !== 'not-tested';
  if (isBroken(now, failOn) && now.outcome !== 'waived') {
    const added = [...brokenRules(now, failOn)].find(
      ([rule, severity]) => !known.has(rule) || (severity === 'fail' && known.get(rule) === 'warn'),
    )?.[0];
    if (!failed) compared.newlyFailing.push(row);
    else if (added !== undefined)
      compared.newlyFailing.push({ ...row, ...breaksNow(now, added, known.has(added)) });
    else {
      compared.stillFailing++;
      if (cut) compared.newlyNotTested.push({ ...row, ...endedEarly(now) });
      else if (then.outcome !== now.outcome) compared.changed.push(row);
    }
  } else if (failed && ['pass', 'note', 'warn'].includes(now.outcome)) compared.fixed.push(row);
  else if (cut) compared.newlyNotTested.push({ ...row, ...endedEarly(now) });
  else if (now.outcome === 'not-tested' && then?.outcome !== 'not-tested') compared.newlyNotTested.push(row);
  else if (then?.outcome !== now.outcome && (then !== undefined || now.outcome === 'waived' || wasMeant(now)))
    compared.changed.push(row);
}

/** Whether the check breaks a rule that counts, waived or not. */
function isBroken({ outcome, waived }: CheckResult, failOn: FailOn): boolean {
  const found = outcome === 'waived' ? (waived?.outcome ?? 'fail') : outcome;
  return found === 'fail' || (found === 'warn' && failOn === 'should');
}

type Counted = 'fail' | 'warn';

/** The rules whose breach counts, each with the worst that was found. */
function brokenRules({ findings }: CheckResult, failOn: FailOn): Map<string, Counted> {
  const rules = new Map<string, Counted>();
  for (const { requirement, severity } of findings) {
    if (severity === 'fail') rules.set(requirement, severity);
    else if (severity === 'warn' && failOn === 'should' && !rules.has(requirement))
      rules.set(requirement, severity);
  }
  return rules;
}

function rowOf(then: CheckResult | undefined, now: CheckResult): ComparedCheck {
  const message = worstFirst(now.findings)[0]?.message ?? now.reason;
  return {
    key: checkKey(now),
    title: now.title,
    before: then?.outcome ?? null,
    after: now.outcome,
    ...(message === undefined ? {} : { message }),
  };
}

function breaksNow({ findings }: CheckResult, rule: string, known: boolean): Pick<ComparedCheck, 'message'> {
  const message = worstFirst(findings.filter(({ requirement }) => requirement === rule))[0]?.message ?? '';
  const how = known ? 'It breaks a rule worse than before' : 'It breaks another rule now';
  return { message: `${how}, ${rule}: ${message}` };
}

function endedEarly({ reason }: CheckResult): Pick<ComparedCheck, 'message'> {
  return {
    message: `Beside what fails, the rest could not be tested${reason === undefined ? '.' : `: ${reason}`}`,
  };
}

/** Whether a run was meant to have this check: that a part of a run, or one of another kind, lacks it says nothing. */
function isMeant({ partial, delivery, scenarios }: Results, check: CheckResult): boolean {
  if (partial || (check.delivery !== null && !delivery.includes(check.delivery))) return false;
  return scenarios === undefined || scenarios.some(({ name }) => name === familyOf(check.id));
}
