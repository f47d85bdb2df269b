import { renderHtml, renderJunit, renderMarkdown } from '../reports/index.ts';
import type { Results } from '../reports/results.ts';
import type { ReportFolder } from './report-folder.ts';

/** The files that a run leaves in its report folder. */
export const REPORT_FILES = ['results.json', 'report.html', 'junit.xml', 'summary.md'] as const;

/** Writes every report of a run. */
export async function writeReports(results: Results, folder: ReportFolder): Promise<void> {
  await folder.write('results.json', `${JSON.stringify(results, null, 2)}\n`);
  await folder.write('report.html', renderHtml(results));
  await folder.write('junit.xml', renderJunit(results));
  await folder.write('summary.md', renderMarkdown(results));
}
