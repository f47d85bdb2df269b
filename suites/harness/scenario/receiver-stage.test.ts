import { afterEach, expect, test } from 'vitest';
import type { ScenarioFault } from '../../../mocks/faults/scenario/fault.ts';
import { startReceiver } from '../../../mocks/receiver/start.ts';
import type { Delivery } from '../../../reports/results.ts';
import type { People, Scenario, Step } from '../../scenarios/scenario.ts';
import { verifySignature } from '../../set/verify.ts';
import { startBuiltInReceiver } from '../receiver/built-in-receiver.ts';
import { openReceiverStages, type ReceiverStagesOptions } from './receiver-stage.ts';
import { NoStage, type Stage } from './stage.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const ANNA = { format: 'email', email: 'anna@example.com' };

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const people: People = {
  users: [{ name: 'Anna Lee', email: ANNA.email, groups: [] }],
  devices: [],
  places: [],
  now: Date.UTC(2026, 10, 22),
};

const step: Step = {
  id: 'revoked',
  text: 'An administrator ends the sessions of Anna Lee.',
  ask: 'End the sessions of anna@example.com.',
  happening: { kind: 'sessions-revoked', user: ANNA.email, by: 'admin', at: people.now },
  event: {
    type: REVOKED,
    about: ANNA.email,
    subject: ANNA,
    event: { initiating_entity: 'admin' },
    must: [],
    mustIfThere: ['initiating_entity'],
    acts: ['end-sessions'],
    alsoRight: [],
    spares: [],
  },
};

const scenario: Scenario = {
  name: 'test',
  title: 'A test',
  story: 'Sessions end.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 1, devices: 0 },
  script: () => [step],
};

async function opened(
  options: Partial<ReceiverStagesOptions>,
  delivery: Delivery,
): Promise<{ stage: Stage; again: () => Promise<Stage> }> {
  const stages = await openReceiverStages({
    profile: 'ssf',
    limits: { start: 5_000, request: 2_000 },
    seed: 1,
    ...options,
  });
  closers.push(() => stages.close());
  const again = async (): Promise<Stage> => {
    const stage = await stages.open(scenario, people, delivery);
    closers.push(() => stage.close());
    return stage;
  };
  return { stage: await again(), again };
}

/** Waits for news of the wire, or a little while, until there is something. */
async function until<T>(stage: Stage, condition: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    const found = await condition();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error('It did not come.');
    await stage.news(5);
  }
}

/** Tells the step; what came over the wire and was answered, and what the Receiver did because of it. */
async function played(stage: Stage) {
  expect(await stage.tell(step, [])).toEqual({ ok: true });
  const set = await until(stage, () => stage.sets.find(({ attempts }) => attempts.at(-1)?.status === 202));
  const [effect] = await until(stage, async () => {
    const told = await stage.effects();
    return told !== null && told.effects.length > 0 ? told.effects : undefined;
  });
  return { set, effect };
}

test('Between mocks the SET of a step crosses the wire, signed, and the Receiver acts', async () => {
  const { stage } = await opened({}, 'push');
  expect(stage).toMatchObject({
    transmitter: { kind: 'mock', name: 'Identity provider' },
    receiver: { kind: 'mock', name: 'Relying party' },
    judged: { transmitter: true, receiver: true },
    dialect: 'standard',
    tellsEverything: true,
  });
  const { set, effect } = await played(stage);
  expect(effect).toMatchObject({ action: 'end-sessions', subject: ANNA, jti: set.jti });
  expect(set.parsed.claims).toMatchObject({ iss: stage.issuer, aud: stage.audience?.[0], sub_id: ANNA });
  expect(verifySignature(set.parsed, (await stage.keys()) ?? []).kind).toBe('verified');
  const [attempt] = set.attempts;
  expect(set.signedAtMs).toBeLessThanOrEqual(attempt?.atMs ?? 0);
  expect(attempt?.answeredAtMs).toBeGreaterThanOrEqual(attempt?.atMs ?? 0);
});

test('Between mocks a fault changes what goes out, what is signed, and what the Receiver does', async () => {
  const fault: ScenarioFault = {
    name: 'transmitter-and-receiver-in-a-muddle',
    title: 'For this test.',
    side: 'transmitter',
    breaks: 'everything',
    seams: () => ({
      emission: (event, nth) => [
        event,
        { ...event, event: { ...event.event, reason_admin: { en: `${nth}` } } },
      ],
      transmitter: { claims: (claims) => ({ ...claims, aud: 'https://somebody.example.org' }) },
      receiver: {
        steps: { audience: () => null },
        effects: (effects) => effects.map((one) => ({ ...one, action: 'note' })),
        pushReply: (reply) => ({ ...reply, status: 200 }),
      },
    }),
  };
  const { stage } = await opened({ fault }, 'push');
  await stage.tell(step, []);
  const sets = await until(stage, () =>
    stage.sets.length === 2 && stage.sets[1]?.attempts[0]?.status === 200 ? stage.sets : undefined,
  );
  expect(sets.map(({ parsed }) => parsed.claims)).toMatchObject([
    { aud: 'https://somebody.example.org', events: { [REVOKED]: { initiating_entity: 'admin' } } },
    { aud: 'https://somebody.example.org', events: { [REVOKED]: { reason_admin: { en: '0' } } } },
  ]);
  await until(stage, async () => {
    const { effects = [] } = (await stage.effects()) ?? {};
    return effects.length === 2 && effects.every(({ action }) => action === 'note') ? effects : undefined;
  });
});

test('A fault that takes its time holds up nobody who tells the next step', async () => {
  const fault: ScenarioFault = {
    name: 'transmitter-never-comes-to-it',
    title: 'For this test.',
    side: 'transmitter',
    breaks: 'arrives',
    seams: () => ({ emission: () => new Promise(() => undefined) }),
  };
  const { stage } = await opened({ fault }, 'push');
  expect(await stage.tell(step, [])).toEqual({ ok: true });
  expect(stage.sets).toEqual([]);
});

test('A hosted Receiver gets a push stream for each scenario, and is told apart what it did in which', async () => {
  const receiver = await startBuiltInReceiver({ form: 'hosted', https: false });
  closers.push(() => receiver.close());
  const stages = await openReceiverStages({ profile: 'ssf', target: receiver.target });
  closers.push(() => stages.close());
  await receiver.register(stages.session.facts);
  for (const round of [1, 2]) {
    const stage = await stages.open(scenario, people, 'push');
    expect(stage).toMatchObject({
      receiver: { kind: 'target' },
      judged: { transmitter: false, receiver: true },
    });
    const { effect, set } = await played(stage);
    expect(effect).toMatchObject({ action: 'end-sessions', jti: set.jti });
    expect((await stage.effects())?.effects).toHaveLength(1);
    await stage.close();
    expect(await stages.session.rim.streams()).toEqual([]);
    expect(stages.session.recorder.sets).toHaveLength(round);
  }
  const recorded = JSON.stringify(stages.session.recorder.exchanges);
  expect(recorded).not.toContain(receiver.target.pushAuthorization?.replace('Bearer ', ''));
});

for (const delivery of ['push', 'poll'] as const) {
  test(`A managed Receiver is started for each scenario and gets its events by ${delivery}`, async () => {
    const receiver = await startBuiltInReceiver({ form: 'managed', https: false });
    closers.push(() => receiver.close());
    const { stage, again } = await opened({ target: receiver.target }, delivery);
    expect(stage.eventsDelivered).toContain(REVOKED);
    const { effect, set } = await played(stage);
    expect(set.delivery).toBe(delivery);
    expect(effect).toMatchObject({ action: 'end-sessions', jti: set.jti });
    await stage.close();
    const second = await again();
    expect(second.sets).toEqual([]);
    await played(second);
  });
}

test('A hosted poller keeps its URL; what it left in one scenario does not come in the next', async () => {
  const poller = await startReceiver({ credentials: { accessToken: 'token-of-the-poller' } });
  closers.push(() => poller.close());
  const effects = async () => ({ ok: true, effects: poller.effects() });
  const target = { poll: true, credentials: { accessToken: 'token-of-the-poller' }, effects };
  const stages = await openReceiverStages({ profile: 'ssf', target });
  closers.push(() => stages.close());
  const left = await stages.open(scenario, people, 'poll');
  await left.tell(step, []);
  await left.close();
  const stage = await stages.open(scenario, people, 'poll');
  closers.push(() => stage.close());
  await poller.pollFrom(stages.session.facts, stages.session.pollUrl ?? '');
  const { effect, set } = await played(stage);
  expect(set).toMatchObject({ delivery: 'poll', attempts: [{ status: 202, err: null }] });
  expect(effect).toMatchObject({ action: 'end-sessions', jti: set.jti });
  expect([left.sets, stage.sets.length]).toEqual([[], 1]);
});

test('Without a way to start a managed Receiver there is no stage', async () => {
  await expect(opened({ target: {} }, 'push')).rejects.toThrow(NoStage);
});

test('What the mock vendor has no eyes for is told', async () => {
  const { stage } = await opened({}, 'push');
  const strange: Step = {
    ...step,
    event: step.event && { ...step.event, type: 'https://example.com/no-such-type' },
  };
  expect(await stage.tell(strange, [])).toMatchObject({ ok: false, message: expect.any(String) as string });
});
