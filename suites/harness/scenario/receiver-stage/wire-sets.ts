import type { Attempt, WireSet } from '../../../scenarios/performance.ts';
import { parseSet } from '../../../set/parse.ts';
import { STREAM_UPDATED, VERIFICATION } from '../../../standard/vocabulary.ts';
import type { WireNews } from '../../receiver/peer/wire.ts';
import { News } from '../news.ts';

/** The SETs of one scenario that our Transmitter signed, with each time they were handed over. */
export class WireSets {
  /** One list, which grows, in order of first attempts. */
  readonly list: WireSet[] = [];
  readonly #isMine: (streamId: string) => boolean;
  /** When each token was signed, ms since the start of the run; null for what something put in place of one. */
  readonly #signed = new Map<string, { atMs: number | null; streamId: string }>();
  readonly #byToken = new Map<string, WireSet>();
  /** Pushes that are under way, by the id of their exchange. */
  readonly #pushes = new Map<number, Attempt>();
  /** The last time that a SET was in a poll answer, by stream and key. */
  readonly #handedOut = new Map<string, Attempt>();
  readonly #news = new News();

  /** `isMine`: whether a stream is one of this scenario. */
  constructor(isMine: (streamId: string) => boolean) {
    this.#isMine = isMine;
  }

  take(news: WireNews): void {
    if (news.kind === 'signed') this.#sign(news, news.atMs);
    else if (news.kind === 'addressed') {
      if (!this.#signed.has(news.token)) this.#sign(news, null);
    } else if (news.kind === 'sent') this.#send(news);
    else if (news.kind === 'answered') {
      this.#answer(this.#pushes.get(news.exchange), news.status, news);
      this.#pushes.delete(news.exchange);
    } else {
      const status = news.how === 'ack' ? 202 : 400;
      this.#answer(this.#handedOut.get(keyOf(news.streamId, news.key)), status, news);
    }
  }

  /** Waits for the next change; comes back at once when there was one since it last did. */
  news(waitMs: number): Promise<void> {
    return this.#news.next(waitMs);
  }

  #sign(
    { streamId, eventType, token }: Extract<WireNews, { kind: 'signed' | 'addressed' }>,
    atMs: number | null,
  ): void {
    if (eventType === VERIFICATION || eventType === STREAM_UPDATED || !this.#isMine(streamId)) return;
    this.#signed.set(token, { atMs, streamId });
  }

  #send({ delivery, token, key, exchange, set: id, atMs }: Extract<WireNews, { kind: 'sent' }>): void {
    const signed = this.#signed.get(token);
    if (signed === undefined) return;
    const attempt: Attempt = { exchange, atMs, answeredAtMs: null, status: null, err: null };
    const known = this.#byToken.get(token);
    if (known === undefined) {
      const parsed = parseSet(token);
      const jti = parsed.claims?.jti;
      const set: WireSet = {
        id,
        parsed,
        delivery,
        jti: typeof jti === 'string' ? jti : null,
        attempts: [attempt],
        signedAtMs: signed.atMs,
      };
      this.#byToken.set(token, set);
      this.list.push(set);
    } else known.attempts.push(attempt);
    if (key === null) this.#pushes.set(exchange, attempt);
    else this.#handedOut.set(keyOf(signed.streamId, key), attempt);
    this.#news.tell();
  }

  /** The first word on an attempt counts. */
  #answer(
    attempt: Attempt | undefined,
    status: number,
    { atMs, err }: { atMs: number; err: string | null },
  ): void {
    if (attempt === undefined || attempt.answeredAtMs !== null) return;
    Object.assign(attempt, { answeredAtMs: atMs, status, err } satisfies Partial<Attempt>);
    this.#news.tell();
  }
}

function keyOf(streamId: string, key: string): string {
  return `${streamId} ${key}`;
}
