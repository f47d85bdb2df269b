/** The reports of a run, by the name that --format knows them by, in the order in which they are written. */
export const REPORT_FORMATS = {
  json: { file: 'results.json', what: 'everything, for programs; all others are made from it' },
  html: { file: 'report.html', what: 'the report for people, in one file' },
  junit: { file: 'junit.xml', what: 'for Jenkins, GitLab and other CI' },
  sarif: { file: 'results.sarif', what: 'for GitHub code scanning' },
  markdown: { file: 'summary.md', what: 'for a step summary, a ticket or a chat' },
  badge: { file: 'badge.svg', what: 'the verdict as a badge' },
} as const satisfies Record<string, { file: string; what: string }>;

/** A report: `json`, `html`, `junit`, `sarif`, `markdown` or `badge`. */
export type FormatName = keyof typeof REPORT_FORMATS;

export const FORMAT_NAMES = Object.keys(REPORT_FORMATS) as FormatName[];
