import type { Delivery } from '../../../../reports/results.ts';
import { parseSet } from '../../../set/parse.ts';
import type { Exchange } from '../../exchange.ts';
import { NotTested } from '../../probe/signals.ts';
import { readingIn } from '../../rim/read-recorded.ts';
import { whileWaiting } from '../../waits.ts';
import type { OfferedSet, PeerStream } from '../exchange.ts';
import type { Attacked, CraftedSet, Delivered } from '../probe.ts';
import type { Effects } from './effects.ts';
import type { Lives } from './lives.ts';
import type { ReceiverRunState } from './run-state.ts';
import { until } from './until.ts';

/** After so many deliveries in a row without any answer nothing more is delivered: a dead target must not take hours. */
const PATIENCE = 3;
/** A SET that was handed out so often, and for this part of the limit `delivery`, without being settled will not be. */
const HAND_OUTS = 3;
const SETTLING = 1 / 10;
/** A target that took longer to poll and acknowledge a good SET polls now and then, ms. */
const SLOW_POLL_MS = 1_500;
/** Pushes of a burst that are under way at once. */
const LANES = 16;

/** Delivers the SETs of one check instance. */
export class Deliveries {
  readonly #state: ReceiverRunState;
  readonly #key: string;
  readonly #delivery: Delivery;
  readonly #lives: Lives;
  readonly #effects: Effects;
  readonly #craft: () => Promise<CraftedSet>;

  constructor(
    state: ReceiverRunState,
    of: { key: string; delivery: Delivery; lives: Lives; effects: Effects; craft: () => Promise<CraftedSet> },
  ) {
    this.#state = state;
    this.#key = of.key;
    this.#delivery = of.delivery;
    this.#lives = of.lives;
    this.#effects = of.effects;
    this.#craft = of.craft;
  }

  async one(set: CraftedSet): Promise<Delivered> {
    const [delivered] = await this.all([set]);
    if (delivered === undefined) throw new Error('Nothing was delivered.');
    return delivered;
  }

  async all(sets: readonly CraftedSet[]): Promise<Delivered[]> {
    const stream = await this.#place();
    this.#state.trusted[this.#delivery] = false;
    const delivered = stream === null ? await this.#pushAll(sets) : await this.#pollAll(stream, sets);
    for (const one of delivered) this.#note(one);
    return delivered;
  }

  /** Between two good ones; of a target that refuses everything a refusal says nothing. */
  async attack(set: CraftedSet): Promise<Attacked> {
    if (!this.#state.trusted[this.#delivery]) await this.#good('before');
    const stream = await this.#place();
    const good = await this.#craft();
    this.#state.trusted[this.#delivery] = false;
    let bad: Delivered;
    let after: Delivered;
    if (stream === null) {
      bad = { ...(await this.#push(set)), attacked: true };
      this.#note(bad);
      after = await this.#push(good);
    } else {
      // What is settled of the second tells that the first was passed over. A target that polls now and then gets both
      // at once: one by one each would cost it a poll more.
      const slow = this.#state.pollMs > SLOW_POLL_MS;
      if (!slow) {
        await this.#state.rim.offer(stream.id, [{ key: set.jti, compact: set.compact }]);
        await this.#handedOut(stream, set);
      }
      const both = await this.#pollAll(stream, [set, good], {
        toOffer: slow ? [set, good] : [good],
        enough: good.jti,
      });
      const [first, second] = both;
      if (first === undefined || second === undefined) throw new Error('Nothing was delivered.');
      bad = { ...first, attacked: true };
      after = second;
      this.#note(bad);
    }
    this.#note(after);
    this.#state.trusted[this.#delivery] = after.outcome === 'accepted';
    if (stream !== null && after.outcome === 'accepted') this.#state.pollMs = after.waitedMs;
    const effects = await this.#effects.because(set, after);
    return { ...bad, after, effects };
  }

  async #good(when: string): Promise<void> {
    const delivered = await this.one(await this.#craft());
    if (delivered.outcome !== 'accepted') {
      const how = delivered.status === null ? delivered.outcome : `status ${delivered.status}`;
      throw new NotTested(
        `A good SET sent ${when} was not accepted (${how}), so that a refusal says nothing; accept-set/* judges that.`,
      );
    }
    this.#state.trusted[this.#delivery] = true;
  }

  /** The stream that is polled; null for push. Ends the check when there is nowhere to deliver to. */
  async #place(): Promise<PeerStream | null> {
    if (this.#state.unanswered[this.#delivery] >= PATIENCE) {
      throw new NotTested(
        this.#delivery === 'push'
          ? `The push endpoint left ${PATIENCE} requests in a row without an answer and was given up.`
          : `The target did not poll for ${PATIENCE} SETs in a row and was given up.`,
      );
    }
    const stream = await this.#lives.stream();
    if (stream === null && (this.#state.facts.form === 'managed' || this.#delivery === 'poll')) {
      throw new NotTested('There is no stream to deliver to.');
    }
    return this.#delivery === 'poll' ? stream : null;
  }

  async #pushAll(sets: readonly CraftedSet[]): Promise<Delivered[]> {
    const delivered: Delivered[] = [];
    const queue = sets.entries();
    const lane = async (): Promise<void> => {
      for (const [index, set] of queue) delivered[index] = await this.#push(set);
    };
    await Promise.all(Array.from({ length: Math.min(LANES, sets.length) }, lane));
    return delivered;
  }

  async #push(set: CraftedSet): Promise<Delivered> {
    const { rim, facts, patience } = this.#state;
    const exchange = await patience.send(
      () => rim.push({ body: set.compact }, this.#key),
      facts.limits.request,
    );
    const { response } = exchange;
    const told = errorOf(response?.json);
    return {
      set,
      delivery: 'push',
      outcome:
        response === null
          ? 'unanswered'
          : response.status >= 200 && response.status < 300
            ? 'accepted'
            : 'refused',
      status: response?.status ?? null,
      ...told,
      exchange,
      recorded: await this.#record(set, exchange, null),
      waitedMs: exchange.durationMs,
    };
  }

  /**
   * Waits until the SETs are settled, or surely never will be, and tells what became of each. `toOffer`: those that are
   * not in the queue yet; `enough`: the one whose settlement ends the wait.
   */
  async #pollAll(
    stream: PeerStream,
    sets: readonly CraftedSet[],
    { toOffer = sets, enough }: { toOffer?: readonly CraftedSet[]; enough?: string } = {},
  ): Promise<Delivered[]> {
    const { rim, facts } = this.#state;
    const began = await rim.now();
    await rim.offer(
      stream.id,
      toOffer.map(({ jti, compact }) => ({ key: jti, compact })),
    );
    const keys = sets.map(({ jti }) => jti);
    let settlingUntil = Number.POSITIVE_INFINITY;
    const done = (offered: readonly OfferedSet[]): boolean =>
      offered.every(({ settled }) => settled !== null) ||
      (enough !== undefined && offered.find(({ key }) => key === enough)?.settled != null) ||
      // Who works on SETs beside polling acknowledges them some polls later.
      (performance.now() > settlingUntil &&
        offered.every(({ settled, handedOut }) => settled !== null || handedOut.length >= HAND_OUTS));
    const { pollInterval } = facts.limits;
    const handed = await whileWaiting(
      this.#state.waiting,
      'the next poll of the Receiver',
      pollInterval,
      () =>
        until(async () => {
          const offered = await rim.offered(stream.id, keys);
          return offered.some(({ handedOut }) => handedOut.length > 0) ? offered : null;
        }, pollInterval),
    );
    if (handed !== null) {
      settlingUntil = performance.now() + facts.limits.delivery * SETTLING;
      // Who takes few at a time has the limit anew as long as it gets on.
      for (let before = 0; ; ) {
        const isDone = await whileWaiting(
          this.#state.waiting,
          'what the Receiver makes of a SET that it polled',
          facts.limits.delivery,
          () => until(async () => done(await rim.offered(stream.id, keys)), facts.limits.delivery),
        );
        const now = (await rim.offered(stream.id, keys)).filter(({ settled }) => settled !== null).length;
        if (isDone !== null || now <= before) break;
        before = now;
      }
    }
    const offered = new Map((await rim.offered(stream.id, keys)).map((one) => [one.key, one]));
    const waitedMs = (await rim.now()) - began;
    await rim.withdraw(stream.id, keys);
    const indices = [...offered.values()].flatMap(({ handedOut, settled }) => [
      ...handedOut.slice(0, 1),
      ...(settled === null ? [] : [settled.call]),
    ]);
    const calls = new Map(
      indices.length === 0
        ? []
        : (await rim.calls(Math.min(...indices), 0)).map((call) => [call.index, call]),
    );
    return Promise.all(
      sets.map(async (set) => {
        const { handedOut = [], settled = null } = offered.get(set.jti) ?? {};
        const carrier = calls.get(handedOut[0] ?? -1) ?? null;
        const exchange = (settled === null ? null : calls.get(settled.call)) ?? carrier;
        return {
          set,
          delivery: 'poll' as const,
          outcome:
            settled !== null
              ? settled.how === 'ack'
                ? ('accepted' as const)
                : ('refused' as const)
              : handedOut.length === 0
                ? ('unanswered' as const)
                : ('silent' as const),
          status: null,
          err: settled?.err ?? null,
          description: settled?.description ?? null,
          exchange,
          recorded: carrier === null ? undefined : await this.#record(set, carrier, stream.id),
          waitedMs,
        };
      }),
    );
  }

  async #handedOut(stream: PeerStream, set: CraftedSet): Promise<void> {
    const { rim, facts } = this.#state;
    await until(async () => {
      const [offered] = await rim.offered(stream.id, [set.jti]);
      return offered !== undefined && offered.handedOut.length > 0;
    }, facts.limits.pollInterval);
  }

  async #record(set: CraftedSet, exchange: Exchange, streamId: string | null): Promise<number> {
    const { rim, facts } = this.#state;
    const { events } = set.claims;
    const { issuer, audience } = facts;
    const known = { issuer, audience: [audience], streamId: null, asked: false };
    return rim.recordSet({
      exchange: exchange.id,
      check: this.#key,
      delivery: this.#delivery,
      streamId,
      jti: typeof set.claims.jti === 'string' ? set.claims.jti : null,
      eventTypes:
        typeof events === 'object' && events !== null && !Array.isArray(events) ? Object.keys(events) : [],
      header: set.header,
      claims: set.claims,
      arrivedAtMs: exchange.atMs,
      ...readingIn(parseSet(set.compact), { ...known, arrivedAtMs: exchange.atMs }, facts),
    });
  }

  #note(delivered: Delivered): void {
    const { unanswered, life } = this.#state;
    this.#state.delivered.push(delivered);
    if (delivered.outcome === 'unanswered') {
      unanswered[delivered.delivery] += 1;
      if (life !== null) life.dead = true;
    } else {
      unanswered[delivered.delivery] = 0;
    }
  }
}

/** `err` and `description` of a refusal (RFC 8935 section 2.3), as far as they are there. */
function errorOf(json: unknown): { err: string | null; description: string | null } {
  const member = (name: 'err' | 'description'): string | null => {
    const value =
      typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
    return typeof value === 'string' ? value : null;
  };
  return { err: member('err'), description: member('description') };
}
