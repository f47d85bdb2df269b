import path from 'node:path';
import { type EndedRun, renderClosing, renderTerminal } from '../../reports/index.ts';
import type { Results } from '../../reports/results.ts';
import { asCalled } from '../as-called.ts';
import { runLabels } from '../config/built-in-runs.ts';
import type { ResolvedRun } from '../config/resolve.ts';
import { EXIT, worstOf } from '../exit-codes.ts';
import { type GithubLog, withGithubLog } from '../github-log.ts';
import { type Io, type TextOutput, wantsColor } from '../io.ts';
import { createProgressPrinter } from '../progress-printer.ts';
import { openReportFolder, type ReportFolder } from '../report-folder.ts';
import { documentOfRefusal, documentOfRun, type RunDocument } from '../run-document.ts';
import { gateSentence, type Judging, judged } from '../run-judging.ts';
import { startRun } from '../start-run.ts';
import { REPORT_FILES, writeReports } from '../write-reports.ts';

/** Where several runs put their reports, too: none of an earlier run shall be taken for one of this. */
const EVERY_FILE = ['', ...Object.keys(runLabels)].flatMap((folder) =>
  REPORT_FILES.map((file) => path.join(folder, file)),
);

export interface RunAllOptions {
  reportDir: string;
  quiet: boolean;
  /** Print one JSON document on standard output, and everything else on standard error. */
  json: boolean;
  rerunPrefix: string;
  /** What the results are held against beside the rules. */
  judging: Judging;
  /** Told of the results of each run. */
  onResults?: (results: Results) => void;
}

/**
 * Runs one after the other, prints each verdict and writes its reports: into the report folder, or where there are
 * several into a folder of its own below it.
 * @returns the exit code: that of the run, or the worst of several
 */
export function runAll(runs: readonly ResolvedRun[], options: RunAllOptions, io: Io): Promise<number> {
  if (!options.json) return withGithubLog(io, (log) => runEach(runs, options, log, io));
  const told = { ...io, stdout: io.stderr };
  return withGithubLog(io, (log) => runEach(runs, options, log, told, io.stdout), io.stderr);
}

async function runEach(
  runs: readonly ResolvedRun[],
  options: RunAllOptions,
  log: GithubLog,
  io: Io,
  document?: TextOutput,
): Promise<number> {
  const root = await openReportFolder(io.cwd, options.reportDir, EVERY_FILE);
  const several = runs.length > 1;
  const ended: EndedRun[] = [];
  const codes: number[] = [];
  const told: RunDocument[] = [];
  for (const run of runs) {
    if (io.signal?.aborted === true) break;
    const label = runLabels[run.name];
    const folder = several
      ? await openReportFolder(io.cwd, path.join(options.reportDir, run.name), REPORT_FILES)
      : root;
    if (several && !options.quiet) io.stdout.write(heading(label, io));
    const progress = createProgressPrinter(io.stdout, options.quiet);
    const reporting = { rerunPrefix: options.rerunPrefix, onProgress: progress.onProgress.bind(progress) };
    const outcome = await startRun(run, reporting).finally(() => progress.clear());
    if ('preflight' in outcome) {
      codes.push(EXIT.unreachable);
      told.push(documentOfRefusal(run.name, outcome.preflight));
      log.refusals.push(outcome.preflight);
      const { sentence, hint } = outcome.preflight;
      io.stderr.write(`The run did not start: ${sentence}\n  ${hint}\n`);
      ended.push({ label, results: null, report: null });
      continue;
    }
    const results = judged(outcome.results, run.name, options.judging);
    codes.push(results.exitCode);
    options.onResults?.(results);
    await writeReports(results, folder);
    log.runs.push(results);
    log.report = several ? options.reportDir : folder.shown('report.html');
    print(results, folder, { quiet: options.quiet, label: several ? label : null }, io);
    ended.push({ label, results, report: folder.shown('report.html') });
    told.push(documentOfRun(run.name, results, folder));
  }
  if (several && !options.quiet)
    io.stdout.write(`\n${renderClosing(ended, runs.length, { color: wantsColor(io.stdout, io.env) })}`);
  const started = ended.some(({ results }) => results !== null);
  // Of a target that we start ourselves it is not said that it could not be reached.
  const starting = runs.some(({ planned }) => planned !== undefined);
  const interrupted = io.signal?.aborted === true && (started || several || starting);
  const exitCode = interrupted ? EXIT.interrupted : worstOf(codes);
  document?.write(`${JSON.stringify({ exitCode, runs: told }, null, 2)}\n`);
  return exitCode;
}

function heading(label: string, io: Io): string {
  const text = `── ${label} ──`;
  return `\n${wantsColor(io.stdout, io.env) ? `\u001b[1m${text}\u001b[0m` : text}\n`;
}

function print(
  results: Results,
  folder: ReportFolder,
  { quiet, label }: { quiet: boolean; label: string | null },
  io: Io,
): void {
  const report = folder.shown('report.html');
  if (quiet) {
    const deleted =
      io.signal?.aborted === true ? results.notices.map((notice) => `${notice}\n`).join('') : '';
    const what = label === null ? '' : `${label}: `;
    io.stdout.write(
      `${deleted}${what}${results.sentence}\n${asCalled(gate(results), io.env)}report  ${report}\n`,
    );
    return;
  }
  io.stdout.write(
    renderTerminal(results, {
      color: wantsColor(io.stdout, io.env),
      width: io.stdout.columns ?? 100,
      reports: { report, results: folder.shown('results.json') },
    }),
  );
  io.stdout.write(asCalled(gate(results), io.env));
}

/** What decided the exit code, where it is not the verdict alone. */
function gate(results: Results): string {
  const sentence = gateSentence(results);
  return sentence === null ? '' : `${sentence}\n`;
}
