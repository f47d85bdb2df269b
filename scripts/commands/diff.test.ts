import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison, Results } from '../../reports/results.ts';
import { sampleResults } from '../../reports/sample.ts';
import { sampleScenarioResults } from '../../reports/sample-scenarios.ts';
import { type Captured, capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

describe('diff', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const diff = (...args: string[]): Promise<Captured> => capture(['diff', ...args], { cwd: folder });
  const write = async (name: string, value: unknown): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
  };
  /** The sample without what failed. */
  const right = (): Results => {
    const results = sampleResults();
    return { ...results, checks: results.checks.filter(({ outcome }) => outcome !== 'fail') };
  };

  it('ends with 1 when something is newly failing, and with 0 when nothing is', async () => {
    await write('right.json', right());
    await write('wrong/results.json', sampleResults());
    const worse = await diff('right.json', 'wrong');
    expect(worse).toMatchObject({ exitCode: 1, stderr: '' });
    expect(worse.stdout).toContain('Newly failing (');
    const better = await diff('wrong', 'right.json');
    expect(better.exitCode).toBe(0);
    expect(better.stdout).toContain('nothing newly failing');
  });

  it('prints one JSON document with --json', async () => {
    await write('right.json', right());
    await write('wrong.json', sampleResults());
    const { exitCode, stdout, stderr } = await diff('right.json', 'wrong.json', '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const document = JSON.parse(stdout) as { exitCode: number; comparison: Comparison };
    expect(document).toMatchObject({ exitCode: 1, run: { verdict: 'non-conformant' } });
    expect(document.comparison.newlyFailing.length).toBeGreaterThan(0);
  });

  it('refuses runs that cannot be compared', async () => {
    const results = sampleResults();
    await write('transmitter.json', results);
    await write('receiver.json', { ...results, target: { ...results.target, role: 'receiver' } });
    await write('scenarios.json', sampleScenarioResults());
    for (const other of ['receiver.json', 'scenarios.json']) {
      const { exitCode, stdout, stderr } = await diff('transmitter.json', other);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain('cannot be compared: transmitter.json is of checks of a Transmitter');
    }
  });

  it.each([
    [['old.json'], "missing required argument 'new'"],
    [['missing.json', 'old.json'], 'There is no file "missing.json"'],
    [['old.json', 'garbage.json'], 'is not JSON'],
    [['old.json', 'empty.json'], 'it is empty'],
    [['strange.json', 'old.json'], 'holds no results'],
    [['future.json', 'old.json'], 'schemaVersion is "2"'],
    [['tampered.json', 'old.json'], 'does not hold results'],
    [['old.json', 'old.json', 'old.json'], 'too many arguments'],
    [['old.json', 'old.json', '--jsn'], "unknown option '--jsn'"],
  ])('refuses %j', async (args, message) => {
    const results = sampleResults();
    await write('old.json', results);
    await write('garbage.json', '{');
    await write('empty.json', '');
    await write('strange.json', '{"waivers": []}');
    await write('future.json', { ...results, schemaVersion: '2' });
    await write('tampered.json', { ...results, checks: [{ id: 'a/b', outcome: 'fine' }] });
    const { exitCode, stdout, stderr } = await diff(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
