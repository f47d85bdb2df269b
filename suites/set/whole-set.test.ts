import { expect, test } from 'vitest';
import { isRequirementId } from '../standard/requirements.ts';
import { CAEP_EVENT_BASE } from '../standard/vocabulary.ts';
import { parseSet } from './parse.ts';
import { judgeWholeSet, wholeSetRequirements, wholeSetRequirementsOf } from './whole-set.ts';

const now = 1_767_600_000;
const context = {
  issuer: 'https://tx.example.com',
  audience: ['rx'],
  arrivedAt: now,
  runStartedAt: now - 10,
  clockSkew: 60,
};
const claims = {
  iss: 'https://tx.example.com',
  aud: 'rx',
  iat: now,
  jti: 'a',
  txn: 'b',
  sub_id: { format: 'email', email: 'anna@example.com' },
  events: { [`${CAEP_EVENT_BASE}session-revoked`]: { event_timestamp: now } },
};
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const judged = (changes: Record<string, unknown>, header = { alg: 'ES256', typ: 'secevent+jwt' }): string[] =>
  judgeWholeSet(parseSet(`${part(header)}.${part({ ...claims, ...changes })}.c2ln`), context).map(
    ({ requirement }) => requirement,
  );

test('a SET that is right in every part has no violations', () => {
  expect(judged({})).toEqual([]);
});

test.each([
  [{ aud: 'other' }, 'SSF-4.1.8-02'],
  [{ sub_id: { format: 'email' } }, 'RFC9493-3.2.2-02'],
  [{ sub_id: { ...claims.sub_id, more: 1 } }, 'RFC9493-3-06'],
  [{ events: { [`${CAEP_EVENT_BASE}session-revoked`]: { initiating_entity: 'robot' } } }, 'CAEP-2-04'],
  [{ events: { [`${CAEP_EVENT_BASE}Session-Revoked`]: {} } }, 'CAEP-3.1-01'],
])('%j breaks one rule, which is among those that are decided', (changes, row) => {
  expect(judged(changes)).toEqual([row]);
  expect(wholeSetRequirements).toContain(row);
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])(
  'an event type, a format or a scheme that is called %s is one like any other unknown one',
  (name) => {
    const events = JSON.parse(`{"${name}":{}}`) as unknown;
    expect(judged({ events })).toEqual(judged({ events: { unknown: {} } }));
    expect(judged({ sub_id: { format: name } })).toEqual(judged({ sub_id: { format: 'unknown' } }));
    expect(judged({ sub_id: { format: 'uri', uri: `${name}:foo` } })).not.toContain('RFC9493-3.2-01');
    expect(wholeSetRequirementsOf([name], [name])).toEqual(wholeSetRequirementsOf([], []));
  },
);

test('what cannot be read is judged as far as it can be', () => {
  expect(judgeWholeSet(parseSet('nonsense'), context).map(({ requirement }) => requirement)).toEqual([
    'RFC8417-2-01',
  ]);
});

test('the rows that are decided are in the catalogue, each once, and those of other event types and formats are left out', () => {
  expect(wholeSetRequirements.filter((id) => !isRequirementId(id))).toEqual([]);
  expect(new Set(wholeSetRequirements).size).toBe(wholeSetRequirements.length);
  const some = wholeSetRequirementsOf([`${CAEP_EVENT_BASE}session-revoked`], ['email']);
  expect(some).toEqual(expect.arrayContaining(['CAEP-2-04', 'RFC9493-3.2.2-02']));
  expect(some).not.toContain('RFC9493-3.2.3-02');
  expect(some).not.toContain('CAEP-3.8-06');
});
