import { expect, test } from 'vitest';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { answersSoFar, matchEvents } from './match.ts';
import type { PlayedStep, WireSet } from './performance.ts';
import { actedSteps } from './progress.ts';

const RISK = `${CAEP_EVENT_BASE}risk-level-change`;
const email = (name: string) => ({ format: 'email', email: `${name}@example.com` });

function step(
  id: string,
  happenedAtMs: number | null,
  user: string,
  level: string,
  from = 'LOW',
): PlayedStep {
  const event = {
    type: RISK,
    about: `${user}@example.com`,
    subject: email(user),
    event: { principal: 'USER', current_level: level, previous_level: from },
    must: ['current_level'],
    mustIfThere: ['previous_level'],
    acts: ['end-sessions' as const],
    alsoRight: [],
    spares: [],
  };
  const happening = { kind: 'risk-event' as const, user: event.about, what: 'x', at: 0 };
  return {
    step: { id, text: id, ask: id, happening, event },
    happenedAtMs,
    toldAtMs: happenedAtMs,
    trouble: null,
  };
}

function set(
  jti: string,
  atMs: number,
  subject: unknown,
  level: string,
  from?: string,
  type = RISK,
): WireSet {
  const event = { current_level: level, ...(from === undefined ? {} : { previous_level: from }) };
  const claims = { jti, sub_id: subject, events: { [type]: event } };
  const parsed = {
    compact: '',
    parts: 3,
    header: {},
    claims,
    headerText: null,
    claimsText: null,
    defects: [],
  };
  const attempt = { exchange: 1, atMs, answeredAtMs: atMs + 1, status: 202, err: null };
  return { id: atMs, parsed, delivery: 'push', jti, attempts: [attempt], signedAtMs: null };
}

const play = (steps: PlayedStep[], sets: WireSet[], dialect: 'standard' | 'okta' = 'standard') => ({
  steps,
  sets,
  dialect,
});
const told = (steps: PlayedStep[], sets: WireSet[], dialect: 'standard' | 'okta' = 'standard') =>
  matchEvents(play(steps, sets, dialect)).matches.map(({ set: answer, how }) => [answer?.jti ?? null, how]);

const CREEP = [
  step('up', 0, 'anna', 'MEDIUM', 'LOW'),
  step('high', 10, 'anna', 'HIGH', 'MEDIUM'),
  step('down', 20, 'anna', 'MEDIUM', 'HIGH'),
];

test('Each event of one person gets the SET that says what happened.', () => {
  const sets = [
    set('1', 5, email('anna'), 'MEDIUM', 'LOW'),
    set('3', 25, email('anna'), 'MEDIUM', 'HIGH'),
    set('2', 26, email('anna'), 'HIGH', 'MEDIUM'),
  ];
  expect(told(CREEP, sets)).toEqual([
    ['1', 'exact'],
    ['2', 'exact'],
    ['3', 'exact'],
  ]);
});

test('A SET that came before its cause answers nothing.', () => {
  const steps = [step('high', 10, 'anna', 'HIGH')];
  expect(matchEvents(play(steps, [set('1', 5, email('anna'), 'HIGH')]))).toMatchObject({
    matches: [{ set: null, how: null }],
    unasked: [{ jti: '1' }],
  });
});

test('Another level answers an event that has no better answer.', () => {
  const sets = [set('1', 5, email('anna'), 'MEDIUM', 'LOW'), set('2', 15, email('anna'), 'LOW', 'MEDIUM')];
  expect(told(CREEP.slice(0, 2), sets)).toEqual([
    ['1', 'exact'],
    ['2', 'other-claims'],
  ]);
});

test('The same event as another SET is a repetition, an event about a stranger was not asked for.', () => {
  const sets = [
    set('1', 5, email('anna'), 'MEDIUM', 'LOW'),
    set('again', 6, email('anna'), 'MEDIUM', 'LOW'),
    set('stranger', 7, email('bob'), 'MEDIUM', 'LOW'),
  ];
  expect(matchEvents(play(CREEP.slice(0, 1), sets))).toMatchObject({
    matches: [{ set: { jti: '1' } }],
    again: [{ set: { jti: 'again' }, of: { set: { jti: '1' } } }],
    unasked: [{ jti: 'stranger' }],
  });
});

test('An event about somebody else answers an event that got none.', () => {
  expect(told([step('high', 0, 'anna', 'HIGH')], [set('1', 5, email('bob'), 'HIGH')])).toEqual([
    ['1', 'other-subject'],
  ]);
});

test("An identifier of the target's own is taken for the right subject, but not for one that the story knows as another's.", () => {
  const own = { format: 'iss_sub', iss: 'https://idp.example.com', sub: '00u1' };
  expect(told([step('high', 0, 'anna', 'HIGH')], [set('1', 5, own, 'HIGH')])).toEqual([['1', 'exact']]);
  const steps = [step('anna', 0, 'anna', 'HIGH'), step('bob', 0, 'bob', 'HIGH')];
  const alias = { format: 'opaque', id: 'bob@example.com' };
  expect(told(steps, [set('1', 5, alias, 'HIGH')])).toEqual([
    [null, null],
    ['1', 'exact'],
  ]);
});

test("In Okta's dialect a change of risk has Okta's type and lower-case levels, its subject inside the event.", () => {
  const type = 'https://schemas.okta.com/secevent/okta/event-type/user-risk-change';
  const event = { current_level: 'high', previous_level: 'low', subject: { user: email('anna') } };
  const one = set('1', 5, undefined, 'high', 'low', type);
  const inside = { ...one, parsed: { ...one.parsed, claims: { jti: '1', events: { [type]: event } } } };
  expect(told([step('high', 0, 'anna', 'HIGH')], [inside], 'okta')).toEqual([['1', 'exact']]);
});

test('A step that could not be told wants no event, but may have brought it.', () => {
  const steps = [{ ...step('high', 0, 'anna', 'HIGH'), trouble: 'exit code 1' }];
  expect(told(steps, [])).toEqual([]);
  expect(told(steps, [set('1', 5, email('anna'), 'HIGH')])).toEqual([['1', 'exact']]);
});

test('While the story is played, a repetition of an earlier event is no answer to a later one.', () => {
  const sets = [
    set('1', 5, email('anna'), 'MEDIUM', 'LOW'),
    set('again', 12, email('anna'), 'MEDIUM', 'LOW'),
  ];
  expect(told(CREEP.slice(0, 2), sets)[1]).toEqual(['again', 'other-claims']);
  expect(answersSoFar(play(CREEP, sets)).map(({ played }) => played.step.id)).toEqual(['up']);
});

test('An effect is told by jti, or by subject and time.', () => {
  const played = play([step('high', 0, 'anna', 'HIGH')], [set('1', 5, email('anna'), 'HIGH')]);
  const did = (effect: { action: string; subject: Record<string, unknown>; jti?: string }, seenAtMs = 9) =>
    actedSteps({ ...played, effects: [{ effect, seenAtMs }] }).has('high');
  expect(did({ action: 'end-sessions', subject: { format: 'opaque', id: '00u1' }, jti: '1' })).toBe(true);
  expect(did({ action: 'end-sessions', subject: email('anna'), jti: '2' })).toBe(false);
  expect(did({ action: 'end-sessions', subject: email('anna') })).toBe(true);
  expect(did({ action: 'end-sessions', subject: email('anna') }, 4)).toBe(false);
  expect(did({ action: 'end-sessions', subject: email('bob') })).toBe(false);
  expect(did({ action: 'note', subject: email('anna') })).toBe(false);
});

test('In a storm every event finds its SET, whatever order they come in.', () => {
  const users = Array.from({ length: 600 }, (_, index) => `user${index}`);
  const steps = users.map((user, index) => step(user, index, user, 'HIGH'));
  const sets = users.toReversed().map((user, index) => set(user, 1000 + index, email(user), 'HIGH'));
  const played = play(steps, sets);
  const { matches } = matchEvents(played);
  expect(matches.every((match) => match.set?.jti === match.played.step.id && match.how === 'exact')).toBe(
    true,
  );
  expect(answersSoFar(played).length).toBe(600);
  const effects = users.map((user) => ({
    seenAtMs: 5000,
    effect: { action: 'end-sessions', subject: email(user) },
  }));
  expect(actedSteps({ ...played, effects }).size).toBe(600);
});

test('A wrong SET answers its own step, though that of the next step would be right for it, too.', () => {
  const sets = [set('1', 5, email('anna'), 'LOW', 'LOW'), set('2', 15, email('anna'), 'MEDIUM')];
  const steps = [step('up', 0, 'anna', 'MEDIUM', 'LOW'), step('again', 10, 'anna', 'MEDIUM', 'HIGH')];
  expect(told(steps, sets)).toEqual([
    ['1', 'other-claims'],
    ['2', 'exact'],
  ]);
});

test('Where every SET says what the next step is about, or the one before, each answers its own step.', () => {
  const sets = [
    set('1', 5, email('anna'), 'HIGH', 'MEDIUM'),
    set('2', 15, email('anna'), 'MEDIUM', 'LOW'),
    set('3', 25, email('anna'), 'HIGH', 'MEDIUM'),
  ];
  expect(told(CREEP, sets)).toEqual([
    ['1', 'other-claims'],
    ['2', 'other-claims'],
    ['3', 'other-claims'],
  ]);
});

test('Where every SET is a step late, each answers the step that it is about.', () => {
  const sets = [
    set('1', 12, email('anna'), 'MEDIUM', 'LOW'),
    set('2', 22, email('anna'), 'HIGH', 'MEDIUM'),
    set('3', 30, email('anna'), 'MEDIUM', 'HIGH'),
  ];
  expect(told(CREEP, sets)).toEqual([
    ['1', 'exact'],
    ['2', 'exact'],
    ['3', 'exact'],
  ]);
});

test('A repetition in the time of the next step is none of its answers, however late the right one is.', () => {
  const sets = [
    set('1', 5, email('anna'), 'MEDIUM', 'LOW'),
    set('again', 12, email('anna'), 'MEDIUM', 'LOW'),
    set('2', 22, email('anna'), 'HIGH', 'MEDIUM'),
    set('3', 30, email('anna'), 'MEDIUM', 'HIGH'),
  ];
  const { matches, again } = matchEvents(play(CREEP, sets));
  expect(matches.map((match) => match.set?.jti)).toEqual(['1', '2', '3']);
  expect(again).toMatchObject([{ set: { jti: 'again' } }]);
});
