import { renderBadge, renderHtml, renderJunit, renderMarkdown, renderSarif } from '../reports/index.ts';
import type { Results } from '../reports/results.ts';
import type { ReportFolder } from './report-folder.ts';

interface ReportFormat {
  file: string;
  what: string;
  render(results: Results): string;
}

/** The reports, by the name that --format knows them by, in the order in which they are written. */
export const REPORT_FORMATS = {
  json: {
    file: 'results.json',
    what: 'everything, for programs',
    render: (results: Results): string => `${JSON.stringify(results, null, 2)}\n`,
  },
  html: { file: 'report.html', what: 'the report for people, in one file', render: renderHtml },
  junit: { file: 'junit.xml', what: 'for Jenkins, GitLab and other CI', render: renderJunit },
  sarif: { file: 'results.sarif', what: 'for GitHub code scanning', render: renderSarif },
  markdown: { file: 'summary.md', what: 'for a step summary, a ticket or a chat', render: renderMarkdown },
  badge: { file: 'badge.svg', what: 'the verdict as a badge', render: renderBadge },
} as const satisfies Record<string, ReportFormat>;

export type FormatName = keyof typeof REPORT_FORMATS;

export const FORMAT_NAMES = Object.keys(REPORT_FORMATS) as FormatName[];

/** The files that a run leaves in its report folder. */
export const REPORT_FILES: readonly string[] = Object.values(REPORT_FORMATS).map(({ file }) => file);

/** Writes the reports of a run: every one, or those of these formats. */
export async function writeReports(
  results: Results,
  folder: ReportFolder,
  formats: readonly FormatName[] = FORMAT_NAMES,
): Promise<void> {
  for (const name of formats) {
    const { file, render } = REPORT_FORMATS[name];
    await folder.write(file, render(results));
  }
}
