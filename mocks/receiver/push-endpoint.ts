import { type Answer, accepted } from './answer.ts';

/** One request that came to a push endpoint. */
export interface PushArrival {
  /** Id of the inbox. */
  inbox: string;
  /** 0 for the first that this inbox got. */
  index: number;
  method: string;
  /** The URL under which the endpoint is reachable. */
  url: string;
  /** Header names and values as they came: order, case and repetition kept. */
  rawHeaders: [string, string][];
  httpVersion: string;
  /** The body as it came, or its beginning; `bytes` is the whole length (at least so much when `truncated`). */
  body: Buffer;
  bytes: number;
  truncated: boolean;
  /** `performance.now()` of this process, ms: when the request's head was there, and when its answer was given. */
  at: number;
  answer: Answer;
  /** False while a relay still looks for its answer: then `answer` is not what will be given. */
  decided: boolean;
  answeredAt: number | null;
}

/** Finds the answer to a request elsewhere. Never rejects. */
export type Relay = (arrival: PushArrival) => Promise<Answer>;

/** Arrivals that an inbox keeps; more are answered and counted, but not kept. */
const KEPT = 2_000;
/** Bytes of bodies that an inbox keeps in all, so that a flood of long bodies does not fill the memory. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** The same for all inboxes of one server together. */
export const SERVER_BYTES = 256 * 1024 * 1024;

/** Memory that inboxes share, in bytes. */
export interface Room {
  left: number;
}

/** The memory of one push endpoint: what came, and what the next answers are. */
export class PushEndpoint {
  readonly id: string;
  /** Requests that came after it was full. */
  dropped = 0;
  /** Answers what no script answers; null: it is accepted. */
  relay: Relay | null = null;
  readonly #kept: PushArrival[] = [];
  #keptBytes = 0;
  #script: Answer[] = [];
  readonly #waiting = new Set<() => void>();
  #closed = false;

  readonly #room: Room;

  /** `room`: what this inbox shares with others. */
  constructor(id: string, room: Room = { left: SERVER_BYTES }) {
    this.id = id;
    this.#room = room;
  }

  /** The next answers in order, in place of those still to come; afterwards requests are relayed, or accepted, again. */
  scriptAnswers(answers: readonly Answer[]): void {
    this.#script = [...answers];
  }

  /** Takes a request in and decides on its answer; null when the inbox is full: then only the answer counts. */
  take(request: Omit<PushArrival, 'inbox' | 'index' | 'answer' | 'decided' | 'answeredAt'>): {
    answer: Answer;
    arrival: PushArrival | null;
  } {
    const scripted = this.#script.shift();
    const answer = scripted ?? accepted;
    if (this.#kept.length >= KEPT) {
      this.dropped += 1;
      return { answer, arrival: null };
    }
    const room = Math.max(0, Math.min(KEPT_BYTES - this.#keptBytes, this.#room.left));
    const body = request.body.subarray(0, room);
    this.#keptBytes += body.length;
    this.#room.left -= body.length;
    const arrival: PushArrival = {
      ...request,
      body,
      truncated: request.truncated || body.length < request.body.length,
      inbox: this.id,
      index: this.#kept.length,
      answer,
      decided: scripted !== undefined || this.relay === null,
      answeredAt: null,
    };
    this.#kept.push(arrival);
    for (const wake of this.#waiting) wake();
    return { answer, arrival };
  }

  /**
   * Arrivals with index >= `from`; waits up to `waitMs` until there is at least one. The same objects every time:
   * `answeredAt` is filled in later.
   */
  async arrivals(from: number, waitMs: number): Promise<PushArrival[]> {
    if (this.#kept.length <= from && waitMs > 0) await this.#more(from, waitMs);
    return this.#kept.slice(from);
  }

  /** Ends every wait. */
  close(): void {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
  }

  #more(from: number, waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const wake = (): void => {
        if (this.#closed || this.#kept.length > from) done();
      };
      const timer = setTimeout(done, waitMs);
      this.#waiting.add(wake);
      wake();
    });
  }
}
