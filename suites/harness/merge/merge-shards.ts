import type { Results, TargetLog } from '../../../reports/results.ts';
import { setRulesOf } from '../../set/reading/set-rules.ts';
import { type ProfileName, profiles } from '../../standard/profiles.ts';
import { conclude } from '../conclude.ts';
import { applyWaivers, withoutWaivers } from '../waivers/apply.ts';
import { mergedChecks } from './checks.ts';
import { type Part, shardsOf } from './parts.ts';
import { idsIn, renumbered } from './references.ts';
import { mergedScenarios } from './scenarios.ts';

/**
 * The shards of one run as that run, whatever the order in which they are named.
 *
 * Each exchange and each SET keeps its evidence under an id of its own, and times count from the start of the first shard
 * on. A check that judges all that was seen has judged what its shard saw; its worst outcome counts. What compares SETs with
 * each other compared those of one shard: from one to the next the target may have begun anew.
 *
 * Waivers are taken back and applied to the whole, as on the last day on which a shard began; comparisons are left out.
 *
 * @throws {MergeError} when they are not the shards of one run, or not all of them
 */
export function mergeShards(given: readonly Part[]): Results {
  const shards = shardsOf(given);
  const parts = besideEachOther(shards.map(withoutWaivers));
  const run = merged(together(parts), parts);
  const waivers = shards[0]?.waivers?.map(({ state: _state, checks: _checks, ...waiver }) => waiver);
  if (waivers === undefined) return conclude(run);
  const days = shards.map(({ startedAt }) => startedAt.slice(0, 10)).toSorted();
  return applyWaivers(conclude(run), waivers, days.at(-1) ?? '');
}

function merged(all: Results, parts: readonly Results[]): Results {
  if (all.scenarios !== undefined) return mergedScenarios(all, parts);
  const { checks, notices } = mergedChecks(parts);
  return { ...all, checks, notices: [...all.notices, ...notices] };
}

/** The parts with ids that no other part uses, on the clock of the one that began first. */
function besideEachOther(parts: readonly Results[]): Results[] {
  const begin = Math.min(...parts.map(begun));
  const taken = { exchange: 0, set: 0, entry: 0 };
  return parts.map((part) => {
    const laterMs = begun(part) - begin;
    const ids = idsIn(part);
    const behind = (kind: keyof typeof taken): ((id: number) => number) => {
      const { lowest, highest } = ids[kind];
      // Ids count from one on; whoever counts from zero on needs a place more.
      const shift = taken[kind] + (lowest === 0 ? 1 : 0);
      taken[kind] = highest + shift;
      return (id) => id + shift;
    };
    const moved = renumbered(part, {
      exchange: behind('exchange'),
      set: behind('set'),
      entry: behind('entry'),
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
  const {
    shard: _shard,
    attestation: _attestation,
    comparison: _comparison,
    setRules: _setRules,
    scenarios: _scenarios,
    ...same
  } = first;
  const interrupted = parts.some((part) => part.interrupted);
  const { only, skip } = first.selection ?? {};
  const sets = parts.flatMap((part) => part.sets);
  const profile = first.own?.profile?.base ?? first.profile;
  const read = parts.some(({ setRules }) => setRules !== undefined);
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
    sets,
    timing: { ...first.timing, samples: parts.flatMap(({ timing }) => timing.samples) },
    ...(first.targetLog && { targetLog: togetherWritten(first.targetLog, parts) }),
    ...(first.scenarios && { scenarios: parts.flatMap(({ scenarios = [] }) => scenarios) }),
    ...(read && isProfile(profile) && { setRules: setRulesOf(sets, profile) }),
    omissions: unique(parts.flatMap(({ omissions }) => omissions)),
    notices: unique(parts.flatMap(({ notices }) => notices)),
  };
}

/** What the targets of all parts wrote, which were one after the other or at the same time. */
function togetherWritten(first: TargetLog, parts: readonly Results[]): TargetLog {
  const logs = parts.flatMap(({ targetLog }) => targetLog ?? []);
  return {
    ...first,
    lines: logs.flatMap(({ lines }) => lines).toSorted((a, b) => a.atMs - b.atMs),
    omitted: logs.reduce((sum, { omitted }) => sum + omitted, 0),
  };
}

function isProfile(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}

function unique<T>(all: readonly T[]): T[] {
  return [...new Set(all)];
}

function uniqueBy<T>(all: readonly T[], key: (one: T) => string): T[] {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one);
  return [...first.values()];
}
