import { Command, Option } from 'commander';
import type { Delivery } from '../../reports/results.ts';
import { addOwnFlags, type OwnFlags } from '../config/own-at-hand.ts';
import { withoutCommands } from '../github-log.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** Flags of `waive` as commander hands them over. */
export interface WaiveFlags extends OwnFlags {
  reason?: string;
  issue?: string;
  until?: string;
  delivery?: Delivery;
  owner?: string;
  results?: string;
  anyFinding?: boolean;
  list?: boolean;
  remove?: string;
  waivers?: string;
  json?: boolean;
}

const EXAMPLES = `
A waived failure does not fail a run; the report says so. A waiver fails the run when its last day has passed, or when
the check does not fail any more. It accepts the breaches that results show and no others, so run first.

Examples:
  $ ssf-conformance waive jwks/key-type --reason "Mended in 4.3" --issue https://tickets.example.com/SSF-12 --until 2027-01-31
  $ ssf-conformance waive verification/state-echo --delivery push --reason "Queue" --until 2027-01-31 --owner "identity team"
  $ ssf-conformance waive impossible-travel/arrives@push --reason "No feed" --until 2027-01-31
      what is judged of a scenario, too; and limits/delivery.p99
  $ ssf-conformance waive poll-delivery/acknowledged --any-finding --reason "Before the first run" --until 2027-01-31
  $ ssf-conformance waive --list
  $ ssf-conformance waive --remove jwks/key-type`;

/** Accepts a failure for a time, with a reason. */
export function waiveCommand(io: Io, _end: (exitCode: number) => void): Command {
  const command = new Command('waive')
    .description('Accept a failure for a time, with a reason')
    .argument('[check]', 'family/name, or family/name@push for one delivery method')
    .option('--reason <text>', 'why it is accepted; stands in every report')
    .option('--until <date>', 'the last day on which it is, YYYY-MM-DD (UTC)')
    .option('--issue <url>', 'URL of the ticket')
    .option('--owner <name>', 'who sees to it')
    .addOption(new Option('--delivery <method>', 'only by this delivery method').choices(['push', 'poll']))
    .option(
      '--results <file>',
      'results.json or report folder whose breaches are accepted; default: those of the last run',
    )
    .option('--any-finding', 'accept whatever the check finds, also what no results show')
    .option('--list', 'list the waivers')
    .option('--remove <check>', 'take the waiver of this check out')
    .option(
      '--waivers <file>',
      'default: what the config file names, else ssf-conformance.waivers.json beside it or in the working directory',
    )
    .option('--json', 'print JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action(async (check: string | undefined, flags: WaiveFlags) => {
      requireOneAsk(check, flags);
      // The catalogue is loaded late: help shall not wait for it.
      const { waive } = await import('../waivers/waive.ts');
      await withoutCommands(io, flags.json, () => waive(check, flags, io));
    });
  return addOwnFlags(command);
}

/** @throws UsageError unless it is asked for one thing */
function requireOneAsk(check: string | undefined, { list, remove, ...flags }: WaiveFlags): void {
  const asked = [check !== undefined, list === true, remove !== undefined].filter(Boolean).length;
  if (asked === 0)
    throw new UsageError('There is no check to waive.', {
      hint: 'Name one: ssf-conformance waive CHECK --reason TEXT --until DATE. --list shows what is waived.',
    });
  if (asked > 1) throw new UsageError('A check to waive, --list and --remove exclude each other.');
  const given = (['reason', 'issue', 'until', 'owner', 'results', 'anyFinding', 'delivery'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  const [first] = given.filter((name) => name !== 'delivery' || list === true);
  if (check === undefined && first !== undefined)
    throw new UsageError(
      `--${first === 'anyFinding' ? 'any-finding' : first} says something of a waiver; --list and --remove take none.`,
    );
  if (flags.results !== undefined && flags.anyFinding === true)
    throw new UsageError('--results and --any-finding exclude each other.', {
      hint: 'The one accepts what results show, the other whatever the check finds.',
    });
}
