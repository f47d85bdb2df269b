import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Verdict } from '../../reports/results.ts';
import { EXIT } from '../exit-codes.ts';
import { readResults } from '../read-results.ts';
import { REPORT_FORMATS } from '../report-formats.ts';

const SUMMARY = REPORT_FORMATS.markdown.file;
/** GitHub refuses a summary of more than 1 MiB whole. */
const SUMMARY_BYTES = 1_000_000;

const WORST_FIRST: readonly Verdict[] = ['non-conformant', 'incomplete', 'conformant'];

/** What the action tells of what it did. */
export interface ActionOutcome {
  /** Empty when no run came to a verdict; of several runs the worst. */
  verdict: Verdict | '';
  /** Absolute path of the report folder; empty when nothing was reported. */
  report: string;
  /** Markdown for the summary of the step. */
  summary: string;
  /** Nothing but our own peers was tested. */
  ofOurs: boolean;
}

/** What a run left behind in its report folder: one report, or one in each of the folders below. */
export async function outcomeOf(folder: string, exitCode: number): Promise<ActionOutcome> {
  const none = `ssf-conformance did not come to a verdict (exit code ${exitCode}): its log says why.\n`;
  // What lies there is of another run: this one did not begin.
  if (exitCode === EXIT.usage) return { verdict: '', report: '', summary: none, ofOurs: false };
  const reports = await reportsIn(folder);
  const runs = await Promise.all(
    reports.map(async (report) => {
      const { verdict, target } = await readResults(report, folder);
      return { verdict, ours: target.builtIn || target.form === 'mocks' };
    }),
  );
  const summaries = await Promise.all(
    reports.map((report) => readFile(path.join(report, SUMMARY), 'utf8').catch(() => '')),
  );
  return {
    verdict: WORST_FIRST.find((verdict) => runs.some((run) => run.verdict === verdict)) ?? '',
    report: reports.length === 0 ? '' : folder,
    summary: reports.length === 0 ? none : joined(summaries),
    ofOurs: runs.length > 0 && runs.every(({ ours }) => ours),
  };
}

async function reportsIn(folder: string): Promise<string[]> {
  const below = await readdir(folder).catch((): string[] => []);
  const places = [folder, ...below.toSorted().map((name) => path.join(folder, name))];
  const found = await Promise.all(
    places.map((place) =>
      stat(path.join(place, REPORT_FORMATS.json.file)).then(
        () => [place],
        () => [],
      ),
    ),
  );
  return found.flat();
}

/** As many as fit, whole. */
function joined(summaries: readonly string[]): string {
  let text = '';
  for (const summary of summaries) {
    const longer = text === '' ? summary : `${text}\n${summary}`;
    if (Buffer.byteLength(longer) > SUMMARY_BYTES) return `${text}\nThe rest is in the report.\n`;
    text = longer;
  }
  return text;
}
