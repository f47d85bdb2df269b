import type { Attempt } from '../../../scenarios/performance.ts';
import type { Exchange, Rim } from '../../exchange.ts';
import { isObject } from '../../probe/documents.ts';
import type { TestStream } from '../../probe.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { Arrived, ArrivedSets } from './arrived-sets.ts';
import { BySubject } from './by-subject.ts';
import { PollPace, pause } from './poll-pace.ts';
import type { Handed, ReceiverDoor } from './receiver-door.ts';

/** How long a poll may be held before we begin anew, ms; longer than connections usually stay open without a word. */
const LONGEST_POLL_MS = 60_000;
/** A poll that was held so long may be followed by the next at once, ms. */
const HELD_MS = 250;
/** SETs that are read of one answer. */
const MOST_AT_ONCE = 2_000;
/** Characters of names that are remembered; a flood of long ones must not fill the memory. */
const KEPT_NAMES = 16 * 1024 * 1024;
/** Of polls without SETs so many are kept as evidence, and as figures. */
const KEPT_EMPTY = 20;
const KEPT_FIGURES = 2_000;

export interface PollLoopParts {
  /** Its requests end when the loop does. */
  rim: Rim;
  stream: TestStream & { pollUrl: string };
  check: string;
  sets: ArrivedSets;
  door: ReceiverDoor;
  recorder: Recorder;
  /** ms since the start of the run. */
  now(): number;
}

/** What the next poll tells the Transmitter of a SET. */
interface Word {
  /** Null: acknowledged. */
  err: { err: string; description: string } | null;
  attempt: Attempt | null;
}

/** The Receiver's side of poll delivery (RFC 8936): polls a stream, hands each SET on, and acknowledges it. */
export class PollLoop {
  /** How long polls were held that brought nothing, ms. */
  readonly emptyPollsMs: number[] = [];
  readonly #parts: PollLoopParts;
  readonly #stop = new AbortController();
  /** By the names under which the SETs came: what is still to be told, and what was. */
  readonly #due = new Map<string, Word>();
  readonly #told = new Map<string, Word['err']>();
  #toldChars = 0;
  readonly #pace = new PollPace();
  #empty = 0;
  #trouble: string | null = null;
  #ending = false;
  #running: Promise<void> | null = null;

  constructor(parts: Omit<PollLoopParts, 'rim'>, rimUntil: (signal: AbortSignal) => Rim) {
    this.#parts = { ...parts, rim: rimUntil(this.#stop.signal) };
  }

  /** Why the last poll brought nothing that could be read; null: it did. */
  get trouble(): string | null {
    return this.#trouble;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the poll that is under way, or waits so many ms for its answer; nothing is handed on any more. Never rejects. */
  async stop(graceMs = 0): Promise<void> {
    this.#ending = true;
    if (graceMs > 0 && !this.#pace.fails)
      await Promise.race([this.#running, pause(graceMs, this.#stop.signal)]);
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#ending) {
      const pauseMs = await this.#round().catch(() => this.#pace.failed());
      if (!this.#ending) await pause(pauseMs, this.#stop.signal);
    }
  }

  /** One poll and what follows from it; gives the pause after it, ms. */
  async #round(): Promise<number> {
    const told = [...this.#due];
    const exchange = await this.#poll(told);
    if (this.#stop.signal.aborted) return 0;
    const entries = entriesOf(exchange);
    this.#trouble = entries === null && exchange.error?.kind !== 'timeout' ? troubleOf(exchange) : null;
    if (entries === null) {
      // Held to the end of our patience: that is no failure, but whether our words were heard is not known.
      if (exchange.error?.kind === 'timeout') return 0;
      for (const [, { attempt }] of told) this.#parts.sets.answer(attempt, UNANSWERED);
      return this.#pace.failed(exchange);
    }
    this.#pace.answered();
    for (const [key, word] of told) {
      if (this.#due.get(key) === word) this.#due.delete(key);
      this.#remember(key, word.err);
    }
    if (entries.length === 0) return this.#nothing(exchange);
    const outcomes = await this.#take(entries, exchange);
    if (outcomes.includes('refused')) return this.#pace.failed();
    return outcomes.includes('new') ? this.#pace.next() : this.#pace.idle();
  }

  async #poll(words: readonly (readonly [string, Word])[]): Promise<Exchange> {
    const { rim, stream, check, sets } = this.#parts;
    const ack = words.flatMap(([key, { err }]) => (err === null ? [key] : []));
    const setErrs = words.flatMap(([key, { err }]) => (err === null ? [] : [[key, err] as const]));
    const sent = rim.send(
      {
        method: 'POST',
        url: stream.pollUrl,
        as: stream.as,
        json: {
          returnImmediately: false,
          ...(ack.length === 0 ? {} : { ack }),
          ...(setErrs.length === 0 ? {} : { setErrs: Object.fromEntries(setErrs) }),
        },
        // RFC 8936 2.6: descriptions are in this language.
        ...(setErrs.length === 0 ? {} : { headers: { 'content-language': 'en' } }),
        timeoutMs: LONGEST_POLL_MS,
      },
      check,
    );
    const answeredAtMs = this.#parts.now();
    for (const [, { attempt, err }] of words) {
      // Said again, where it was not known whether it had been heard.
      if (attempt?.answeredAtMs !== null) continue;
      sets.answer(attempt, { answeredAtMs, status: err === null ? 202 : 400, err: err?.err ?? null });
    }
    return sent;
  }

  #nothing({ id, durationMs }: Exchange): number {
    this.#empty += 1;
    if (this.#empty > KEPT_EMPTY)
      this.#parts.recorder.forget(
        id,
        `Of polls that brought nothing only the first ${KEPT_EMPTY} of each scenario were kept.`,
      );
    if (this.emptyPollsMs.length < KEPT_FIGURES) this.emptyPollsMs.push(durationMs);
    return durationMs < HELD_MS ? this.#pace.idle() : this.#pace.next();
  }

  async #take(
    entries: readonly [string, unknown][],
    exchange: Exchange,
  ): Promise<('new' | 'old' | 'refused')[]> {
    const { sets, recorder } = this.#parts;
    const read = entries.slice(0, MOST_AT_ONCE);
    if (read.length < entries.length)
      recorder.omissions.add(`Of a poll answer only the first ${MOST_AT_ONCE} SETs were read.`);
    const atMs = exchange.atMs + exchange.durationMs;
    const queues = new BySubject();
    // All of them are there at once, before the first is handed on.
    const arrived = read.map(([key, token]) => ({
      key,
      token,
      come: typeof token === 'string' ? sets.take(token.trim(), exchange.id, atMs) : null,
    }));
    return Promise.all(
      arrived.map(async ({ key, token, come }) => {
        if (typeof token !== 'string' || come === null) return this.#owe(key, null, NO_STRING);
        const known = this.#told.get(key);
        // Whoever polls stands for the Receiver: what it has taken, or refused, it is not given again (RFC 8936 2.4).
        if (known !== undefined) return this.#owe(key, come.attempt, known, 'old');
        if (come.ofStream) return this.#owe(key, null, null);
        // Of a flood that is not kept nothing is handed on, so nothing is acknowledged.
        if (come.set === null) return 'old';
        return queues.add(come.parsed, () => this.#handOn(key, token, come));
      }),
    );
  }

  async #handOn(key: string, token: string, { attempt }: Arrived): Promise<'new' | 'old' | 'refused'> {
    if (this.#ending) return 'old';
    const handed = await this.#parts.door.hand(Buffer.from(token.trim()), ENVELOPE);
    const status = handed.answer?.status ?? null;
    const refusal = errorOf(handed);
    if (refusal !== null) return this.#owe(key, attempt, refusal);
    if (status !== null && status < 300) return this.#owe(key, attempt, null);
    // RFC 8936 2.4: it stays with the Transmitter until the Receiver can say something of it.
    this.#parts.sets.answer(attempt, { ...UNANSWERED, status });
    return 'refused';
  }

  #owe(key: string, attempt: Attempt | null, err: Word['err'], as: 'new' | 'old' = 'new'): 'new' | 'old' {
    this.#due.set(key, { err, attempt });
    return as;
  }

  #remember(key: string, err: Word['err']): void {
    this.#toldChars += key.length;
    if (this.#toldChars > KEPT_NAMES) {
      this.#told.clear();
      this.#toldChars = key.length;
    }
    this.#told.set(key, err);
  }
}

const UNANSWERED = { answeredAtMs: null, status: null, err: null } as const;
const NO_STRING = { err: 'invalid_request', description: 'The SET is not a string.' } as const;
const ENVELOPE = {
  method: 'POST',
  contentType: 'application/secevent+jwt',
  accept: 'application/json',
} as const;

/** The members of `sets` (RFC 8936 2.3); null when the poll failed. */
function entriesOf({ response }: Exchange): [string, unknown][] | null {
  if (response === null || response.status < 200 || response.status > 299 || !isObject(response.json))
    return null;
  const { sets } = response.json;
  return isObject(sets) ? Object.entries(sets) : null;
}

/** Why an answer to a poll is none. */
function troubleOf({ response, error }: Exchange): string {
  if (response === null) return error?.message ?? 'no answer';
  const { status } = response;
  if (status < 200 || status > 299) return `status ${status}`;
  return `status ${status} without a JSON object in which \`sets\` is an object (RFC 8936 2.3)`;
}

/** What is told in setErrs: only what the Receiver says against the SET, with its own code. */
function errorOf({ answer, err }: Handed): Word['err'] {
  if (answer === null || err === null || answer.status < 400 || answer.status > 499) return null;
  return { err, description: `The Receiver answered ${answer.status}.` };
}
