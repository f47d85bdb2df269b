import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/program.ts';

const FOLDER = path.resolve(import.meta.dirname, 'examples');

/** What each prints, which shows that it does what it says. */
const PRINTED: Record<string, RegExp> = {
  'errors.js': /^TARGET 3 Is the target started, .*\n$/,
  'plan.js': /^\d+ of \d+ checks would run\n(?:\d+ need the hook [\w-]+\n)+`issuer` is present: .*\n$/,
  'progress.js': /^(?:discovery\/[\w-]+ pass\n)+conformant\n$/,
  'reports.js': /^# .*Conformant.*\ntrue\n$/,
  'run.js': /^Conformant as far as tested: .*\n$/,
  'schemas.js': /^data\/critical_subject_members must NOT have fewer than 1 items\nvalid\n$/,
};

describe('the examples of the library', { timeout: 120_000 }, () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  it.each(Object.entries(PRINTED))('%s runs', async (name, printed) => {
    // It lies in the package, whose own name it resolves as a user's program does.
    const ended = await promisify(execFile)(process.execPath, [path.join(FOLDER, name)], { cwd });
    expect(ended.stdout).toMatch(printed);
    expect(ended.stderr).toBe('');
  });

  it('are all told of here', async () => {
    expect((await readdir(FOLDER)).toSorted()).toEqual(Object.keys(PRINTED));
  });

  it('are what README shows', async () => {
    const readme = await readFile(path.resolve(FOLDER, '../../../README.md'), 'utf8');
    const [, section = ''] = /^## As a library\n(.*?)^## /ms.exec(readme) ?? [];
    const shown = [...section.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);
    const examples = await Promise.all(
      Object.keys(PRINTED).map((name) => readFile(path.join(FOLDER, name), 'utf8')),
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((code) => !examples.includes(code))).toEqual([]);
  });
});
