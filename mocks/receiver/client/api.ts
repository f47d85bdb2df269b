import type { ReceiverOperation } from '../seams.ts';
import type { AccessTokens } from './access-tokens.ts';
import { StreamGone } from './failure.ts';
import type { HttpAnswer } from './http-client.ts';
import type { OutgoingRequest, Outlet } from './outlet.ts';
import type { Attempts } from './repetition.ts';

/** Operations on the Receiver's own stream, which a 404 says to be gone (SSF 8.1.1.2 to 8.1.4.2). */
const onStream: readonly ReceiverOperation[] = [
  'read-stream',
  'update-stream',
  'replace-stream',
  'read-status',
  'update-status',
  'verify',
  'poll',
];

/** Calls with an access token (SSF 7.1.1, RFC 6750). */
export class Api {
  readonly outlet: Outlet;
  readonly #tokens: AccessTokens;

  constructor(outlet: Outlet, tokens: AccessTokens) {
    this.outlet = outlet;
    this.#tokens = tokens;
  }

  /** Calls once, and once more with a new token when the old one is refused (RFC 6750 3.1). Throws NoAnswer or GivenUp. */
  async once(request: OutgoingRequest, signal: AbortSignal, timeoutMs?: number): Promise<HttpAnswer> {
    const token = await this.#tokens.current(signal);
    const answer = await this.outlet.once(withToken(request, token), signal, timeoutMs);
    if (answer.status !== 401 || !this.#tokens.renew(token)) return answer;
    const renewed = await this.#tokens.current(signal);
    return this.outlet.once(withToken(request, renewed), signal, timeoutMs);
  }

  /** Calls and repeats what fails for the moment. Throws GivenUp; StreamGone on a 404 for the own stream. */
  async call(request: OutgoingRequest, attempts: Omit<Attempts, 'what' | 'passing'>): Promise<HttpAnswer> {
    const { operation: what } = request;
    const passing = ({ status }: HttpAnswer): boolean =>
      status === 404 && onStream.includes(what) && this.outlet.quirks.ignoresDeletedStream === true;
    const answer = await this.outlet.repetition.until(() => this.once(request, attempts.signal), {
      what,
      ...attempts,
      passing,
    });
    if (onStream.includes(what)) stillThere(answer, what);
    return answer;
  }
}

/** Throws StreamGone when an answer says that the stream is not there any more. */
export function stillThere({ status }: HttpAnswer, what: string): void {
  if (status === 404 || status === 410)
    throw new StreamGone(`${what}: status ${status}, the stream is gone.`);
}

/** RFC 6750 section 2: in the header and nowhere else. */
function withToken(request: OutgoingRequest, token: string | null): OutgoingRequest {
  if (token === null) return request;
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } };
}

/** SSF 8.1.1: whatever characters a stream_id has, it arrives as it was given. */
export function withStreamId(endpoint: string, streamId: string): string {
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}stream_id=${encodeURIComponent(streamId)}`;
}
