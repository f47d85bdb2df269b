import { describe, expect, test } from 'vitest';
import * as claimRules from './claim-rules.ts';
import * as eventRules from './event-rules.ts';
import { judgeStableIdentifiers, judgeTokenIds, judgeTransactionIds } from './feed-rules.ts';
import * as formRules from './form-rules.ts';
import { parseSet } from './parse.ts';
import { isJudged, type SetContext, type SetRule } from './rule.ts';

const now = 1_800_000_000;
const context: SetContext = {
  issuer: 'https://tx.example',
  audience: ['rx'],
  arrivedAt: now,
  runStartedAt: now - 10,
  clockSkew: 60,
};
const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const email = { format: 'email', email: 'user@example.com' };
const right = {
  iss: 'https://tx.example',
  aud: 'rx',
  iat: now,
  jti: '1',
  txn: '2',
  sub_id: { format: 'opaque', id: 's1' },
  events: { [verification]: { state: 'x' } },
};
const rules: SetRule[] = [formRules, claimRules, eventRules].flatMap((group) =>
  Object.values(group).filter((value): value is SetRule => typeof value === 'object' && 'judge' in value),
);
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function rows(claims: unknown, header: unknown = { alg: 'RS256', typ: 'secevent+jwt' }): string[] {
  const set = parseSet(`${encode(header)}.${encode(claims)}.c2ln`);
  return rules
    .filter((rule) => isJudged(rule, set))
    .flatMap((rule) => rule.judge(set, context))
    .map(({ requirement, cap }) => (cap === undefined ? requirement : `${requirement} ${cap}`));
}

test.each([
  right,
  { ...right, aud: ['rx'], toe: now - 5.5 },
  { ...right, iat: now + 30 },
  { ...right, iat: now - 200 },
  { ...right, sub_id: email, iat: 1_500_000_000, events: { [revoked]: { subject: email } } },
  { ...right, events: { 'https://vendor.example/mail': { subject: 'Re: hello' } } },
  { ...right, sub_id: undefined, events: { 'urn:ietf:params:scim:event:prov:delete': {} } },
])('%j breaks no rule', (claims) => {
  expect(rows(claims)).toEqual([]);
});

const without = (claim: string) => ({ ...right, [claim]: undefined });

describe('a broken claim names the row that it breaks', () => {
  test.each<[unknown, string[]]>([
    [without('iss'), ['RFC8417-2.2-01']],
    [{ ...right, iss: 'a b:c' }, ['RFC7519-4.1.1-01', 'SSF-4.1.6-01']],
    [{ ...right, iss: 'https://tx.example/' }, ['SSF-4.1.6-01']],
    [without('iat'), ['RFC8417-2.2-02']],
    [{ ...right, iat: String(now) }, ['RFC7519-4.1.6-01']],
    [{ ...right, iat: now * 1000 }, ['RFC7519-2-01']],
    [{ ...right, iat: now + 3600 }, ['RFC8417-2.2-02']],
    [{ ...right, iat: now - 3600 }, ['RFC8417-2.2-02']],
    [{ ...right, iat: 0, events: { [revoked]: {} } }, ['RFC8417-2.2-02']],
    [without('jti'), ['RFC8417-2.2-03']],
    [{ ...right, jti: 5 }, ['RFC8417-2.2-03']],
    [without('aud'), ['RFC8417-2.2-06', 'RFC8725-3.9-01']],
    [{ ...right, aud: { a: 1 } }, ['SSF-4.1.8-01']],
    [{ ...right, aud: 'other' }, ['SSF-4.1.8-02']],
    [{ ...right, aud: ['rx', 'other'] }, ['SSF-4.1.8-02 warn']],
    [without('txn'), ['SSF-4.1.9-01']],
    [{ ...right, txn: 8675309 }, ['SSF-4.1.9-04']],
    [{ ...right, sub: null }, ['SSF-4.1.2-01']],
    [{ ...right, exp: now + 60 }, ['SSF-4.1.7-01']],
    [{ ...right, toe: '2026' }, ['RFC8417-2.2-18']],
    [{ ...right, toe: now * 1000 }, ['RFC8417-2.2-18']],
    [without('sub_id'), ['SSF-3.1.2-01']],
    [{ ...right, sub_id: ['s1'] }, ['RFC9493-4.1-01']],
    [{ ...right, sub_id: undefined, events: { [revoked]: { subject: email } } }, ['SSF-3.1.1-02']],
    [{ ...right, sub_id: undefined, events: { [revoked]: {} } }, ['SSF-3.1-01']],
    [{ ...right, events: { [verification]: { subject: email } } }, ['SSF-3.1.2-02']],
    [{ ...right, events: { 'urn:x:y': { subject: right.sub_id } } }, ['SSF-3.1.2-02 warn']],
    [{ ...right, event_timestamp: now, events: { [revoked]: {} } }, ['CAEP-2-09']],
  ])('%j: %j', (claims, expected) => {
    expect(rows(claims)).toEqual(expected);
  });
});

test.each<[unknown, string[]]>([
  [undefined, ['RFC8417-2.2-09']],
  [[], ['RFC8417-2.2-09']],
  [{}, ['RFC8417-2.2-09']],
  [{ [revoked]: null }, ['RFC8417-2.2-14']],
  [{ 'session-revoked': {} }, ['RFC8417-1.2-01']],
  [{ [revoked]: {}, [verification]: {} }, ['SSF-4.2.1-02']],
  [{ [revoked]: {}, 'urn:x:y': { a: 1 } }, ['SSF-4.2.1-02']],
  [{ [revoked]: {}, 'urn:x:y': {} }, ['SSF-4.2.1-01']],
])('events %j: %j', (events, expected) => {
  expect(rows({ ...right, events })).toEqual(expected);
});

test.each([
  [revoked, []],
  ['https://vendor.example/caep/event-type/anything', []],
  ['https://schemas.openid.net/secevent/caep/session-revoked', ['CAEP-3-01']],
  ['http://schemas.openid.net/secevent/risc/event-type/opt-in', ['RISC-2-01']],
  ['https://schemas.openid.net/secevent/caep/event-type/session-ended', []],
  [`${revoked}/`, ['CAEP-3.1-01']],
  [`${revoked}?v=1`, ['CAEP-3.1-01']],
  ['https://schemas.openid.net/secevent/risc/event-type/Opt-In', ['RISC-2.8.1-01']],
  ['https://schemas.openid.net/secevent/risc/event-type/x/opt-in', []],
  ['https://schemas.openid.net/secevent/caep/event-type/v1.1/session-ended', []],
])('the event type %s: %j', (type, expected) => {
  const found = [
    ...eventRules.judgeCaepType(type),
    ...eventRules.judgeRiscType(type),
    ...eventRules.judgeTypeName(type),
  ];
  expect(found.map(({ requirement, cap }) => (cap ? `${requirement} ${cap}` : requirement))).toEqual(
    expected,
  );
});

test.each<[unknown, string[]]>([
  [{ alg: 'RS256' }, ['SSF-4.1.1-01']],
  [{ alg: 'RS256', typ: 'JWT' }, ['SSF-4.1.1-01']],
  [{ alg: 'RS256', typ: 'application/secevent+jwt' }, ['RFC8417-2.3-03']],
  [{ alg: 'RS256', typ: 'SecEvent+JWT' }, []],
  [{ typ: 'secevent+jwt' }, ['RFC7515-4.1.1-01']],
])('a header %j: %j', (header, expected) => {
  expect(rows(right, header)).toEqual(expected);
});

test.each([
  ['[]', ['RFC8417-2-01']],
  ['\uFEFF{"iss":"https://tx.example"}', ['RFC8725-3.7-01']],
])('claims %j that are no JWT claims set: %j', (claims, expected) => {
  expect(rows(claims)).toEqual(expect.arrayContaining(expected));
});

test.each([
  [JSON.stringify(right).replace('{', '{"iss":"x",'), 'RFC7519-4-01'],
  [
    JSON.stringify(right).replace(`{"${verification}"`, `{"${verification}":{},"${verification}"`),
    'RFC8417-2.2-10',
  ],
  [
    JSON.stringify({ ...right, sub_id: { format: 'complex', user: email } }).replace(
      '"user"',
      '"user":{},"user"',
    ),
    'SSF-3.3-11',
  ],
  [JSON.stringify(right).replace('"state"', '"state":"y","state"'), 'RFC7519-4-01 warn'],
])('a name that stands twice: %s', (claims, expected) => {
  expect(rows(claims)).toEqual([expected]);
});

describe('all SETs together', () => {
  const set = (changes: Record<string, unknown>, streamId = 'a') => ({
    claims: { ...right, ...changes },
    streamId,
  });
  const found = (violations: { requirement: string; cap?: string; index: number }[]) =>
    violations.map(({ requirement, cap, index }) => `${index} ${requirement}${cap ? ` ${cap}` : ''}`);
  const other = { events: { [verification]: { state: 'y' } } };

  test('a SET that comes again is the same SET', () => {
    expect(judgeTokenIds([set({}), set({}), set({ jti: '2' })])).toEqual([]);
    expect(judgeTransactionIds([set({}), set({})])).toEqual([]);
  });

  test('another SET has another jti', () => {
    expect(found(judgeTokenIds([set({}), set(other)]))).toEqual(['1 RFC8417-2.2-04']);
    expect(found(judgeTokenIds([set({}), set({ iat: now + 1 })]))).toEqual(['1 RFC8417-2.2-04 warn']);
  });

  test('on another stream the same event may have the same jti, another one hardly', () => {
    expect(judgeTokenIds([set({}), set({ aud: 'b', sub_id: email }, 'b')])).toEqual([]);
    expect(found(judgeTokenIds([set({}), set(other, 'b')]))).toEqual(['1 RFC7519-4.1.7-01 warn']);
  });

  test('two verification requests are two causes, two events may be one', () => {
    expect(found(judgeTransactionIds([set({}), set({ ...other, jti: '2' })]))).toEqual(['1 SSF-4.1.9-02']);
    const events = { [revoked]: {} };
    expect(judgeTransactionIds([set({ events }), set({ events, jti: '2' })])).toEqual([]);
  });

  test('an event type keeps its identifier', () => {
    const events = (query: string) => ({ events: { [`${revoked}?${query}`]: {} } });
    expect(judgeStableIdentifiers([set(events('1')), set(events('1'))])).toEqual([]);
    expect(found(judgeStableIdentifiers([set(events('1')), set(events('2'))]))).toEqual(['1 RFC8417-2.2-12']);
    const own = (rest: string) => set({ events: { [`https://vendor.example/events${rest}`]: {} } });
    expect(judgeStableIdentifiers([own('#login'), own('#logout'), own('')])).toEqual([]);
    expect(found(judgeStableIdentifiers([own('?n=1'), own('?n=2')]))).toEqual(['1 RFC8417-2.2-12']);
  });
});
