import type { Delivery } from '../../../../reports/results.ts';
import { NotTested } from '../../probe/signals.ts';
import { whileWaiting } from '../../waits.ts';
import type { IssuerDoor, PeerStream, Scene, SeenCall } from '../exchange.ts';
import type { Life } from '../probe.ts';
import type { ReceiverRunState } from './run-state.ts';
import { until } from './until.ts';

/** After so many starts in a row without a stream the target is not started any more for the checks that share a life. */
const PATIENCE = 2;

/** How long calls that were seen before their answer are left alone until they are looked at again, ms. */
const AGAIN_MS = 50;

/**
 * Waits for a call with index >= `from` that `match` accepts; null when the limit (ms) passes. A call is seen when it
 * comes, and once more when it was answered.
 */
export async function awaitCall(
  state: ReceiverRunState,
  match: (call: SeenCall) => boolean,
  limitMs: number,
  from: number,
): Promise<SeenCall | null> {
  const { rim } = state;
  return whileWaiting(state.waiting, 'a request of the Receiver', limitMs, () =>
    nextCall(rim, match, limitMs, from),
  );
}

async function nextCall(
  rim: ReceiverRunState['rim'],
  match: (call: SeenCall) => boolean,
  limitMs: number,
  from: number,
): Promise<SeenCall | null> {
  const deadline = performance.now() + limitMs;
  const open = new Set<number>();
  for (let next = from; ; ) {
    const left = Math.max(0, deadline - performance.now());
    const news = await rim.calls(next, open.size === 0 ? left : Math.min(left, AGAIN_MS));
    const oldest = Math.min(...open);
    const answered =
      open.size === 0
        ? []
        : (await rim.calls(oldest, 0)).filter((call) => open.has(call.index) && call.answeredAtMs !== null);
    const found = [...answered, ...news].find(match);
    if (found !== undefined) return found;
    for (const { index } of answered) open.delete(index);
    for (const { index, answeredAtMs } of news) if (answeredAtMs === null) open.add(index);
    next = (news.at(-1)?.index ?? next - 1) + 1;
    if (left <= 0) return null;
  }
}

/** Starts and ends the target of one check instance. */
export class Lives {
  readonly #state: ReceiverRunState;
  readonly #key: string;
  readonly #delivery: Delivery;

  constructor(state: ReceiverRunState, key: string, delivery: Delivery) {
    this.#state = state;
    this.#key = key;
    this.#delivery = delivery;
  }

  /** The life that checks share; begun if there is none, or none on this delivery method. */
  async shared(): Promise<Life> {
    const { facts, life: current } = this.#state;
    this.#requireManaged();
    const usable = current !== null && !(current.dead && facts.hooks.includes('restart'));
    if (usable && !current.own && current.life.delivery === this.#delivery) {
      const stream = await current.life.stream();
      if (stream !== null) return current.life;
    }
    if (this.#state.starts > 0) this.#requireRestart();
    if (this.#state.failedStarts >= PATIENCE) {
      throw new NotTested(`The target was started ${PATIENCE} times and did not create a stream.`);
    }
    const life = await this.#start(this.#delivery, 'right');
    this.#state.life = { life, own: false, dead: false };
    if (!life.started.ok) {
      this.#state.failedStarts += 1;
      throw new NotTested(`The target could not be started: ${life.started.message ?? 'no reason given'}.`);
    }
    if ((await life.stream()) === null) {
      this.#state.failedStarts += 1;
      throw new NotTested(`The target did not create a stream within ${facts.limits.start} ms of its start.`);
    }
    this.#state.failedStarts = 0;
    return life;
  }

  /** A new life for this check alone. */
  async fresh(options: { scene?: Scene; door?: IssuerDoor; delivery?: Delivery }): Promise<Life> {
    this.#requireManaged();
    this.#requireRestart();
    await this.end();
    await this.#state.rim.scene(options.scene ?? {}, this.#key);
    const life = await this.#start(options.delivery ?? this.#delivery, options.door ?? 'right');
    this.#state.life = { life, own: true, dead: false };
    return life;
  }

  async end(): Promise<void> {
    if (this.#state.life === null) return;
    this.#state.life = null;
    this.#state.trusted = { push: false, poll: false };
    await this.#state.rim.stop();
  }

  /** Where deliveries go; ends the check as not-tested when there is no such place. */
  async stream(): Promise<PeerStream | null> {
    const { facts, rim, life } = this.#state;
    if (facts.form === 'hosted') {
      return this.#delivery === 'poll' ? ((await rim.streams()).at(-1) ?? null) : null;
    }
    // A check that started the target anew delivers to that one.
    return life?.own === true ? life.life.stream() : (await this.shared()).stream();
  }

  async #start(delivery: Delivery, door: IssuerDoor): Promise<Life> {
    const { rim, facts } = this.#state;
    this.#state.starts += 1;
    this.#state.trusted = { push: false, poll: false };
    const from = ((await rim.calls(0, 0)).at(-1)?.index ?? -1) + 1;
    const started = await rim.start({ delivery, door }, this.#key);
    const { life: number, issuer } = started;
    let had = false;
    const calls = async (): Promise<SeenCall[]> =>
      (await rim.calls(from, 0)).filter((call) => call.life === number);
    return {
      number,
      delivery,
      issuer,
      started: { ok: started.ok, ...(started.message === undefined ? {} : { message: started.message }) },
      from,
      stream: async () => {
        const find = async (): Promise<PeerStream | null> =>
          (await rim.streams()).find((stream) => stream.life === number) ?? null;
        // A stream that was there and is gone does not come again, nor does one of a target that has ended.
        const ended = async (): Promise<boolean> => (await rim.ended()) === true;
        if (!had)
          await whileWaiting(this.#state.waiting, 'the stream of the Receiver', facts.limits.start, () =>
            until(async () => (await find()) !== null || (await ended()), facts.limits.start),
          );
        const stream = await find();
        had ||= stream !== null;
        return stream;
      },
      calls,
      awaitCall: (match, limitMs) =>
        awaitCall(this.#state, (call) => call.life === number && match(call), limitMs, from),
      settle: async (options = {}) => {
        const quiet = options.quietMs ?? facts.limits.quiet;
        const deadline = performance.now() + (options.limitMs ?? facts.limits.start);
        for (let next = from; performance.now() < deadline; ) {
          const news = await rim.calls(next, quiet);
          const last = news.at(-1)?.index;
          if (last !== undefined) next = last + 1;
          else if ((await calls()).every((call) => call.operation === 'poll' || call.answeredAtMs !== null)) {
            break;
          }
        }
        return calls();
      },
    };
  }

  #requireManaged(): void {
    const { form, hooks } = this.#state.facts;
    if (form === 'managed' && hooks.includes('start')) return;
    throw new NotTested('Needs a managed Receiver that we can start (--start-command).', 'start');
  }

  #requireRestart(): void {
    if (this.#state.facts.hooks.includes('restart')) return;
    throw new NotTested('Needs a target that can be started more than once.', 'restart');
  }
}
