import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { objectIn, succeeded } from './answers.ts';

/** Longest lifetime of a short-lived token, s (RFC 6750 section 5.3, CAEP-INTEROP 2.7.1). */
export const HOUR = 3600;

/** One request to the token endpoint; ends the check where none is known. */
export async function ask<R extends RequirementId>(
  t: TransmitterProbe<R>,
  spec: { scope?: string; grantType?: string; clientSecret?: string; basic?: boolean } = {},
): Promise<Exchange> {
  if (t.tokenEndpoint === null)
    t.notTested('No token endpoint is configured, and none was found by RFC 8414.');
  return t.requestToken(spec);
}

/** A successful token answer; ends the check where there is none. */
export async function tokenAnswer<R extends RequirementId>(
  t: TransmitterProbe<R>,
  scope?: string,
): Promise<{ answer: JsonObject; exchange: Exchange }> {
  const exchange = await ask(t, scope === undefined ? {} : { scope });
  const answer = objectIn(exchange);
  if (answer === null || !succeeded(exchange) || typeof answer.access_token !== 'string') {
    t.notTested('A right token request gave no token; token-endpoint/success judges that.');
  }
  return { answer, exchange };
}
