import type { Arrival, Exchange, Identity, RequestSpec } from '../exchange.ts';
import type { JsonObject, SeenSet, TestStream } from '../probe.ts';
import { whileWaiting } from '../waits.ts';
import { isObject } from './documents.ts';
import type { RunState } from './run-state.ts';
import { hasRoom, noteSet } from './seen-sets.ts';
import { NotTested, sent } from './signals.ts';

/** Between two polls that brought nothing, ms: short at first, so that a quick target is measured finely. */
const POLL_PAUSES = [10, 20, 40, 60, 100, 200];
/** Room that a long poll gets beyond its own limit, ms. */
const POLL_SLACK = 1_000;

/** A look at the endpoint rather than a push, as some Transmitters take before they use it; it carries nothing. */
function isProbe({ request }: Arrival): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(request.method) && (request.body ?? '') === '';
}

/** What arrives on the streams of one check, by push or by poll. */
export class Receiving {
  readonly #state: RunState;
  readonly #check: string;
  /** By inbox, in the order of arrival; null where the request was not one to push a SET. */
  readonly #pushed = new Map<string, ({ arrival: Arrival; set: SeenSet } | null)[]>();
  readonly #polled = new Map<string, SeenSet[]>();

  constructor(state: RunState, check: string) {
    this.#state = state;
    this.#check = check;
  }

  async poll(
    stream: TestStream,
    body: JsonObject = { returnImmediately: true },
    options: { as?: Identity; raw?: { text: string; contentType?: string }; timeoutMs?: number } = {},
  ): Promise<{ exchange: Exchange; sets: SeenSet[]; document: JsonObject | null }> {
    if (stream.pollUrl === null)
      throw new NotTested('The Transmitter gave no poll URL (delivery.endpoint_url).');
    const { rim, patience, facts } = this.#state;
    const spec: RequestSpec = {
      method: 'POST',
      url: stream.pollUrl,
      as: options.as ?? stream.as,
      ...(options.raw === undefined
        ? { json: body }
        : { body: { text: options.raw.text, contentType: options.raw.contentType ?? 'application/json' } }),
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs + POLL_SLACK }),
    };
    const exchange = await patience.send(
      async () => sent(await rim.send(spec, this.#check)),
      facts.limits.verification,
    );
    const document = isObject(exchange.response?.json) ? exchange.response.json : null;
    const entries = isObject(document?.sets) ? Object.entries(document.sets) : [];
    const sets: SeenSet[] = [];
    for (const [pollKey, compact] of entries) {
      if (typeof compact !== 'string') continue;
      const arrivedAtMs = exchange.atMs + exchange.durationMs;
      sets.push(
        await noteSet(this.#state, this.#check, {
          compact,
          delivery: 'poll',
          stream,
          exchange,
          pollKey,
          arrivedAtMs,
          bytes: Math.ceil((exchange.response?.bytes ?? 0) / entries.length),
        }),
      );
    }
    const polled = this.#polled.get(stream.id) ?? [];
    this.#polled.set(stream.id, polled);
    if (hasRoom(this.#state)) polled.push(...sets);
    return { exchange, sets, document };
  }

  async pushes(
    stream: TestStream,
    { from = 0, waitMs = 0 }: { from?: number; waitMs?: number } = {},
  ): Promise<{ arrival: Arrival; set: SeenSet }[]> {
    if (stream.inbox === null) throw new NotTested('The stream is no push stream of ours.');
    const known = this.#pushed.get(stream.inbox) ?? [];
    this.#pushed.set(stream.inbox, known);
    const deadline = performance.now() + waitMs;
    for (;;) {
      const there = known.slice(from).some((push) => push !== null);
      const left = there ? 0 : Math.max(0, deadline - performance.now());
      const fresh = await this.#state.rim.arrivals(stream.inbox, known.length, left);
      await this.#note(stream, fresh, known);
      const pushes = known.slice(from).filter((push) => push !== null);
      if (pushes.length > 0 || left === 0) return pushes;
    }
  }

  async #note(
    stream: TestStream,
    fresh: readonly Arrival[],
    known: ({ arrival: Arrival; set: SeenSet } | null)[],
  ): Promise<void> {
    for (const arrival of fresh) {
      if (isProbe(arrival)) {
        known.push(null);
        continue;
      }
      const set = await noteSet(this.#state, this.#check, {
        // White space around it is the push's, not the SET's: RFC8935-2.1-04 speaks of it.
        compact: arrival.request.body?.trim() ?? '',
        delivery: 'push',
        stream,
        exchange: arrival,
        pollKey: null,
        arrivedAtMs: arrival.atMs,
        bytes: arrival.request.body?.length ?? 0,
      });
      known.push({ arrival, set });
    }
  }

  /** Every SET that came on the stream so far, without waiting (for a poll stream: without polling). */
  async received(stream: TestStream): Promise<SeenSet[]> {
    if (stream.inbox !== null) return (await this.pushes(stream)).map(({ set }) => set);
    return this.#polled.get(stream.id) ?? [];
  }

  async awaitSet(
    stream: TestStream,
    match: (set: SeenSet) => boolean,
    limitMs: number,
    what = 'a SET',
  ): Promise<SeenSet | null> {
    const deadline = performance.now() + limitMs;
    const earlier = (await this.received(stream)).find(match);
    if (earlier !== undefined) return earlier;
    const { facts, silence, waiting } = this.#state;
    const found = await whileWaiting(waiting, `${what} by ${stream.delivery}`, limitMs, () =>
      stream.inbox === null
        ? this.#awaitPolled(stream, match, deadline)
        : this.#awaitPushed(stream, match, deadline),
    );
    const waited = found === null && limitMs >= facts.limits.verification;
    if (waited && (await this.received(stream)).length === 0) silence.waited(stream.delivery);
    return found;
  }

  async #awaitPushed(
    stream: TestStream,
    match: (set: SeenSet) => boolean,
    deadline: number,
  ): Promise<SeenSet | null> {
    let from = 0;
    do {
      const arrived = await this.pushes(stream, { from, waitMs: Math.max(0, deadline - performance.now()) });
      const found = arrived.find(({ set }) => match(set));
      if (found !== undefined) return found.set;
      from = (arrived.at(-1)?.arrival.index ?? from - 1) + 1;
    } while (performance.now() < deadline);
    return null;
  }

  async #awaitPolled(
    stream: TestStream,
    match: (set: SeenSet) => boolean,
    deadline: number,
  ): Promise<SeenSet | null> {
    let ack: string[] = [];
    let refusedSince: number | null = null;
    for (let round = 0; ; round += 1) {
      const { exchange, sets } = await this.poll(stream, {
        returnImmediately: true,
        ...(ack.length === 0 ? {} : { ack }),
      });
      const keys = sets.flatMap(({ pollKey }) => (pollKey === null ? [] : [pollKey]));
      const found = sets.find(match);
      if (found !== undefined) {
        await this.poll(stream, { returnImmediately: true, maxEvents: 0, ack: keys });
        return found;
      }
      ack = keys;
      const now = performance.now();
      const refused = exchange.response === null || exchange.response.status >= 400;
      refusedSince = refused ? (refusedSince ?? now) : null;
      const left = deadline - now;
      // One refusal may pass, as those of a proxy do while the target is restarted.
      const lasts = refusedSince !== null && now - refusedSince >= this.#state.facts.limits.change;
      if (left <= 0 || lasts) return null;
      // A target may answer at once though there is nothing yet; polling it without a break would be a flood.
      const pause = sets.length > 0 ? 0 : (POLL_PAUSES[round] ?? 250);
      await new Promise((resolve) => setTimeout(resolve, Math.min(pause, left)));
    }
  }
}
