import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { receiverChecks } from '../../receiver/index.ts';
import type { Executed } from '../execute.ts';
import type { PlannedCheck } from '../plan.ts';
import { recordBlocked, startWatchdog } from './watchdog.ts';

const [check] = receiverChecks;
if (check === undefined) throw new Error('There are no checks.');
const planned: PlannedCheck = { check, delivery: null, key: 'acme/x', excluded: null };
const LONG_MS = 60_000;

describe('the watchdog of checks of the tester’s own', () => {
  const worker = { threadId: 7, terminate: vi.fn<() => void>() };
  let dog: ReturnType<typeof startWatchdog>;
  beforeEach(() => {
    vi.useFakeTimers();
    worker.threadId = 7;
    worker.terminate.mockClear();
    dog = startWatchdog();
    (process as NodeJS.EventEmitter).emit('worker', worker);
    dog.beat(7);
  });
  afterEach(() => {
    dog.end();
    vi.useRealTimers();
  });

  it('ends a thread that gives no sign of life while one of them runs, and names that', () => {
    dog.watch(planned);
    vi.advanceTimersByTime(LONG_MS);
    expect(worker.terminate).toHaveBeenCalled();
    expect(dog.found()).toBe(planned);
  });

  it('blames none of them for a thread that has ended, however long the rest takes', () => {
    dog.watch(planned);
    // As Node.js has it of a worker that has ended.
    worker.threadId = -1;
    vi.advanceTimersByTime(LONG_MS);
    expect(worker.terminate).not.toHaveBeenCalled();
    expect(dog.found()).toBeNull();
  });

  it('lets a result stand that is there before the thread was blocked', () => {
    const passed: Executed = { outcome: 'pass', findings: [], durationMs: 1 };
    const results = new Map([[planned.key, passed]]);
    expect(recordBlocked(results, planned)).toBeNull();
    expect(results.get(planned.key)).toBe(passed);
    results.clear();
    expect(recordBlocked(results, planned)).toMatchObject({ outcome: 'error' });
    expect(results.size).toBe(1);
  });
});
