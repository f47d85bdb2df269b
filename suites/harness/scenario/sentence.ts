import type {
  CheckResult,
  OwnInRun,
  Results,
  ScenarioResult,
  Verdict,
  WaiverRow,
} from '../../../reports/results.ts';
import { profileWords } from '../own/sentence.ts';
import { PROFILE_NAME, WENT_WRONG, waiverWords } from '../verdict.ts';

/** Names of scenarios that a sentence lists; more are counted. */
const NAMED = 3;

/** The one sentence that a run of scenarios ends with. */
export function scenarioSentence(input: {
  verdict: Verdict;
  scenarios: readonly ScenarioResult[];
  /** The sides under test: `Transmitter`, `Receiver`; none between mocks. */
  sides: readonly string[];
  checks: readonly CheckResult[];
  requirements: Results['requirements'];
  /** Of the names of limits that were broken, when they count. */
  brokenLimits: readonly string[];
  interrupted: boolean;
  /** Only a part of the scenarios was meant to be played. */
  partial?: boolean;
  waivers?: readonly WaiverRow[];
  /** What of the tester's own took part. */
  own?: OwnInRun | undefined;
  /** The harness itself went wrong. */
  wentWrong?: boolean;
}): string {
  const { verdict, scenarios, checks, requirements, brokenLimits, interrupted } = input;
  const names = new Set(scenarios.map(({ name }) => name));
  const having = (outcome: ScenarioResult['outcome']): string[] => [
    ...new Set(scenarios.filter((one) => one.outcome === outcome).map(({ name }) => name)),
  ];
  const broken = having('broken');
  const open = having('incomplete').filter((name) => !broken.includes(name));
  const held = names.size - broken.length - open.length;
  const by = profileWords(input.own, PROFILE_NAME);
  const between = `(${[...(by === null ? [] : [by]), ...input.sides.map((side) => `${side} under test`), ...(input.sides.length === 0 ? ['between mocks'] : []), ...deliveriesOf(scenarios)].join(', ')})`;
  const rules = requirements.selected.filter(
    ({ severity, spec }) => severity === 'fail' && spec !== 'Scenarios',
  );
  const tested = rules.filter(({ id }) => requirements.tested.includes(id)).length;
  const hooks = [...new Set(checks.flatMap(({ hook }) => hook ?? []))];
  const rest = [
    ...(rules.length > 0 ? [`${tested} of ${rules.length} MUSTs about SETs tested`] : []),
    ...hooks.map((hook) => `a part needs the hook ${hook}`),
    ...(interrupted ? ['the run was cut short'] : []),
    ...(input.partial === true ? ['only a part of the scenarios was played'] : []),
    ...waiverWords(checks, input.waivers ?? []),
  ].join('; ');
  const end = rest === '' ? '.' : `; ${rest}.`;
  if (verdict === 'non-conformant') {
    const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
    const having = (name: string, outcome: CheckResult['outcome']): boolean =>
      checks.some((check) => check.outcome === outcome && check.id.startsWith(`${name}/`));
    const counted = broken.filter((name) => having(name, 'fail') || !having(name, 'waived'));
    const what =
      counted.length > 0
        ? `${list(counted)} did not come to ${counted.length === 1 ? 'its' : 'their'} end as told`
        : brokenLimits.length > 0
          ? `${brokenLimits.length === 1 ? 'the limit' : 'the limits'} ${brokenLimits.join(', ')} ${brokenLimits.length === 1 ? 'was' : 'were'} not kept`
          : 'a SHOULD was not kept';
    return `Not held: ${what}, ${count(failed, 'expectation')} failed ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (verdict === 'incomplete' && input.wentWrong === true) {
    return `${WENT_WRONG} ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (verdict === 'incomplete' && scenarios.length === 0) {
    return `Incomplete: no scenario could be played ${between}${end}`;
  }
  if (verdict === 'incomplete') {
    const what = open.length > 0 ? list(open) : 'a part';
    const nothing = checks.some(({ outcome }) => outcome === 'waived')
      ? 'nothing failed but what is waived, and'
      : 'nothing failed, but';
    return `Incomplete: ${nothing} ${what} could not be seen to the end ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (broken.length > 0) {
    return `Held but for what is waived in ${list(broken)} ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (open.length > 0) {
    return `Held as far as seen: nothing failed in ${list(open)}, but not everything could be seen ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  const [only] = names;
  // A limit that was not kept is in no story.
  const how = checks.some(({ waived }) => waived?.outcome === 'fail')
    ? 'Held but for what is waived'
    : 'Held';
  if (names.size === 1) return `${how}: the scenario ${only} came to its end ${between}${end}`;
  const all = names.size === 2 ? 'both scenarios' : `all ${names.size} scenarios`;
  return `${how}: ${all} came to their end ${between}${end}`;
}

/** By which methods they were played; none where none was. */
function deliveriesOf(scenarios: readonly ScenarioResult[]): string[] {
  const deliveries = [...new Set(scenarios.map(({ delivery }) => delivery))];
  return deliveries.length === 0 ? [] : [deliveries.join(' and ')];
}

function list(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
