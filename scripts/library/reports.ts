import path from 'node:path';
import type { Results } from '../../reports/results.ts';
import { openReportFolder } from '../report-folder.ts';
import { FORMAT_NAMES, type FormatName, REPORT_FORMATS } from '../report-formats.ts';
import { writeReports as writeInto } from '../write-reports.ts';

/** Where the reports go, and which. */
export interface WriteOptions {
  /** Only these. Default: all. */
  formats?: readonly FormatName[];
  /** A relative folder starts here. Default: the working directory of the process. */
  cwd?: string;
}

/**
 * Writes the reports of a run into a folder, which is created when missing; files of the same names are replaced, others
 * stay. Everything in them comes from the results, so that they can be written at any time.
 * @returns absolute paths by format: `{ html: '/…/report.html' }`
 * @throws UsageError (`USAGE`) when the folder cannot be made or written to
 */
export async function writeReports(
  results: Results,
  folder: string,
  { formats = FORMAT_NAMES, cwd = process.cwd() }: WriteOptions = {},
): Promise<Partial<Record<FormatName, string>>> {
  const files = formats.map((name) => REPORT_FORMATS[name].file);
  const open = await openReportFolder(cwd, folder, files, 'the argument');
  await writeInto(results, open, formats);
  return Object.fromEntries(
    formats.map((name) => [name, path.resolve(cwd, folder, REPORT_FORMATS[name].file)]),
  );
}
