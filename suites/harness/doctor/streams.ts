import type { Delivery } from '../../../reports/results.ts';
import type { Rim } from '../exchange.ts';
import { KNOWN_EVENT_TYPES } from '../known-event-types.ts';
import type { Refusal } from '../preflight.ts';
import { createProbe } from '../probe/create-probe.ts';
import { createRunState } from '../probe/run-state.ts';
import { NotApplicable, NotTested } from '../probe/signals.ts';
import type { TestStream, TransmitterProbe } from '../probe.ts';
import type { PushAuthority } from '../rim/bad-doors.ts';
import { ENDED_EARLY } from '../rim/inbox.ts';
import { addressesOfCa } from '../rim/our-address.ts';
import type { Session } from '../session.ts';
import { type Step, teller } from './examination.ts';
import type { Report, Whose } from './line.ts';

export interface StreamsToTry {
  session: Session;
  /** Why this method is not to be tried, in a sentence; null where it is. */
  leftOut: (delivery: Delivery) => string | null;
  /** The tester, or the metadata, says that there are such streams. */
  claimed: boolean;
  /** Why pushes cannot reach us, as the configuration stands. */
  unreachable: Refusal | null;
  /** What made the certificate of our push endpoint. */
  ourCa: PushAuthority | undefined;
  /** Nothing is created. */
  readOnly: boolean;
  /** What goes on at the target right now. */
  underway: Underway;
}

/** So that an interruption leaves nothing behind at the target. */
export interface Underway {
  /** Settles when it is known which stream, if any, the target created. */
  creation: Promise<unknown> | null;
  /** A stream was asked for and no answer came. */
  unanswered: boolean;
  /** From now on the target is asked for nothing more, and nothing is waited for. */
  ended: boolean;
}

/** The rim, whose calls end their caller once everything is over: what waits in a loop would go on for ever. */
function ending(rim: Rim, underway: Underway): Rim {
  const guard =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = underway.ended ? null : await call(...args);
      if (result === null || underway.ended) throw new NotTested('It was interrupted.');
      return result;
    };
  return {
    ...rim,
    send: guard((...args) => rim.send(...args)),
    arrivals: guard((...args) => rim.arrivals(...args)),
  };
}

/**
 * Creates a stream for each delivery method, asks for a verification event on it and waits for its SET, deletes it
 * again. Streams that are not ours are never touched.
 */
export function streamSteps(get: () => StreamsToTry, report: Report): Step[] {
  return (['push', 'poll'] as const).map((delivery) => ({
    name: `${delivery} stream`,
    run: () => tryDelivery(get(), delivery, report),
  }));
}

async function tryDelivery(options: StreamsToTry, delivery: Delivery, report: Report): Promise<true> {
  const { session, readOnly, unreachable, underway } = options;
  const created = teller(report, `${delivery} stream`);
  const arrived = teller(report, `${delivery} round trip`);
  const why = options.leftOut(delivery);
  if (why !== null) return created.skipped(why);
  if (readOnly) return created.skipped('No stream is created with --read-only.');
  if (delivery === 'push' && unreachable !== null)
    return created.skipped('A stream whose SETs cannot reach us says nothing: see "our push endpoint".');
  const state = await createRunState(ending(session.rim, underway), KNOWN_EVENT_TYPES);
  // Nothing is judged: what the target does wrong is for the checks.
  const handle = createProbe(state, 'doctor', delivery, () => null);
  const { probe } = handle;
  try {
    const started = performance.now();
    // What ended before was not the target: it may have been ourselves.
    const unused = session.unusedConnections();
    const creation = create(probe, options, delivery, report);
    underway.creation = creation;
    const stream = await creation;
    if (stream === null) return true;
    created.ok(
      `Created (${stream.id}) in ${Math.round(performance.now() - started)} ms; it will be deleted again.`,
    );
    await verify(probe, stream, options, unused, report).catch((error: unknown) => {
      if (error instanceof NotApplicable)
        return arrived.skipped('The metadata has no verification_endpoint.');
      if (error instanceof NotTested) return arrived.problem(error.message, 'target', 'Its log may say why.');
      throw error;
    });
    return true;
  } finally {
    report.waiting(null);
    await handle.cleanUp();
    handle.end();
  }
}

/** The stream; null where there is none, which is told. */
async function create(
  probe: TransmitterProbe,
  { session, claimed, underway }: StreamsToTry,
  delivery: Delivery,
  report: Report,
): Promise<TestStream | null> {
  const tell = teller(report, `${delivery} stream`);
  try {
    return await probe.stream();
  } catch (error) {
    if (!(error instanceof NotTested || error instanceof NotApplicable)) throw error;
    const status = lastCreation(session);
    underway.unanswered ||= status === 0;
    const [whose, todo] = whyNot(status, delivery, session.facts.inboxHttps);
    if (!claimed && status === 400)
      tell.note(
        `None can be created: the target answers 400, and its metadata does not say that it offers ${delivery}.`,
      );
    else if (error instanceof NotApplicable) tell.skipped(error.message);
    else tell.problem(error.message, whose, todo);
    return null;
  }
}

/** Status of the answer to the last attempt; 0 if none came. */
function lastCreation({ recorder }: Session): number {
  const last = recorder.exchanges.findLast(
    ({ direction, request, check }) =>
      direction === 'to-target' && check === 'doctor' && request.method === 'POST',
  );
  return last?.response?.status ?? 0;
}

function whyNot(status: number, delivery: Delivery, inboxHttps: boolean): [Whose, string] {
  if (status === 401 || status === 403)
    return [
      'configuration',
      'The token may read, but not write: give one with the scope to manage streams (ssf.manage in the CAEP Interoperability Profile).',
    ];
  if (status === 409)
    return ['configuration', 'Lend a Receiver without streams of its own, or one that may have several.'];
  if (status === 400 && delivery === 'push' && !inboxHttps)
    return [
      'configuration',
      'Some Transmitters take only https push endpoints: --tls if the Transmitter trusts our CA, or a tunnel or proxy that ends TLS, named with --public-url. Or test with --delivery poll.',
    ];
  return ['target', 'Its log may say why it creates no stream.'];
}

/**
 * Asks for a verification event (SSF 8.1.4) and waits for its SET.
 * @param unused connections to our push endpoint that had come to nothing before the stream was asked for
 */
async function verify(
  probe: TransmitterProbe,
  stream: TestStream,
  { session, ourCa }: StreamsToTry,
  unused: number,
  report: Report,
): Promise<void> {
  const { facts } = session;
  const { delivery } = stream;
  const tell = teller(report, `${delivery} round trip`);
  const limit = facts.limits.verification / 1_000;
  await probe.endpoint('verification_endpoint');
  report.waiting(`the verification SET by ${delivery}, ${limit} s at most`);
  const { requested, set } = await probe.verify(stream, { insist: true });
  report.waiting(null);
  const status = requested.response?.status ?? 0;
  if (set !== null) {
    const ms = Math.round(set.arrivedAtMs - requested.atMs);
    return void tell.ok(`The verification SET came ${ms} ms after it was asked for.`);
  }
  if (status < 200 || status >= 300)
    return void tell.problem(
      `The request for a verification event was answered ${status || (requested.error?.kind ?? 'nothing')}.`,
      status === 401 || status === 403 ? 'configuration' : 'target',
      status === 401 || status === 403
        ? 'The token lacks the scope or permission for it.'
        : 'Its log may say why.',
    );
  if (delivery === 'poll')
    return void tell.problem(
      `No verification SET came by poll within ${limit} s, though it was promised (${status}).`,
      'target',
      'Is it sent later? --limit verification=5m waits longer.',
    );
  const came = (await probe.pushes(stream)).length;
  const ended = session.unusedConnections() - unused;
  if (came === 0 && ended > 0)
    return void tell.problem(
      `${ENDED_EARLY}: ${ended} since the stream was asked for. The verification SET was promised (${status}), and ${limit} s were waited.`,
      'target',
      howToTrust(ourCa),
    );
  const url = pushUrlOf(stream);
  tell.problem(
    came > 0
      ? `${came} requests came to our push endpoint, but no verification SET among them.`
      : `Nothing came to our push endpoint ${url} within ${limit} s, though it was promised (${status}).`,
    came > 0 ? 'target' : 'network',
    came > 0
      ? 'See what it sends: ssf-conformance mock receiver'
      : 'Can the target reach that address? A container does not reach the loopback address of its host, a firewall may stop it: --listen ADDRESS:PORT, --public-url URL. Or is it sent later: --limit verification=5m.',
  );
}

function howToTrust(ourCa: PushAuthority | undefined): string {
  const [, how] = addressesOfCa(ourCa);
  return how === undefined
    ? 'Let the target trust the CA that made the certificate of our endpoints (harness.tls.cert).'
    : `Let the target trust our CA: ${how.url}.`;
}

function pushUrlOf({ request }: TestStream): string {
  const delivery = request.delivery as Record<string, unknown> | undefined;
  return String(delivery?.endpoint_url);
}
