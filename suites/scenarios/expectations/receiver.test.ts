import { describe, expect, test } from 'vitest';
import type { Effect } from '../../harness/receiver/exchange.ts';
import { accountTakeover } from '../account-takeover.ts';
import { deviceNonCompliance } from '../device-non-compliance.ts';
import { impossibleTravel } from '../impossible-travel.ts';
import type { Attempt, Performance, SeenEffect } from '../performance.ts';
import { riskCreep } from '../risk-creep.ts';
import type { ExpectedEvent, Scenario } from '../scenario.ts';
import { judge, outcome, tripped } from '../testing/judge.ts';
import { rightPlay, wireSet } from '../testing/play.ts';

// High, then low again; the effect of the first is the only one.
const travel = await rightPlay(impossibleTravel);
const [high, low] = travel.sets;
const [logout] = travel.effects ?? [];
if (high === undefined || low === undefined || logout === undefined) throw new Error('another story');
const user = high.parsed.claims?.sub_id as Effect['subject'];

const doing = (...effects: SeenEffect[]): Performance => ({ ...travel, effects });
const seen = (effect: Partial<Effect>, seenAtMs = logout.seenAtMs, unseenAtMs?: number): SeenEffect => ({
  effect: { action: 'end-sessions', subject: user, ...effect },
  seenAtMs,
  ...(unseenAtMs === undefined ? {} : { unseenAtMs }),
});
const jtiOf = ({ jti }: { jti: string | null }): { jti: string } => ({ jti: jti ?? '' });
const answering = (status: number | null, err: string | null = null): Performance => ({
  ...travel,
  sets: travel.sets.map((set) => ({
    ...set,
    attempts: set.attempts.map(
      (attempt): Attempt => ({
        ...attempt,
        status,
        err,
        answeredAtMs: status === null ? null : attempt.answeredAtMs,
      }),
    ),
  })),
});
const event = (performance: Performance, index: number): ExpectedEvent => {
  const found = performance.steps.flatMap(({ step }) => step.event ?? [])[index];
  if (found === undefined) throw new RangeError(`no event ${index}`);
  return found;
};

test('A Receiver that refuses, or does not answer, does not take the SETs of the story.', () => {
  const refusing = { ...answering(400, 'invalid_request'), effects: [] };
  expect(tripped(refusing)).toEqual(['accepts']);
  expect(judge('accepts', refusing).breaks[0]).toMatchObject({
    expected: 'status 202',
    actual: 'status 400, err invalid_request, 1.06 s into the scenario',
  });
  expect(tripped({ ...answering(null), effects: [] })).toEqual(['accepts']);
});

test('A SET whose answer was not waited for is not called refused.', () => {
  const performance = { ...answering(null), effects: [], endedAtMs: (low.attempts[0]?.atMs ?? 0) + 10 };
  expect(outcome('accepts', performance)).toBe('not-tested');
});

test('A Receiver that leaves one attempt after the other open does not take the SET, whenever the scenario ends.', () => {
  const silent = answering(null);
  const sets = silent.sets.map((set) => ({ ...set, attempts: [...set.attempts, ...set.attempts] }));
  const performance = { ...silent, sets, effects: [], endedAtMs: (low.attempts[0]?.atMs ?? 0) + 10 };
  expect(judge('accepts', performance).breaks[0]?.actual).toContain('no answer after 2 attempts');
});

test('A SET that is taken at the second attempt is taken.', () => {
  const sets = travel.sets.map((set) => ({
    ...set,
    attempts: [{ ...set.attempts[0], status: 503 } as Attempt, ...set.attempts],
  }));
  expect(outcome('accepts', { ...travel, sets })).toBe('kept');
});

test('A Receiver that does nothing, the wrong thing, or the right thing to somebody else, does not act.', () => {
  expect(tripped(doing())).toEqual(['acts']);
  expect(tripped(doing(seen({ action: 'note', ...jtiOf(high) })))).toEqual(['acts']);
  const eve = { format: 'email', email: 'eve@example.com' };
  expect(tripped(doing(seen({ subject: eve, ...jtiOf(high) })))).toEqual(['acts', 'acts-on-nobody-else']);
});

test('Another right answer is right, but not of the mock whose policy the story sets.', () => {
  const other = doing(seen({ action: 'reauthenticate', ...jtiOf(high) }));
  expect(outcome('acts', other)).toBe('kept');
  expect(outcome('acts', { ...other, receiverIsMock: true })).toBe('broken');
});

test("An effect is told by its jti, or by its subject, also as the Receiver's own identifier.", () => {
  const own = { format: 'opaque', id: '00u1' };
  expect(tripped(doing(seen({ subject: own, ...jtiOf(high) })))).toEqual([]);
  expect(tripped(doing(seen({ subject: own })))).toEqual([]);
  expect(tripped(doing(seen({})))).toEqual([]);
});

test('An effect with the jti of no SET of the story is no answer to one, and is told of.', () => {
  const performance = doing(seen({ jti: 'request-17' }));
  expect(judge('acts', performance).breaks[0]?.actual).toContain(
    '1 effect has a jti that no SET of the story has',
  );
  expect(judge('acts-on-nobody-else', performance).notes[0]?.message).toContain(
    'because of a SET that did not come in this scenario',
  );
});

test('An effect that was seen late is late only if it was not there when it ought to have been.', () => {
  const acceptedAtMs = high.attempts[0]?.answeredAtMs ?? 0;
  const late = (unseenAtMs: number) => doing(seen(jtiOf(high), acceptedAtMs + 20_000, unseenAtMs));
  expect(outcome('acts', late(acceptedAtMs + 15_001))).toBe('broken');
  expect(outcome('acts', late(acceptedAtMs + 14_000))).toBe('kept');
});

test('Without the hook, or when it fails, nothing is said about what the Receiver does.', () => {
  const names = ['acts', 'acts-on-nobody-else', 'acts-once', 'restraint'];
  for (const name of names) {
    expect(judge(name, { ...travel, effects: null }).ended).toMatchObject({
      hook: 'effects',
      reason: expect.stringContaining('--effects-command (receiver.effects)') as unknown,
    });
    const trouble = { ...doing(), effectsTrouble: 'exit code 1' };
    expect(judge(name, trouble).ended?.reason).toContain('exit code 1');
  }
});

test('What the scenario had no time for is not tested.', () => {
  const performance = { ...doing(), endedAtMs: (low.attempts[0]?.atMs ?? 0) + 100 };
  expect(outcome('acts', performance)).toBe('not-tested');
});

test('A logout because of good news is ruled out, by jti or by a second one after it.', () => {
  expect(tripped(doing(logout, seen(jtiOf(low), 9000)))).toEqual(['restraint']);
  expect(tripped(doing(seen({}), seen({}, 20_000, 19_990)))).toEqual(['restraint']);
});

test('Without jti nobody can tell a second logout from one that takes its time.', () => {
  const twice = doing(seen({}), seen({}, 9000, 8990));
  expect(tripped(twice)).toEqual([]);
  expect(judge('restraint', twice).ended?.reason).toContain('jti');
});

test('A mock beside a target may do more about an event that leaves out what is optional.', async () => {
  const said = await wireSet(event(travel, 1), low.attempts[0]?.atMs ?? 0, {
    event: { previous_level: undefined },
  });
  const performance = {
    ...doing(logout, seen({ jti: said.jti ?? '' }, 9000)),
    sets: [high, said],
    receiverIsMock: true,
    judged: { transmitter: true, receiver: false },
  };
  expect(outcome('restraint', performance)).toBe('kept');
  expect(outcome('restraint', { ...performance, judged: { transmitter: false, receiver: true } })).toBe(
    'broken',
  );
});

test('A logout that is only seen after the good news is that of the bad news.', () => {
  expect(tripped(doing(seen({}, 9000)))).toEqual([]);
});

describe('What is done twice because of one SET', () => {
  test('breaks the story for a mock.', () => {
    expect(tripped({ ...doing(logout, logout), receiverIsMock: true })).toEqual(['acts-once']);
  });

  test('is only mentioned for a target that may tell of each session.', () => {
    expect(outcome('acts-once', doing(logout, logout))).toBe('noted');
  });

  test('counts for a target when it came after a pause.', () => {
    const later = seen(jtiOf(high), logout.seenAtMs + 17_000, logout.seenAtMs + 16_900);
    expect(tripped(doing(logout, later))).toEqual(['acts-once']);
    const timed = (at: string) => ({ ...logout, effect: { ...logout.effect, at } });
    const twice = doing(timed('2026-01-05T09:00:02.000Z'), timed('2026-01-05T09:00:18.000Z'));
    expect(outcome('acts-once', twice)).toBe('broken');
  });

  test('is only mentioned while a target may still be logging somebody out everywhere.', () => {
    const apps = [300, 900, 2100, 5000].map((ms) =>
      seen(jtiOf(high), logout.seenAtMs + ms, logout.seenAtMs + ms - 100),
    );
    expect(outcome('acts-once', doing(logout, ...apps))).toBe('noted');
  });

  test('counts for a target when the SET had come once more in between.', () => {
    const [first] = high.attempts;
    const again = { ...high, attempts: first === undefined ? [] : [first, { ...first, atMs: 3000 }] };
    const performance = doing(logout, seen(jtiOf(high), 5000, 4900));
    expect(outcome('acts-once', { ...performance, sets: [again, low] })).toBe('broken');
  });
});

test('An effect without jti on a person of the story about whom nothing came is put down to the Receiver, one on a stranger is not.', async () => {
  const devices = await rightPlay(deviceNonCompliance);
  const second = { format: 'email', email: event(devices, 1).about };
  const before = (devices.sets[1]?.attempts[0]?.atMs ?? 0) - 100;
  const early = seen({ subject: second }, before, before - 10);
  expect(tripped({ ...devices, effects: [...(devices.effects ?? []), early] })).toEqual([
    'acts-on-nobody-else',
  ]);
  const stranger = seen({ subject: { format: 'email', email: 'stranger@corp.example' } }, 9000, 8990);
  expect(outcome('acts-on-nobody-else', doing(logout, stranger))).toBe('noted');
});

describe('A Receiver is not blamed', () => {
  test('for a SET that does not say what happened, or that it has a reason to refuse.', async () => {
    for (const otherwise of [{ event: { current_level: 'MEDIUM' } }, { forged: true }, { typ: 'JWT' }]) {
      const wrong = await wireSet(event(travel, 0), high.attempts[0]?.atMs ?? 0, {
        ...otherwise,
        attempts: [{ status: 400 }],
      });
      const performance = { ...travel, sets: [wrong, low], effects: [] };
      for (const name of ['accepts', 'acts', 'acts-once']) {
        expect([name, outcome(name, performance)]).toEqual([name, 'not-tested']);
      }
    }
  });

  test('for doing nothing about people whom it need not know.', () => {
    const strangers = new Set(travel.steps.flatMap(({ step }) => step.event?.about ?? []));
    expect(judge('acts', { ...doing(), strangers }).ended?.reason).toContain('config file: scenarios.people');
    expect(outcome('acts', { ...doing(), strangers: new Set<string>() })).toBe('broken');
    // It knows them, for it did something.
    expect(outcome('acts', { ...doing(seen({ action: 'note', ...jtiOf(low) })), strangers })).toBe('broken');
  });

  test('for doing nothing where nothing is left to do, or where it is enough to know.', async () => {
    const without = async (scenario: Scenario, action: string): Promise<string> => {
      const play = await rightPlay(scenario);
      const effects = (play.effects ?? []).filter(({ effect }) => effect.action !== action);
      return outcome('acts', { ...play, effects });
    };
    expect(await without(riskCreep, 'set-risk-level')).toBe('kept');
    expect(await without(deviceNonCompliance, 'admit-device')).toBe('kept');
    expect(await without(accountTakeover, 'end-sessions')).toBe('kept');
    // It disabled the account, so it has to enable it again.
    expect(await without(accountTakeover, 'enable-account')).toBe('broken');
  });

  test('for effects that name neither a SET nor a subject that anybody could compare.', async () => {
    const creep = await rightPlay(riskCreep);
    const subject = { format: 'iss_sub', iss: 'https://rp.example', sub: 'u-1' };
    const [, second] = creep.sets;
    const atMs = second?.attempts[0]?.atMs ?? 0;
    expect(outcome('acts', { ...creep, effects: [seen({ action: 'note', subject }, atMs + 100)] })).toBe(
      'not-tested',
    );
  });

  test('for an event that was lost, or that the trigger did not bring.', () => {
    expect(outcome('acts', { ...doing(), sets: [low] })).toBe('not-tested');
    const steps = travel.steps.map((played) =>
      played.step.event?.event.current_level === 'HIGH' ? { ...played, trouble: 'exit code 1' } : played,
    );
    expect(judge('acts', { ...doing(), sets: [low], steps }).ended?.reason).toContain('Exit code 1.');
  });

  test('for what it thinks of a person after a SET that was wrong.', async () => {
    const creep = await rightPlay(riskCreep);
    const wrong = await wireSet(event(creep, 0), creep.sets[0]?.attempts[0]?.atMs ?? 0, {
      event: { current_level: 'HIGH' },
    });
    // At high risk already, it does not end the sessions once more.
    const performance = { ...creep, sets: creep.sets.with(0, wrong), effects: [] };
    expect(tripped(performance)).toEqual(['claims']);
    expect(outcome('acts', performance)).toBe('not-tested');
  });
});
