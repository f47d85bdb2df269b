import type { CheckResult, RecordedExchange, RecordedSet, Results } from '../../../reports/results.ts';
import type { Variant } from '../../standard/official/suite.ts';
import { CAEP_EVENT_BASE, VERIFICATION } from '../../standard/vocabulary.ts';

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value of unknown type is one of some strings. */
export function isOneOf(values: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && values.includes(value);
}

/** What the results hold that conditions of the official suite can be judged by. */
export interface Evidence {
  results: Results;
  variant: Variant;
  /** Judge as if everything that the target offers by http were offered by https. */
  assumeHttps: boolean;
  /** The last metadata document, of the target (a Transmitter) or ours; null when there is none. */
  metadata: Json | null;
  /** The instance of a check that fits the variant; undefined: the run did not have it. */
  check(id: string): CheckResult | undefined;
  /** Requests to the target, in order, made while one of the checks ran. */
  during(...checks: string[]): RecordedExchange[];
  /** SETs with a verification event that came by the variant's delivery method. */
  verifications: RecordedSet[];
  /** SETs with a CAEP event, by whichever method: what is in them does not depend on it. */
  caepSets: RecordedSet[];
  /** Whether a request carried the access token of the Receiver, another one, or none. */
  bearer(exchange: RecordedExchange): 'own' | 'stranger' | 'none';
  /** The stream that a request names is one that was created, and not deleted, before it. */
  namesKnownStream(exchange: RecordedExchange): boolean;
  /** The configuration of a stream as it was created. */
  streamOf(id: string | null): Json | undefined;
}

/** Families in which other tokens than the Receiver's own are tried. */
const OTHER_TOKENS = new Set([
  'authorization',
  'bearer-tokens',
  'scopes',
  'isolation',
  'caep-interop',
  'poll-delivery',
  'token-endpoint',
]);

export function evidenceOf(results: Results, variant: Variant, assumeHttps: boolean): Evidence {
  const { exchanges, sets, checks, target } = results;
  const toTarget = exchanges.filter(({ direction }) => direction === 'to-target');
  const own = new Set(
    toTarget
      .filter(({ check }) => check === null || !OTHER_TOKENS.has(check.split('/')[0] ?? ''))
      .flatMap((exchange) => headerOf(exchange.request.headers, 'authorization') ?? []),
  );
  const documents = exchanges.filter(
    ({ request, response }) =>
      request.method === 'GET' && request.url === target.metadataUrl && response !== null,
  );
  const metadata = documents.map((one) => jsonOf(one.response?.body)).findLast(isObject) ?? null;
  const life = livesOfStreams(toTarget, metadata);
  const keyed = new Map(
    checks.map((check) => [check.delivery === null ? check.id : `${check.id}@${check.delivery}`, check]),
  );
  const key = (id: string): string =>
    keyed.has(`${id}@${variant.ssf_delivery_mode}`) ? `${id}@${variant.ssf_delivery_mode}` : id;

  return {
    results,
    variant,
    assumeHttps,
    metadata,
    check: (id) => keyed.get(key(id)),
    during: (...ids) => {
      const keys = new Set<string | null>(ids.map(key));
      return toTarget.filter(({ check }) => keys.has(check));
    },
    verifications: sets.filter(
      ({ eventTypes, delivery }) =>
        delivery === variant.ssf_delivery_mode && eventTypes.includes(VERIFICATION),
    ),
    caepSets: sets.filter(({ eventTypes }) => eventTypes.some((type) => type.startsWith(CAEP_EVENT_BASE))),
    bearer: ({ request }) => {
      const value = headerOf(request.headers, 'authorization');
      if (value === undefined) return 'none';
      return own.has(value) ? 'own' : 'stranger';
    },
    namesKnownStream: (exchange) => life.known(exchange),
    streamOf: (id) => (id === null ? undefined : life.created.get(id)),
  };
}

/** Which streams there were when, as the requests of the run tell. */
function livesOfStreams(
  exchanges: readonly RecordedExchange[],
  metadata: Json | null,
): { created: Map<string, Json>; known(exchange: RecordedExchange): boolean } {
  const created = new Map<string, Json>();
  const bornAt = new Map<string, number>();
  const goneAt = new Map<string, number>();
  for (const exchange of exchanges) {
    if (!isAt(exchange, metadata?.configuration_endpoint) || !succeeded(exchange)) continue;
    const { method } = exchange.request;
    const json = jsonOf(exchange.response?.body);
    if (method === 'POST' && isObject(json) && typeof json.stream_id === 'string') {
      created.set(json.stream_id, json);
      bornAt.set(json.stream_id, exchange.id);
    }
    const named = streamIdOf(exchange);
    if (method === 'DELETE' && named !== null && !goneAt.has(named)) goneAt.set(named, exchange.id);
  }
  return {
    created,
    known: (exchange) => {
      const id = streamIdOf(exchange);
      if (id === null) return false;
      return (
        (bornAt.get(id) ?? Number.POSITIVE_INFINITY) < exchange.id &&
        exchange.id <= (goneAt.get(id) ?? Number.POSITIVE_INFINITY)
      );
    },
  };
}

/** The stream that a request names, in the query or in a JSON body. */
export function streamIdOf({ request }: RecordedExchange): string | null {
  const inQuery = URL.canParse(request.url) ? new URL(request.url).searchParams.get('stream_id') : null;
  if (inQuery !== null) return inQuery;
  const json = jsonOf(request.body);
  return isObject(json) && typeof json.stream_id === 'string' ? json.stream_id : null;
}

/** Whether a request went to an endpoint, its query aside. */
export function isAt({ request }: RecordedExchange, endpoint: unknown): boolean {
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint) || !URL.canParse(request.url)) return false;
  const [a, b] = [new URL(endpoint), new URL(request.url)];
  return a.origin === b.origin && a.pathname === b.pathname;
}

export function succeeded({ response }: RecordedExchange): boolean {
  return response !== null && response.status >= 200 && response.status < 300;
}

/** A recorded body as JSON; undefined when it is none, or was cut. */
export function jsonOf(body: RecordedExchange['request']['body'] | undefined): unknown {
  if (body?.text === undefined || body.truncated) return undefined;
  try {
    return JSON.parse(body.text);
  } catch {
    return undefined;
  }
}

export function headerOf(headers: readonly [string, string][], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}
