import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';
import { openStateDir } from './state-dir.ts';

describe('openStateDir', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  it('makes a folder that only its owner can read, and keeps the port from run to run', async () => {
    const state = await openStateDir(cwd, 'a/state');
    const { folder } = state;
    expect(folder).toBe(path.join(cwd, 'a/state'));
    expect((await stat(folder)).mode & 0o077).toBe(0);
    const first = await state.port();
    expect(first).toBeGreaterThan(0);
    expect(await (await openStateDir(cwd, 'a/state')).port()).toBe(first);
  });

  it('keeps a folder of its making out of version control, and leaves one that was there as it is', async () => {
    const ignored = async (name: string): Promise<string> =>
      readFile(path.join((await openStateDir(cwd, name)).folder, '.gitignore'), 'utf8');
    expect(await ignored('made/state')).toBe('*\n');
    expect(await readdir(path.join(cwd, 'made'))).toEqual(['state']);
    await writeFile(path.join(cwd, 'made/state/.gitignore'), 'mine\n');
    expect(await ignored('made/state')).toBe('mine\n');

    await mkdir(path.join(cwd, 'theirs'));
    await openStateDir(cwd, 'theirs');
    expect(await readdir(path.join(cwd, 'theirs'))).toEqual([]);
    const opened = await Promise.all([1, 2, 3].map(() => openStateDir(cwd, 'at-once')));
    expect(opened).toHaveLength(3);
    expect(await ignored('at-once')).toBe('*\n');
  });

  it('takes another port where what is kept is none', async () => {
    const state = await openStateDir(cwd, 'state');
    const file = path.join(state.folder, 'port');
    await writeFile(file, 'x');
    const chosen = await state.port();
    expect(await readFile(file, 'utf8')).toBe(`${chosen}\n`);
  });

  it('is the user’s affair when it holds broken keys', async () => {
    const { folder } = await openStateDir(cwd, '.ssf-conformance');
    await writeFile(path.join(folder, 'issuer-keys.json'), '{}');
    const argv = ['run', '--start-command', 'true', '--only', 'accept-set/plain'];
    const { exitCode, stderr } = await capture(argv, { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('does not hold our keys as an earlier run wrote them');
    expect(stderr).toContain('--state-dir FOLDER');
  });
});
