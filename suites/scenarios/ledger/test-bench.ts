import type { Effect } from '../../harness/receiver/exchange.ts';
import type { JsonObject } from '../../set/subject.ts';
import { CAEP_EVENT_BASE } from '../../standard/vocabulary.ts';
import type { Attempt, Performance, PlayedStep, SeenEffect, WireSet } from '../performance.ts';
import type { ExpectedEvent } from '../scenario.ts';

/** Performances for tests, made of times. */

export const RISK = `${CAEP_EVENT_BASE}risk-level-change`;
export const EPOCH = Date.parse('2026-01-01T00:00:00Z');

function about(user: string): JsonObject {
  return { format: 'email', email: `${user}@example.com` };
}

/** Somebody's risk gets to a level, which must end the sessions. */
export function risen(
  id: string,
  happenedAtMs: number | null,
  user: string,
  event: Partial<ExpectedEvent> & { level?: string } = {},
): PlayedStep {
  const { level = 'HIGH', ...rest } = event;
  return {
    step: {
      id,
      text: `The risk of ${user} is ${level}.`,
      ask: `Let the risk of ${user} be ${level}.`,
      happening: { kind: 'risk-event', user: `${user}@example.com`, what: 'x', at: EPOCH },
      event: {
        type: RISK,
        about: `${user}@example.com`,
        subject: about(user),
        event: { current_level: level },
        must: ['current_level'],
        mustIfThere: [],
        acts: ['end-sessions'],
        alsoRight: [],
        spares: [],
        ...rest,
      },
    },
    happenedAtMs,
    toldAtMs: happenedAtMs === null ? null : happenedAtMs + 1,
    trouble: null,
  };
}

/** One attempt, answered 202 a ms later unless told otherwise. */
export function attempt(atMs: number, rest: Partial<Attempt> = {}): Attempt {
  return { exchange: Math.round(atMs), atMs, answeredAtMs: atMs + 1, status: 202, err: null, ...rest };
}

/** A SET about somebody's risk; `id` is its jti, too. */
export function wire(
  id: number,
  user: string,
  attempts: readonly Attempt[],
  rest: Partial<WireSet> & { level?: string; claims?: JsonObject; timestamp?: number } = {},
): WireSet {
  const { level = 'HIGH', claims, timestamp, ...members } = rest;
  const event = {
    current_level: level,
    ...(timestamp === undefined ? {} : { event_timestamp: timestamp }),
  };
  return {
    id,
    parsed: {
      compact: '',
      parts: 3,
      header: {},
      claims: { jti: String(id), sub_id: about(user), events: { [RISK]: event }, ...claims },
      headerText: null,
      claimsText: null,
      defects: [],
    },
    delivery: 'push',
    jti: String(id),
    attempts: [...attempts],
    signedAtMs: null,
    ...members,
  };
}

export function seen(action: string, user: string, seenAtMs: number, rest: Partial<Effect> = {}): SeenEffect {
  return { effect: { action, subject: about(user), ...rest }, seenAtMs };
}

export function played(
  steps: readonly PlayedStep[],
  sets: readonly WireSet[],
  rest: Partial<Performance> = {},
): Performance {
  return {
    scenario: {
      name: 'risk',
      title: 'Risk',
      story: 'Somebody is at risk.',
      cast: { transmitter: 'cloudflare-one', receiver: 'okta-itp' },
      needs: { users: 1, devices: 0 },
      script: () => steps.map(({ step }) => step),
    },
    delivery: 'push',
    dialect: 'standard',
    judged: { transmitter: true, receiver: true },
    receiverIsMock: false,
    startedAtMs: 0,
    endedAtMs: 60_000,
    cutShort: null,
    steps,
    sets,
    effects: null,
    effectsTrouble: null,
    issuer: null,
    audience: null,
    keys: null,
    skew: null,
    epochMs: EPOCH,
    limits: LIMITS,
    ...rest,
  };
}

const LIMITS: Performance['limits'] = {
  request: 10_000,
  verification: 60_000,
  delivery: 20_000,
  longPoll: 2_000,
  quiet: 750,
  redelivery: 30_000,
  change: 10_000,
  clockSkew: 60_000,
  start: 30_000,
  pollInterval: 30_000,
  effect: 15_000,
  keyRefetch: 30_000,
};
