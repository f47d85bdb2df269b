import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exchange, RequestSpec, Rim } from '../../exchange.ts';
import type { TestStream } from '../../probe.ts';
import { Recorder } from '../../rim/recorder.ts';
import { Secrets } from '../../rim/secrets.ts';
import { ArrivedSets } from './arrived-sets.ts';
import { PollLoop } from './poll-loop.ts';
import type { Handed, ReceiverDoor } from './receiver-door.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (jti: string, subject = jti): string =>
  `${part({ alg: 'none' })}.${part({ jti, sub_id: { format: 'opaque', id: subject } })}.c2ln`;

const accepted: Handed = { answer: { status: 202, headers: {}, text: '' }, err: null, trouble: null };
const refused = (err: string): Handed => ({
  ...accepted,
  answer: { status: 400, headers: {}, text: '' },
  err,
});

type Reply = { status: number; json?: unknown; afterMs?: number } | 'held' | 'down';

/** A loop before a target that answers polls as told, and then holds them. */
class World {
  readonly polls: Record<string, unknown>[] = [];
  readonly handed: string[] = [];
  readonly recorder = new Recorder(new Secrets());
  readonly sets = new ArrivedSets({
    recorder: this.recorder,
    check: 'story',
    delivery: 'poll',
    streamId: 's',
    signed: () => undefined,
  });
  readonly loop: PollLoop;

  constructor(replies: (nth: number) => Reply, hand: (nth: number) => Handed = () => accepted) {
    const door = {
      hand: async (body: Buffer) => {
        this.handed.push(body.toString());
        return hand(this.handed.length - 1);
      },
    } as unknown as ReceiverDoor;
    const stream = { id: 's', as: 'receiver', pollUrl: 'http://127.0.0.1:9/poll' } as TestStream & {
      pollUrl: string;
    };
    const { recorder, sets } = this;
    const parts = { stream, check: 'story', sets, door, recorder, now: () => performance.now() };
    this.loop = new PollLoop(parts, (signal) => this.#rim(signal, replies));
  }

  #rim(signal: AbortSignal, replies: (nth: number) => Reply): Rim {
    const send = async (spec: RequestSpec): Promise<Exchange> => {
      this.polls.push(spec.json as Record<string, unknown>);
      const reply = replies(this.polls.length - 1);
      const request = { method: 'POST', url: spec.url, headers: {}, body: null };
      const base = { id: this.polls.length, request, atMs: performance.now(), durationMs: 1 };
      if (reply === 'held') {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return { ...base, response: null, error: { kind: 'aborted', message: 'cancelled' } };
      }
      if (reply === 'down') return { ...base, response: null, error: { kind: 'refused', message: 'no' } };
      const { status, json, afterMs } = reply;
      if (afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, afterMs));
      return { ...base, response: { status, json, headers: {}, text: '', bytes: 0, utf8: true } };
    };
    return { send } as unknown as Rim;
  }
}

/** Answers these polls, and holds those after them. */
const then =
  (...replies: Reply[]) =>
  (nth: number): Reply =>
    replies[nth] ?? 'held';
const ok = (sets: unknown): Reply => ({ status: 200, json: { sets } });

describe('the loop that polls', () => {
  let world: World;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(async () => {
    await world.loop.stop();
    vi.useRealTimers();
  });
  const play = async (ms: number, ...of: ConstructorParameters<typeof World>): Promise<World> => {
    world = new World(...of);
    world.loop.start();
    await vi.advanceTimersByTimeAsync(ms);
    return world;
  };

  it('hands SETs on and acknowledges them in the next poll', async () => {
    const { polls, handed, sets } = await play(10, then(ok({ a: token('a'), b: token('b') })));
    expect(handed).toEqual([token('a'), token('b')]);
    expect(polls).toEqual([{ returnImmediately: false }, { returnImmediately: false, ack: ['a', 'b'] }]);
    expect(sets.list).toMatchObject([{ attempts: [{ status: 202 }] }, { attempts: [{ status: 202 }] }]);
  });

  it('reports what the Receiver refuses with its code', async () => {
    const { polls, sets } = await play(10, then(ok({ a: token('a') })), () => refused('invalid_key'));
    expect(polls[1]).toMatchObject({ setErrs: { a: { err: 'invalid_key' } } });
    expect(sets.list[0]?.attempts).toMatchObject([{ status: 400, err: 'invalid_key' }]);
  });

  it('says nothing of a SET while the Receiver is out of order, and hands it on when it comes again', async () => {
    const down: Handed = { answer: null, err: null, trouble: 'refused' };
    const { polls, handed, sets } = await play(
      1_000,
      then(ok({ a: token('a') }), ok({ a: token('a') })),
      (nth) => (nth === 0 ? down : accepted),
    );
    expect(polls.map(({ ack }) => ack)).toEqual([undefined, undefined, ['a']]);
    expect(handed).toHaveLength(2);
    expect(sets.list[0]?.attempts.map(({ status }) => status)).toEqual([null, 202]);
  });

  it('acknowledges once more what comes again, without handing it on', async () => {
    const { polls, handed } = await play(1_000, then(ok({ a: token('a') }), ok({ a: token('a') })));
    expect(polls.map(({ ack }) => ack)).toEqual([undefined, ['a'], ['a']]);
    expect(handed).toHaveLength(1);
  });

  it('says again what it said in a poll that failed', async () => {
    const { polls, sets } = await play(1_000, then(ok({ a: token('a') }), 'down'));
    expect(polls.map(({ ack }) => ack)).toEqual([undefined, ['a'], ['a']]);
    expect(sets.list[0]?.attempts).toMatchObject([{ status: 202 }]);
  });

  it('refuses what is no string, and keeps what is no SET', async () => {
    const { polls, sets } = await play(10, then(ok({ a: 7, b: 'garbage' })));
    expect(polls[1]).toMatchObject({ ack: ['b'], setErrs: { a: { err: 'invalid_request' } } });
    expect(sets.list).toMatchObject([{ jti: null, parsed: { compact: 'garbage' } }]);
  });

  it.each([
    ['is down', 'down'],
    ['answers 500', { status: 500 }],
    ['answers without sets', { status: 200, json: {} }],
    ['answers no JSON object', { status: 200, json: [] }],
  ] as const)('does not flood a target that %s', async (_, reply) => {
    const { polls } = await play(20_000, () => reply);
    expect(polls.length).toBeLessThan(10);
  });

  it('does not flood a target that answers every poll at once', async () => {
    const { polls, loop, recorder } = await play(20_000, () => ok({}));
    expect(polls.length).toBeLessThan(100);
    expect(loop.emptyPollsMs.length).toBe(polls.length);
    expect([...recorder.omissions]).toEqual([]);
  });

  it('does not flood a target that gives the same SET for ever', async () => {
    const { polls, handed } = await play(20_000, () => ok({ a: token('a') }));
    expect(polls.length).toBeLessThan(100);
    expect(handed).toHaveLength(1);
  });

  it('ends at once while a poll is held', async () => {
    const { loop, polls } = await play(10, () => 'held');
    await loop.stop();
    expect(polls).toHaveLength(1);
  });

  it('can wait for the end of a poll that is held, to tell how long', async () => {
    const { loop, polls } = await play(10, () => ({ status: 200, json: { sets: {} }, afterMs: 3_000 }));
    const stopped = loop.stop(5_000);
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    expect([polls.length, loop.emptyPollsMs.length]).toEqual([1, 1]);
  });

  it('does not wait for it for ever, and hands nothing on in the meantime', async () => {
    const { loop, handed } = await play(10, () => ({
      status: 200,
      json: { sets: { a: token('a') } },
      afterMs: 3_000,
    }));
    const stopped = loop.stop(5_000);
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    expect(handed).toEqual([]);
    const { loop: other } = await play(10, () => 'held');
    const ended = other.stop(5_000);
    await vi.advanceTimersByTimeAsync(5_000);
    await ended;
    expect(other.emptyPollsMs).toEqual([]);
  });

  it('knows why polls bring nothing, until one does', async () => {
    const { loop } = await play(10, then({ status: 500 }, ok([]), ok({})));
    expect(loop.trouble).toBe('status 500');
    await vi.advanceTimersByTimeAsync(250);
    expect(loop.trouble).toContain('`sets` is an object');
    await vi.advanceTimersByTimeAsync(500);
    expect(loop.trouble).toBeNull();
  });
});
