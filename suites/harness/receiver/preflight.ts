import type { Exchange } from '../exchange.ts';
import type { ReceiverFacts, ReceiverRim } from './exchange.ts';
import { craft } from './probe/craft.ts';
import { createReceiverRunState } from './probe/run-state.ts';
import { until } from './probe/until.ts';

/** Why a run cannot start, for people, and what to do about it. */
export interface Obstacle {
  sentence: string;
  hint: string;
}

/** Whether the target is there and lets us in; null when it does. What it does wrong beyond that is for the checks. */
export async function receiverPreflight(facts: ReceiverFacts, rim: ReceiverRim): Promise<Obstacle | null> {
  if (facts.form === 'managed') {
    return facts.hooks.includes('restart') ? startsAtAll(facts, rim) : null;
  }
  return facts.pushUrl === null ? pollsAtAll(facts, rim) : takesPushes(facts, rim, facts.pushUrl);
}

async function takesPushes(facts: ReceiverFacts, rim: ReceiverRim, url: string): Promise<Obstacle | null> {
  const set = await craft(await createReceiverRunState(rim));
  const exchange: Exchange = await rim.push({ body: set.compact }, null);
  const { response, error } = exchange;
  if (response === null) {
    const kind = error?.kind ?? 'no answer';
    if (kind !== 'refused' && kind !== 'dns' && kind !== 'tls') return null;
    return {
      sentence: `The push endpoint ${url} cannot be reached: ${error?.message ?? kind}.`,
      hint:
        kind === 'tls'
          ? 'Give the CA of its certificate with --ca.'
          : 'Is it running, and is the address right (--receiver)?',
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
  return null;
}

async function startsAtAll(facts: ReceiverFacts, rim: ReceiverRim): Promise<Obstacle | null> {
  const delivery = facts.deliveries[0] ?? 'push';
  const started = await rim.start({ delivery }, null);
  const asked = started.ok && (await hasCalled(rim, facts.limits.start));
  if (asked) await until(async () => (await rim.streams()).length > 0, facts.limits.start);
  await rim.stop();
  if (!started.ok) {
    return {
      sentence: `The Receiver could not be started: ${started.message ?? 'no reason given'}.`,
      hint: 'Run the start command by hand; it gets the issuer in SSF_ISSUER and as JSON on its stdin.',
    };
  }
  if (asked) return null;
  return {
    sentence: `The Receiver was started, but asked nothing of our issuer ${facts.issuer} within ${facts.limits.start} ms.`,
    hint: 'Does it begin at that issuer? Fix our address with --listen HOST:PORT, or allow more time with --limit start=60s.',
  };
}

async function pollsAtAll(facts: ReceiverFacts, rim: ReceiverRim): Promise<Obstacle | null> {
  if (facts.hooks.includes('start')) await rim.start({ delivery: 'poll' }, null);
  if (await hasCalled(rim, facts.limits.start)) return null;
  return {
    sentence: `Nobody polled us within ${facts.limits.start} ms.`,
    hint: 'Give the Receiver the poll URL that is printed, or allow more time with --limit start=60s.',
  };
}

async function hasCalled(rim: ReceiverRim, limitMs: number): Promise<boolean> {
  return (await rim.calls(0, limitMs)).length > 0;
}
