import { describe, expect, it } from 'vitest';
import { Recorder } from '../../rim/recorder.ts';
import { Secrets } from '../../rim/secrets.ts';
import { TargetClock } from './target-clock.ts';

const EPOCH = Date.parse('2026-11-22T12:00:00Z');

function answers(recorder: Recorder, url: string, atMs: number, headers: [string, string][]): void {
  recorder.exchange({
    direction: 'to-target',
    check: null,
    atMs,
    durationMs: 2,
    request: { method: 'GET', url, headers: [], body: null },
    response: { status: 200, headers, body: null },
  });
}
/** A Date header of a clock that is so far ahead, at a time of the run. */
const date = (atMs: number, aheadMs: number): [string, string] => [
  'date',
  new Date(EPOCH + atMs + aheadMs).toUTCString(),
];

describe('the clock of a target', () => {
  it('is read from its answers, as they come', () => {
    const recorder = new Recorder(new Secrets());
    const clock = new TargetClock(recorder, EPOCH);
    clock.trust('https://t.example/ssf');
    expect(clock.estimate()).toBeNull();
    for (let atMs = 0; atMs < 2_000; atMs += 100)
      answers(recorder, 'https://t.example/x?y', atMs, [date(atMs, 5_000)]);
    const estimate = clock.estimate();
    expect(Math.abs((estimate?.ms ?? 0) - 5_000)).toBeLessThanOrEqual(estimate?.uncertaintyMs ?? 0);
    answers(recorder, 'https://t.example/x', 2_000, [date(2_000, 5_000)]);
    expect(clock.estimate()?.samples).toBe(21);
  });

  it('is not read from the answers of others, nor of caches', () => {
    const recorder = new Recorder(new Secrets());
    const clock = new TargetClock(recorder, EPOCH);
    clock.trust('https://t.example');
    answers(recorder, 'https://receiver.example/sets', 0, [date(0, 0)]);
    answers(recorder, 'https://t.example/jwks', 0, [date(0, -90_000), ['age', '90']]);
    expect(clock.estimate()).toBeNull();
  });
});
