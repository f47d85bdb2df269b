import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { Results } from '../../reports/results.ts';
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
  $ ssf-conformance run --shard 1/2 --report-dir shard-1 --issuer https://tx.example.com --access-token '\${SSF_TOKEN}'
  $ ssf-conformance run --shard 2/2 --report-dir shard-2 --issuer https://tx.example.com --access-token '\${SSF_TOKEN}'
  $ ssf-conformance merge shard-1 shard-2
      makes one result and all reports, and ends with the exit code of the whole run
  $ ssf-conformance merge shard-1/results.json shard-2/results.json --out merged --json`;

interface MergeFlags {
  out: string;
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
    .option('--json', 'print what came of it as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (named: string[], flags: MergeFlags) => {
      const sources = await read(named, io.cwd);
      const results = await merged(sources);
      await requireApart(sources, path.resolve(io.cwd, flags.out));
      // The reports are loaded late: help and usage errors shall not wait for them.
      const { REPORT_FILES, writeReports } = await import('../write-reports.ts');
      const folder = await openReportFolder(io.cwd, flags.out, REPORT_FILES);
      await writeReports(results, folder);
      const files = REPORT_FILES.map((file) => folder.shown(file));
      await withGithubLog(
        io,
        async (log) => {
          log.runs.push(results);
          log.report = folder.shown('report.html');
          if (flags.json !== true) await print(results, folder, io);
        },
        flags.json === true ? io.stderr : io.stdout,
      );
      if (flags.json === true)
        io.stdout.write(`${JSON.stringify(inShort(results, sources, files), null, 2)}\n`);
      end(results.exitCode);
    });
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
  io.stdout.write(
    renderTerminal(results, {
      color: wantsColor(io.stdout, io.env),
      width: io.stdout.columns ?? 100,
      reports: { report: folder.shown('report.html'), results: folder.shown('results.json') },
    }),
  );
}

function inShort(results: Results, sources: readonly Source[], files: string[]): unknown {
  const { verdict, exitCode, sentence, partial, interrupted, summary } = results;
  const shards = sources
    .map(({ name, results: { shard } }) => ({ index: shard?.index, count: shard?.count, from: name }))
    .toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  return { verdict, exitCode, sentence, partial, interrupted, summary, shards, files };
}
