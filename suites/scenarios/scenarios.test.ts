import { describe, expect, it } from 'vitest';
import * as claimRules from '../set/claim-rules.ts';
import * as eventRules from '../set/event-rules.ts';
import * as formRules from '../set/form-rules.ts';
import { parseSet } from '../set/parse.ts';
import { isJudged, type SetRule } from '../set/rule.ts';
import { judgeTypedEvent } from '../set/typed-event-rules.ts';
import { scenarioNamed, scenarios } from './index.ts';
import { castPeople } from './people.ts';
import { ACTIONS, type ExpectedEvent, type Scenario, type Step } from './scenario.ts';
import { stormOf } from './storm.ts';

const now = Date.UTC(2026, 0, 5, 9);
const stepsOf = (scenario: Scenario, seed = 1): readonly Step[] =>
  scenario.script(castPeople(seed, scenario.needs, [], now));
const eventsOf = (scenario: Scenario): ExpectedEvent[] =>
  stepsOf(scenario).flatMap(({ event }) => event ?? []);

const rules = [formRules, claimRules, eventRules].flatMap((group) =>
  Object.values(group).filter(
    (value): value is SetRule => typeof value === 'object' && value !== null && 'judge' in value,
  ),
);

function setOf({ type, subject, event }: ExpectedEvent) {
  const iat = now / 1000;
  return {
    iss: 'https://tx.example',
    aud: 'rx',
    iat,
    jti: 'a',
    txn: 'b',
    sub_id: subject,
    events: { [type]: { ...event, event_timestamp: iat } },
  };
}

describe('the scenarios', () => {
  it('are found by names of their own', () => {
    expect(scenarios.map(({ name }) => name).toSorted()).toEqual(
      [...new Set(scenarios.map(({ name }) => name))].toSorted(),
    );
    for (const scenario of scenarios) {
      expect(scenario.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(scenarioNamed(scenario.name)).toBe(scenario);
    }
    expect(() => scenarioNamed('moon-landing')).toThrow(RangeError);
  });

  it('name all change types of CAEP, with several types of credentials', () => {
    const changes = eventsOf(scenarioNamed('credential-change')).map(({ event }) => event);
    expect(new Set(changes.map(({ change_type: type }) => type))).toEqual(
      new Set(['create', 'revoke', 'update', 'delete']),
    );
    expect(new Set(changes.map(({ credential_type: type }) => type)).size).toBe(changes.length);
  });
});

describe.each(scenarios)('$name', (scenario) => {
  it('is told in the same way under the same seed', () => {
    expect(stepsOf(scenario, 7)).toEqual(stepsOf(scenario, 7));
  });

  it('is told of people of the tester', () => {
    const given = [{ email: 'tester@corp.example' }];
    const steps = scenario.script(castPeople(1, scenario.needs, given, now));
    expect(steps.flatMap(({ event }) => event ?? [])[0]?.about).toBe('tester@corp.example');
  });

  it('has steps with names of their own, in sentences', () => {
    const steps = stepsOf(scenario);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    for (const { id, text, ask } of steps) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      for (const sentence of [text, ask]) expect(sentence).toMatch(/^\p{L}.*\.$/u);
      // An operator has to know whom it is about.
      expect(ask).toContain('@example.com');
    }
    expect(scenario.story).toMatch(/^[A-Z].*\.$/);
  });

  it('wishes for SETs that break no rule', () => {
    const context = { issuer: 'https://tx.example', audience: ['rx'], runStartedAt: 0, clockSkew: 60 };
    for (const expected of eventsOf(scenario)) {
      const claims = setOf(expected);
      expect(judgeTypedEvent(expected.type, claims.events[expected.type] ?? {}, claims)).toEqual([]);
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const header = { typ: 'secevent+jwt', alg: 'RS256', kid: 'k' };
      const set = parseSet(`${encode(header)}.${encode(claims)}.c2ln`);
      const broken = rules
        .filter((rule) => isJudged(rule, set))
        .flatMap((rule) => rule.judge(set, { ...context, arrivedAt: claims.iat }));
      expect(broken).toEqual([]);
    }
  });

  it('asks for nothing that it forbids, and for no claim that it does not wish for', () => {
    for (const { event, must, mustIfThere, acts, alsoRight, spares } of eventsOf(scenario)) {
      for (const claim of [...must, ...mustIfThere]) expect(event).toHaveProperty(claim);
      const right = [...acts, ...alsoRight];
      expect(new Set(right).size).toBe(right.length);
      for (const action of [...right, ...spares]) expect(ACTIONS).toContain(action);
      expect(right.filter((action) => spares.includes(action))).toEqual([]);
    }
  });

  it('tells changes of one user in a row, each from where the one before ended', () => {
    const changes = eventsOf(scenario).filter(({ event }) => 'current_level' in event);
    const jumps = changes.filter(({ about, event }, index) => {
      const before = changes.slice(0, index).findLast((earlier) => earlier.about === about);
      return before !== undefined && before.event.current_level !== event.previous_level;
    });
    expect(jumps).toEqual([]);
  });
});

describe('a storm', () => {
  it('has 500 users at risk in 10 s, a fifth of them twice', () => {
    const steps = stepsOf(scenarioNamed('storm'));
    const about = steps.map(({ event }) => event?.about ?? '');
    expect(new Set(about).size).toBe(500);
    expect(steps.length).toBe(600);
    const times = steps.map(({ happening }) => happening.at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(now + 10_000);
  });

  it('can be smaller', () => {
    const small = stormOf(5, 200);
    expect(stepsOf(small).map(({ id }) => id)).toHaveLength(6);
    expect(small.together).toEqual({ overMs: 200 });
  });
});
