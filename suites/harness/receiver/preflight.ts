import type { Exchange } from '../exchange.ts';
import { tlsCause } from '../preflight/connection.ts';
import type { ReceiverFacts, ReceiverRim, StartOutcome } from './exchange.ts';
import { craft } from './probe/craft.ts';
import { createReceiverRunState } from './probe/run-state.ts';
import { until } from './probe/until.ts';

/** Why a run cannot start, for people, and what to do about it. */
export interface Obstacle {
  sentence: string;
  hint: string;
}

export interface PreflightContext {
  /** Told what is waited for. */
  tell(text: string): void;
  /** There is a start hook. */
  starts: boolean;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/** Whether the target is there and lets us in; null when it does. What it does wrong beyond that is for the checks. */
export async function receiverPreflight(
  facts: ReceiverFacts,
  rim: ReceiverRim,
  context: PreflightContext,
): Promise<Obstacle | null> {
  if (facts.form === 'managed') {
    return facts.hooks.includes('restart') ? startsAtAll(facts, rim, context) : null;
  }
  return facts.pushUrl === null
    ? pollsAtAll(facts, rim, context)
    : takesPushes(facts, rim, facts.pushUrl, context);
}

async function takesPushes(
  facts: ReceiverFacts,
  rim: ReceiverRim,
  url: string,
  context: PreflightContext,
): Promise<Obstacle | null> {
  const state = await createReceiverRunState(rim);
  const push = async (): Promise<Exchange> => rim.push({ body: (await craft(state)).compact }, null);
  const { response, error } = await push();
  if (response === null) {
    const kind = error?.kind ?? 'no answer';
    if (kind !== 'refused' && kind !== 'dns' && kind !== 'tls') return null;
    const cause = kind === 'tls' ? tlsCause(error?.message ?? '') : undefined;
    const why = error?.message ?? kind;
    return {
      sentence: `The push endpoint ${url} cannot be reached: ${cause === undefined ? why : `${cause.what} (${why})`}.`,
      hint:
        cause?.hint ??
        (kind === 'tls'
          ? 'Does this port speak TLS, at least version 1.2? To see it: openssl s_client -connect HOST:PORT'
          : 'Is it running, and is the address right (--receiver)?'),
    };
  }
  if (response.status === 401 || response.status === 403) {
    const given = facts.hooks.includes('push-authorization');
    return {
      sentence: `The push endpoint ${url} refused our push with status ${response.status}.`,
      hint: given
        ? 'Is the value of --push-authorization right? It is sent as it is: "Bearer abc".'
        : 'If it wants credentials, give them with --push-authorization "Bearer abc".',
    };
  }
  if (response.status === 404 || response.status === 405) {
    return {
      sentence: `${url} is no push endpoint: it answered POST with status ${response.status}.`,
      hint: 'Give the whole URL of the endpoint that takes SETs with --receiver.',
    };
  }
  // Somebody may have to be here for the Receiver to read our metadata: it has not asked us for anything yet.
  if (response.status >= 400 && (await rim.calls(0, 0)).length === 0) {
    context.tell(
      `It refuses a right SET and has not asked us for anything; waiting ${facts.limits.start / 1000} s for it to be given ${facts.metadataUrl}`,
    );
    await until(
      async () => context.signal?.aborted === true || (await push()).response?.status === 202,
      facts.limits.start,
    );
    if ((await rim.calls(0, 0)).length === 0) return distrustOf(facts, rim);
  }
  return null;
}

/** Whether it comes to our issuer over TLS, but never to a request. */
async function distrustOf(facts: ReceiverFacts, rim: ReceiverRim): Promise<Obstacle | null> {
  if (!facts.https || (await rim.attempts('right')).refused === 0) return null;
  return {
    sentence: `The Receiver connects to our issuer ${facts.issuer}, and ends the connection before any request, as a client does that does not trust the certificate.`,
    hint: 'Let it trust our CA, whose file is printed with --tls (SSF_CA_FILE of a start command); with a certificate of your own (harness.tls.cert) the CA that made it.',
  };
}

async function startsAtAll(
  facts: ReceiverFacts,
  rim: ReceiverRim,
  context: PreflightContext,
): Promise<Obstacle | null> {
  const delivery = facts.deliveries[0] ?? 'push';
  const started = await rim.start({ delivery }, null);
  const asked = started.ok && (await hasCalled(facts, rim, context));
  if (asked) {
    await until(
      async () =>
        context.signal?.aborted === true || (await rim.streams()).length > 0 || (await rim.ended()) === true,
      facts.limits.start,
    );
  }
  const ended = await rim.ended();
  const said = await rim.said();
  await rim.stop();
  if (!started.ok) {
    return {
      sentence: `The Receiver could not be started: ${started.message ?? 'no reason given'}.`,
      hint: 'Run the start command by hand; it gets the issuer in SSF_ISSUER and as JSON on its stdin.',
    };
  }
  if (asked) return null;
  const distrust = await distrustOf(facts, rim);
  if (distrust !== null) return distrust;
  const words = said === '' ? '' : ` It said: ${said}`;
  return ended === true
    ? {
        sentence: `The Receiver was started, but ended without having asked anything of our issuer ${facts.issuer}.${words}`,
        hint: 'Run the start command by hand; it gets the issuer in SSF_ISSUER and as JSON on its stdin.',
      }
    : {
        sentence: `The Receiver was started, but asked nothing of our issuer ${facts.issuer} within ${facts.limits.start} ms.${words}`,
        hint: 'Does it begin at that issuer? Fix our address with --listen HOST:PORT, or allow more time with --limit start=60s.',
      };
}

async function pollsAtAll(
  facts: ReceiverFacts,
  rim: ReceiverRim,
  context: PreflightContext,
): Promise<Obstacle | null> {
  const started: StartOutcome = context.starts ? await rim.start({ delivery: 'poll' }, null) : { ok: true };
  if (await hasCalled(facts, rim, context)) return null;
  const distrust = await distrustOf(facts, rim);
  if (distrust !== null) return distrust;
  const said = await rim.said();
  const why =
    started.ok || started.message === undefined ? '' : ` The start hook failed: ${started.message}.`;
  return {
    sentence: `Nobody polled us within ${facts.limits.start} ms.${why}${said === '' ? '' : ` The start command said: ${said}`}`,
    hint: 'Give the Receiver the poll URL that is printed, or allow more time with --limit start=60s.',
  };
}

/** Waits for a call, as long as one can still come. */
async function hasCalled(
  facts: ReceiverFacts,
  rim: ReceiverRim,
  context: PreflightContext,
): Promise<boolean> {
  const asked = async (): Promise<boolean> => (await rim.calls(0, 0)).length > 0;
  await until(
    async () => context.signal?.aborted === true || (await asked()) || (await rim.ended()) === true,
    facts.limits.start,
  );
  return asked();
}
