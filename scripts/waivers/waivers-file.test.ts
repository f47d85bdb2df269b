import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import { temporaryFolder } from '../testing/program.ts';
import schema from './waivers.schema.json' with { type: 'json' };
import { readWaivers, writeWaivers } from './waivers-file.ts';

/** Every key of the type, so that the compiler and the schema watch each other. */
const everything: Required<Waiver> = {
  check: 'a/b@push',
  reason: 'r',
  issue: 'https://t.example/1',
  owner: 'o',
  until: '2026-12-31',
  requirements: ['A-1'],
  outcome: 'warn',
};

describe('the file of waivers', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    file = path.join(folder, 'w.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has a schema with exactly the keys of the type', () => {
    expect(Object.keys(schema.$defs.waiver.properties).toSorted()).toEqual(
      Object.keys(everything).toSorted(),
    );
  });

  it('is read as it was written', async () => {
    const document = { $schema: './x.json', waivers: [everything] };
    await writeWaivers(file, document);
    expect(await readWaivers(file)).toEqual(document);
    expect((await readFile(file, 'utf8')).endsWith('}\n')).toBe(true);
  });

  it('may begin with a byte order mark, and need not be there', async () => {
    await writeFile(file, '\uFEFF{"waivers": []}');
    expect(await readWaivers(file)).toEqual({ waivers: [] });
    expect(await readWaivers(path.join(folder, 'missing.json'))).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('is not read for ever when it never ends', async () => {
    await expect(readWaivers('/dev/zero')).rejects.toThrow(
      '/dev/zero is too large: 1048576 bytes are read at most.',
    );
  });

  it('leaves nothing behind when it cannot be replaced', async () => {
    await mkdir(file);
    await expect(writeWaivers(file, { waivers: [] })).rejects.toThrow('cannot be written');
    await expect(readWaivers(file)).rejects.toThrow('cannot be read (EISDIR)');
    expect(await readdir(folder)).toEqual(['w.json']);
  });

  it('is never written so that it could not be read', async () => {
    const waivers = [{ ...everything, reason: '' }];
    await expect(writeWaivers(file, { waivers })).rejects.toThrow('waivers.0.reason: expected a reason');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    [
      '{"waivers": [{"check": "a/b", "reason": "r", "until": "2026-12-31"}], "waivers": []}',
      'waivers: it stands',
    ],
    [
      '{"waivers": [{"check": "a/b", "\\u0063heck": "c/d", "reason": "r", "until": "2026-12-31"}]}',
      'waivers.0.check: it stands there twice',
    ],
  ])('says nothing twice: %s', async (text, problem) => {
    await writeFile(file, text);
    await expect(readWaivers(file)).rejects.toThrow(problem);
  });

  it.each(['\u200b', ' \u00a0\n', '\u202e\ufeff'])(
    'takes no reason that cannot be seen: %j',
    async (reason) => {
      await writeFile(file, JSON.stringify({ waivers: [{ ...everything, reason }] }));
      await expect(readWaivers(file)).rejects.toThrow('waivers.0.reason: expected a reason');
    },
  );

  it('shows no more than the first problems of many, and no long values', async () => {
    const waivers = Array.from({ length: 500 }, () => ({ ...everything, until: 'x'.repeat(10_000) }));
    await writeFile(file, JSON.stringify({ waivers }).slice(0, 1000 * 1000));
    await expect(readWaivers(file)).rejects.toThrow('not JSON');
    await writeFile(file, JSON.stringify({ waivers: waivers.slice(0, 90) }));
    const message = await readWaivers(file).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain('and 80 more');
    expect(message.length).toBeLessThan(3000);
  });
});
