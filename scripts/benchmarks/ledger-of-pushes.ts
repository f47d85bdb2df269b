import type { DurationRow } from '../../reports/results.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import { ledgerOf } from '../../suites/scenarios/ledger/index.ts';
import type { Performance, PlayedStep, WireSet } from '../../suites/scenarios/performance.ts';
import { parseSet } from '../../suites/set/parse.ts';

/** One push: when it was ordered, sent, and stamped by us, ms by the clock of this process; and the SET. */
export interface Push {
  orderedAtMs: number;
  sentAtMs: number;
  stampedAtMs: number;
  compact: string;
}

const EVENT = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

/** The address of the person whom a SET of this bench is about. */
function personOf(id: string): string {
  return `${id}@example.com`;
}

/** A token of the usual size about the one that has this id; nobody here verifies it. */
export function tokenAbout(id: string): string {
  const claims = {
    iss: 'https://transmitter.example',
    aud: 'https://receiver.example',
    jti: id,
    sub_id: { format: 'email', email: personOf(id) },
    events: { [EVENT]: {} },
  };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'secevent+jwt', kid: '1' })}.${part(claims)}.${'A'.repeat(342)}`;
}

/** The delivery durations that the ledger makes of such pushes, each ordered by a step of its own. */
export function deliveryOf(pushes: readonly Push[]): DurationRow {
  const { durations } = ledgerOf({
    performances: [performanceOf(pushes)],
    emptyPollsMs: [],
    limits: {},
    enforced: false,
  });
  const row = durations.find(({ name, eventType }) => name === 'delivery' && eventType === null);
  if (row === undefined) throw new Error('No push came');
  return row;
}

function performanceOf(pushes: readonly Push[]): Performance {
  const endedAtMs = Math.max(0, ...pushes.map(({ stampedAtMs }) => stampedAtMs));
  const steps = pushes.map(stepOf);
  return {
    scenario: {
      name: 'bench',
      title: 'Bench',
      story: 'A Transmitter delivers late.',
      cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
      needs: { users: pushes.length, devices: 0 },
      script: () => steps.map(({ step }) => step),
    },
    delivery: 'push',
    dialect: 'standard',
    judged: { transmitter: true, receiver: false },
    receiverIsMock: true,
    startedAtMs: 0,
    endedAtMs,
    cutShort: null,
    steps,
    sets: pushes.map(setOf),
    effects: null,
    effectsTrouble: null,
    issuer: null,
    audience: null,
    keys: null,
    skew: null,
    epochMs: performance.timeOrigin,
    limits: DEFAULT_LIMITS,
  };
}

function stepOf({ orderedAtMs, compact }: Push): PlayedStep {
  const id = String(parseSet(compact).claims?.jti);
  const user = personOf(id);
  const text = `The sessions of ${user} end.`;
  return {
    step: {
      id,
      text,
      ask: text,
      happening: { kind: 'sessions-revoked', user, by: 'admin', at: performance.timeOrigin + orderedAtMs },
      event: {
        type: EVENT,
        about: user,
        subject: { format: 'email', email: user },
        event: {},
        must: [],
        mustIfThere: [],
        acts: [],
        alsoRight: [],
        spares: [],
      },
    },
    happenedAtMs: orderedAtMs,
    toldAtMs: orderedAtMs,
    trouble: null,
  };
}

function setOf({ stampedAtMs, compact }: Push, i: number): WireSet {
  const parsed = parseSet(compact);
  return {
    id: i + 1,
    parsed,
    delivery: 'push',
    jti: String(parsed.claims?.jti),
    attempts: [{ exchange: i + 1, atMs: stampedAtMs, answeredAtMs: stampedAtMs + 1, status: 202, err: null }],
    signedAtMs: null,
  };
}
