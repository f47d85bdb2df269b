import type { Exchange, RequestSpec } from './exchange.ts';
import { clockRefusal } from './preflight/clock.ts';
import { metadataRefusal } from './preflight/metadata.ts';
import { apiRefusal, tokenRefusal } from './preflight/token.ts';

/** Why a run makes no sense: whose fault it is in one sentence, and what to do. */
export interface Refusal {
  sentence: string;
  hint: string;
}

export interface PreflightFacts {
  issuer: string;
  metadataUrl: string;
  /** ISO time at `atMs` 0 of the exchanges. */
  startedAt: string;
  /** How the run gets its tokens. */
  credentials: 'none' | 'access-token' | 'client-credentials';
  /** Given, or found by RFC 8414; only looked at with client credentials. */
  tokenEndpoint: string | null;
  /** Credentials of another Receiver are configured. */
  second: boolean;
  /** A token that may only read is configured. */
  readOnlyToken: boolean;
}

/**
 * Asks whether a run against the target makes sense: is it there, is what it serves metadata at all, do the tokens
 * work, do the clocks agree. What a check can judge is left to the checks, however wrong it is.
 * @param send makes a request, as the rim does
 * @param requestToken asks the token endpoint for the token of the run; only called with client credentials
 */
export async function preflight(
  facts: PreflightFacts,
  send: (spec: RequestSpec) => Promise<Exchange>,
  requestToken: () => Promise<Exchange>,
): Promise<Refusal | null> {
  const seen: Exchange[] = [];
  const ask = async (spec: RequestSpec): Promise<Exchange> => {
    const exchange = await send(spec);
    seen.push(exchange);
    return exchange;
  };
  const metadata = await ask({ method: 'GET', url: facts.metadataUrl, as: 'nobody' });
  return (
    (await metadataRefusal(facts, metadata, ask)) ??
    (await tokenRefusal(facts, requestToken)) ??
    (await apiRefusal(facts, metadata, ask)) ??
    clockRefusal(facts.startedAt, seen)
  );
}
