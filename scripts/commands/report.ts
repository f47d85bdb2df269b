import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { list } from '../config/flag-values.ts';
import type { Io } from '../io.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { findResults, readResults } from '../read-results.ts';
import { openReportFolder, type ReportFolder } from '../report-folder.ts';
import { FORMAT_NAMES, type FormatName, REPORT_FORMATS } from '../report-formats.ts';

const EXAMPLES = `
Formats (--format):
${Object.entries(REPORT_FORMATS)
  .map(([name, { file, what }]) => `  ${name.padEnd(9)} ${file.padEnd(14)} ${what}`)
  .join('\n')}

Examples:
  $ ssf-conformance report conformance-report
      makes every report in that folder again
  $ ssf-conformance report results.json --format html,junit --out public
  $ ssf-conformance report report.html --format sarif
      from the results that the page carries

Exit codes:
  0  the reports are written, whatever the verdict that they tell of
  2  wrong usage, or a file that holds no results of this version`;

interface ReportFlags {
  format?: FormatName[];
  out?: string;
  json?: boolean;
}

/** Makes reports again from the results of a run, without one. */
export function reportCommand(io: Io, _end: (exitCode: number) => void): Command {
  return new Command('report')
    .description('Make reports again from a results.json, without a run')
    .argument('<results>', 'a results.json, a report folder, or a report.html that carries its results')
    .option('--format <names>', 'only these, separated by commas; repeatable; default: all', formats)
    .option('--out <folder>', 'where they go; default: the folder of the results')
    .option('--json', 'print what was written as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action((named: string, flags: ReportFlags) => makeReports(named, flags, io));
}

/** Names of formats, added to those of the flag's earlier uses, each once. */
function formats(text: string, previous: FormatName[] | undefined): FormatName[] {
  const known: readonly string[] = FORMAT_NAMES;
  const isFormat = (name: string): name is FormatName => known.includes(name);
  const named = list(text, undefined).map((name) => {
    if (isFormat(name)) return name;
    throw new InvalidArgumentError(
      `There is no format "${name}". ${didYouMean(nearest(name, known, 1)) ?? `There are: ${known.join(', ')}.`}`,
    );
  });
  return [...new Set([...(previous ?? []), ...named])];
}

async function makeReports(named: string, flags: ReportFlags, io: Io): Promise<void> {
  const input = await findResults(named, io.cwd);
  const results = await readResults(named, io.cwd);
  const out = flags.out ?? path.dirname(input);
  // What the reports are made from stays as it is: it may be signed.
  const wanted = (flags.format ?? FORMAT_NAMES).filter(
    (name) => path.resolve(io.cwd, out, REPORT_FORMATS[name].file) !== input,
  );
  const files = wanted.map((name) => REPORT_FORMATS[name].file);
  const folder = await openReportFolder(io.cwd, out, files, '--out');
  // Loaded late, as all that is heavy.
  const { writeReports } = await import('../write-reports.ts');
  const { withGithubLog } = await import('../github-log.ts');
  await withGithubLog(
    io,
    async (log) => {
      await writeReports(results, folder, wanted);
      log.runs.push(results);
      log.report = folder.shown('report.html');
      io.stdout.write(flags.json === true ? told(results.sentence, wanted, folder) : shown(files, folder));
    },
    flags.json === true ? io.stderr : io.stdout,
  );
}

function told(sentence: string, names: readonly FormatName[], folder: ReportFolder): string {
  const files = names.map((format) => ({ format, file: folder.shown(REPORT_FORMATS[format].file) }));
  return `${JSON.stringify({ sentence, files }, null, 2)}\n`;
}

function shown(files: readonly string[], folder: ReportFolder): string {
  if (files.length === 0) return 'Nothing to do: the results are that file already.\n';
  return files.map((file) => `${folder.shown(file)}\n`).join('');
}
