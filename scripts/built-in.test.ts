import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { notYetTested } from '../suites/standard/not-yet-tested.ts';
import { startProgram, temporaryFolder } from './testing/program.ts';

describe('a run with nothing configured', { timeout: 120_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const profile of ['ssf', 'caep-interop']) {
    it(`finds the reference Transmitter conformant, with nothing left untested that a check decides (${profile})`, async () => {
      const program = startProgram(['--profile', profile], folder);
      expect(await program.ended).toBe(0);
      const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8');
      expect(resultsProblems(JSON.parse(text))).toEqual([]);
      const { verdict, checks, requirements, sets } = JSON.parse(text) as Results;
      expect(verdict).toBe('conformant');
      const guilty = checks.filter(({ outcome }) => !['pass', 'note', 'not-applicable'].includes(outcome));
      expect(guilty.map(({ id, outcome }) => `${id}: ${outcome}`)).toEqual([]);
      const open = requirements.untested.map(({ id }) => id).filter((id) => !(id in notYetTested));
      expect(open).toEqual([]);
      // Both delivery methods and the trigger were really used.
      expect(new Set(sets.map(({ delivery }) => delivery))).toEqual(new Set(['push', 'poll']));
      expect(new Set(sets.flatMap(({ eventTypes }) => eventTypes)).size).toBeGreaterThan(20);
    });
  }
});
