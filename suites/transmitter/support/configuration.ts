import type { JsonObject } from '../../harness/probe.ts';
import { isObject } from './metadata.ts';

/** Members of a stream configuration that only the Transmitter sets, besides events_delivered (SSF 8.1.1). */
export const TRANSMITTER_SUPPLIED = [
  'stream_id',
  'iss',
  'aud',
  'events_supported',
  'min_verification_interval',
] as const;

/** Members that the Receiver sets (SSF 8.1.1, 8.1.1.1). */
const RECEIVER_SUPPLIED = ['events_requested', 'delivery', 'description'] as const;

/** Members that every stream configuration has (SSF 8.1.1). */
export const REQUIRED = ['stream_id', 'iss', 'aud', 'events_delivered', 'delivery'] as const;

/**
 * Members whose values are compared. inactivity_timeout is left out: nobody asks for it to change, and a Transmitter
 * that counts it down is not what these checks are about.
 */
export const COMPARED = [...TRANSMITTER_SUPPLIED, ...RECEIVER_SUPPLIED, 'events_delivered'] as const;

export type Member = (typeof COMPARED)[number];

/** One member that is not the same in two configurations. */
export interface Difference {
  member: Member;
  before: unknown;
  after: unknown;
}

/** Members that differ; arrays compare as sets, `aud` as one string equals the array of it, null is absence. */
export function differences(
  before: JsonObject,
  after: JsonObject,
  members: readonly Member[] = COMPARED,
): Difference[] {
  return members
    .filter((member) => canonical(member, before[member]) !== canonical(member, after[member]))
    .map((member) => ({ member, before: before[member], after: after[member] }));
}

/** Differences in words, for the reader of a finding. */
export function inWords(changed: readonly Difference[]): string {
  return changed
    .map(({ member, before, after }) => `${member}: ${shown(before)} became ${shown(after)}`)
    .join('; ');
}

/** The strings of an array; empty when it is none. */
export function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Both hold the same strings, in whatever order. */
export function sameSet(one: unknown, other: unknown): boolean {
  return canonical('events_requested', one) === canonical('events_requested', other);
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

function canonical(member: Member, value: unknown): string {
  if (value === undefined || value === null) return 'absent';
  const whole = member === 'aud' && typeof value === 'string' ? [value] : value;
  return JSON.stringify(ordered(whole));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(ordered(item))))].sort();
  if (!isObject(value)) return value;
  return Object.entries(value)
    .map(([name, item]) => [name, ordered(item)])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
}
