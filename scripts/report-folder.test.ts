import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReportFolder } from './report-folder.ts';
import { temporaryFolder } from './testing/program.ts';

describe('openReportFolder', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  it('creates the folder and writes into it', async () => {
    const folder = await openReportFolder(cwd, 'a/b', ['r.json']);
    await folder.write('r.json', '{}');
    expect(await readFile(path.join(cwd, 'a/b/r.json'), 'utf8')).toBe('{}');
    expect(folder.shown('r.json')).toBe('a/b/r.json');
  });

  it('removes the reports of an earlier run and leaves other files alone', async () => {
    await writeFile(path.join(cwd, 'r.json'), 'old');
    await writeFile(path.join(cwd, 'notes.txt'), 'mine');
    await openReportFolder(cwd, '.', ['r.json']);
    expect(await readdir(cwd)).toEqual(['notes.txt']);
  });

  it('shows a path outside the working directory as a whole', async () => {
    const folder = await openReportFolder(path.join(cwd, 'x'), '../y', []);
    expect(folder.shown('r.json')).toBe(path.join(cwd, 'y/r.json'));
  });

  it('refuses a folder that cannot be written to', async () => {
    await writeFile(path.join(cwd, 'file'), '');
    await expect(openReportFolder(cwd, 'file', [])).rejects.toThrow('cannot be written to');
  });

  it.skipIf(process.platform !== 'linux')('comes back from a place that takes no folders', async () => {
    await expect(openReportFolder(cwd, '/proc/reports/deeper', [])).rejects.toThrow(
      'cannot be written to (ENOENT)',
    );
  });

  // To root every folder is open.
  it.skipIf(process.getuid?.() === 0)('refuses a folder that is closed to this user', async () => {
    await mkdir(path.join(cwd, 'closed'));
    await chmod(path.join(cwd, 'closed'), 0o500);
    await expect(openReportFolder(cwd, 'closed', [])).rejects.toThrow('cannot be written to');
  });
});
