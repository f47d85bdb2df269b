import { expect, test } from 'vitest';
import type { RecordedSet } from '../../../reports/results.ts';
import { CAEP_EVENT_BASE } from '../../standard/vocabulary.ts';
import { setRulesOf } from './set-rules.ts';

const base = `${CAEP_EVENT_BASE}`;
const recorded = (
  changes: Record<string, unknown>,
  breaches: RecordedSet['breaches'] = [],
): Pick<RecordedSet, 'header' | 'claims' | 'breaches'> => ({
  header: { alg: 'RS256', typ: 'secevent+jwt' },
  claims: {
    iss: 'https://tx.example.com',
    aud: 'rx',
    iat: 1_800_000_000,
    jti: 'a',
    sub_id: { format: 'email', email: 'a@example.com' },
    events: { [`${base}session-revoked`]: {} },
    ...changes,
  },
  breaches,
});
const rulesOf = (...sets: ReturnType<typeof recorded>[]) =>
  setRulesOf(
    sets.map((set, id) => ({
      id,
      exchange: 1,
      check: null,
      delivery: 'push',
      streamId: null,
      jti: null,
      eventTypes: [],
      arrivedAtMs: 0,
      ...set,
    })),
    'ssf',
  );

test('rules are told of the parts that occur, each once, however many SETs there are', () => {
  const rules = rulesOf(recorded({}), recorded({ jti: 'b' }));
  const keys = rules.map(({ path, rule }) => `${path} ${rule.id}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(expect.arrayContaining(['header.typ SSF-4.1.1-01', 'claims.aud SSF-4.1.8-02']));
  expect(rules.filter(({ path }) => path === 'claims.exp' || path === 'header.kid')).toEqual([]);
});

test('a rule about one event type or one format says so, for all of them that it was applied to', () => {
  const rules = rulesOf(
    recorded({ events: { [`${base}session-revoked`]: { event_timestamp: 1 } } }),
    recorded({ events: { [`${base}risk-level-change`]: { event_timestamp: 1 } } }),
  );
  const of = (path: string, id: string) => rules.find((one) => one.path === path && one.rule.id === id);
  expect(of('claims.events.*.event_timestamp', 'CAEP-2-02')?.eventTypes).toEqual([
    `${base}session-revoked`,
    `${base}risk-level-change`,
  ]);
  expect(of('claims.sub_id.email', 'RFC9493-3.2.2-02')?.formats).toEqual(['email']);
  expect(of('claims.sub_id.format', 'SSF-3.4-01')?.formats).toBeUndefined();
});

test('the rule of every breach is there', () => {
  const breach = { path: 'claims.exp', requirement: 'SSF-4.1.7-01', severity: 'fail', message: 'x' } as const;
  const rules = rulesOf({ ...recorded({}, [breach]), header: null, claims: null });
  expect(rules.map(({ path, rule }) => `${path} ${rule.id}`)).toEqual(['claims.exp SSF-4.1.7-01']);
});
