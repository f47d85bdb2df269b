import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../mocks/faults/index.ts';
import { together } from '../mocks/faults/together.ts';
import { startTransmitter } from '../mocks/transmitter/start.ts';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { startProgram, temporaryFolder } from './testing/program.ts';

const COUNT = 3;
const SHARDS = Array.from({ length: COUNT }, (_, i) => `shard-${i + 1}`);

describe('the shards of a run, merged', { timeout: 240_000 }, () => {
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

  /** Runs the same as a whole and in shards, and merges these; `expected`: how the whole ends. */
  async function both(
    args: readonly string[],
    expected: number,
  ): Promise<{ whole: Results; merged: Results }> {
    const run = (...more: string[]) => startProgram([...args, '--quiet', ...more], folder).ended;
    expect(await run('--seed', '1', '--report-dir', 'whole')).toBe(expected);
    for (const [i, name] of SHARDS.entries())
      expect([0, expected]).toContain(await run('--shard', `${i + 1}/${COUNT}`, '--report-dir', name));
    // Whatever the order.
    const merge = startProgram(['merge', ...SHARDS.toReversed(), '--out', 'merged'], folder);
    expect({ exitCode: await merge.ended, stderr: merge.stderr() }).toEqual({
      exitCode: expected,
      stderr: '',
    });
    return { whole: await resultsIn('whole'), merged: await resultsIn('merged') };
  }

  /** What a run comes to, without what differs from one time to the next. */
  function gist({ checks, summary, requirements, verdict, sentence, exitCode, partial, scenarios }: Results) {
    return {
      checks: checks.map(({ id, delivery, outcome, hook, findings }) => ({
        id,
        delivery,
        outcome,
        hook,
        broken: findings.map(({ requirement, severity }) => `${requirement} ${severity}`),
      })),
      summary,
      requirements,
      verdict,
      sentence,
      exitCode,
      partial,
      scenarios: scenarios?.map(({ name, delivery, outcome }) => [name, delivery, outcome]),
    };
  }

  it('come to what the whole comes to, with the built-in Transmitter', async () => {
    const only = 'discovery,jwks,create-stream,set,verification';
    const { whole, merged } = await both(['--role', 'transmitter', '--only', only], 0);
    expect(gist(merged)).toEqual(gist(whole));
    const [first, last] = [merged.checks[0]?.id, merged.checks.at(-1)?.id];
    expect([first, last]).toEqual([whole.checks[0]?.id, whole.checks.at(-1)?.id]);
  });

  it('fail where the whole fails, with a Transmitter that is wrong', async () => {
    const names = ['set-typ-jwt', 'metadata-empty-array'];
    const broken = faults.filter(({ name }) => names.includes(name));
    const wrong = await startTransmitter({ seams: together(broken.map((fault) => fault.seams())) });
    try {
      const token = wrong.clients[0]?.token ?? '';
      const only = 'discovery,set,verification';
      const { whole, merged } = await both(
        ['--issuer', wrong.issuer, '--access-token', token, '--only', only],
        1,
      );
      expect(gist(merged)).toEqual(gist(whole));
      // What every shard saw is told once, and leads to the SET that shows it.
      const typed = merged.checks.find(({ id }) => id === 'set/typ');
      expect(typed?.findings).toHaveLength(1);
      const shown = merged.sets.find(({ id }) => id === typed?.findings[0]?.set);
      expect(shown?.header).toMatchObject({ typ: 'JWT' });
    } finally {
      await wrong.close();
    }
  });

  it('play every scenario once, and have one ledger', async () => {
    const names = 'impossible-travel,device-non-compliance,session-revoked-by-admin,session-life';
    const { whole, merged } = await both(['--scenario', names, '--enforce-limits'], 0);
    expect(gist(merged)).toEqual(gist(whole));
    const events = ({ timing }: Results) =>
      timing.ledger?.entries.map(({ id, scenario, step, eventType }) => [id, scenario, step, eventType]);
    expect(events(merged)).toEqual(events(whole));
    const rules = ({ setRules }: Results) =>
      setRules?.map(({ eventTypes, ...rule }) => JSON.stringify([rule, eventTypes?.toSorted()])).toSorted();
    expect(rules(merged)).toEqual(rules(whole));
    const counts = ({ timing }: Results) =>
      timing.ledger?.durations.map(({ name, eventType, count }) => [name, eventType, count]);
    expect(counts(merged)).toEqual(counts(whole));
  });
});
