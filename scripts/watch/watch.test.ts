import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { answerSight, Changes, fileSight, type Sight } from './changes.ts';
import { nextKey } from './keys.ts';
import { type Watched, watch } from './watch.ts';

const never = new Promise<never>(() => {});

/** A run that is watched by a script: what is pressed, or changes, after each round. */
function scripted(
  events: readonly ('all' | 'failed' | 'quit' | { changed: string })[],
  failed: readonly string[][] = [],
): { watched: Watched; runs: (readonly string[] | null)[]; text: () => string; controller: AbortController } {
  const runs: (readonly string[] | null)[] = [];
  let text = '';
  const controller = new AbortController();
  /** One event after each round; the same one again would be another wish. */
  const taken = new Set<number>();
  const take = <T>(
    isMeant: (event: (typeof events)[number]) => boolean,
    value: (event: never) => T,
  ): Promise<T> => {
    const round = runs.length - 1;
    const event = events[round];
    if (event === undefined || taken.has(round) || !isMeant(event)) return never;
    taken.add(round);
    return Promise.resolve(value(event as never));
  };
  return {
    runs,
    text: () => text,
    controller,
    watched: {
      run: async (only) => {
        runs.push(only);
        return { exitCode: runs.length, failed: failed[runs.length - 1] ?? [] };
      },
      changed: () =>
        take(
          (event) => typeof event === 'object',
          ({ changed }: { changed: string }) => changed,
        ),
      key: () =>
        take(
          (event) => typeof event === 'string',
          (event: 'all' | 'failed' | 'quit') => event,
        ),
      watches: () => 'the config file',
      hasKeys: true,
      output: { write: (more: string) => (text += more) },
      signal: controller.signal,
    },
  };
}

describe('a watched run', () => {
  it('runs all on r, only what failed on f, and ends on q with the last exit code', async () => {
    const { watched, runs } = scripted(['failed', 'all', 'quit'], [['jwks/a', 'jwks/b'], ['jwks/b'], []]);
    expect(await watch(watched)).toBe(3);
    expect(runs).toEqual([null, ['jwks/a', 'jwks/b'], null]);
  });

  it('runs all when something changed, and says what', async () => {
    const { watched, runs, text } = scripted([{ changed: 'a.json changed; running again.' }, 'quit']);
    await watch(watched);
    expect(runs).toEqual([null, null]);
    expect(text()).toContain('a.json changed; running again.');
  });

  it('takes f for a slip where nothing failed, and does not offer it', async () => {
    const { watched, runs, text } = scripted([]);
    const pressed = ['failed', 'quit'] as const;
    let presses = 0;
    const key = async () => pressed[presses++] ?? never;
    expect(await watch({ ...watched, key })).toBe(1);
    expect(runs).toEqual([null]);
    expect(text()).not.toContain('only what failed');
  });

  it('ends with Ctrl-C while it waits, and does not run again', async () => {
    const { watched, runs, controller } = scripted([]);
    const watching = watch(watched);
    setImmediate(() => controller.abort());
    expect(await watching).toBe(1);
    expect(runs).toHaveLength(1);
  });
});

describe('what is watched', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

  it('a file changes when it is written, and when it appears', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'ssf-watch-'));
    folders.push(folder);
    const file = path.join(folder, 'waivers.json');
    const { signal } = new AbortController();
    const changes = new Changes([{ ...fileSight(file), everyMs: 1 }]);
    await changes.remember(signal);
    const appeared = changes.next(signal);
    await writeFile(file, '{}');
    expect(await appeared).toBe('Running again: waivers.json changed.');
    const written = changes.next(signal);
    await writeFile(file, '{"waivers":[]}');
    expect(await written).toBe('Running again: waivers.json changed.');
  });

  it('an answer that comes back after an outage is a change', async () => {
    let answers = false;
    const sight = answerSight('the metadata', async () => {
      if (!answers) throw new Error('refused');
      return '{}';
    });
    const { signal } = new AbortController();
    const changes = new Changes([{ ...sight, everyMs: 1 }]);
    await changes.remember(signal);
    const next = changes.next(signal);
    answers = true;
    expect(await next).toContain('the metadata changed');
  });

  it('what differs each time it is asked is not watched, and not named', async () => {
    let n = 0;
    const restless: Sight = { name: 'the clock', everyMs: 1, look: async () => String(n++) };
    const still: Sight = { name: 'the stone', everyMs: 1, look: async () => 'as ever' };
    const controller = new AbortController();
    const changes = new Changes([restless, still]);
    await changes.remember(controller.signal);
    expect(changes.names).toBe('the stone');
    const before = n;
    void changes.next(controller.signal);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(n).toBe(before);
  });
});

describe('keys', () => {
  it('are read one by one, others pass by, and the terminal is given back', async () => {
    const listeners = new Set<(keys: string) => void>();
    const raw: boolean[] = [];
    const stdin = {
      setRawMode: (on: boolean) => raw.push(on),
      on: (_: 'data', listener: (keys: string) => void) => listeners.add(listener),
      off: (_: 'data', listener: (keys: string) => void) => listeners.delete(listener),
      resume: () => {},
      pause: () => {},
    };
    let interrupted = 0;
    const key = nextKey(stdin, new AbortController().signal, () => (interrupted += 1));
    const press = (keys: string): void => {
      for (const listener of listeners) listener(keys);
    };
    press('x');
    press('\u0003');
    press('F');
    expect(await key).toBe('failed');
    expect(interrupted).toBe(1);
    expect(raw).toEqual([true, false]);
    expect(listeners.size).toBe(0);
  });
});
