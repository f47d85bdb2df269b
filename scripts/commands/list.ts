import { Command, Option } from 'commander';
import type { Role } from '../../reports/results.ts';
import { type AnyCheck, levelOf } from '../../suites/harness/any-check.ts';
import type { TransmitterCheck } from '../../suites/harness/check.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import type { Own } from '../../suites/harness/own/own.ts';
import { provenBy } from '../../suites/harness/proof/proven.ts';
import { allScenarios } from '../../suites/harness/scenario/scenarios-of.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import { asCalled } from '../as-called.ts';
import { profileNamed } from '../config/own.ts';
import { addOwnFlags, type OwnFlags, ownAtHand } from '../config/own-at-hand.ts';
import type { Io } from '../io.ts';
import { familyOf } from '../selection.ts';
import { listedScenarios, scenarioTable } from './list-scenarios.ts';

const ROLES: readonly Role[] = ['transmitter', 'receiver'];

/** A check as `list --json` prints it. */
export interface ListedCheck {
  id: string;
  family: string;
  title: string;
  role: Role;
  /** Keyword of its own (first) requirement. */
  level: string;
  requirements: readonly string[];
  /** Delivery methods for each of which it runs; empty when it runs once. */
  delivery: readonly string[];
  /** What must be configured for it to run. */
  hooks: readonly string[];
  /** Endpoints that a Transmitter must advertise for it to apply. */
  endpoints: readonly string[];
  /** Names of the faults of the reference peer that it was seen to find. */
  provenBy: readonly string[];
  /** Of a check of the tester's own: the module in which it stands. */
  own?: string;
}

interface ListFlags extends OwnFlags {
  profile?: string;
  role?: Role;
  scenarios?: boolean;
  json?: boolean;
}

/** Lists the checks. */
export function listCommand(io: Io): Command {
  const command = new Command('list')
    .description('List the checks with the requirements that they decide, or the scenarios')
    .addOption(new Option('--scenarios', 'list the scenarios instead').conflicts(['profile', 'role']))
    .option('--profile <name>', 'only checks that this profile selects: ssf, caep-interop or one of your own')
    .addOption(new Option('--role <role>', 'only checks of this role').choices(['transmitter', 'receiver']))
    .option('--json', 'print JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
Examples:
  $ ssf-conformance list
  $ ssf-conformance list --role receiver
  $ ssf-conformance list --profile caep-interop --json
  $ ssf-conformance list --scenarios`,
    )
    .action(async (flags: ListFlags) => {
      const own = await ownAtHand(flags, io);
      const print = (json: unknown, text: () => string): unknown =>
        io.stdout.write(
          flags.json === true ? `${JSON.stringify(json, null, 2)}\n` : asCalled(text(), io.env),
        );
      if (flags.scenarios === true) {
        const scenarios = listedScenarios(allScenarios(own));
        return void print(scenarios, () => scenarioTable(scenarios));
      }
      const roles = flags.role === undefined ? ROLES : [flags.role];
      const checks = roles.flatMap((role) =>
        selected(role, flags.profile, own).map((check) => listed(role, check)),
      );
      print(checks, () => table(checks));
    });
  return addOwnFlags(command);
}

function selected(role: Role, named: string | undefined, own: Own): readonly AnyCheck[] {
  if (named === undefined) return checksOf(role, own);
  const { profile, ownProfile } = profileNamed(named, own);
  const choice = { own, ...(ownProfile === undefined ? {} : { ownProfile }) };
  const ids = new Set(selectFor(profile, role, choice).selected.map((row) => row.id));
  return checksOf(role, own).filter((check) => check.requirements.some((id) => ids.has(id)));
}

export function listed(role: Role, check: AnyCheck): ListedCheck {
  return {
    id: check.id,
    family: familyOf(check.id),
    title: check.title,
    role,
    level: levelOf(check),
    requirements: check.requirements,
    delivery:
      check.delivery === 'each' ? ['push', 'poll'] : check.delivery === undefined ? [] : [check.delivery],
    hooks: check.hooks ?? [],
    endpoints: 'endpoints' in check ? ((check as TransmitterCheck).endpoints ?? []) : [],
    provenBy: provenBy(check),
    ...(check.own === undefined ? {} : { own: check.own.module }),
  };
}

function table(checks: readonly ListedCheck[]): string {
  const families = [...new Set(checks.map((check) => check.family))];
  const blocks = families.map((family) => {
    const members = checks.filter((check) => check.family === family);
    const rows = members.map((check) => {
      const needs = check.hooks.length > 0 ? `  needs ${check.hooks.join(', ')}` : '';
      const delivery = check.delivery.join(', ') || 'once';
      return [
        `  ${check.id}  ${check.level}  ${delivery}${needs}`,
        `    ${check.title}`,
        `    ${check.requirements.join(', ')}`,
      ].join('\n');
    });
    const judged = members[0]?.role === 'receiver' ? ', of a Receiver' : '';
    const yours = members[0]?.own === undefined ? '' : `, of your own in ${members[0].own}`;
    return `${family} (${members.length}${judged}${yours})\n${rows.join('\n')}`;
  });
  const counts = ROLES.map((role) => [checks.filter((check) => check.role === role).length, role] as const)
    .filter(([n]) => n > 0)
    .map(([n, role]) => `${n} checks of a ${role === 'receiver' ? 'Receiver' : 'Transmitter'}`);
  return `${[...blocks, counts.join(', ')].join('\n\n')}\n`;
}
