import { randomUUID } from 'node:crypto';
import { VERIFICATION } from '../vocabulary/ssf-events.ts';
import { type AuthorizedCall, bodyObject, bodyStreamId, optionalString } from './call.ts';
import { type Core, enqueue } from './core.ts';
import { type Endpoint, toManage } from './operation.ts';
import { empty, refuse } from './reply.ts';
import type { Reply } from './seams.ts';
import { streamSubject } from './status.ts';
import type { Stream } from './stream.ts';

/** Sends a verification event and gives its jti, null on a disabled stream; `state` only when a Receiver gave one (SSF 8.1.4.1). */
export function sendVerification(core: Core, stream: Stream, state?: string): Promise<string | null> {
  const event = state === undefined ? {} : { state };
  return enqueue(core, stream, {
    type: VERIFICATION,
    subject: streamSubject(stream),
    event,
    txn: randomUUID(),
  });
}

/** The Verification Endpoint (SSF 8.1.4.2). */
export function verificationEndpoints(core: Core): Endpoint[] {
  /** SSF 8.1.1 `min_verification_interval`: more frequent requests are answered 429. */
  function limitRate(stream: Stream): void {
    const intervalMs = (core.options.minVerificationIntervalS ?? 0) * 1000;
    const waitMs = (stream.verifiedAt ?? Number.NEGATIVE_INFINITY) + intervalMs - core.now();
    if (waitMs > 0) {
      throw refuse(429, 'Verification was asked for too soon.', {
        'retry-after': String(Math.ceil(waitMs / 1000)),
      });
    }
    stream.verifiedAt = core.now();
  }

  async function verify(call: AuthorizedCall): Promise<Reply> {
    const body = bodyObject(call);
    const stream = core.streams.require(bodyStreamId(body), call);
    const state = optionalString(body, 'state');
    // A 204 would promise an event that a disabled stream never sends; what is paused sends it later.
    if (stream.status === 'disabled') throw refuse(400, 'The stream is disabled.');
    limitRate(stream);
    if (!core.quirks.verificationSilent) await sendVerification(core, stream, state);
    return empty(204);
  }

  return [
    {
      method: 'POST',
      path: new URL(core.endpoints.verification).pathname,
      operation: 'verify',
      scopes: toManage,
      answer: verify,
    },
  ];
}
