import type { Delivery } from '../../../reports/results.ts';
import { audienceOf } from '../../set/claim-rules.ts';
import { parseSet } from '../../set/parse.ts';
import type { Exchange } from '../exchange.ts';
import type { JsonObject, SeenSet, TestStream } from '../probe.ts';
import { type KnownOfSet, readingIn } from '../rim/read-recorded.ts';
import { isObject } from './documents.ts';
import type { RunState } from './run-state.ts';

/** SETs of one run that are kept in memory, and their bytes together: a flood must not end the run. */
const KEPT_SETS = 5_000;
const KEPT_BYTES = 128 * 1024 * 1024;

/** Whether SETs are still kept; those beyond are recorded as far as the recorder keeps them, and then forgotten. */
export function hasRoom(state: RunState): boolean {
  return state.sets.length < KEPT_SETS && state.setBytes < KEPT_BYTES;
}

/** Takes note of a SET that came over the wire: parsed, recorded, and kept for the checks that judge all of them. */
export async function noteSet(
  state: RunState,
  check: string,
  seen: {
    compact: string;
    delivery: Delivery;
    stream: TestStream | null;
    exchange: Exchange;
    pollKey: string | null;
    arrivedAtMs: number;
    /** Its share of what came over the wire. */
    bytes: number;
  },
): Promise<SeenSet> {
  const parsed = parseSet(seen.compact);
  const jti = parsed.claims?.jti;
  const id = await state.rim.recordSet({
    exchange: seen.exchange.id,
    check,
    delivery: seen.delivery,
    streamId: seen.stream?.id ?? null,
    jti: typeof jti === 'string' ? jti : null,
    eventTypes: eventTypes(parsed.claims),
    header: parsed.header,
    claims: parsed.claims,
    arrivedAtMs: seen.arrivedAtMs,
    ...readingIn(parsed, knownOf(seen), state.facts),
  });
  const set: SeenSet = {
    id,
    parsed,
    delivery: seen.delivery,
    streamId: seen.stream?.id ?? null,
    configuration: seen.stream?.configuration ?? null,
    pollKey: seen.pollKey,
    exchange: seen.exchange,
    arrivedAtMs: seen.arrivedAtMs,
    arrivedAt: (Date.parse(state.facts.startedAt) + seen.arrivedAtMs) / 1000,
  };
  state.setBytes += seen.bytes;
  if (hasRoom(state)) state.sets.push(set);
  state.silence.heard(set.delivery);
  return set;
}

function knownOf({ stream, arrivedAtMs }: { stream: TestStream | null; arrivedAtMs: number }): KnownOfSet {
  const { iss, aud } = stream?.configuration ?? {};
  return {
    issuer: typeof iss === 'string' ? iss : null,
    audience: audienceOf(aud),
    streamId: stream?.id ?? null,
    arrivedAtMs,
    asked: true,
  };
}

/** The member names of `events`; empty when there is no such object. */
function eventTypes(claims: JsonObject | null): string[] {
  const events = claims?.events;
  return isObject(events) ? Object.keys(events) : [];
}

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

/**
 * Whether a SET may be the answer to a verification request. A SET whose events cannot be read counts: it is the
 * checks of the SET that say what is wrong with it, not a wait that ends in vain.
 */
export function mayBeVerification(set: SeenSet): boolean {
  const types = eventTypes(set.parsed.claims);
  if (types.includes(VERIFICATION)) return true;
  return !types.some((type) => /^https:\/\/schemas\.openid\.net\/secevent\/(?:ssf|caep|risc)\//.test(type));
}

/** The `state` of the first event object that has one. */
export function stateOf(set: SeenSet): unknown {
  const events = set.parsed.claims?.events;
  if (!isObject(events)) return undefined;
  for (const event of Object.values(events)) {
    if (isObject(event) && 'state' in event) return event.state;
  }
  return undefined;
}
