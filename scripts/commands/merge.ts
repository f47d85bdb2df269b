import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { Results } from '../../reports/results.ts';
import { asCalled } from '../as-called.ts';
import type { RunName } from '../config/built-in-runs.ts';
import { EXIT_CODES_HELP } from '../exit-codes.ts';
import { withGithubLog } from '../github-log.ts';
import { type Io, wantsColor } from '../io.ts';
import { findResults, readResults } from '../read-results.ts';
import { openReportFolder, type ReportFolder } from '../report-folder.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Every shard runs with the same command, but for --shard and --report-dir. What the parts tell of themselves (target,
profile, version, seed and so on) must agree, and none may be missing.

Examples:
  $ ssf-conformance run --shard 1/2 --report-dir shard-1 --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll
  $ ssf-conformance run --shard 2/2 --report-dir shard-2 --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll
  $ ssf-conformance merge shard-1 shard-2
      makes one result and all reports, and ends with the exit code of the whole run
  $ ssf-conformance merge shard-1/results.json shard-2/results.json --out merged --json`;

interface MergeFlags {
  out: string;
  against?: string;
  json?: boolean;
}

interface Source {
  name: string;
  file: string;
  results: Results;
}

/** Makes one run of the shards of a run, writes its reports and ends as it would have ended. */
export function mergeCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('merge')
    .description('Make one run of the shards of a run')
    .argument('<shards...>', 'the results.json of every shard, or the report folder that it lies in')
    .option('--out <folder>', 'where the reports go', 'conformance-report')
    .option('--against <results>', 'compare with an earlier run: its results.json or report folder')
    .option('--json', 'print what came of it as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (named: string[], flags: MergeFlags) => {
      const sources = await read(named, io.cwd);
      const results = await compared(await merged(sources), flags, io.cwd);
      await requireApart(sources, path.resolve(io.cwd, flags.out));
      // The reports are loaded late: help and usage errors shall not wait for them.
      const { REPORT_FILES, writeReports } = await import('../write-reports.ts');
      const folder = await openReportFolder(io.cwd, flags.out, REPORT_FILES, '--out');
      await writeReports(results, folder);
      const output = flags.json === true ? io.stderr : io.stdout;
      await withGithubLog(
        io,
        async (log) => {
          log.runs.push(results);
          log.report = folder.shown('report.html');
          await print(results, folder, { ...io, stdout: output });
        },
        output,
      );
      if (flags.json === true)
        io.stdout.write(`${JSON.stringify(await inShort(results, sources, folder), null, 2)}\n`);
      end(results.exitCode);
    });
}

/** Of the shards, each has been compared by itself; what counts is how the whole differs. */
async function compared(
  run: Results,
  { against, out }: Pick<MergeFlags, 'against' | 'out'>,
  cwd: string,
): Promise<Results> {
  if (against === undefined) {
    if (run.policy.newOnly !== true) return run;
    throw new UsageError('The shards were to be judged by what is new alone (--new-only).', {
      hint: 'Name the same earlier results for the whole with --against.',
    });
  }
  const [
    { requireSameKind },
    { requireBaseline, requireKept },
    { kindOfRun },
    { compareResults },
    { conclude },
  ] = await Promise.all([
    import('../comparable.ts'),
    import('../baseline.ts'),
    import('../../reports/diff/kind.ts'),
    import('../../reports/diff/compare.ts'),
    import('../../suites/harness/conclude.ts'),
  ]);
  const before = await readResults(against, cwd);
  requireSameKind(kindOfRun(before), against, kindOfRun(run), 'this run');
  if (run.policy.newOnly === true) {
    await requireKept(against, [out], cwd);
    requireBaseline(before, against, run);
  }
  return conclude({ ...run, comparison: compareResults(before, run) });
}

async function read(named: readonly string[], cwd: string): Promise<Source[]> {
  const sources: Source[] = [];
  for (const name of named) {
    const file = await realpath(await findResults(name, cwd));
    sources.push({ name, file, results: await readResults(name, cwd) });
  }
  return sources;
}

async function merged(sources: readonly Source[]): Promise<Results> {
  const [{ mergeShards }, { MergeError }] = await Promise.all([
    import('../../suites/harness/merge/merge-shards.ts'),
    import('../../suites/harness/merge/merge-error.ts'),
  ]);
  try {
    return mergeShards(sources);
  } catch (error) {
    if (error instanceof MergeError) throw new UsageError(error.message, { hint: error.hint, cause: error });
    throw error;
  }
}

/** @throws UsageError when the reports would replace those of a shard */
async function requireApart(sources: readonly Source[], out: string): Promise<void> {
  const folder = await realpath(out).catch(() => out);
  const inside = sources.find(({ file }) => path.dirname(file) === folder);
  if (inside !== undefined)
    throw new UsageError(`The reports would replace those of the shard ${inside.name}.`, {
      hint: 'Choose another folder with --out FOLDER.',
    });
}

async function print(results: Results, folder: ReportFolder, io: Io): Promise<void> {
  const { renderTerminal } = await import('../../reports/index.ts');
  const { gateSentence } = await import('../run-judging.ts');
  const text = renderTerminal(results, {
    color: wantsColor(io.stdout, io.env),
    width: io.stdout.columns ?? 100,
    reports: { report: folder.shown('report.html'), results: folder.shown('results.json') },
  });
  const gate = gateSentence(results);
  io.stdout.write(`${text}${gate === null ? '' : `${asCalled(gate, io.env)}\n`}`);
}

/** As `run --json` tells of a run, and what it was made of. */
async function inShort(results: Results, sources: readonly Source[], folder: ReportFolder): Promise<unknown> {
  const { documentOfRun } = await import('../run-document.ts');
  const shards = sources
    .map(({ name, results: { shard } }) => ({ index: shard?.index ?? 0, from: name }))
    .toSorted((a, b) => a.index - b.index);
  return { ...documentOfRun(nameOf(results), results, folder), shards };
}

function nameOf({ scenarios, target: { role, builtIn, form } }: Results): RunName {
  if (scenarios !== undefined) return 'scenarios';
  if (role === 'transmitter' || !builtIn) return role;
  return form === 'managed' ? 'receiver-managed' : 'receiver-hosted';
}
