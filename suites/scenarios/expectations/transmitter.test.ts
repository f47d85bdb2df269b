import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../set/subject.ts';
import { impossibleTravel } from '../impossible-travel.ts';
import { scenarios } from '../index.ts';
import type { Performance, WireSet } from '../performance.ts';
import { riskCreep } from '../risk-creep.ts';
import type { ExpectedEvent } from '../scenario.ts';
import { stormOf } from '../storm.ts';
import { judge, outcome, tripped } from '../testing/judge.ts';
import { type Otherwise, rightPlay, STEP_MS, wireSet } from '../testing/play.ts';
import { expectations } from './index.ts';

const creep = await rightPlay(riskCreep);
const event = (performance: Performance, index: number): ExpectedEvent => {
  const found = performance.steps.flatMap(({ step }) => step.event ?? [])[index];
  if (found === undefined) throw new RangeError(`no event ${index}`);
  return found;
};
const at = (index: number): number => creep.sets[index]?.attempts[0]?.atMs ?? 0;

/** Risk creep with one SET made otherwise; the Receiver still acts on it. */
async function creepWith(index: number, otherwise: Otherwise, atMs = at(index)): Promise<Performance> {
  const { jti } = creep.sets[index] ?? { jti: null };
  const set = await wireSet(event(creep, index), atMs, { ...(jti === null ? {} : { jti }), ...otherwise });
  return { ...creep, sets: creep.sets.with(index, set) };
}

const plus = (performance: Performance, ...more: WireSet[]): Performance => ({
  ...performance,
  sets: [...performance.sets, ...more],
});

describe.each(scenarios.filter(({ name }) => name !== 'storm').concat(stormOf(20, 0)))(
  '$name',
  (scenario) => {
    test('meets all expectations when everything is right.', async () => {
      const performance = await rightPlay(scenario);
      const outcomes = expectations
        .filter((one) => one.concerns(scenario))
        .map(({ name }) => [name, outcome(name, performance)]);
      expect(outcomes.filter(([, one]) => one !== 'kept')).toEqual([]);
    });
  },
);

test('An event that does not come is lost, and nothing else is the matter.', () => {
  const performance = { ...creep, sets: creep.sets.toSpliced(1, 1) };
  expect(tripped(performance)).toEqual(['arrives']);
  expect(judge('arrives', performance).breaks).toMatchObject([
    { expected: 'a SET within 60.00 s', actual: 'nothing in 122.00 s, since 1.00 s into the scenario' },
  ]);
});

test('An event that may have waited behind a SET which the Receiver never took is not called lost, nor late.', async () => {
  const open = { status: 503 };
  const first = await wireSet(event(creep, 0), at(0), { attempts: [open] });
  const stuck = { ...creep, sets: [first, ...creep.sets.slice(1, 2)] };
  expect(judge('arrives', stuck)).toMatchObject({ breaks: [], ended: { how: 'not-tested' } });
  const late = await wireSet(event(creep, 2), at(2) + 90_000);
  expect(outcome('arrives', { ...stuck, sets: [...stuck.sets, late] })).toBe('not-tested');
  const taken = await wireSet(event(creep, 0), at(0), { attempts: [open, { atMs: at(0) + 100 }] });
  expect(outcome('arrives', { ...stuck, sets: [taken, ...stuck.sets.slice(1)] })).toBe('broken');
});

test('Where polls fail, or something else came, that is said of an event which did not come.', async () => {
  const lost = { ...creep, sets: creep.sets.toSpliced(1, 1) };
  const failing = judge('arrives', { ...lost, pollTrouble: 'status 500' }).breaks[0];
  expect(failing?.actual).toContain('the last poll failed: status 500');
  const type = 'https://schemas.openid.net/secevent/risc/event-type/risk-level-change';
  const mistyped = judge('arrives', await creepWith(1, { type })).breaks[0];
  expect(mistyped?.actual).toContain(`what came instead: ${type}`);
});

test('An event that was not waited for long enough is not called lost.', () => {
  const performance = { ...creep, sets: creep.sets.slice(0, 2), endedAtMs: at(2) + 500 };
  expect(outcome('arrives', performance)).toBe('not-tested');
});

test('An event beyond the limit is late.', async () => {
  expect(tripped(await creepWith(2, {}, at(2) + 60_001))).toEqual(['arrives']);
  expect(tripped(await creepWith(2, {}, at(2) + 59_000))).toEqual([]);
});

test('An event whose trigger failed is not tested, whether it came or not.', async () => {
  const steps = creep.steps.map((played, index) =>
    index === 1 ? { ...played, trouble: 'exit code 1' } : played,
  );
  for (const performance of [
    { ...creep, steps, sets: creep.sets.toSpliced(1, 1) },
    { ...(await creepWith(1, { event: { current_level: 'LOW', previous_level: 'HIGH' } })), steps },
  ]) {
    expect(tripped(performance)).toEqual([]);
    expect(judge('arrives', performance).ended?.reason).toContain('Exit code 1.');
  }
});

test('What was not reached is not tested.', () => {
  const steps = creep.steps.map((played, index) =>
    index === 2 ? { ...played, happenedAtMs: null, toldAtMs: null } : played,
  );
  const performance = { ...creep, steps, sets: creep.sets.slice(0, 2), cutShort: 'The run was cancelled.' };
  expect(tripped(performance)).toEqual([]);
  for (const name of ['arrives', 'subject', 'claims', 'once', 'order', 'nothing-else']) {
    expect(judge(name, performance).ended?.reason).toContain('The run was cancelled.');
  }
});

test('An event about somebody else is about the wrong person, not lost.', async () => {
  const performance = await creepWith(1, { subject: { format: 'email', email: 'eve@example.com' } });
  expect(tripped(performance)).toEqual(['subject']);
});

test("Whom a subject of the target's own is about cannot be told, unless the tester says how it names people.", async () => {
  const own = { format: 'iss_sub', iss: 'https://idp.example.com', sub: '00u1' };
  const unknown = await creepWith(1, { subject: own });
  expect(judge('subject', unknown).ended?.reason).toContain('scenarios.people, member subject');
  expect(tripped(unknown)).toEqual([]);
  const opaque = (id: string) => ({ format: 'opaque', id });
  for (const [named, other] of [
    [own, { ...own, sub: '00u77' }],
    [opaque('u-1'), opaque('u-77')],
  ] as const) {
    const asNamed = creep.steps.map(({ step, ...played }) => ({
      ...played,
      step: { ...step, event: step.event === null ? null : { ...step.event, subject: named } },
    }));
    const said = async (index: number, subject: JsonObject) =>
      wireSet(event(creep, index), at(index), { subject, jti: creep.sets[index]?.jti ?? '' });
    const right = await Promise.all([0, 1, 2].map((index) => said(index, named)));
    const performance = { ...creep, steps: asNamed, sets: right };
    expect(outcome('subject', performance)).toBe('kept');
    const wrong = { ...performance, sets: right.with(1, await said(1, other)) };
    expect(tripped(wrong)).toEqual(['subject']);
    expect(judge('accepts', wrong).ended?.reason).toContain('names another person');
  }
});

test('A subject in sub_id and another one inside the event are not the same person.', async () => {
  const inside = { subject: { format: 'email', email: 'eve@example.com' } };
  expect(tripped(await creepWith(1, { event: inside }))).toEqual(['subject']);
});

test('A wrong level is a wrong claim, and so is a wrong previous level; a missing previous level is none.', async () => {
  expect(tripped(await creepWith(2, { event: { current_level: 'LOW' } }))).toEqual(['claims']);
  expect(tripped(await creepWith(2, { event: { previous_level: 'LOW' } }))).toEqual(['claims']);
  expect(tripped(await creepWith(2, { event: { previous_level: undefined } }))).toEqual([]);
  expect(judge('claims', await creepWith(2, { event: { current_level: 'LOW' } })).breaks).toMatchObject([
    { expected: { current_level: 'MEDIUM' }, actual: { current_level: 'LOW' } },
  ]);
});

test('event_timestamp of another day is not the time at which it happened.', async () => {
  const performance = await creepWith(1, { event: { event_timestamp: 1_767_000_000 } });
  expect(judge('claims', performance).violates).toMatchObject([{ requirement: 'CAEP-3.8-02' }]);
  expect(tripped(performance)).toEqual(['claims']);
});

test('A SET that was issued an hour before its cause is not about it.', async () => {
  const hourAgo = Math.floor((creep.epochMs + at(1)) / 1000) - 3600;
  const performance = await creepWith(1, { claims: { iat: hourAgo } });
  expect(judge('claims', performance).breaks).toMatchObject([{ actual: hourAgo }]);
  expect(tripped(performance)).toEqual(['claims']);
});

test('The same event as a second SET comes twice.', async () => {
  const again = await wireSet(event(creep, 1), at(1) + 20);
  expect(tripped(plus(creep, again))).toEqual(['once']);
  expect(judge('once', plus(creep, again)).breaks).toHaveLength(1);
});

test('A SET may be sent again until it is accepted, and should not afterwards.', async () => {
  const refused = { status: 503, answeredAtMs: at(1) + 5 };
  const lost = { status: null, answeredAtMs: null };
  const later = { atMs: at(1) + 300, answeredAtMs: at(1) + 310 };
  const first = await creepWith(1, { attempts: [refused, lost, later] });
  expect(tripped(first)).toEqual([]);
  const second = await creepWith(1, { attempts: [{}, later] });
  expect(tripped(second)).toEqual(['once']);
  expect(judge('once', second)).toMatchObject({
    breaks: [],
    violates: [{ requirement: 'RFC8935-2-13', cap: 'warn' }],
  });
  const overlapping = await creepWith(1, { attempts: [{}, { atMs: at(1) + 5, answeredAtMs: at(1) + 15 }] });
  expect(tripped(overlapping)).toEqual([]);
});

test('A SET that is signed anew for its second delivery is the same SET.', async () => {
  const attempts = [{ status: 503 }];
  const first = await creepWith(1, { jti: 'same', attempts });
  const anew = await wireSet(event(creep, 1), at(1) + 100, { jti: 'same' });
  expect(outcome('once', plus(first, anew))).toBe('kept');
  const accepted = await creepWith(1, { jti: 'same' });
  expect(outcome('once', plus(accepted, anew))).toBe('warned');
});

test('An event that is issued anew because it was not accepted is only mentioned.', async () => {
  const refused = await creepWith(1, { attempts: [{ status: 503 }] });
  const performance = plus(refused, await wireSet(event(creep, 1), at(1) + 100));
  expect(outcome('once', performance)).toBe('noted');
  expect(outcome('accepts', performance)).toBe('kept');
});

test('Events of one person come in order, by their first attempts.', async () => {
  const late = at(2) + 100;
  const performance = await creepWith(1, {}, late);
  expect(outcome('order', performance)).toBe('broken');
  const retried = await creepWith(1, { attempts: [{ status: 503 }, { atMs: late, answeredAtMs: late + 5 }] });
  expect(outcome('order', retried)).toBe('kept');
});

test('SETs of one poll answer have no order.', async () => {
  const sets = creep.sets.map((set, index) => ({
    ...set,
    delivery: 'poll' as const,
    attempts: set.attempts.map((attempt) => ({ ...attempt, atMs: 9000 - index, exchange: 7 })),
  }));
  expect(outcome('order', { ...creep, delivery: 'poll', sets })).toBe('kept');
  const apart = sets.map((set, index) => ({
    ...set,
    attempts: set.attempts.map((attempt) => ({ ...attempt, exchange: index })),
  }));
  expect(outcome('order', { ...creep, delivery: 'poll', sets: apart })).toBe('broken');
});

test('Where people are named in ways of the target, the events of one subject come in an order that somebody lived.', async () => {
  const storm = await rightPlay(stormOf(20, 0));
  const named = await Promise.all(
    storm.sets.map((set, index) => {
      const wished = event(storm, index);
      const subject = {
        format: 'iss_sub',
        iss: 'https://idp.example.com',
        sub: Buffer.from(wished.about).toString('hex'),
      };
      return wireSet(wished, set.attempts[0]?.atMs ?? 0, { subject });
    }),
  );
  expect(outcome('order', { ...storm, sets: named })).toBe('kept');
  const [first] = named;
  const worse = named.findIndex((set, index) => index > 0 && sameSubject(set, first));
  const late = 200_000;
  const attempts = named[0]?.attempts.map((attempt) => ({ ...attempt, atMs: late, answeredAtMs: late + 5 }));
  const mixed = named.with(0, { ...(first as WireSet), attempts: attempts ?? [] });
  expect(worse).toBeGreaterThan(0);
  expect(outcome('order', { ...storm, sets: mixed })).toBe('broken');
});

function sameSubject(one: WireSet, other: WireSet | undefined): boolean {
  return JSON.stringify(one.parsed.claims?.sub_id) === JSON.stringify(other?.parsed.claims?.sub_id);
}

test('An event of the story that nothing called for breaks it; one of another type, or about a stranger, is only mentioned.', async () => {
  const more = async (otherwise: Otherwise) =>
    plus(creep, await wireSet(event(creep, 0), at(2) + 500, otherwise));
  const unasked = await more({ event: { current_level: 'LOW', previous_level: 'MEDIUM' } });
  expect(tripped(unasked)).toEqual(['nothing-else']);
  const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
  const consequence = await more({ type: revoked, event: {} });
  expect([tripped(consequence), outcome('nothing-else', consequence)]).toEqual([[], 'noted']);
  const stranger = await more({ subject: { format: 'email', email: 'stranger@corp.example' } });
  expect([tripped(stranger), outcome('nothing-else', stranger)]).toEqual([[], 'noted']);
  expect(outcome('nothing-else', { ...stranger, receiverIsMock: true })).toBe('broken');
  const old = await more({
    event: { current_level: 'LOW', previous_level: 'MEDIUM', event_timestamp: 1_767_000_000 },
  });
  expect(outcome('nothing-else', old)).toBe('noted');
});

test('An event that came before its cause was not called for.', async () => {
  const performance = await creepWith(2, {}, at(2) - STEP_MS);
  expect(tripped(performance)).toEqual(['arrives', 'nothing-else']);
});

test('A signature of an unpublished key is found, once for all SETs.', async () => {
  const performance = await creepWith(1, { forged: true });
  expect(tripped(performance)).toEqual(['signature']);
  expect(judge('signature', performance).violates).toMatchObject([{ requirement: 'RFC8417-5.1-05' }]);
  expect(outcome('signature', { ...creep, keys: null })).toBe('not-tested');
  expect(judge('signature', { ...creep, keys: [] }).violates).toHaveLength(1);
});

test.each([
  ['typ', { typ: 'JWT' }, 'SSF-4.1.1-01'],
  ['iss', { claims: { iss: 'https://evil.example.com' } }, 'SSF-4.1.6-01'],
  ['aud', { claims: { aud: 'somebody' } }, 'SSF-4.1.8-02'],
  ['sub', { claims: { sub: 'anna' } }, 'SSF-4.1.2-01'],
  ['principal', { event: { principal: undefined } }, 'CAEP-3.8-04'],
  ['an extra member of the subject', {}, 'RFC9493-3-06'],
])('Every part of a SET is judged by its own row: %s.', async (what, otherwise, requirement) => {
  const subject = { ...event(creep, 1).subject, more: 1 };
  const performance = await creepWith(1, what.startsWith('an extra') ? { subject } : otherwise);
  expect(judge('set', performance).violates.map((one) => one.requirement)).toEqual([requirement]);
  expect(tripped(performance)).toEqual(['set']);
});

test('Nothing is judged where no SET came.', () => {
  const performance = { ...creep, sets: [], effects: [] };
  expect(['set', 'signature'].map((name) => outcome(name, performance))).toEqual([
    'not-tested',
    'not-tested',
  ]);
  expect(tripped(performance)).toEqual(['arrives']);
});

test('In a storm the first breaches are told one by one, and the number of the others.', async () => {
  const storm = await rightPlay(stormOf(40, 0));
  const { breaks } = judge('arrives', { ...storm, sets: [] });
  expect(breaks).toHaveLength(20);
  expect(breaks.at(-1)?.message).toContain('And 28 more.');
});

describe("in Okta's dialect", async () => {
  const type = 'https://schemas.okta.com/secevent/okta/event-type/user-risk-change';
  const travel = await rightPlay(impossibleTravel, { dialect: 'okta' });
  const spoken = async (otherwise: Otherwise = {}) => {
    const sets = travel.sets.map((set, index) => {
      const wished = event(travel, index);
      const { previous_level: from, current_level: to } = wished.event;
      return wireSet({ ...wished, event: {} }, set.attempts[0]?.atMs ?? 0, {
        type,
        ...otherwise,
        event: {
          subject: { user: wished.subject },
          current_level: String(to).toLowerCase(),
          previous_level: String(from).toLowerCase(),
          reason_admin: { en: 'Impossible travel' },
          ...otherwise.event,
        },
      });
    });
    return { ...travel, sets: await Promise.all(sets) };
  };

  test("events of Okta's own types are right.", async () => {
    expect(tripped({ ...(await spoken()), effects: null })).toEqual([]);
  });

  test.each([
    ['levels in upper case', { event: { current_level: 'HIGH' } }],
    ['no reason', { event: { reason_admin: undefined } }],
    ['no subject inside', { event: { subject: undefined } }],
    ['no event_timestamp', { event: { event_timestamp: undefined } }],
  ])("what Okta's contract does not allow breaks the story: %s.", async (_, otherwise) => {
    expect(judge('set', await spoken(otherwise)).breaks.length).toBeGreaterThan(0);
  });
});
