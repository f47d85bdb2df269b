import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { closers, type Json, open } from './test-bench.ts';

test('Keys are kept in the state folder, for nobody else to read, and come back in the next run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ssf-state-'));
  closers.push(() => rm(folder, { recursive: true }));
  const stateDir = join(folder, 'deeper');
  const names = ['current', 'ec', 'next'] as const;
  const { rim } = await open({}, { stateDir });
  const before = await Promise.all(names.map((name) => rim.publicJwk(name)));
  const file = join(stateDir, 'issuer-keys.json');
  expect((await stat(file)).mode & 0o077).toBe(0);
  const stored = JSON.parse(await readFile(file, 'utf8')) as Json;
  // Another order of the file, as another run would find it: what counts is what stands there.
  await writeFile(file, JSON.stringify({ ...stored, current: stored.next, next: stored.current }));
  const { rim: again } = await open({}, { stateDir });
  const after = await Promise.all(names.map((name) => again.publicJwk(name)));
  expect(after.map(({ kid }) => kid)).toEqual([before[2]?.kid, before[1]?.kid, before[0]?.kid]);
  await writeFile(file, '{"current":');
  await expect(open({}, { stateDir })).rejects.toThrow(
    /issuer-keys\.json does not hold our keys.*Remove it/s,
  );
  await expect(open({}, { stateDir: file })).rejects.toThrow(/Give another state folder/);
});
