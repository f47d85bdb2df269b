import { describe, expect, test } from 'vitest';
import { receiverVariants } from '../../../mocks/variants/receiver/variants.ts';
import { variants } from '../../../mocks/variants/variants.ts';
import type { Delivery } from '../../../reports/results.ts';
import { impossibleTravel } from '../../scenarios/impossible-travel.ts';
import { castPeople, type GivenPerson } from '../../scenarios/people.ts';
import type { People, Scenario } from '../../scenarios/scenario.ts';
import { sessionLife } from '../../scenarios/session-life.ts';
import { sessionRevokedByAdmin } from '../../scenarios/session-revoked-by-admin.ts';
import { stormOf } from '../../scenarios/storm.ts';
import { startBuiltInTarget } from '../built-in-target.ts';
import type { Limits, TriggerOutcome, TriggerRequest } from '../exchange.ts';
import { startBuiltInReceiver } from '../receiver/built-in-receiver.ts';
import type { Effect } from '../receiver/exchange.ts';
import { selectFor } from '../selection.ts';
import { direct } from './direct.ts';
import { expectationsOf, judgeExpectation } from './judge-scenario.ts';
import { openReceiverStages } from './receiver-stage.ts';
import type { Stage } from './stage.ts';
import { openTransmitterStages } from './transmitter-stage.ts';

/** A right target, however it uses the freedoms of the standards, is accused of nothing, and nothing is left open. */

const LIMITS: Partial<Limits> = {
  request: 5_000,
  delivery: 10_000,
  quiet: 150,
  longPoll: 300,
  start: 10_000,
};
const SEED = 4;

interface Stages {
  session: { facts: { limits: Limits; startedAt: string } };
  now(): number;
  open(scenario: Scenario, people: People, delivery: Delivery): Promise<Stage>;
}

/** What does not hold, in words; empty: everything does. */
async function complaints(
  stages: Stages,
  scenario: Scenario,
  delivery: Delivery,
  given: readonly GivenPerson[] = [],
): Promise<string[]> {
  const { facts } = stages.session;
  const people = castPeople(SEED, scenario.needs, given);
  const stage = await stages.open(scenario, people, delivery);
  try {
    const performance = await direct({
      scenario,
      steps: scenario.script(people),
      stage,
      receiverIsMock: stage.receiver.kind === 'mock',
      limits: facts.limits,
      now: () => stages.now(),
      epochMs: Date.parse(facts.startedAt),
      say: () => undefined,
    });
    const { severities } = selectFor('ssf', 'transmitter');
    return expectationsOf(scenario, performance.judged).flatMap((expectation) => {
      const judged = judgeExpectation(expectation, performance, (id) => severities.get(id) ?? null);
      return ['pass', 'note', 'warn'].includes(judged.outcome)
        ? []
        : [`${expectation.name} ${judged.outcome}: ${judged.reason ?? judged.findings[0]?.message}`];
    });
  } finally {
    await stage.close();
  }
}

type Trigger = (request: TriggerRequest) => Promise<TriggerOutcome>;

async function againstTransmitter(
  peer: Parameters<typeof startBuiltInTarget>[0]['peer'],
  plays: readonly Scenario[],
  deliveries: readonly Delivery[],
  triggering: (trigger: Trigger) => Trigger = (trigger) => trigger,
  given: readonly GivenPerson[] = [],
): Promise<string[]> {
  const target = await startBuiltInTarget({ https: false, peer: { seed: SEED, longPollMs: 100, ...peer } });
  const { issuer, metadataUrl, ca, trigger, ...rest } = target.session;
  const stages = await openTransmitterStages({
    ...rest,
    transmitter: { issuer, metadataUrl, ca },
    trigger: triggering(trigger ?? (async () => ({ ok: false }))),
    profile: 'ssf',
    limits: LIMITS,
    seed: SEED,
  });
  try {
    const all: string[] = [];
    for (const delivery of deliveries)
      for (const scenario of plays) all.push(...(await complaints(stages, scenario, delivery, given)));
    return all;
  } finally {
    await stages.close();
    await target.close();
  }
}

async function againstReceiver(
  options: Omit<Parameters<typeof startBuiltInReceiver>[0], 'https'>,
  plays: readonly Scenario[],
  deliveries: readonly Delivery[],
  telling: (effects: Effect[]) => Effect[] = (effects) => effects,
): Promise<string[]> {
  const receiver = await startBuiltInReceiver({ ...options, https: false });
  const { effects: ask, ...target } = receiver.target;
  const effects = async () => {
    const told = await ask?.();
    return { ok: told?.ok === true, effects: telling(told?.effects ?? []) };
  };
  const stages = await openReceiverStages({
    target: { ...target, effects },
    profile: 'ssf',
    limits: LIMITS,
    seed: SEED,
  });
  try {
    await receiver.register(stages.session.facts);
    const all: string[] = [];
    for (const delivery of deliveries)
      for (const scenario of plays) all.push(...(await complaints(stages, scenario, delivery)));
    return all;
  } finally {
    await stages.close();
    await receiver.close();
  }
}

const storm = stormOf(6, 50);
const sessionsEnd = sessionRevokedByAdmin;
const TIMEOUT = 60_000;

describe('A Transmitter is accused of nothing that', () => {
  test.each([
    ['es256', ['push', 'poll']],
    ['audience-array', ['push', 'poll']],
    ['unknown-members', ['push']],
    ['key-without-kid', ['push', 'poll']],
    ['poll-only', ['poll']],
    ['acknowledges-late', ['poll']],
    ['defaults-none', ['push']],
  ] satisfies [string, Delivery[]][])('the variant %s does by %s', { timeout: TIMEOUT }, async (name, by) => {
    const variant = variants.find((one) => one.name === name);
    expect(await againstTransmitter(variant?.start(), [impossibleTravel, sessionLife, storm], by)).toEqual(
      [],
    );
  });

  const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
  const email = (address: string) => ({ format: 'email', email: address });
  const cases: Record<string, { trigger: (trigger: Trigger) => Trigger; plays: Scenario[] }> = {
    'it sends for each session': {
      plays: [sessionsEnd],
      trigger: (trigger) => async (request) => {
        const to = (id: string) => ({
          format: 'complex',
          session: { format: 'opaque', id },
          user: request.subject,
        });
        await trigger({ ...request, subject: to('one') });
        return trigger({ ...request, subject: to('two') });
      },
    },
    'follows from the event of a step': {
      plays: [impossibleTravel, storm],
      trigger: (trigger) => async (request) => {
        const outcome = await trigger(request);
        await trigger({ ...request, type: REVOKED, event: {} });
        return outcome;
      },
    },
    'it sends about other users': {
      plays: [impossibleTravel],
      trigger: (trigger) => async (request) => {
        await trigger({ ...request, subject: email('somebody@elsewhere.example') });
        return trigger(request);
      },
    },
  };
  const own = { format: 'iss_sub', iss: 'https://idp.example', sub: '00u1' };
  test.each(Object.entries(cases))('%s', { timeout: TIMEOUT }, async (_, { plays, trigger }) => {
    expect(await againstTransmitter({}, plays, ['push'], trigger)).toEqual([]);
  });

  test('it says in identifiers of its own, but whom they name cannot be told', {
    timeout: TIMEOUT,
  }, async () => {
    const naming = (trigger: Trigger) => (request: TriggerRequest) => trigger({ ...request, subject: own });
    const found = await againstTransmitter({}, [impossibleTravel, sessionLife], ['push'], naming);
    expect(found.map((one) => one.split(':')[0])).toEqual(['subject not-tested', 'subject not-tested']);
  });

  test('it says in identifiers of its own that the tester gave', { timeout: TIMEOUT }, async () => {
    const given = [{ email: 'anna@corp.example', subject: own }];
    expect(await againstTransmitter({}, [impossibleTravel, sessionLife], ['push'], undefined, given)).toEqual(
      [],
    );
  });

  test.each([30_000, -30_000])('a clock that is %i ms off brings', { timeout: TIMEOUT }, async (off) => {
    const peer = { now: () => Date.now() + off };
    const plays = [impossibleTravel, sessionLife];
    expect(await againstTransmitter(peer, plays, ['push'])).toEqual([]);
  });
});

describe('A Receiver is accused of nothing that', () => {
  test.each([
    ['no-replay-memory', ['push']],
    ['several-effects', ['push']],
    ['now-and-then-unavailable', ['push']],
    ['acknowledges-later', ['poll']],
    ['one-at-a-time', ['poll']],
  ] satisfies [string, Delivery[]][])('the variant %s does by %s', { timeout: TIMEOUT }, async (name, by) => {
    const variant = receiverVariants.find((one) => one.name === name);
    const options = { form: variant?.form ?? 'hosted', peer: variant?.start() };
    expect(await againstReceiver(options, [impossibleTravel, sessionLife, storm], by)).toEqual([]);
  });

  const late = (effects: Effect[], ms: number): Effect[] =>
    effects.filter(({ at }) => Date.parse(at ?? '') + ms <= Date.now());
  const bare = ({ action, subject }: Effect): Effect => ({ action, subject });
  test.each<[string, (effects: Effect[]) => Effect[]]>([
    ['its effects leave out: jti and time', (effects) => effects.map(bare)],
    ['it tells in another order', (effects) => effects.toReversed()],
    ['it does late', (effects) => late(effects, 300)],
    ['it does late and without jti', (effects) => late(effects, 300).map(bare)],
    [
      'it does app by app',
      (effects) => effects.flatMap((one) => [one, ...late([one], 300), ...late([one], 600)]),
    ],
    ['it need not do', (effects) => effects.filter(({ action }) => action === 'end-sessions')],
  ])('%s', { timeout: TIMEOUT }, async (_, telling) => {
    const plays = [impossibleTravel, sessionLife, storm];
    expect(await againstReceiver({ form: 'hosted' }, plays, ['push'], telling)).toEqual([]);
  });
});
