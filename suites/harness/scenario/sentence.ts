import type { CheckResult, Results, ScenarioResult, Verdict } from '../../../reports/results.ts';

/** Names of scenarios that a sentence lists; more are counted. */
const NAMED = 3;

/** The one sentence that a run of scenarios ends with. */
export function scenarioSentence(input: {
  verdict: Verdict;
  scenarios: readonly ScenarioResult[];
  checks: readonly CheckResult[];
  requirements: Results['requirements'];
  /** Of the names of limits that were broken, when they count. */
  brokenLimits: readonly string[];
  interrupted: boolean;
}): string {
  const { verdict, scenarios, checks, requirements, brokenLimits, interrupted } = input;
  const names = new Set(scenarios.map(({ name }) => name));
  const having = (outcome: ScenarioResult['outcome']): string[] => [
    ...new Set(scenarios.filter((one) => one.outcome === outcome).map(({ name }) => name)),
  ];
  const broken = having('broken');
  const open = having('incomplete').filter((name) => !broken.includes(name));
  const held = names.size - broken.length - open.length;
  const between = `(${who(scenarios)})`;
  const rules = requirements.selected.filter(
    ({ severity, spec }) => severity === 'fail' && spec !== 'Scenarios',
  );
  const tested = rules.filter(({ id }) => requirements.tested.includes(id)).length;
  const hooks = [...new Set(checks.flatMap(({ hook }) => hook ?? []))];
  const rest = [
    ...(rules.length > 0 ? [`${tested} of ${rules.length} MUSTs about SETs tested`] : []),
    ...hooks.map((hook) => `a part needs the hook ${hook}`),
    ...(interrupted ? ['the run was cut short'] : []),
  ].join('; ');
  const end = rest === '' ? '.' : `; ${rest}.`;
  if (verdict === 'non-conformant') {
    const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
    const what =
      broken.length > 0
        ? `${list(broken)} did not come to ${broken.length === 1 ? 'its' : 'their'} end as told`
        : brokenLimits.length > 0
          ? `the limits ${brokenLimits.join(', ')} were not kept`
          : 'a SHOULD was not kept';
    return `Not conformant: ${what}, ${count(failed, 'expectation')} failed ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (verdict === 'incomplete') {
    const what = open.length > 0 ? list(open) : 'a part';
    return `Incomplete: nothing failed, but ${what} could not be seen to the end ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  if (open.length > 0) {
    return `Conformant as far as seen: nothing failed in ${list(open)}, but not everything could be seen ${between}; ${held} of ${count(names.size, 'scenario')} held${end}`;
  }
  return `Conformant: ${names.size === 1 ? `the scenario ${list([...names])}` : `all ${count(names.size, 'scenario')}`} came to ${names.size === 1 ? 'its' : 'their'} end ${between}${end}`;
}

function who(scenarios: readonly ScenarioResult[]): string {
  const side = (role: 'transmitter' | 'receiver', word: string): string[] =>
    scenarios.some((one) => one[role].kind === 'target') ? [`${word} under test`] : [];
  const sides = [...side('transmitter', 'Transmitter'), ...side('receiver', 'Receiver')];
  const deliveries = [...new Set(scenarios.map(({ delivery }) => delivery))].join(' and ');
  return [
    sides.length === 0 ? 'between mocks' : sides.join(', '),
    ...(deliveries === '' ? [] : [deliveries]),
  ].join(', ');
}

function list(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more > 0 ? `${names.slice(0, NAMED).join(', ')} and ${more} more` : names.join(', ');
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
