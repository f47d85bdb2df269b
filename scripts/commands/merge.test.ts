import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../../reports/results.ts';
import { resultsProblems } from '../../reports/results-schema.ts';
import { sampleResults } from '../../reports/sample.ts';
import { capture } from '../testing/capture.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'merge-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const run = (...argv: string[]) => capture(['merge', ...argv], { cwd });

/** One of two shards of the sample. */
function shard(index: number, rest: Partial<Results> = {}): Results {
  const { waivers: _waivers, comparison: _comparison, ...sample } = sampleResults();
  const plain = sample.checks.filter(({ outcome }) => outcome !== 'waived' && outcome !== 'error');
  const even = plain.length % 2 === 0 ? plain : plain.slice(0, -1);
  return {
    ...sample,
    checks: even.filter((_, i) => i % 2 === index - 1),
    shard: { index, count: 2 },
    ...rest,
  };
}

async function put(folder: string, results: Results): Promise<void> {
  await mkdir(path.join(cwd, folder), { recursive: true });
  await writeFile(path.join(cwd, folder, 'results.json'), JSON.stringify(results));
}

describe('merge', () => {
  beforeEach(async () => {
    await put('one', shard(1));
    await put('two', shard(2));
  });

  it('makes one result and all reports, and ends as the whole run does', async () => {
    const { exitCode, stdout, stderr } = await run('two', 'one/results.json');
    expect(stderr).toBe('');
    const folder = path.join(cwd, 'conformance-report');
    expect(await readdir(folder)).toEqual(
      expect.arrayContaining(['junit.xml', 'report.html', 'results.json']),
    );
    const results: unknown = JSON.parse(await readFile(path.join(folder, 'results.json'), 'utf8'));
    expect(resultsProblems(results)).toEqual([]);
    expect(results).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    expect(results).not.toHaveProperty('shard');
    expect(exitCode).toBe(1);
    expect(stdout).toContain((results as Results).sentence.slice(0, 30));
  });

  it('prints one JSON document where that is asked for', async () => {
    const { exitCode, stdout, stderr } = await run('one', 'two', '--out', 'all', '--json');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Not conformant');
    const told: unknown = JSON.parse(stdout);
    expect(told).toMatchObject({
      verdict: 'non-conformant',
      exitCode: 1,
      shards: [
        { index: 1, from: 'one' },
        { index: 2, from: 'two' },
      ],
      reports: { json: path.join('all', 'results.json') },
    });
  });

  it('keeps its JSON apart from what a log of GitHub is told', async () => {
    const env = { GITHUB_ACTIONS: 'true' };
    const { stdout, stderr } = await capture(['merge', 'one', 'two', '--json'], { cwd, env });
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
    expect(stderr).toContain('::error');
  });

  it.each<[string, string[], string]>([
    ['nothing', [], "missing required argument 'shards'"],
    ['what is not there', ['one', 'thre'], 'There is no file "thre".'],
    ['a shard alone', ['two'], 'A shard is missing: 1/2.'],
    ['a shard twice', ['one', 'two', 'one'], 'Shard 1/2 is there twice: one and one.'],
    ['an unknown flag', ['one', 'two', '--output', 'x'], "unknown option '--output'"],
    [
      'a folder of a shard for the reports',
      ['one', 'two', '--out', 'one'],
      'would replace those of the shard one',
    ],
  ])('refuses %s and leaves no report', async (_, argv, message) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect((await readdir(cwd)).toSorted()).toEqual(['one', 'two']);
    expect(await readdir(path.join(cwd, 'one'))).toEqual(['results.json']);
  });

  it('refuses a run of its own, and shards of another run', async () => {
    const { shard: _shard, ...whole } = shard(2);
    await put('whole', whole);
    expect((await run('one', 'whole')).stderr).toContain('whole is no shard, but a run of its own.');
    await put('other', shard(2, { seed: 7, profile: 'caep-interop' }));
    const { exitCode, stderr } = await run('one', 'other');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'the profile is ssf in one, but caep-interop in other; the seed is 42 in one, but 7 in other',
    );
  });

  it('compares the whole with an earlier run, and goes by what is new where the shards were to', async () => {
    await run('one', 'two', '--out', 'before');
    const policy = { ...sampleResults().policy, newOnly: true as const };
    await put('one', shard(1, { policy }));
    await put('two', shard(2, { policy }));
    const { exitCode, stderr } = await run('one', 'two');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Name the same earlier results for the whole with --against.');
    const compared = await run('one', 'two', '--against', 'before');
    expect(compared).toMatchObject({ exitCode: 0, stderr: '' });
    expect(compared.stdout).toContain('Gate: only what is new since the earlier run counts');
    const again = await run('one', 'two', '--out', 'before', '--against', 'before');
    expect(again).toMatchObject({ exitCode: 2 });
    expect(again.stderr).toContain('this run replaces it');
    const before = JSON.parse(await readFile(path.join(cwd, 'before/results.json'), 'utf8')) as Results;
    await put('cut', { ...before, interrupted: true });
    const cut = await run('one', 'two', '--against', 'cut');
    expect(cut).toMatchObject({ exitCode: 2 });
    expect(cut.stderr).toContain('that run was cut short');
  });

  it('names the runs that lie in a folder of several', async () => {
    await put('several/transmitter', shard(2));
    expect((await run('one', 'several')).stderr).toContain(path.join('several', 'transmitter'));
  });
});
