import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './code-of.ts';
import { makeFolder } from './make-folder.ts';
import { UsageError } from './usage-error.ts';

/** A folder that takes reports. Paths in it are shown relative to the working directory where that is shorter. */
export interface ReportFolder {
  write(name: string, text: string): Promise<void>;
  /** How a reader on this terminal calls the file. */
  shown(name: string): string;
}

/**
 * Makes sure that reports can be written, and removes those of an earlier run: whatever happens from here on, what
 * lies in the folder is never the verdict of another run.
 * @param names the files that will be written
 * @param flag by which the user names the folder
 * @throws UsageError when the folder cannot be created or written to
 */
export async function openReportFolder(
  cwd: string,
  folder: string,
  names: readonly string[],
  flag = '--report-dir',
): Promise<ReportFolder> {
  const absolute = path.resolve(cwd, folder);
  const probe = path.join(absolute, `.writable-${process.pid}`);
  try {
    await makeFolder(absolute);
    await writeFile(probe, '');
    await rm(probe);
    await Promise.all(names.map((name) => rm(path.join(absolute, name), { force: true })));
  } catch (cause) {
    throw new UsageError(`The report folder ${absolute} cannot be written to (${codeOf(cause)}).`, {
      hint: `Choose another one with ${flag} FOLDER.`,
      cause,
    });
  }
  return {
    write: (name, text) => writeFile(path.join(absolute, name), text),
    shown: (name) => {
      const relative = path.relative(cwd, path.join(absolute, name));
      return relative.startsWith('..') ? path.join(absolute, name) : relative;
    },
  };
}
