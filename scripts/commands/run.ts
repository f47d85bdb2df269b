import path from 'node:path';
import { Command } from 'commander';
import { renderHtml, renderJunit, renderMarkdown, renderTerminal } from '../../reports/index.ts';
import type { Results } from '../../reports/results.ts';
import type { Limits } from '../../suites/harness/exchange.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { addRunFlags, configOfFlags, type RunFlags } from '../config/flags.ts';
import { LIMITS } from '../config/limit-names.ts';
import { loadConfig } from '../config/load.ts';
import { mergeConfig } from '../config/merge.ts';
import { absolutePaths, resolveOptions } from '../config/resolve.ts';
import { substitute } from '../config/substitute.ts';
import { validateConfig } from '../config/validate.ts';
import { EXIT, EXIT_CODES_HELP } from '../exit-codes.ts';
import { type Io, wantsColor } from '../io.ts';
import { asUsageError } from '../listen-error.ts';
import { createProgressPrinter } from '../progress-printer.ts';
import { openReportFolder, type ReportFolder } from '../report-folder.ts';
import { rerunPrefix } from '../rerun.ts';

const DEFAULT_FOLDER = 'conformance-report';
const FILES = ['results.json', 'report.html', 'junit.xml', 'summary.md'] as const;

const EXAMPLES = `
Limits (--limit NAME=DURATION):
${Object.entries(LIMITS)
  .map(
    ([name, what]) =>
      `  ${name.padEnd(13)} ${what}; default: ${DEFAULT_LIMITS[name as keyof Limits] / 1000}s`,
  )
  .join('\n')}

Examples:
  $ ssf-conformance run
      tests the built-in reference Transmitter
  $ ssf-conformance run --issuer https://tx.example.com --access-token '\${SSF_TOKEN}'
      tests yours; the token is taken from the environment
  $ ssf-conformance run --issuer http://127.0.0.1:8080 --client-id rx --client-secret '\${SECRET}' --delivery poll
  $ ssf-conformance run --only create-stream --only poll-delivery/acknowledged`;

/** Tests a Transmitter, prints the verdict and writes the reports. */
export function runCommand(io: Io, args: readonly string[], end: (exitCode: number) => void): Command {
  return addRunFlags(new Command('run'))
    .description('Test a Transmitter (the default command)')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (flags: RunFlags) => {
      const config = await configuration(flags, io);
      const options = await resolveOptions(config, io);
      const folder = await openReportFolder(io.cwd, config.reportDir ?? DEFAULT_FOLDER, FILES);
      const quiet = flags.quiet === true;
      const progress = createProgressPrinter(io.stdout, quiet);
      // The engine is loaded late: help and usage errors shall not wait for it.
      const { runConformance } = await import('../../suites/harness/run.ts');
      const outcome = await runConformance({
        ...options,
        rerunPrefix: rerunPrefix(args, io.env),
        onProgress: (event) => progress.onProgress(event),
      })
        .catch(asUsageError)
        .finally(() => progress.clear());
      if ('preflight' in outcome) {
        const { sentence, hint } = outcome.preflight;
        io.stderr.write(`The run did not start: ${sentence}\n  ${hint}\n`);
        return end(outcome.exitCode);
      }
      await writeReports(outcome.results, folder);
      print(outcome.results, folder, quiet, io);
      end(io.signal?.aborted === true ? EXIT.interrupted : outcome.exitCode);
    });
}

/** Flags over file, environment filled in, paths absolute. */
async function configuration(flags: RunFlags, io: Io): Promise<ConformanceConfig> {
  const named = typeof flags.config === 'string' ? flags.config : undefined;
  const loaded =
    flags.config === false ? { config: {}, file: null } : await loadConfig(io.cwd, named, io.env);
  const fromFile = absolutePaths(loaded.config, loaded.file === null ? io.cwd : path.dirname(loaded.file));
  const typed = validateConfig(substitute(configOfFlags(flags), io.env), 'Command line');
  return mergeConfig(fromFile, absolutePaths(typed, io.cwd));
}

async function writeReports(results: Results, folder: ReportFolder): Promise<void> {
  await folder.write('results.json', `${JSON.stringify(results, null, 2)}\n`);
  await folder.write('report.html', renderHtml(results));
  await folder.write('junit.xml', renderJunit(results));
  await folder.write('summary.md', renderMarkdown(results));
}

function print(results: Results, folder: ReportFolder, quiet: boolean, io: Io): void {
  const report = folder.shown('report.html');
  if (quiet) {
    const deleted =
      io.signal?.aborted === true ? results.notices.map((notice) => `${notice}\n`).join('') : '';
    io.stdout.write(`${deleted}${results.sentence}\nreport  ${report}\n`);
    return;
  }
  io.stdout.write(
    renderTerminal(results, {
      color: wantsColor(io.stdout, io.env),
      width: io.stdout.columns ?? 100,
      reports: { report, results: folder.shown('results.json') },
    }),
  );
}
