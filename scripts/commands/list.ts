import { Command, Option } from 'commander';
import type { TransmitterCheck } from '../../suites/harness/check.ts';
import { provenBy } from '../../suites/harness/proof/proven.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import { type ProfileName, profileNames } from '../../suites/standard/profiles.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import type { Io } from '../io.ts';
import { familyOf } from '../selection.ts';

/** A check as `list --json` prints it. */
export interface ListedCheck {
  id: string;
  family: string;
  title: string;
  role: 'transmitter';
  /** Keyword of its own (first) requirement. */
  level: string;
  requirements: readonly string[];
  /** Delivery methods for each of which it runs; empty when it runs once. */
  delivery: readonly string[];
  /** What must be configured for it to run. */
  hooks: readonly string[];
  /** Endpoints that the target must advertise for it to apply. */
  endpoints: readonly string[];
  /** Names of the faults of the reference Transmitter that it was seen to find. */
  provenBy: readonly string[];
}

/** Lists the checks. */
export function listCommand(io: Io): Command {
  return new Command('list')
    .description('List the checks with the requirements that they decide')
    .addOption(new Option('--profile <name>', 'only checks that this profile selects').choices(profileNames))
    .option('--json', 'print JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
Examples:
  $ ssf-conformance list
  $ ssf-conformance list --profile caep-interop --json`,
    )
    .action((flags: { profile?: ProfileName; json?: boolean }) => {
      const checks = selected(flags.profile).map(listed);
      io.stdout.write(flags.json === true ? `${JSON.stringify(checks, null, 2)}\n` : table(checks));
    });
}

function selected(profile: ProfileName | undefined): readonly TransmitterCheck[] {
  if (profile === undefined) return transmitterChecks;
  const ids = new Set(selectFor(profile, 'transmitter').selected.map((row) => row.id));
  return transmitterChecks.filter((check) => check.requirements.some((id) => ids.has(id)));
}

export function listed(check: TransmitterCheck): ListedCheck {
  return {
    id: check.id,
    family: familyOf(check.id),
    title: check.title,
    role: 'transmitter',
    level: requirement(check.requirements[0]).level,
    requirements: check.requirements,
    delivery:
      check.delivery === 'each' ? ['push', 'poll'] : check.delivery === undefined ? [] : [check.delivery],
    hooks: check.hooks ?? [],
    endpoints: check.endpoints ?? [],
    provenBy: provenBy(check),
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
    return `${family} (${members.length})\n${rows.join('\n')}`;
  });
  return `${[...blocks, `${checks.length} checks`].join('\n\n')}\n`;
}
