import type { Effect } from '../receiver/seams.ts';
import type { Cell, Section } from './page.ts';
import type { PushFate } from './push-fate.ts';
import { emailOf } from './subject-email.ts';
import type { LogEntry } from './vendor.ts';

/** Rows that a page shows of what grows without end, newest first. */
const SHOWN = 100;

const bad: readonly string[] = ['end-sessions', 'shut-out-device', 'disable-account', 'delete-account'];
const good: readonly string[] = ['admit-device', 'enable-account'];

/** What a Receiver did, newest first. */
export function effectsSection(effects: readonly Effect[]): Section {
  return {
    heading: 'What was done',
    columns: ['Time', 'Action', 'Subject', 'SET (jti)'],
    rows: newest(effects).map(({ at, action, subject, jti }) => [
      clock(at),
      toned(action),
      emailOf(subject) ?? { text: JSON.stringify(subject), code: true },
      { text: jti, code: true },
    ]),
    empty: 'Nothing yet: no SET has called for anything.',
  };
}

/** A log, newest first. */
export function logSection(heading: string, entries: readonly LogEntry[], note?: string): Section {
  return {
    heading,
    note,
    columns: ['Time', 'Type', 'What happened'],
    rows: newest(entries).map(({ at, type, text }) => [clock(at), { text: type, code: true }, text]),
  };
}

/** What became of a SET that was sent; `about` stands before it. */
export function fateCell({ state, text }: PushFate, about = ''): Cell {
  const tone = state === 'accepted' ? 'good' : state === 'given-up' ? 'bad' : 'warn';
  return { text: `${about}${text}`, tone };
}

/** Hours to ms of an ISO 8601 time in UTC. */
export function clock(at: string): string {
  return at.slice(11, 23);
}

export function newest<T>(list: readonly T[]): T[] {
  return list.slice(-SHOWN).toReversed();
}

function toned(action: string): Cell {
  if (bad.includes(action)) return { text: action, tone: 'bad' };
  return good.includes(action) ? { text: action, tone: 'good' } : action;
}
