import type { Results } from '../../../reports/results.ts';
import { conclude } from '../conclude.ts';
import { mergedChecks } from './checks.ts';
import { type Part, shardsOf } from './parts.ts';
import { largestIds, renumbered } from './references.ts';
import { mergedScenarios } from './scenarios.ts';

/**
 * The shards of one run as that run, whatever the order in which they are named.
 *
 * Each exchange and each SET keeps its evidence under an id of its own, and times count from the start of the first shard
 * on. A check that judges all that was seen has judged what its shard saw; its worst outcome counts. What compares SETs with
 * each other compared those of one shard: from one to the next the target may have begun anew.
 *
 * Waivers and comparisons are about a whole run: take them back before, and apply them after.
 *
 * @throws {MergeError} when they are not the shards of one run, or not all of them
 */
export function mergeShards(given: readonly Part[]): Results {
  const parts = besideEachOther(shardsOf(given));
  const all = together(parts);
  if (all.scenarios !== undefined) return conclude(mergedScenarios(all, parts));
  const { checks, notices } = mergedChecks(parts);
  return conclude({ ...all, checks, notices: [...all.notices, ...notices] });
}

/** The parts with ids that no other part uses, on the clock of the one that began first. */
function besideEachOther(parts: readonly Results[]): Results[] {
  const begin = Math.min(...parts.map(begun));
  const offset = { exchange: 0, set: 0, entry: 0 };
  return parts.map((part) => {
    const { exchange, set, entry } = offset;
    const laterMs = begun(part) - begin;
    const largest = largestIds(part);
    offset.exchange += largest.exchange;
    offset.set += largest.set;
    offset.entry += largest.entry;
    const moved = renumbered(part, {
      exchange: (id) => id + exchange,
      set: (id) => id + set,
      entry: (id) => id + entry,
      at: (ms) => Math.round((ms + laterMs) * 100) / 100,
    });
    return { ...moved, startedAt: new Date(begin).toISOString(), durationMs: part.durationMs + laterMs };
  });
}

function begun({ startedAt }: Results): number {
  return Date.parse(startedAt);
}

/** Everything of all parts, one after the other. */
function together(parts: readonly Results[]): Results {
  const [first] = parts;
  if (first === undefined) throw new TypeError('There is nothing to merge.');
  const { shard: _, attestation: __, comparison: ___, setRules: ____, scenarios: _____, ...same } = first;
  const interrupted = parts.some((part) => part.interrupted);
  const { only, skip } = first.selection ?? {};
  const rules = parts.flatMap(({ setRules = [] }) => setRules);
  return {
    ...same,
    durationMs: Math.max(...parts.map(({ durationMs }) => durationMs)),
    delivery: unique(parts.flatMap(({ delivery }) => delivery)),
    partial: interrupted || only !== undefined || skip !== undefined,
    interrupted,
    ...(parts.some(({ faulty }) => faulty === true) ? { faulty: true as const } : {}),
    requirements: {
      ...first.requirements,
      selected: uniqueBy(
        parts.flatMap(({ requirements }) => requirements.selected),
        ({ id }) => id,
      ),
    },
    checks: parts.flatMap(({ checks }) => checks),
    exchanges: parts.flatMap(({ exchanges }) => exchanges),
    sets: parts.flatMap(({ sets }) => sets),
    timing: { ...first.timing, samples: parts.flatMap(({ timing }) => timing.samples) },
    ...(first.scenarios && { scenarios: parts.flatMap(({ scenarios = [] }) => scenarios) }),
    ...(rules.length > 0 && { setRules: uniqueBy(rules, (rule) => JSON.stringify(rule)) }),
    omissions: unique(parts.flatMap(({ omissions }) => omissions)),
    notices: unique(parts.flatMap(({ notices }) => notices)),
  };
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}

function uniqueBy<T>(all: readonly T[], key: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one);
  return [...first.values()];
}
