import { describe, expect, test } from 'vitest';
import { ledgerOf } from './ledger/index.ts';
import { attempt, played, risen, seen, wire } from './ledger/test-bench.ts';
import { momentsOf } from './moments.ts';
import type { Performance } from './performance.ts';

function draw(performance: Performance) {
  const { entries } = ledgerOf({
    performances: [performance],
    emptyPollsMs: [],
    limits: {},
    enforced: false,
  });
  return momentsOf(performance, entries);
}

const told = (performance: Performance): [number, string, string, boolean][] =>
  draw(performance).moments.map(({ atMs, kind, text, right }) => [atMs, kind, text, right]);

const steps = [risen('up', 100, 'anna')];
const right = wire(7, 'anna', [attempt(200)]);
const logout = seen('end-sessions', 'anna', 400, { jti: '7' });

describe('the moments of a scenario', () => {
  test('tell who did what when', () => {
    expect(draw(played(steps, [right], { effects: [logout] }))).toEqual({
      leftOut: 0,
      moments: [
        {
          atMs: 100,
          kind: 'told',
          from: 'operator',
          to: 'transmitter',
          text: 'The risk of anna is HIGH.',
          right: true,
          step: 'up',
        },
        {
          atMs: 200,
          kind: 'sent',
          from: 'transmitter',
          to: 'receiver',
          text: 'anna@example.com · risk-level-change HIGH',
          right: true,
          step: 'up',
          set: 7,
          exchange: 200,
          entry: 1,
        },
        {
          atMs: 201,
          kind: 'answered',
          from: 'receiver',
          to: 'transmitter',
          text: '202',
          right: true,
          step: 'up',
          exchange: 200,
        },
        {
          atMs: 400,
          kind: 'acted',
          from: 'receiver',
          to: 'receiver',
          text: 'anna@example.com · end-sessions',
          right: true,
          step: 'up',
          entry: 1,
        },
      ],
    });
  });

  test('have every attempt: a retry is right, a refusal and a repetition are not', () => {
    const refused = { status: 400, err: 'invalid_key' };
    const set = wire(7, 'anna', [attempt(200, refused), attempt(300), attempt(500, { answeredAtMs: null })]);
    expect(told(played(steps, [set])).slice(1)).toEqual([
      [200, 'sent', 'anna@example.com · risk-level-change HIGH', true],
      [201, 'answered', '400 invalid_key', false],
      [300, 'sent', 'anna@example.com · risk-level-change HIGH', true],
      [301, 'answered', '202', true],
      [500, 'sent', 'anna@example.com · risk-level-change HIGH, again', false],
    ]);
  });

  test('show SETs that the story does not want', () => {
    const sets = [
      wire(1, 'anna', [attempt(200)]),
      wire(2, 'anna', [attempt(300)]),
      wire(3, 'bert', [attempt(400)], { level: 'LOW' }),
      wire(4, 'bert', [attempt(500, { status: 400 })], { claims: { events: {} } }),
    ];
    const sent = told(played(steps, sets)).filter(([, kind]) => kind !== 'told');
    expect(sent.filter(([, , , wanted]) => !wanted)).toEqual([
      [300, 'sent', 'anna@example.com · risk-level-change HIGH, again', false],
      [400, 'sent', 'bert@example.com · risk-level-change LOW', false],
      [500, 'sent', 'bert@example.com · a SET without events', false],
    ]);
  });

  test('show what the Receiver ought not to have done', () => {
    const effects = [
      logout,
      seen('set-risk-level', 'anna', 410, { jti: '7' }),
      seen('enable-account', 'anna', 420, { jti: '7' }),
      seen('end-sessions', 'bert', 430, { jti: '7' }),
      seen('end-sessions', 'carl', 440),
    ];
    const spared = [risen('up', 100, 'anna', { spares: ['enable-account'] })];
    const acted = told(played(spared, [right], { effects })).filter(([, kind]) => kind === 'acted');
    expect(acted.map(([atMs, , , fits]) => [atMs, fits])).toEqual([
      [400, true],
      [410, true],
      [420, false],
      [430, false],
      [440, false],
    ]);
  });

  test('give no tick to what follows a SET about somebody else, although it followed', () => {
    const wrong = [wire(7, 'bert', [attempt(200)])];
    const effects = [seen('end-sessions', 'bert', 400, { jti: '7' }), seen('end-sessions', 'bert', 410)];
    const acted = told(played(steps, wrong, { effects })).filter(([, kind]) => kind === 'acted');
    expect(acted.map(([atMs, , , fits]) => [atMs, fits])).toEqual([
      [400, false],
      [410, false],
    ]);
  });

  test('name the person first, as the story does, and tell who is none of it by the whole address', () => {
    const device = { id: 'ABCDEF01-2345', name: "Anna's iPhone", platform: 'iOS', owner: 'anna@example.com' };
    const up = risen('up', 100, 'anna', { name: 'Anna Lee' });
    const { step } = up;
    const posture = { passcode: true, encrypted: true, osVersion: '1', compromised: false, lastSeen: 0 };
    const report = { kind: 'device-report', device, posture, at: 0 } as const;
    const steps = [{ ...up, step: { ...step, happening: report } }];
    const about = (email: string, id: string) => ({
      claims: {
        sub_id: {
          format: 'complex',
          tenant: { format: 'opaque', id: 'acme-corporation' },
          device: { format: 'opaque', id },
          user: { format: 'email', email },
        },
      },
    });
    const sets = [
      wire(1, 'anna', [attempt(200)]),
      wire(2, 'anna', [attempt(300)], about('Anna@example.com', device.id.toLowerCase())),
      wire(3, 'anna', [attempt(400)], about('anna@elsewhere.example', '4711-0815-2342')),
    ];
    const sent = told(played(steps, sets)).filter(([, kind]) => kind === 'sent');
    expect(sent.map(([, , text]) => text.split(' · ')[0])).toEqual([
      'Anna Lee',
      "Anna Lee, Anna's iPhone, tenant acme-cor",
      'anna@elsewhere.example, device 4711-081, tenant acme-cor',
    ]);
  });

  test('show an event that did not come, when it was given up', () => {
    expect(told(played(steps, [], { effects: [] })).slice(1)).toEqual([
      [20_101, 'missing', 'anna@example.com · risk-level-change HIGH', false],
    ]);
  });

  test('show an action that did not follow, when it was given up', () => {
    expect(told(played(steps, [right], { effects: [] })).slice(3)).toEqual([
      [15_201, 'missing', 'anna@example.com · end-sessions', false],
    ]);
  });

  test('miss nothing that could not be seen', () => {
    const kinds = (performance: Performance) => told(performance).map(([, kind]) => kind);
    const seenOnly = ['told', 'sent', 'answered'];
    expect(kinds(played(steps, [right]))).toEqual(seenOnly);
    expect(kinds(played(steps, [right], { effects: [], effectsTrouble: 'gone' }))).toEqual(seenOnly);
    const cut = { effects: [], cutShort: 'The run was cancelled.', endedAtMs: 500 };
    expect(kinds(played(steps, [right], cut))).toEqual(seenOnly);
    expect(kinds(played(steps, [], cut))).toEqual(['told']);
  });

  test('say of a step why it could not be told', () => {
    const trouble = { ...risen('up', 100, 'anna'), trouble: 'exit code 1' };
    expect(told(played([trouble, risen('not-told', null, 'bert')], []))).toEqual([
      [100, 'told', 'The risk of anna is HIGH. It could not be told: exit code 1', false],
    ]);
  });

  test('cut what a side says at length', () => {
    const novel = 'x'.repeat(10_000);
    const refused = attempt(200, { status: 400, err: novel });
    const sets = [wire(1, novel, [refused], { claims: { events: { [novel]: {} } } })];
    const effects = [seen(novel, novel, 300)];
    const trouble = { ...risen('up', 100, 'anna'), trouble: novel };
    const { moments } = draw(played([trouble], sets, { effects }));
    expect(moments.map(({ kind }) => kind)).toEqual(['told', 'sent', 'answered', 'acted']);
    expect(moments.filter(({ text }) => text.length > 400)).toEqual([]);
  });

  test('are the first ones of a storm, and what went wrong later', () => {
    const people = Array.from({ length: 100 }, (_, i) => `user${i}`);
    const storm = people.map((name, i) => risen(`step-${i}`, i * 10, name));
    const sets = people
      .slice(0, 99)
      .map((name, i) => wire(i + 1, name, [attempt(i * 10 + 5), ...(i < 50 ? [] : [attempt(i * 10 + 7)])]));
    const { moments, leftOut } = draw(played(storm, sets));
    expect(moments).toHaveLength(80);
    expect(leftOut).toBe(100 + 2 * 99 + 2 * 49 + 1 - 80);
    expect(moments.slice(60).every((moment) => !moment.right)).toBe(true);
  });
});
