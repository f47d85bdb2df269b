import { describe, expect, test } from 'vitest';
import type { Ledger, Results } from '../../../reports/results.ts';
import { resultsProblems } from '../../../reports/results-schema.ts';
import { sampleScenarioResults } from '../../../reports/sample-scenarios.ts';
import { ledgerOfEntries } from '../../scenarios/ledger/index.ts';
import { limitChecks } from '../scenario/limit-checks.ts';
import { MergeError } from './merge-error.ts';
import { mergeShards } from './merge-shards.ts';
import { renumbered } from './references.ts';

const LIMITS = { 'delivery.p99': 3_000 };

function figures(entries: Ledger['entries'], clockSkew: Ledger['clockSkew'] = null): Ledger {
  return ledgerOfEntries(entries, { limits: LIMITS, enforced: true, clockSkew, emptyPollsMs: [] });
}

function limitsOf(ledger: Ledger) {
  return limitChecks(ledger, { role: 'transmitter', rerun: 'run --scenario all --enforce-limits' });
}

/** The run of the sample, as one and in shards: each scenario with what is of it. */
function whole(): Results {
  const { comparison: _comparison, waivers: _waivers, ...sample } = sampleScenarioResults();
  const ledger = figures((sample.timing.ledger?.entries ?? []).map((entry, i) => ({ ...entry, id: i + 1 })));
  const run = { ...sample, notices: [], partial: false, timing: { ...sample.timing, ledger } };
  const ids = new Map(sample.timing.ledger?.entries.map(({ id }, i) => [id, i + 1]));
  const { scenarios } = renumbered(sampleScenarioResults(), { entry: (id) => ids.get(id) ?? id });
  return { ...run, scenarios: scenarios ?? [], checks: [...sample.checks, ...limitsOf(ledger)] };
}

function shard(index: number, count: number): Results {
  const run = whole();
  const scenarios = (run.scenarios ?? []).filter((_, i) => i % count === index - 1);
  const names = scenarios.map(({ name }) => name);
  const entries = (run.timing.ledger?.entries ?? []).filter(({ scenario }) => names.includes(scenario));
  const first = entries[0]?.id ?? 1;
  const sets = new Set(entries.map(({ set }) => set));
  const ledger = figures(entries, { ms: 1, uncertaintyMs: 100 * index, samples: index });
  const part = {
    ...run,
    shard: { index, count },
    requirements: {
      ...run.requirements,
      selected: run.requirements.selected.filter(({ section }) => names.includes(section)),
    },
    checks: [...run.checks.filter(({ id }) => names.includes(id.split('/')[0] ?? '')), ...limitsOf(ledger)],
    sets: run.sets.filter(({ id }) => sets.has(id)),
    scenarios,
    delivery: [...new Set(scenarios.map(({ delivery }) => delivery))],
    timing: { ...run.timing, ledger },
  };
  // Each begins to count anew.
  return renumbered(part, { entry: (id) => id - first + 1 });
}

function merged(...shards: Results[]): Results {
  const run = mergeShards(shards.map((results, i) => ({ name: `part-${i}`, results })));
  expect(resultsProblems(run)).toEqual([]);
  return run;
}

const shards = [shard(2, 2), shard(1, 2)];

describe('shards of a run of scenarios', () => {
  test('become one, with all by one delivery method before those by the other', () => {
    const run = merged(...shards);
    expect(run.scenarios?.map(({ name, delivery }) => [name, delivery])).toEqual([
      ['impossible-travel', 'push'],
      ['device-non-compliance', 'push'],
      ['risk-creep', 'poll'],
    ]);
    expect(run.checks.map(({ id }) => id)).toEqual(whole().checks.map(({ id }) => id));
    expect(run.requirements.selected.map(({ section }) => section)).toEqual([
      'impossible-travel',
      'device-non-compliance',
      'risk-creep',
    ]);
    expect(run).toMatchObject({ delivery: ['push', 'poll'], partial: false, verdict: 'non-conformant' });
  });

  test('have one ledger, counted from one on, to which the moments refer as before', () => {
    const run = merged(...shards);
    const entries = run.timing.ledger?.entries ?? [];
    expect(entries.map(({ id }) => id)).toEqual(entries.map((_, i) => i + 1));
    expect(entries.map(({ jti }) => jti)).toEqual(whole().timing.ledger?.entries.map(({ jti }) => jti));
    const told = ({ scenarios, timing }: Results) =>
      scenarios?.flatMap(({ moments }) =>
        moments.map(({ entry }) => timing.ledger?.entries.find(({ id }) => id === entry)?.jti),
      );
    expect(told(run)).toEqual(told(whole()));
  });

  test('have the figures of all events together, and are held to the limits with these', () => {
    const { timing, checks } = merged(...shards);
    const expected = whole().timing.ledger;
    expect(timing.ledger?.durations).toEqual(expected?.durations);
    expect(timing.ledger?.limits).toEqual(expected?.limits);
    const limit = checks.find(({ id }) => id === 'limits/delivery.p99');
    expect(limit).toMatchObject({ outcome: 'fail', rerun: 'run --scenario all --enforce-limits' });
    const slowest = timing.ledger?.entries.find(({ set }) => set === limit?.findings[0]?.set);
    expect(slowest?.scenario).toBe('device-non-compliance');
  });

  test('know the skew of the clock as well as the one that knows it best', () => {
    expect(merged(...shards).timing.ledger?.clockSkew).toEqual({ ms: 1, uncertaintyMs: 100, samples: 1 });
  });

  test('are refused when they are of different lists', () => {
    const [second] = shards;
    const other = { ...shard(1, 2), selection: { scenarios: ['impossible-travel'] } };
    const merge = (first: Results) =>
      mergeShards([first, second as Results].map((results, i) => ({ name: `part-${i}`, results })));
    expect(() => merge(other)).toThrow('what was selected is {"scenarios":["impossible-travel"]} in part-0');
    const same = { ...(second as Results), shard: { index: 1, count: 2 } };
    expect(() => merge(same)).toThrow(MergeError);
  });
});
