import type { Attempts } from '../harness/exchange.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import type { Life, ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { shown } from './support/calls.ts';
import { atRest, startsWithin } from './support/managed.ts';

/** The door to which one URL leads; all else of the Transmitter stands where its certificate holds. */
const DOOR = 'self-signed';
/** After so many attempts that were ended rightly the next would be, too. */
const REFUSALS = 3;

/**
 * The connections of a managed Receiver beside those to the issuer: some are made by an HTTP client of their own, which
 * may be set up more carelessly (RFC 8417 section 5.1, RFC 8936 section 3).
 */
export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'receiver-tls/keys',
    title: 'Keys are not fetched over a connection whose certificate does not hold.',
    requirements: ['RFC8417-5.1-03'],
    what: 'Starts the target at metadata whose jwks_uri leads to a host with a self-signed certificate, delivers a SET, and watches whether any request follows the handshake there.',
    hooks: ['restart', 'issuer-tls'],
    https: 'issuer',
    async run(r) {
      await startsWithin(r);
      const at = new URL(new URL(r.jwksUri).pathname, await r.doorUrl(DOOR)).href;
      const before = await r.attempts(DOOR);
      const life = await r.freshLife({ scene: { metadata: { jwks_uri: at } } });
      // What becomes of it does not matter: it makes a Receiver fetch the keys that waits for a SET.
      if ((await life.stream()) !== null) await r.deliver({});
      await judge(r, 'RFC8417-5.1-03', life, {
        before,
        at,
        what: 'fetches the keys',
        settleMs: 2 * r.limits.quiet,
      });
    },
  }),
  receiverCheck({
    id: 'receiver-tls/polling',
    title: 'SETs are not polled over a connection whose certificate does not hold.',
    requirements: ['RFC8936-3-01', 'RFC8417-5.1-03', 'CAEP-INTEROP-2.1-05', 'RFC6750-5.3-01'],
    what: 'Starts the target for polling, names in the answer to its create request a poll URL at a host with a self-signed certificate, and watches whether any request follows the handshake there.',
    delivery: 'poll',
    hooks: ['restart', 'issuer-tls'],
    https: 'issuer',
    async run(r) {
      await startsWithin(r);
      const at = new URL('/ssf/poll/elsewhere', await r.doorUrl(DOOR)).href;
      const before = await r.attempts(DOOR);
      const delivery = { method: 'urn:ietf:rfc:8936', endpoint_url: at };
      const life = await r.freshLife({ scene: { configuration: { delivery } } });
      await life.stream();
      await judge(r, 'RFC8936-3-01', life, { before, at, what: 'polls', settleMs: r.limits.pollInterval });
    },
  }),
];

async function judge<R extends RequirementId>(
  r: ReceiverProbe<R>,
  requirement: R,
  life: Life,
  { before, at, what, settleMs }: { before: Attempts; at: string; what: string; settleMs: number },
): Promise<void> {
  const { origin } = new URL(at);
  const isThere = ({ request }: SeenCall): boolean => request.url.startsWith(origin);
  await atRest(r, life);
  const called = async (): Promise<SeenCall | null> => (await life.calls()).find(isThere) ?? null;
  const changed = async (): Promise<boolean> => {
    const { refused, exposed } = await r.attempts(DOOR);
    return refused > before.refused || exposed > before.exposed;
  };
  // A connection that failed may be made again with less care: now, or when it would be made anyway.
  const isSettled = async (): Promise<boolean> => {
    const { refused, exposed } = await r.attempts(DOOR);
    return exposed > before.exposed || refused >= before.refused + REFUSALS || (await called()) !== null;
  };
  await r.until(async () => (await called()) !== null || changed(), r.limits.pollInterval);
  if (await changed()) await r.until(isSettled, settleMs);
  const { refused, exposed, lastExposed = 'a request' } = await r.attempts(DOOR);
  // Of a request that has begun the rest may still be on its way.
  const call = exposed > before.exposed ? await r.until(called, r.limits.quiet) : await called();
  if (call === null && exposed > before.exposed) {
    r.violates(requirement, {
      message: `The Receiver ${what} over a connection whose certificate is signed by itself, with its credentials, though it brings the request to no end.`,
      expected: 'no request after the handshake',
      actual: `${lastExposed}, with the header Authorization`,
      hint: 'Let the certificate be checked in the handshake, before the headers are written; also where a connection that failed is made again.',
    });
    return;
  }
  if (call === null && refused > before.refused) return;
  if (call === null) {
    // Its own right; how it connects to that one host the other checks of this family judge.
    return r.notApplicable(
      `The target did not connect to ${at}: it may take no URL at another port than its issuer's.`,
    );
  }
  r.violates(requirement, {
    message: `The Receiver ${what} over a connection whose certificate is signed by itself.`,
    expected: 'no request after the handshake',
    actual: shown(call),
    hint: 'Verify chain, validity and host name in every HTTP client that the Receiver has, also in the one of the library that fetches keys or polls.',
    exchange: call,
  });
}
