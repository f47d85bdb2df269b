import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import { scenarioFaults } from '../../../../mocks/faults/scenario/index.ts';
import type { ProvenCheck, ProvenFault } from '../../../../reports/proof/table.ts';
import type { Outcome } from '../../../../reports/results.ts';
import type { Scenario } from '../../../scenarios/scenario.ts';
import { expectationsOf, type Judged, SCENARIO_LEVEL, storyRow } from '../judge-scenario.ts';
import { BOTH, faultsOf, judgedPlay, provenScenarios, tripped } from './prove.ts';
import { foreseenScenarioTrips } from './proven-by-faults.ts';

export interface ScenarioProofOptions {
  /** Only these scenarios. */
  families?: readonly string[] | undefined;
  /** Only these faults. */
  faults?: readonly string[] | undefined;
  onProgress?: ((text: string) => void) | undefined;
}

/** Plays that go on beside each other: they mostly wait, for what a fault keeps from coming. */
const LANES = 10;

interface Played {
  scenario: Scenario;
  fault: ScenarioFault | undefined;
  judged: ReadonlyMap<string, Judged>;
}

/** Plays scenarios between mocks, faultless and with each fault, and tells what each expectation finds. */
export async function proveScenarios(
  options: ScenarioProofOptions,
): Promise<{ checks: ProvenCheck[]; faults: ProvenFault[] }> {
  const { families, faults: names, onProgress } = options;
  const scenarios = provenScenarios.filter(({ name }) => families?.includes(name) ?? true);
  const plays = scenarios.flatMap((scenario) => {
    const faults = faultsOf(scenario).filter(({ name }) => names?.includes(name) ?? true);
    // Whoever asks for some faults only need not know of scenarios in which none of them can show.
    return faults.length === 0 ? [] : [undefined, ...faults].map((fault) => ({ scenario, fault }));
  });
  const played: Played[] = [];
  const queue = plays.entries();
  const lane = async (): Promise<void> => {
    for (const [index, { scenario, fault }] of queue) {
      onProgress?.(`${index + 1}/${plays.length} ${scenario.name}: ${fault?.name ?? 'no fault'}`);
      played[index] = { scenario, fault, judged: await judgedPlay(scenario, fault) };
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return {
    checks: played.filter(({ fault }) => fault === undefined).flatMap((one) => checksOf(one, played)),
    faults: scenarioFaults.flatMap((fault) => {
      const own = played.filter((one) => one.fault === fault);
      return own.length === 0 ? [] : [provenFault(fault, own)];
    }),
  };
}

function checksOf({ scenario, judged }: Played, all: readonly Played[]): ProvenCheck[] {
  const broken = all.filter((one) => one.scenario === scenario && one.fault !== undefined);
  return expectationsOf(scenario, BOTH).map(({ name, side, title }) => ({
    role: side,
    id: `${scenario.name}/${name}`,
    title,
    delivery: 'push',
    requirements: [storyRow(scenario).id],
    level: SCENARIO_LEVEL,
    faultless: judged.get(name)?.outcome ?? 'error',
    provenBy: broken.flatMap((one) =>
      one.fault?.breaks === name && tripped(one.judged).includes(name) ? [one.fault.name] : [],
    ),
  }));
}

function provenFault({ name, breaks, title }: ScenarioFault, plays: readonly Played[]): ProvenFault {
  const own: ProvenFault['own'] = [];
  const also: ProvenFault['also'] = [];
  const problems: string[] = [];
  for (const { scenario, judged } of plays) {
    const foreseen = foreseenScenarioTrips[name]?.[scenario.name] ?? [];
    const found = tripped(judged);
    for (const one of found) {
      const check = `${scenario.name}/${one}@push`;
      const outcome: Outcome = judged.get(one)?.outcome ?? 'error';
      if (one === breaks) own.push({ check, outcome });
      else also.push({ check, outcome, expected: foreseen.includes(one) });
      if (!foreseen.includes(one)) problems.push(`trips unforeseen: ${check}`);
    }
    if (!found.includes(breaks)) problems.push(`does not break ${breaks} in ${scenario.name}`);
    const missing = foreseen.filter((one) => one !== breaks && !found.includes(one));
    for (const one of missing) problems.push(`no longer trips ${scenario.name}/${one}@push`);
  }
  return {
    name,
    breaks,
    summary: title,
    own,
    also,
    ok: problems.length === 0,
    ...(problems.length === 0 ? {} : { problem: problems.join('; ') }),
  };
}

/** The trips of some faults as the table has them, laid over those that it has. */
export function updatedScenarioTrips(
  faults: readonly Pick<ProvenFault, 'name' | 'own' | 'also'>[],
): Record<string, Record<string, string[]>> {
  const table = new Map<string, Map<string, readonly string[]>>(
    scenarioFaults.map(({ name }) => [name, new Map(Object.entries(foreseenScenarioTrips[name] ?? {}))]),
  );
  for (const { name, own, also } of faults) {
    const fresh = new Map<string, string[]>();
    for (const { check } of [...own, ...also]) {
      const [scenario = '', expectation = ''] = check.split(/[/@]/);
      fresh.set(scenario, [...(fresh.get(scenario) ?? []), expectation].toSorted());
    }
    for (const [scenario, expectations] of fresh) table.get(name)?.set(scenario, expectations);
  }
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
    [...map].toSorted(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(
    sorted(table).map(([name, scenarios]) => [
      name,
      Object.fromEntries(sorted(scenarios).map(([scenario, list]) => [scenario, [...list]])),
    ]),
  );
}
