import { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { withoutCommands } from '../github-log.ts';
import { type Io, wantsColor } from '../io.ts';

const NOTES = `
Newly failing is what counts against the target in the new run and did not in the old one: a check that did not fail, or a
rule that it did not break. What was waived before is not new. What counts, the new run says (--fail-on).
Slower is told of what takes a quarter longer and 50 ms beyond what it may be off (medians and p99 of five events and
more); it decides nothing.

Examples:
  $ ssf-conformance diff main/results.json conformance-report/results.json
  $ ssf-conformance diff last-release/ conformance-report/ --json

Exit codes:
  0    nothing is newly failing
  1    something is newly failing
  2    no results, or of runs that cannot be compared: another role, checks and scenarios`;

/** Tells how two runs differ. */
export function diffCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('diff')
    .description('Tell how two runs differ')
    .argument('<old>', 'results.json or report folder of the earlier run')
    .argument('<new>', 'those of the later one')
    .option('--json', 'print JSON: the comparison, as results.schema.json has it')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', NOTES)
    .action(async (old: string, later: string, { json }: { json?: boolean }) =>
      end(await withoutCommands(io, json, () => diff(old, later, json === true, io))),
    );
}

async function diff(old: string, later: string, json: boolean, io: Io): Promise<number> {
  const { readComparable } = await import('../comparable.ts');
  const { compareResults } = await import('../../reports/diff/compare.ts');
  const [before, after] = await readComparable(old, later, io.cwd);
  const comparison = compareResults(before, after);
  const exitCode = comparison.newlyFailing.length > 0 ? EXIT.nonConformant : EXIT.conformant;
  if (json) {
    const { startedAt, tool, verdict, sentence } = after;
    const run = { startedAt, tool, verdict, sentence };
    io.stdout.write(`${JSON.stringify({ exitCode, run, comparison }, null, 2)}\n`);
  } else {
    const { renderComparison } = await import('../../reports/diff/terminal.ts');
    const screen = { color: wantsColor(io.stdout, io.env), width: io.stdout.columns ?? 100 };
    io.stdout.write(renderComparison(comparison, screen));
  }
  return exitCode;
}
