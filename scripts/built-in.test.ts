import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { notYetTested } from '../suites/standard/not-yet-tested.ts';
import { startProgram, temporaryFolder } from './testing/program.ts';

describe('a run with nothing configured', { timeout: 480_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const resultsIn = async (where: string): Promise<Results> => {
    const value: unknown = JSON.parse(await readFile(path.join(folder, where, 'results.json'), 'utf8'));
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  };
  /** Checks that are neither kept nor for somebody else, but for want of what the hosted form cannot have. */
  const guilty = ({ checks, target }: Results): string[] =>
    checks
      .filter(({ outcome }) => !['pass', 'note', 'not-applicable'].includes(outcome))
      .filter(
        ({ outcome, hook, id }) =>
          target.form !== 'hosted' ||
          outcome !== 'not-tested' ||
          !(hook === 'start' || hook === 'restart' || id === 'receiver-delivery/both'),
      )
      .map(({ id, outcome, reason }) => `${id}: ${outcome} (${reason})`);
  const open = ({ target, requirements, checks }: Results): string[] => {
    const waiting = new Set(
      checks.filter(({ hook }) => hook !== undefined).flatMap((check) => check.requirements),
    );
    return requirements.untested
      .map(({ id }) => id)
      .filter((id) => !(id in notYetTested[target.role]) && !waiting.has(id));
  };

  for (const profile of ['ssf', 'caep-interop']) {
    it(`finds the reference peers of both roles conformant, with nothing left untested that a check decides (${profile})`, async () => {
      const program = startProgram(['--profile', profile], folder);
      expect(await program.ended).toBe(0);
      expect(program.stdout()).toContain('4 of 4 runs conformant or held.');
      const folders = ['transmitter', 'receiver-hosted', 'receiver-managed', 'scenarios'];
      for (const name of folders) {
        const results = await resultsIn(`conformance-report/${name}`);
        const { verdict } = results;
        expect({ name, verdict, guilty: guilty(results), open: open(results) }).toEqual({
          name,
          verdict: 'conformant',
          guilty: [],
          open: [],
        });
      }
      // Both delivery methods and the trigger were really used.
      const { sets } = await resultsIn('conformance-report/transmitter');
      expect(new Set(sets.map(({ delivery }) => delivery))).toEqual(new Set(['push', 'poll']));
      expect(new Set(sets.flatMap(({ eventTypes }) => eventTypes)).size).toBeGreaterThan(20);
      const managed = await resultsIn('conformance-report/receiver-managed');
      expect(managed.checks.filter(({ outcome }) => outcome === 'not-tested')).toEqual([]);
      expect(new Set(managed.sets.map(({ delivery }) => delivery))).toEqual(new Set(['push', 'poll']));
    });
  }

  it('runs one role when told so, or when only its checks are wished for, and reports where a single run does', async () => {
    const quiet = startProgram(['--only', 'discovery', '--quiet'], folder);
    expect(await quiet.ended).toBe(0);
    const { sentence, target } = await resultsIn('conformance-report');
    expect(target.role).toBe('transmitter');
    expect(quiet.stdout()).toBe(`${sentence}\nreport  conformance-report/report.html\n`);
    const both = startProgram(['--only', 'discovery/document,refuse-signature', '--quiet'], folder);
    expect(await both.ended).toBe(0);
    await expect(resultsIn('conformance-report')).rejects.toThrow('ENOENT');
    const lines = both.stdout().split('\n');
    expect(lines.filter((line) => line.startsWith('report'))).toEqual([
      'report  conformance-report/transmitter/report.html',
      'report  conformance-report/receiver-hosted/report.html',
      'report  conformance-report/receiver-managed/report.html',
    ]);
    expect(lines[2]).toMatch(/^Receiver, hosted: Conformant/);
  });

  it('begins no further run after Ctrl-C', async () => {
    const program = startProgram([], folder);
    await program.printed('Starting the reference Receiver (hosted)');
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
    expect(program.stdout()).toMatch(/[01] of 4 runs conformant; 2 not begun\./);
    expect((await resultsIn('conformance-report/receiver-hosted')).interrupted).toBe(true);
    await expect(resultsIn('conformance-report/receiver-managed')).rejects.toThrow('ENOENT');
  });
});
