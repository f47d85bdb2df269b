import type { EndpointName } from '../check.ts';
import type { Exchange } from '../exchange.ts';
import type { JsonObject } from '../probe.ts';
import type { RunState } from './run-state.ts';
import { NotApplicable, NotTested } from './signals.ts';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whoever cancels the run must not make a document look as if it were not served. */
function expectNotCancelled({ error }: Exchange): void {
  if (error?.kind === 'aborted') throw new NotTested(`The document was not fetched: ${error.message}.`);
}

/** The Transmitter metadata (SSF 7.2), fetched once per run. */
export function metadata(state: RunState): Promise<{ exchange: Exchange; document: JsonObject | null }> {
  state.metadata ??= state.rim
    .send({ method: 'GET', url: state.facts.metadataUrl, as: 'nobody' }, null)
    .then((exchange) => {
      expectNotCancelled(exchange);
      const json = exchange.response?.json;
      return { exchange, document: isObject(json) ? json : null };
    });
  return state.metadata;
}

/**
 * The advertised URL of an endpoint. Ends the check as not-applicable where the metadata claims none, and as
 * not-tested where what it claims is no place to send a request to.
 */
export async function endpoint(state: RunState, name: EndpointName): Promise<string> {
  const { document } = await metadata(state);
  const url = document?.[name];
  if (typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  if (document === null) throw new NotTested('The Transmitter metadata could not be read.');
  if (url === undefined) throw new NotApplicable(`The Transmitter metadata has no ${name}.`);
  throw new NotTested(`The ${name} of the Transmitter metadata is no http or https URL.`);
}

/** The JWK Set at jwks_uri, fetched once unless forgotten. */
export function jwks(state: RunState): Promise<{ exchange: Exchange; keys: JsonObject[] | null }> {
  state.jwks ??= endpoint(state, 'jwks_uri').then(async (url) => {
    const exchange = await state.rim.send({ method: 'GET', url, as: 'nobody' }, null);
    expectNotCancelled(exchange);
    const json = exchange.response?.json;
    const keys = isObject(json) ? json.keys : undefined;
    return { exchange, keys: Array.isArray(keys) ? keys.filter(isObject) : null };
  });
  return state.jwks;
}
