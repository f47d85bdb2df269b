import { renderBadge, renderHtml, renderJunit, renderMarkdown, renderSarif } from '../reports/index.ts';
import type { Results } from '../reports/results.ts';
import type { ReportFolder } from './report-folder.ts';
import { FORMAT_NAMES, type FormatName, REPORT_FORMATS } from './report-formats.ts';

/** The files that a run leaves in its report folder. */
export const REPORT_FILES: readonly string[] = Object.values(REPORT_FORMATS).map(({ file }) => file);

const render: Record<FormatName, (results: Results) => string> = {
  json: (results) => `${JSON.stringify(results, null, 2)}\n`,
  html: renderHtml,
  junit: renderJunit,
  sarif: renderSarif,
  markdown: renderMarkdown,
  badge: renderBadge,
};

/** Writes the reports of a run: every one, or those of these formats. */
export async function writeReports(
  results: Results,
  folder: ReportFolder,
  formats: readonly FormatName[] = FORMAT_NAMES,
): Promise<void> {
  for (const name of formats) await folder.write(REPORT_FORMATS[name].file, render[name](results));
}
