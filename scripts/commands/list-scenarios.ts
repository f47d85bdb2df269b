import { scenarios as ours } from '../../suites/scenarios/index.ts';
import type { Scenario } from '../../suites/scenarios/scenario.ts';

/** A scenario as `list --scenarios --json` prints it. */
export interface ListedScenario {
  name: string;
  title: string;
  story: string;
  /** Who plays a side where no target does. */
  transmitter: string;
  receiver: string;
  /** How many people it moves. */
  users: number;
}

export function listedScenarios(scenarios: readonly Scenario[] = ours): ListedScenario[] {
  return scenarios.map(({ name, title, story, cast, needs }) => ({
    name,
    title,
    story,
    transmitter: cast.transmitter,
    receiver: cast.receiver,
    users: needs.users,
  }));
}

export function scenarioTable(listed: readonly ListedScenario[]): string {
  const rows = listed.map(({ name, story, transmitter, receiver, users }) =>
    [`${name}  ${transmitter} → ${receiver}${users > 2 ? `, ${users} users` : ''}`, `  ${story}`].join('\n'),
  );
  return `${[...rows, `${rows.length} scenarios; play one: ssf-conformance run --scenario NAME`].join('\n\n')}\n`;
}
