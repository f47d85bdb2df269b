import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_TOKEN, loneToken, TokenFinder } from './token-finder.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = part({ alg: 'RS256', typ: 'secevent+jwt' });
const claims = part({ iss: 'https://tx.example.com', jti: 'a' });
const token = `${header}.${claims}.c2lnbmF0dXJl`;
const jwe = `${part({ alg: 'dir', enc: 'A256GCM' })}..aXY.Y2lwaGVy.dGFn`;

function find(...pieces: string[]): string[] {
  const finder = new TokenFinder();
  const found = [...pieces.flatMap((piece) => [...finder.push(piece)]), ...finder.end()];
  return found.map(({ compact, line }) => `${line}: ${compact}`);
}

describe('a token is found', () => {
  test.each([
    ['alone', token],
    ['behind jwt=', `GET /x?jwt=${token}&y=1`],
    ['behind an escaped ampersand', `x%26jwt%3D${token}%26`],
    ['in a JSON string', JSON.stringify({ sets: { a: token } })],
    ['in a JSON string in a JSON string', JSON.stringify({ body: JSON.stringify({ sets: { a: token } }) })],
    ['behind an escaped line end', JSON.stringify(`body:\n${token}\nend`)],
    ['at the end of a sentence', `The SET is ${token}.`],
    ['in brackets', `[${token}]`],
    ['glued to a word', `received${token} ok`],
    ['before an ANSI sequence', `\u001b[32m${token}\u001b[0m`],
  ])('%s', (_, text) => {
    expect(find(text)).toEqual([`1: ${token}`]);
  });

  test('with its padding, and without what follows a "="', () => {
    expect(find(`x ${token}== y`)).toEqual([`1: ${token}==`]);
    expect(find(`x ${token}=y`)).toEqual([`1: ${token}=`]);
  });

  test('without a signature', () => {
    expect(find(`x ${header}.${claims}. y`)).toEqual([`1: ${header}.${claims}.`]);
    expect(find(`x ${header}.${claims} y`)).toEqual([`1: ${header}.${claims}`]);
  });

  test('encrypted', () => expect(find(`x ${jwe} y`)).toEqual([`1: ${jwe}`]));

  test('each of several, with the number of its line', () => {
    expect(find(`a\n${token}\nb ${token} ${token}\r\n\n${jwe}`)).toEqual([
      `2: ${token}`,
      `3: ${token}`,
      `3: ${token}`,
      `5: ${jwe}`,
    ]);
  });

  test('wherever the text is cut into pieces', () => {
    const text = `first\nx ${token} y\n"${jwe}"\n${token}`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(find(...pieces)).toEqual([`2: ${token}`, `3: ${jwe}`, `4: ${token}`]);
      }),
    );
  });
});

test.each([
  'example.com.foo.bar',
  'e0.e0.e0',
  'eyJhbGciOi.x.y',
  '',
  '....',
  part([1]),
  `${part({ a: 1 })}.x.y`,
])('no token is found in %s', (text) => expect(find(text, '\n')).toEqual([]));

test('any text is read without an error, and a token in it found', () => {
  const before = fc.array(fc.constantFrom('e', 'y', 'J', '.', '=', header, claims, '\n', 'ß', '\u0000'));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        before.map((words) => words.join('')),
      ),
      (text) => {
        expect(find(text, ` ${token} `).at(-1)).toMatch(token);
      },
    ),
  );
});

test('what is too long to be a SET is counted and forgotten', () => {
  const finder = new TokenFinder();
  const long = 'eyJ.'.repeat(LONGEST_TOKEN);
  expect([...finder.push(long), ...finder.push(long), ...finder.push(` ${token} `)]).toHaveLength(1);
  expect(finder.tooLong).toBe(1);
});

describe('a token is found that is not quite right', () => {
  const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
  const signature = base64(Buffer.alloc(256, 'a+/\u00fb\u00ff'));
  const odd = base64(Buffer.from(JSON.stringify({ jti: '???>>>~~~' })));

  test('in base64, with all of its signature', () => {
    expect(signature).toMatch(/[+/]/);
    expect(odd).toMatch(/[+/]/);
    for (const body of [claims, odd])
      expect(find(`x ${header}.${body}.${signature} y`)).toEqual([`1: ${header}.${body}.${signature}`]);
  });

  test.each([' ', '\n', '\r\n', '\t', '  '])('with %j before the brace of its header', (space) => {
    const spaced = Buffer.from(`${space}{"alg":"RS256"}`).toString('base64url');
    expect(find(`x ${spaced}.${claims}.c2ln y`)).toEqual([`1: ${spaced}.${claims}.c2ln`]);
    expect(loneToken(`${spaced}.${claims}.c2ln`)?.lines).toBe(1);
  });
});

test('what stands before and behind a token in a path does not belong to it', () => {
  expect(find(`https://x.example/a/e0/${token}/status.json?x`)).toEqual([`1: ${token}`]);
  expect(find(`/${header}.${claims}/file.txt`)).toEqual([`1: ${header}.${claims}`]);
  expect(find(`${token}/${jwe}+${token}`)).toEqual([`1: ${token}`, `1: ${jwe}`, `1: ${token}`]);
});

test('what is too long and has no dot is no token, and is not counted', () => {
  const finder = new TokenFinder();
  expect([...finder.push('abc/+'.repeat(LONGEST_TOKEN)), ...finder.end()]).toEqual([]);
  expect(finder.tooLong).toBe(0);
});

describe('a text that is one token', () => {
  test.each([
    [token, token, 1],
    [` ${token}\n`, token, 1],
    [`${token.slice(0, 40)}\r\n${token.slice(40, 80)}\r\n${token.slice(80)}`, token, 3],
    [`${token}.x`, `${token}.x`, 1],
    [`${token.slice(0, 10)}/+.a.b`, `${token.slice(0, 10)}/+.a.b`, 1],
  ])('%j', (text, compact, lines) => {
    expect(loneToken(text)).toEqual({ compact, lines });
  });

  test.each(['', 'a file.jwt', `${token}\n${token}`, `x ${token}`, 'example.com'])('%j is none', (text) => {
    expect(loneToken(text)).toBeNull();
  });
});
