import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { DEFAULT_LIMITS } from '../../harness/limits.ts';
import { parseSet } from '../../set/parse.ts';
import type { JsonObject } from '../../set/subject.ts';
import { castPeople } from '../people.ts';
import type { Attempt, Performance, SeenEffect, WireSet } from '../performance.ts';
import type { ExpectedEvent, Scenario } from '../scenario.ts';

/** Performances made by hand, with real signed SETs, for tests of what judges them. */

const ISSUER = 'https://transmitter.example.com';
const AUDIENCE = 'https://receiver.example.com';
const EPOCH_MS = Date.UTC(2026, 0, 5, 9);
/** Time from one step to the next. */
export const STEP_MS = 1000;

const { privateKey, publicKey } = await generateKeyPair('ES256');
const stranger = await generateKeyPair('ES256');
const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };

/** What is said otherwise than in a right SET. */
export interface Otherwise {
  jti?: string;
  type?: string;
  subject?: JsonObject;
  /** Laid over the event; undefined takes a member away. */
  event?: JsonObject;
  /** Laid over the claims. */
  claims?: JsonObject;
  typ?: string;
  /** Signed by a key that nobody published. */
  forged?: boolean;
  attempts?: Partial<Attempt>[];
}

let made = 0;

/** A SET as it crossed the wire `atMs` after the start of the run; accepted 10 ms later, unless said otherwise. */
export async function wireSet(
  expected: ExpectedEvent,
  atMs: number,
  otherwise: Otherwise = {},
): Promise<WireSet> {
  const id = ++made;
  const { jti = `jti-${id}`, type = expected.type, typ = 'secevent+jwt' } = otherwise;
  const iat = Math.floor((EPOCH_MS + atMs) / 1000);
  const event = { event_timestamp: iat, ...expected.event, ...otherwise.event };
  const claims: JWTPayload = {
    iss: ISSUER,
    aud: AUDIENCE,
    iat,
    jti,
    txn: `txn-${id}`,
    sub_id: otherwise.subject ?? expected.subject,
    events: { [type]: event },
    ...otherwise.claims,
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: 'one', typ })
    .sign(otherwise.forged === true ? stranger.privateKey : privateKey);
  const attempts = (otherwise.attempts ?? [{}]).map((attempt) => ({
    exchange: id,
    atMs,
    answeredAtMs: atMs + 10,
    status: 202,
    err: null,
    ...attempt,
  }));
  return { id, parsed: parseSet(token), delivery: 'push', jti, attempts, signedAtMs: null };
}

/** What a Receiver does because of a SET, seen 50 ms after it came. */
function effect(action: string, { jti, parsed, attempts }: WireSet): SeenEffect {
  const atMs = (attempts[0]?.atMs ?? 0) + 50;
  // Sound: SETs of ours have one.
  const subject = parsed.claims?.sub_id as JsonObject;
  return {
    effect: { action, subject, ...(jti === null ? {} : { jti }) },
    seenAtMs: atMs,
    unseenAtMs: atMs - 10,
  };
}

/** A performance of which everything is right: a SET 50 ms after each step, and its effect 50 ms after that. */
export async function rightPlay(
  scenario: Scenario,
  changes: Partial<Performance> = {},
): Promise<Performance> {
  const startedAtMs = 1000;
  const script = scenario.script(castPeople(1, scenario.needs, [], EPOCH_MS + startedAtMs));
  const steps = script.map((step, index) => {
    const happenedAtMs = startedAtMs + index * STEP_MS;
    return { step, happenedAtMs, toldAtMs: happenedAtMs + 5, trouble: null };
  });
  const told = steps.flatMap(({ step, happenedAtMs }) =>
    step.event === null ? [] : [{ event: step.event, atMs: happenedAtMs + 50 }],
  );
  const sets = await Promise.all(told.map(({ event, atMs }) => wireSet(event, atMs)));
  const effects = sets.flatMap((set, index) => {
    const action = told[index]?.event.acts[0];
    return action === undefined ? [] : [effect(action, set)];
  });
  return {
    scenario,
    delivery: 'push',
    dialect: 'standard',
    judged: { transmitter: true, receiver: true },
    receiverIsMock: false,
    startedAtMs,
    endedAtMs: startedAtMs + steps.length * STEP_MS + 2 * DEFAULT_LIMITS.delivery,
    cutShort: null,
    steps,
    sets,
    effects,
    effectsTrouble: null,
    issuer: ISSUER,
    audience: [AUDIENCE],
    keys: [jwk],
    skew: null,
    epochMs: EPOCH_MS,
    limits: DEFAULT_LIMITS,
    ...changes,
  };
}
