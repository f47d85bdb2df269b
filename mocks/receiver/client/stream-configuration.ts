import { POLL, type PUSH } from '../../vocabulary/delivery-methods.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverQuirks } from '../seams.ts';
import { noStrangers, stringsOf, usableUrl } from './answers.ts';
import { Untrusted } from './failure.ts';

/** A stream as its configuration tells, after validation (SSF 8.1.1). */
export interface OwnStream {
  id: string;
  /** What the configuration was the answer to. */
  from: ConfigurationOperation;
  audience: readonly string[];
  eventsDelivered: readonly string[];
  /** Where it is polled, or where it pushes to. */
  endpointUrl: string;
  /** Least distance of verification requests, ms. */
  verificationGapMs: number;
}

/** What the configuration has to agree with. */
export interface Expected {
  issuer: string;
  /** undefined: whatever the Transmitter says. */
  audience: string | undefined;
  method: typeof PUSH | typeof POLL;
  quirks: Partial<ReceiverQuirks>;
}

type ConfigurationOperation = 'create-stream' | 'read-stream' | 'update-stream' | 'replace-stream';

const known = [
  'stream_id',
  'iss',
  'aud',
  'events_supported',
  'events_requested',
  'events_delivered',
  'delivery',
  'min_verification_interval',
  'description',
  'inactivity_timeout',
];

/** Validates a stream configuration that came in the answer to `operation`. Throws Untrusted when it does not hold. */
export function readConfiguration(
  configuration: Record<string, unknown>,
  operation: ConfigurationOperation,
  expected: Expected,
): OwnStream {
  const { issuer, quirks } = expected;
  if (operation === 'create-stream' || operation === 'read-stream') {
    noStrangers(configuration, known, operation, quirks);
  }
  checkIssuer(configuration.iss, operation, expected);
  const audience = checkAudience(configuration.aud, expected);
  const { stream_id: id, delivery, min_verification_interval: seconds } = configuration;
  if (typeof id !== 'string' || id === '') throw new Untrusted('The stream has no stream_id.');
  if (!isObject(delivery)) throw new Untrusted('The stream has no delivery.');
  const { method, endpoint_url: url } = delivery;
  if (method !== expected.method) throw new Untrusted(`The stream is delivered by ${String(method)}.`);
  if (typeof url !== 'string') throw new Untrusted('The delivery has no endpoint_url.');
  return {
    id,
    from: operation,
    audience,
    eventsDelivered: stringsOf(configuration.events_delivered) ?? [],
    endpointUrl: method === POLL ? usableUrl(url, 'endpoint_url', issuer, quirks) : url,
    verificationGapMs: typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : 0,
  };
}

/** SSF 8.1.1.1 to 8.1.1.4: `iss` is the issuer whose metadata was used. Throws Untrusted. */
export function checkIssuer(
  iss: unknown,
  operation: ConfigurationOperation,
  { issuer, quirks }: Expected,
): void {
  if (iss === issuer) return;
  const { trustsStreamIssuer: trusts = false, trustsMissingIssuer } = quirks;
  if (iss === undefined && trustsMissingIssuer === operation) return;
  if (typeof trusts === 'boolean' ? trusts : trusts.includes(operation)) return;
  throw new Untrusted(`${operation}: the stream is of issuer ${String(iss)}, not ${issuer}.`);
}

/** SSF 8.1.1.1.1: `aud` is what the Receiver takes itself for, as far as it has been told. */
function checkAudience(aud: unknown, { audience, quirks }: Expected): readonly string[] {
  const named = typeof aud === 'string' ? [aud] : (stringsOf(aud) ?? []);
  if (audience !== undefined) {
    if (named.includes(audience) || quirks.trustsStreamAudience) return [audience];
    throw new Untrusted(`The stream is for ${JSON.stringify(aud)}, not for ${audience}.`);
  }
  if (named.length === 0) throw new Untrusted('The stream has no aud.');
  return named;
}
