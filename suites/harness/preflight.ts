import type { Exchange, RequestSpec, Rim, RunFacts } from './exchange.ts';
import { apiRefusal } from './preflight/api.ts';
import { clockRefusal } from './preflight/clock.ts';
import { metadataRefusal } from './preflight/metadata.ts';

/** Why a run makes no sense: whose fault it is in one sentence, and what to do. */
export interface Refusal {
  sentence: string;
  hint: string;
}

/** What the steps of the preflight share. */
export interface Preflight {
  facts: RunFacts;
  /** Makes a request and keeps its exchange for the look at the clocks. */
  ask: (spec: RequestSpec) => Promise<Exchange>;
  /** Asks the token endpoint for a token; only with client credentials and a token endpoint. */
  requestToken: (spec?: { basic?: boolean }) => Promise<Exchange>;
}

/**
 * Asks whether a run against the target makes sense: is it there, is what it serves metadata at all, do the tokens
 * work, do the clocks agree. What a check can judge is left to the checks, however wrong it is.
 */
export async function preflight(
  facts: RunFacts,
  rim: Pick<Rim, 'send' | 'requestToken'>,
): Promise<Refusal | null> {
  const seen: Exchange[] = [];
  const run = preflightOf({ facts, rim }, seen);
  const metadata = await run.ask({ method: 'GET', url: facts.metadataUrl, as: 'nobody' });
  return (
    (await metadataRefusal(run, metadata)) ??
    (await apiRefusal(run, metadata)) ??
    clockRefusal(facts.startedAt, seen)
  );
}

/** A preflight at a target; what it asks is added to `seen`. */
export function preflightOf(
  { facts, rim }: { facts: RunFacts; rim: Pick<Rim, 'send' | 'requestToken'> },
  seen: Exchange[],
): Preflight {
  return {
    facts,
    ask: async (spec) => {
      const exchange = await rim.send(spec, null);
      seen.push(exchange);
      return exchange;
    },
    requestToken: (spec = {}) => rim.requestToken(spec, null),
  };
}
