import type { Attempt } from '../../../scenarios/performance.ts';
import type { Answer, Arrival } from '../../exchange.ts';
import type { Relay, Relayed } from '../../rim/inbox-port.ts';
import type { ArrivedSets } from './arrived-sets.ts';
import type { Handed, ReceiverDoor } from './receiver-door.ts';

/** Headers of the Receiver's answer that a Transmitter can use; those of the connection are not passed on. */
const PASSED = ['content-type', 'content-language', 'retry-after', 'www-authenticate'];

/** The stream and the Receiver between which pushes are relayed. */
export interface PushRelayParts {
  sets: ArrivedSets;
  door: ReceiverDoor;
  /** Value that each push must carry in Authorization; null: none was asked for. */
  authorization: string | null;
}

/**
 * Answers each push as the Receiver does, to whom it is handed on at once. What is not for the Receiver we answer
 * ourselves: looks at the endpoint, pushes without the credentials of the stream, and events about the stream, which is
 * between the Transmitter and us.
 */
export function pushRelay({ sets, door, authorization }: PushRelayParts): Relay {
  return async (arrival, body) => {
    const { method, headers } = arrival.request;
    if (isLook(arrival)) return { answer: ACCEPTED };
    // White space around it is the push's, not the SET's.
    const token = body.toString('utf8').trim();
    const { ofStream, attempt } = sets.take(token, arrival.id, arrival.atMs);
    const own = (answer: Answer & { kind: 'reply' }, more: Partial<Attempt> = {}): Relayed => ({
      answer,
      given: (answeredAtMs) =>
        sets.answer(attempt, { answeredAtMs, status: answer.status, err: null, ...more }),
    });
    if (authorization !== null && headers.authorization !== authorization)
      return own(UNAUTHENTICATED, { err: 'authentication_failed', unauthorized: true });
    if (arrival.error?.kind === 'too-large') return own(TOO_LARGE);
    if (ofStream) return own(ACCEPTED);
    const envelope = { method, contentType: headers['content-type'], accept: headers.accept };
    const handed = await door.hand(body, envelope);
    return {
      answer: answerOf(handed),
      given: (atMs) =>
        sets.answer(attempt, {
          ...typeOf(headers['content-type']),
          // Who had gone did not hear it; that the Receiver took it, or refused it, is true all the same.
          answeredAtMs: handed.answer === null ? null : atMs,
          status: handed.answer?.status ?? null,
          err: handed.err,
        }),
    };
  };
}

/** What a push is declared as that is not declared as a SET (RFC 8935 2.1). */
function typeOf(contentType = ''): Pick<Attempt, 'mistyped'> {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  return type === 'application/secevent+jwt' ? {} : { mistyped: contentType };
}

/** A look at the endpoint rather than a push, as some Transmitters take before they use it; it carries nothing. */
function isLook({ request }: Arrival): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(request.method) && (request.body ?? '') === '';
}

const ACCEPTED = { kind: 'reply', status: 202 } as const;
const TOO_LARGE = { kind: 'reply', status: 413 } as const;

/** RFC 8935 2.3, 2.4. A 202 would say that the Receiver has the SET. */
const UNAUTHENTICATED: Answer & { kind: 'reply' } = {
  kind: 'reply',
  status: 400,
  headers: { 'content-type': 'application/json', 'content-language': 'en' },
  body: JSON.stringify({
    err: 'authentication_failed',
    description: 'The Authorization header is not the authorization_header of the stream.',
  }),
};

/**
 * What the Transmitter is told. Where the Receiver gave no answer it is 503 (RFC 9110 15.6.4): that may pass, so that
 * the Transmitter keeps the SET and sends it again at its own pace, as it would if it stood before the Receiver itself
 * (RFC 8935 2); it says nothing against the SET or its sender, and no code or Retry-After of ours steers what is judged.
 */
function answerOf({ answer, trouble }: Handed): Answer {
  if (answer === null) {
    return {
      kind: 'reply',
      status: 503,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `The Receiver could not be reached: ${trouble}\n`,
    };
  }
  const headers = PASSED.flatMap((name) => {
    const value = answer.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'reply',
    status: answer.status,
    headers: Object.fromEntries(headers),
    // These statuses have no body (RFC 9110 15.3.5, 15.3.6, 15.4.5).
    ...(answer.text === '' || [204, 205, 304].includes(answer.status) ? {} : { body: answer.text }),
  };
}
