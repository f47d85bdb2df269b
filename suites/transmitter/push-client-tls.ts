import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { Attempts, BadEndpoint } from '../harness/exchange.ts';
import type { SeenSet, TestStream, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { bringSet, orderSet } from './support/order-set.ts';

/** A push endpoint with one failing, and what is wrong with a Transmitter that pushes there all the same. */
interface Scene<R extends RequirementId> {
  endpoint: BadEndpoint;
  requirement: R;
  /** What the failing is, at the end of a sentence. */
  failing: string;
  hint: string;
}

/** Every kind of certificate can be made, or those for which no authority is needed that the target trusts. */
const all = ['push-authority'] as const;
const some = ['push-tls'] as const;

/** Streams at endpoints that must not be trusted to which no SET had come when their check ended; by the SETs of the run. */
const silent = new WeakMap<readonly SeenSet[], Silent[]>();

interface Silent {
  stream: TestStream;
  scene: Scene<RequirementId>;
  /** Requests with credentials by then. */
  exposed: number;
}

/** Between two looks at the connections that were closed, ms. */
const STEP = 100;

/**
 * Orders a SET for an endpoint that must not be trusted. It is right to refuse the endpoint or to end the connection
 * before a request; an endpoint that differs only in being trustworthy has to work first, or a Transmitter that
 * pushes nowhere would shine.
 */
async function judge<R extends RequirementId>(t: TransmitterProbe<R>, scene: Scene<R>): Promise<void> {
  const good = await t.stream();
  const orderedAt = await t.now();
  if ((await bringSet(t, good)) === null) {
    t.notTested(
      'No SET came to a push endpoint with a good certificate, so that nothing follows from silence.',
    );
  }
  const tookMs = (await t.now()) - orderedAt;
  await t.call('delete-stream', { streamId: good.id });

  const { endpoint, failing } = scene;
  const body = await t.streamRequest({ badEndpoint: endpoint });
  const before = await t.attempts(endpoint);
  const created = await t.call('create-stream', { body });
  const stream = t.adopt(created, 'push');
  const status = created.response?.status ?? 0;
  if (stream === null) {
    const isRefused = status >= 400 && status < 500;
    const after = await t.attempts(endpoint, before.refused, isRefused ? t.limits.quiet : 0);
    if (after.exposed > before.exposed) return exposed(t, scene, after);
    // Only who has seen the certificate can refuse for its sake.
    if (isRefused && after.refused > before.refused) return;
    t.notTested(
      isRefused
        ? `A stream for a push endpoint ${failing} was refused with status ${status}, without a TLS connection to that endpoint: the certificate cannot be the reason. It stands at another port than our good endpoint; is its URL allowed?`
        : `A stream for a push endpoint ${failing} could not be created (status ${status}).`,
    );
  }
  const { refused: tried } = await t.attempts(endpoint);
  const { limitMs } = await orderSet(t, stream);
  const settleMs = Math.max(2 * t.limits.quiet, 2 * tookMs);
  const push = await watch(t, stream, { endpoint, tried, limitMs, settleMs });
  if (push !== null) {
    t.violates(scene.requirement, {
      message: `A SET was pushed to an endpoint ${failing}.`,
      expected: 'the connection is ended before the SET is sent',
      actual: 'the SET was sent',
      hint: scene.hint,
      exchange: push.arrival,
      set: push.set,
    });
    return;
  }
  const after = await t.attempts(endpoint);
  const sets = await t.seenSets();
  silent.set(sets, [...(silent.get(sets) ?? []), { stream, scene, exposed: after.exposed }]);
  if (after.exposed > before.exposed) return exposed(t, scene, after);
  if (after.refused === before.refused) {
    t.notTested(
      `No TLS connection to a push endpoint ${failing} was opened and ended before a request within ${Math.round(limitMs)} ms.`,
    );
  }
}

/** Whoever sends the stream's credentials has trusted the endpoint, though it thinks better of it before the SET. */
function exposed<R extends RequirementId>(
  t: TransmitterProbe<R>,
  { requirement, failing }: Scene<R>,
  { lastExposed = 'a request' }: Attempts,
): void {
  t.violates(requirement, {
    message: `Credentials were sent to an endpoint ${failing}, though no SET came.`,
    expected: 'the connection is ended before anything is sent',
    actual: `${lastExposed}, with the header Authorization`,
    hint: 'Let the certificate be checked in the handshake, before the headers are written; also where a connection that failed is made again.',
  });
}

/**
 * The first push to the stream, or null. A connection may be closed before the one that counts: one that is only tried,
 * or one whose failure makes a Transmitter try again with less care. So the last that was closed is waited on for
 * `settleMs`, in all at most twice as long; for the first, `limitMs`.
 */
async function watch<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  wait: { endpoint: BadEndpoint; tried: number; limitMs: number; settleMs: number },
): Promise<Awaited<ReturnType<TransmitterProbe<R>['pushes']>>[number] | null> {
  let closed = wait.tried;
  let last = (await t.now()) + wait.limitMs;
  let until = last;
  for (let now = await t.now(); now < until; now = await t.now()) {
    const [push] = await t.pushes(stream, { waitMs: Math.min(STEP, until - now) });
    if (push !== undefined) return push;
    const { refused: count } = await t.attempts(wait.endpoint);
    if (count === closed) continue;
    now = await t.now();
    if (closed === wait.tried) last = Math.min(last, now + 2 * wait.settleMs);
    until = Math.min(last, now + wait.settleMs);
    closed = count;
  }
  return null;
}

/** The Transmitter as a TLS client, when it pushes (RFC 8935 sections 3 and 5.3, RFC 6125). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'push-client-tls/unknown-authority',
    title: 'No SET is pushed to an endpoint whose certificate comes from an unknown authority.',
    requirements: ['RFC8935-3-01', 'RFC8935-5.3-04', 'RFC8417-5.1-03', 'CAEP-INTEROP-2.1-06'],
    what: 'Offers a push endpoint with a certificate of an authority that nobody trusts, orders a SET, and sees that the connection is ended before the SET is sent.',
    delivery: 'push',
    hooks: some,
    run: (t) =>
      judge(t, {
        endpoint: 'unknown-authority',
        requirement: 'RFC8935-3-01',
        failing: 'whose certificate comes from an authority that nobody trusts',
        hint: 'The HTTP client does not validate certificates; look for an option that turns this off.',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/self-signed',
    title: 'No SET is pushed to an endpoint with a self-signed certificate.',
    requirements: ['RFC8935-5.3-04', 'CAEP-INTEROP-2.1-06'],
    what: 'The same with a certificate that is signed by its own key.',
    delivery: 'push',
    hooks: some,
    run: (t) =>
      judge(t, {
        endpoint: 'self-signed',
        requirement: 'RFC8935-5.3-04',
        failing: 'with a self-signed certificate',
        hint: 'The HTTP client takes self-signed certificates; look for an option that allows them.',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/expired',
    title: 'No SET is pushed to an endpoint whose certificate has expired.',
    requirements: ['RFC8417-5.1-03', 'CAEP-INTEROP-2.1-06'],
    what: 'The same with a certificate of a trusted authority that expired two days ago.',
    delivery: 'push',
    hooks: all,
    run: (t) =>
      judge(t, {
        endpoint: 'expired',
        requirement: 'RFC8417-5.1-03',
        failing: 'whose certificate has expired',
        hint: 'The HTTP client does not look at the validity of certificates.',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/not-yet-valid',
    title: 'No SET is pushed to an endpoint whose certificate is not valid yet.',
    requirements: ['RFC8417-5.1-03', 'CAEP-INTEROP-2.1-06'],
    what: 'The same with a certificate of a trusted authority that begins to be valid in two days.',
    delivery: 'push',
    hooks: all,
    run: (t) =>
      judge(t, {
        endpoint: 'not-yet-valid',
        requirement: 'RFC8417-5.1-03',
        failing: 'whose certificate is not valid yet',
        hint: 'The HTTP client does not look at the validity of certificates.',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/wrong-name',
    title: 'No SET is pushed to an endpoint whose certificate is for another name.',
    requirements: ['RFC6125-6-01', 'CAEP-INTEROP-2.1-06'],
    what: 'The same with a certificate of a trusted authority that is made out for another host.',
    delivery: 'push',
    hooks: all,
    run: (t) =>
      judge(t, {
        endpoint: 'wrong-name',
        requirement: 'RFC6125-6-01',
        failing: 'whose certificate is for another host',
        hint: 'The HTTP client does not compare the host name with the certificate.',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/versions',
    title: 'No SET is pushed over TLS 1.1 or older.',
    requirements: ['RFC8935-5.3-05'],
    what: 'Offers a push endpoint that speaks nothing newer than TLS 1.1, orders a SET, and sees that no SET comes.',
    delivery: 'push',
    hooks: some,
    run: (t) =>
      judge(t, {
        endpoint: 'old-tls',
        requirement: 'RFC8935-5.3-05',
        failing: 'that speaks TLS 1.1 and nothing newer',
        hint: 'Set the lowest TLS version of the HTTP client to 1.2 (RFC 9325 section 3.1.1).',
      }),
  }),
  transmitterCheck({
    id: 'push-client-tls/later',
    title: 'No SET is pushed later to an endpoint whose connection was ended at first.',
    requirements: [
      'RFC8935-5.3-04',
      'RFC8935-3-01',
      'RFC8417-5.1-03',
      'RFC6125-6-01',
      'RFC8935-5.3-05',
      'CAEP-INTEROP-2.1-06',
    ],
    what: 'Looks at the end of the run whether a SET came after all to one of the endpoints of these checks to which none had come: some Transmitters try again with less care.',
    delivery: 'push',
    hooks: some,
    phase: 'last',
    async run(t) {
      const waiting = silent.get(await t.seenSets()) ?? [];
      if (waiting.length === 0)
        t.notTested(
          'There is no push endpoint that must not be trusted for which a SET was ordered, and to which none came at once.',
        );
      for (const { stream, scene, exposed: known } of waiting) {
        const [push] = await t.pushes(stream);
        if (push === undefined) {
          // Sound: the rules of the scenes are this check's.
          const now = await t.attempts(scene.endpoint);
          if (now.exposed > known) exposed(t, scene as Scene<'RFC8935-5.3-04'>, now);
          continue;
        }
        t.violates(scene.requirement as 'RFC8935-5.3-04', {
          message: `A SET was pushed to an endpoint ${scene.failing}, some time after it was ordered.`,
          expected: 'the connection is ended before the SET is sent, at every attempt',
          actual: 'the SET was sent',
          hint: `An attempt that failed may be made again with other settings. ${scene.hint}`,
          exchange: push.arrival,
          set: push.set,
        });
      }
    },
  }),
];
