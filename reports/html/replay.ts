import type { CheckResult, RecordedExchange, Results } from '../results.ts';
import { familyOf, worstFirst } from '../view.ts';

/** A stream that the run created. */
export interface RunStream {
  id: string;
  /** The exchange that created it, and the one that deleted it. */
  create: RecordedExchange;
  deleted: number | null;
  /** Where its SETs are polled. */
  pollUrl: string | null;
}

/** A request that shows a finding when it is sent again, with the stream that has to be made anew for it. */
export interface Replay {
  exchange: RecordedExchange;
  stream: RunStream | null;
}

/** Shorter ids are found where none is meant. */
const shortestId = 6;

/**
 * Finds the request that shows again what a check found. None where the request alone does not lead to it: the target sent
 * the exchange, SETs were on the way, or the run had brought a stream into a state that is gone.
 */
export function replayFinder(results: Results): (check: CheckResult) => Replay | null {
  const exchanges = new Map(results.exchanges.map((exchange) => [exchange.id, exchange]));
  const streams = createdStreams(results.exchanges);
  const carriers = new Set(results.sets.map(({ exchange }) => exchange));
  const jtis = new Set(results.sets.map(({ jti }) => jti));

  /** Whether what the request leads to hangs on what the run had done before or did after. */
  const alone = (exchange: RecordedExchange, check: CheckResult, own: RunStream | null): boolean => {
    const text = textOf(exchange);
    if ([...text.matchAll(/"([^"\\]+)"/g)].some(([, word = '']) => jtis.has(word))) return false;
    const created = streams.find(({ create }) => create === exchange);
    const from = authorization(exchange);
    const answer = exchange.response?.body?.text ?? '';
    const isCreate = streams.some(({ create }) => create.request.url === exchange.request.url);
    for (const stream of streams) {
      const { create, deleted, id } = stream;
      if (stream === own || create.id >= exchange.id || (deleted ?? exchange.id) < exchange.id) continue;
      if (isCreate && exchange.request.method === 'POST' && authorization(create) === from) return false;
      if (from !== null && answer.includes(id)) return false;
    }
    if (own !== null)
      return !results.exchanges.some(
        (other) =>
          other.id > own.create.id && other.id < exchange.id && succeededInChange(other) && names(other, own),
      );
    const later = check.exchanges.flatMap((id) => (id > exchange.id ? (exchanges.get(id) ?? []) : []));
    return created === undefined || !later.some(({ direction }) => direction === 'from-target');
  };

  return (check) => {
    const found = worstFirst(check.findings).find(({ exchange }) => exchange !== undefined);
    const exchange = exchanges.get(found?.exchange ?? -1);
    if (!found || !exchange || exchange.direction !== 'to-target') return null;
    // An event is triggered by other means than a request of ours.
    if (found.set !== undefined || carriers.has(exchange.id) || familyOf(check.id) === 'events') return null;
    const named = streams.filter((stream) => stream.create.id < exchange.id && names(exchange, stream));
    const [stream = null, ...others] = named;
    if (others.length > 0 || (stream !== null && !replaceable(stream))) return null;
    return alone(exchange, check, stream) ? { exchange, stream } : null;
  };
}

function createdStreams(exchanges: readonly RecordedExchange[]): RunStream[] {
  const streams = exchanges.flatMap((create): RunStream[] => {
    const { direction, request, response } = create;
    if (direction !== 'to-target' || request.method !== 'POST' || !succeeded(create)) return [];
    const answer = members(response?.body?.text);
    const { stream_id: id, delivery } = answer;
    if (typeof id !== 'string' || id === '' || textOf(create).includes(id)) return [];
    const endpoint: unknown = isObject(delivery) ? delivery.endpoint_url : undefined;
    const isPolled = typeof endpoint === 'string' && !textOf(create).includes(endpoint);
    return [{ id, create, deleted: null, pollUrl: isPolled ? endpoint : null }];
  });
  for (const exchange of exchanges) {
    if (exchange.request.method !== 'DELETE' || !succeeded(exchange)) continue;
    const gone = streams.find(
      ({ id, create }) => create.id < exchange.id && exchange.request.url.includes(encodeURIComponent(id)),
    );
    if (gone) gone.deleted ??= exchange.id;
  }
  return streams;
}

function names({ request }: RecordedExchange, { id, pollUrl }: RunStream): boolean {
  return (
    request.url === pollUrl ||
    request.url.includes(encodeURIComponent(id)) ||
    (request.body?.text ?? '').includes(id)
  );
}

function replaceable({ id }: RunStream): boolean {
  return id.length >= shortestId && encodeURIComponent(id) === id;
}

function succeeded({ response }: RecordedExchange): boolean {
  return response !== null && response.status >= 200 && response.status < 300;
}

function succeededInChange(exchange: RecordedExchange): boolean {
  const { direction, request } = exchange;
  return direction === 'to-target' && !/^(GET|HEAD)$/.test(request.method) && succeeded(exchange);
}

function authorization({ request }: RecordedExchange): string | null {
  return request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? null;
}

function textOf({ request }: RecordedExchange): string {
  return request.body?.text ?? '';
}

function members(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
