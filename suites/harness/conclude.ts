import type { Results } from '../../reports/results.ts';
import { notYetTested } from '../standard/not-yet-tested.ts';
import { exitCodeOfNew } from './new-only.ts';
import type { CommonRunOptions } from './run-options.ts';
import { scenarioSentence } from './scenario/sentence.ts';
import {
  countRequirements,
  exitCodeOf,
  hasError,
  isIdle,
  isOpen,
  mustIds,
  sentenceOf,
  summarize,
  verdictOf,
} from './verdict.ts';
import { waivables } from './waivers/waivable.ts';

/** Results without what follows from the rest of them. */
export type Unconcluded = Omit<Results, 'verdict' | 'sentence' | 'summary' | 'requirements' | 'exitCode'> & {
  requirements: Pick<Results['requirements'], 'selected' | 'unobservable' | 'descriptive'>;
};

/** How a run was asked to judge, as the results tell it. */
export function policyOf({
  failOn,
  allowUntested,
  requireComplete,
}: Pick<CommonRunOptions, 'failOn' | 'allowUntested' | 'requireComplete'>): Results['policy'] {
  return { failOn, allowUntested, requireComplete };
}

/**
 * What a run comes to: counts, verdict, sentence and exit code follow from its checks and from how it was asked to judge.
 * Of results that were changed (waived, merged) it is worked out anew.
 */
export function conclude(run: Unconcluded): Results {
  const { checks, policy, partial } = run;
  const { unobservable, descriptive } = run.requirements;
  const requirements = {
    ...countRequirements(
      run.requirements.selected,
      checks,
      run.scenarios === undefined ? notYetTested[run.target.role] : {},
    ),
    ...(unobservable && { unobservable }),
    ...(descriptive !== undefined && { descriptive }),
  };
  const judged = verdictOf(checks, requirements.selected, { ...policy, partial });
  // Whoever went wrong may have overlooked what is wrong.
  const verdict = judged === 'conformant' && wentWrong(run) ? 'incomplete' : judged;
  return {
    ...run,
    requirements,
    summary: summarize(checks),
    verdict,
    sentence: sentence(run, requirements, verdict),
    exitCode: exitCode(run, requirements, verdict),
  };
}

function wentWrong({ faulty, checks }: Unconcluded): boolean {
  return faulty === true || hasError(checks);
}

function exitCode(
  run: Unconcluded,
  requirements: Results['requirements'],
  verdict: Results['verdict'],
): number {
  const { checks, policy, waivers = [], shard, comparison } = run;
  const faulty = run.faulty === true;
  const musts = mustIds(requirements.selected);
  // Of what a part has not to try, or too little to judge, the other parts tell.
  const othersTell = shard !== undefined && shard.count > 1;
  const open = checks.filter(
    (check) =>
      isOpen(check, musts, policy.requireComplete) &&
      !(
        othersTell &&
        (waivables.get(check.id)?.judgesWhole === true || run.own?.judgesWhole.includes(check.id) === true)
      ),
  );
  // What a run that was cut short did not come to is more than what was foreseen.
  const allowUntested = policy.allowUntested && !run.interrupted;
  if (policy.newOnly === true && comparison !== undefined) {
    const idle = isIdle(checks) && !othersTell;
    return exitCodeOfNew({ comparison, checks, open, waivers, idle, allowUntested, faulty });
  }
  if (faulty && verdict !== 'non-conformant') return 4;
  const excused = othersTell && open.length === 0;
  return exitCodeOf(verdict, checks, allowUntested || excused, waivers);
}

function sentence(
  run: Unconcluded,
  requirements: Results['requirements'],
  verdict: Results['verdict'],
): string {
  const { checks, partial, target, waivers = [], scenarios } = run;
  if (scenarios === undefined)
    return sentenceOf({
      role: target.role,
      verdict,
      profile: run.profile,
      own: run.own,
      deliveries: run.delivery,
      requirements,
      checks,
      partial,
      requireComplete: run.policy.requireComplete,
      waivers,
      wentWrong: wentWrong(run),
      faulty: run.faulty === true,
      // Those that a Receiver gets are ours.
      ...(target.role === 'transmitter' ? { setCount: run.sets.length } : {}),
    });
  const { ledger } = run.timing;
  const waived = new Set(checks.flatMap(({ id, outcome }) => (outcome === 'waived' ? [id] : [])));
  return scenarioSentence({
    verdict,
    scenarios,
    sides: sidesUnderTest(target),
    checks,
    requirements,
    brokenLimits: (ledger?.enforced === true ? ledger.limits : []).flatMap(({ kept, name }) =>
      kept === false && !waived.has(`limits/${name}`) ? [name] : [],
    ),
    interrupted: run.interrupted,
    partial: run.shard !== undefined,
    waivers,
    own: run.own,
    wentWrong: wentWrong(run),
  });
}

function sidesUnderTest({ form, role }: Results['target']): string[] {
  if (form === 'mocks') return [];
  if (form === 'pair') return ['Transmitter', 'Receiver'];
  return [role === 'transmitter' ? 'Transmitter' : 'Receiver'];
}
