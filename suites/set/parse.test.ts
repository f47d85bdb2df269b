import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSet } from './parse.ts';

const encode = (value: string | Uint8Array) => Buffer.from(value).toString('base64url');
const header = encode('{"alg":"RS256","typ":"secevent+jwt"}');
const token = (claims: string | Uint8Array, head = header) => `${head}.${encode(claims)}.c2ln`;
const kinds = (compact: string) => parseSet(compact).defects.map(({ kind, part }) => `${part} ${kind}`);

test('a SET in compact serialization is read without a defect', () => {
  const set = parseSet(token('{"iss":"https://a.example","events":{}}'));
  expect(set.defects).toEqual([]);
  expect(set.parts).toBe(3);
  expect(set.header).toEqual({ alg: 'RS256', typ: 'secevent+jwt' });
  expect(set.claims).toEqual({ iss: 'https://a.example', events: {} });
  expect(set.claimsText).toBe('{"iss":"https://a.example","events":{}}');
});

test('an unsecured SET has an empty signature', () => {
  expect(kinds(`${header}.${encode('{}')}.`)).toEqual([]);
});

test.each([
  ['white space around it', ` ${token('{}')}\n`, ['token whitespace']],
  ['line breaks inside', token('{"a":1}').replace('.', '.\n'), ['token whitespace']],
  ['padding', `${header}.${Buffer.from('{"a":12}').toString('base64')}.c2ln`, ['claims padding']],
  [
    'the alphabet of base64',
    `${header}.${Buffer.from('{"a":"??>"}').toString('base64').replaceAll('=', '')}.c2ln`,
    ['claims base64url'],
  ],
  ['a byte order mark', token('\uFEFF{"a":1}'), ['claims bom']],
])('%s is noted and passed over', (_, compact, defects) => {
  expect(kinds(compact)).toEqual(defects);
  expect(parseSet(compact).claims).not.toBeNull();
});

test('bad UTF-8 is noted, and the rest read', () => {
  const set = parseSet(token(Uint8Array.from([...Buffer.from('{"a":"'), 0xc3, 0x28, ...Buffer.from('"}')])));
  expect(set.defects.map((d) => d.kind)).toEqual(['utf-8']);
  expect(set.claims).toEqual({ a: '\uFFFD(' });
});

test.each([
  ['', 'token not-compact'],
  ['abc', 'token not-compact'],
  ['a.b', 'token not-compact'],
  ['a.b.c.d', 'token not-compact'],
  ['.'.repeat(100_000), 'token not-compact'],
  ['{"payload":"e30","signature":""}', 'token not-compact'],
])('%.40j is not the compact serialization', (compact, defect) => {
  expect(kinds(compact)).toEqual([defect]);
});

test.each([
  ['not JSON', token('{"a":}'), 'claims json'],
  ['an array', token('[]'), 'claims not-an-object'],
  ['null', token('null'), 'claims not-an-object'],
  ['nothing', `${header}..c2ln`, 'claims json'],
  ['characters outside the alphabet', `${header}.e3*0.c2ln`, 'claims base64url'],
  ['a length that no bytes have', `${header}.e30ab.c2ln`, 'claims base64url'],
])('claims that are %s are not read', (_, compact, defect) => {
  expect(kinds(compact)).toEqual([defect]);
  expect(parseSet(compact).claims).toBeNull();
});

test('an encrypted SET shows its header only', () => {
  const jwe = Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString('base64url');
  const set = parseSet(`${jwe}.a.b.c.d`);
  expect(set.defects.map((d) => d.kind)).toEqual(['encrypted']);
  expect(set.header).not.toBeNull();
  expect(set.claims).toBeNull();
});

test('five parts whose header names no encryption are no token at all', () => {
  expect(kinds(`${header}.a...`)).toEqual(['token not-compact']);
});

describe('a member that stands twice', () => {
  const details = (claims: string) => parseSet(token(claims)).defects.map((d) => d.detail);

  test('is found at the top, deeper, and behind an array', () => {
    expect(details('{"a":1,"b":{"c":[{"d":1},{"d":1,"d":2}]},"a":2}')).toEqual(['/b/c/1 d', ' a']);
  });

  test('is found behind an escape', () => {
    expect(details('{"a":1,"\\u0061":2}')).toEqual([' a']);
  });

  test('is not seen in values, nor across objects', () => {
    expect(details('{"a":"a\\"a\\":","b":["a","a"],"c":{"a":1}}')).toEqual([]);
  });
});

test('the scanner agrees with JSON.parse on every object', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const set = parseSet(token(JSON.stringify(value)));
      expect(set.defects).toEqual([]);
      expect(set.claims).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), (compact) => {
      expect(parseSet(compact).compact).toBe(compact);
    }),
  );
});

test('nesting that would exhaust a stack is refused, not followed', () => {
  const deep = `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
  const set = parseSet(token(deep));
  expect(set.claims).toBeNull();
  expect(set.defects).toEqual([{ kind: 'json', part: 'claims', detail: 'nested more than 200 levels deep' }]);
});

test('a SET of 5 MB is read', () => {
  const set = parseSet(token(`{"a":"${'x'.repeat(5_000_000)}"}`));
  expect(set.defects).toEqual([]);
});
