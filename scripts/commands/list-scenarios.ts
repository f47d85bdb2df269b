import { scenarios } from '../../suites/scenarios/index.ts';
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

export const listedScenarios: readonly ListedScenario[] = scenarios.map(
  ({ name, title, story, cast, needs }: Scenario) => ({
    name,
    title,
    story,
    transmitter: cast.transmitter,
    receiver: cast.receiver,
    users: needs.users,
  }),
);

export function scenarioTable(): string {
  const rows = listedScenarios.map(({ name, story, transmitter, receiver, users }) =>
    [`${name}  ${transmitter} → ${receiver}${users > 2 ? `, ${users} users` : ''}`, `  ${story}`].join('\n'),
  );
  return `${[...rows, `${rows.length} scenarios; play one: ssf-conformance run --scenario NAME`].join('\n\n')}\n`;
}
