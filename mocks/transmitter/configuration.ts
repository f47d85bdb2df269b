import { isDeepStrictEqual } from 'node:util';
import { POLL, PUSH } from '../vocabulary/delivery-methods.ts';
import { isObject } from '../vocabulary/is-object.ts';
import { optionalString } from './call.ts';
import { refuse } from './reply.ts';
import type { DeliveryConfiguration, ReceiverSupplied } from './stream.ts';

/** The members of a stream configuration that are the Receiver's own (SSF 8.1.1). */
export const receiverMembers = ['delivery', 'events_requested', 'description'] as const;
/** Those that are the Transmitter's. */
const transmitterMembers = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
  'inactivity_timeout',
] as const;

/** What the reading of `delivery` must know. */
export interface DeliveryRules {
  /** URL at which this stream is polled. */
  pollUrl: string;
  /** Pushes without TLS are allowed: only when the Transmitter itself is plain http, for play on one machine. */
  plainHttp: boolean;
  /** A wrong `endpoint_url` of a poll stream is refused, not ignored: so in updates, where it is Transmitter-supplied. */
  strict: boolean;
}

// RFC 9110 5.5: what can stand in a header field, so that nothing can be smuggled into the pushes.
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** `delivery` of a request; a missing one means poll (SSF 8.1.1.1). Refuses with 400. */
function readDelivery(value: unknown, rules: DeliveryRules): DeliveryConfiguration {
  if (value === undefined) return { method: POLL, endpoint_url: rules.pollUrl };
  if (!isObject(value)) throw refuse(400, 'delivery is no object.');
  if (typeof value.method !== 'string') throw refuse(400, 'delivery.method is missing or no string.');
  const endpoint = optionalString(value, 'endpoint_url');
  if (value.method === POLL) {
    if (rules.strict && endpoint !== undefined && endpoint !== rules.pollUrl) {
      throw refuse(400, 'delivery.endpoint_url of a poll stream is set by the Transmitter.');
    }
    return { method: POLL, endpoint_url: rules.pollUrl };
  }
  if (value.method !== PUSH)
    throw refuse(400, `delivery.method is not supported; these are: ${PUSH}, ${POLL}.`);
  if (endpoint === undefined) throw refuse(400, 'delivery.endpoint_url is missing.');
  const protocols = rules.plainHttp ? ['https:', 'http:'] : ['https:'];
  if (!URL.canParse(endpoint) || !protocols.includes(new URL(endpoint).protocol)) {
    throw refuse(400, 'delivery.endpoint_url is no https URL.');
  }
  const authorization = optionalString(value, 'authorization_header');
  if (authorization === undefined) return { method: PUSH, endpoint_url: endpoint };
  if (!fieldValue.test(authorization)) throw refuse(400, 'delivery.authorization_header is no header value.');
  return { method: PUSH, endpoint_url: endpoint, authorization_header: authorization };
}

function readEventsRequested(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  // SSF 8.1.1: URIs that we do not know are ignored, not refused; they are kept, as in the example of 8.1.1.1.
  if (!Array.isArray(value) || !value.every((uri) => typeof uri === 'string')) {
    throw refuse(400, 'events_requested is no array of strings.');
  }
  return value;
}

/** The Receiver-supplied members of a request. Refuses with 400. */
export function readSupplied(body: Record<string, unknown>, rules: DeliveryRules): ReceiverSupplied {
  return {
    delivery: readDelivery(body.delivery, rules),
    events_requested: readEventsRequested(body.events_requested),
    description: optionalString(body, 'description'),
  };
}

function byText(one: string, two: string): number {
  return one < two ? -1 : Number(one > two);
}

/** Sets are compared without order, and one audience may stand alone or in an array (RFC 7519 4.1.3). */
function same(one: unknown, two: unknown): boolean {
  const unordered = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(String).toSorted(byText) : value;
  return isDeepStrictEqual(unordered(one), unordered(two));
}

/**
 * The Transmitter-supplied members of an update that do not hold the value of the configuration as it was before
 * (SSF 8.1.1.3, 8.1.1.4). Missing ones are in order.
 */
export function wrongMembers(body: Record<string, unknown>, before: Record<string, unknown>): string[] {
  return transmitterMembers.filter((name) => {
    if (body[name] === undefined || same(body[name], before[name])) return false;
    return !(name === 'aud' && same([body.aud].flat(), [before.aud].flat()));
  });
}
