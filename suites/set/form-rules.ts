import { COMPLEX } from '../standard/subject-formats.ts';
import type { ParseDefect } from './parse.ts';
import { setRule } from './rule.ts';
import { isObject } from './subject.ts';
import type { Violation } from './violation.ts';

/** Rules about a SET as a token: its serialization and its JOSE header. */

const UNREADABLE: ReadonlySet<ParseDefect['kind']> = new Set([
  'not-compact',
  'padding',
  'base64url',
  'json',
  'not-an-object',
  'whitespace',
]);

const whole = {
  token: 'The SET',
  header: 'The JOSE header',
  claims: 'The claims set',
  signature: 'The signature',
};

/** RFC 8417 2, RFC 7515 3.1: base64url parts without padding, joined by dots; JSON objects in them. */
export const compactSerialization = setRule({
  requirements: ['RFC8417-2-01', 'RFC7515-3.1-01'],
  reads: 'token',
  judge: ({ defects, compact }) =>
    defects
      .filter(({ kind }) => UNREADABLE.has(kind))
      .slice(0, 1)
      .map(({ part, detail }) => ({
        requirement: 'RFC8417-2-01',
        message: `${whole[part]} is not a JWT in compact serialization: ${detail}.`,
        expected:
          'three parts in base64url without padding, joined by dots, with JSON objects as header and claims',
        actual: compact.length > 200 ? `${compact.slice(0, 200)}...` : compact,
      })),
});

/** RFC 8725 3.7: UTF-8, without a byte order mark (RFC 8259 8.1). */
export const utf8 = setRule({
  requirements: ['RFC8725-3.7-01'],
  reads: 'token',
  judge: ({ defects }) =>
    defects
      .filter(({ kind }) => kind === 'utf-8' || kind === 'bom')
      .map(({ part, detail }) => ({
        requirement: 'RFC8725-3.7-01',
        message: `${whole[part]} is not plain UTF-8.`,
        expected: 'UTF-8 without a byte order mark',
        actual: detail,
      })),
});

/** RFC 7519 4, RFC 8417 2.2, SSF 3.3: no member name twice. */
export const uniqueMembers = setRule({
  requirements: ['RFC7519-4-01', 'RFC8417-2.2-10', 'SSF-3.3-11'],
  reads: 'token',
  judge: ({ defects, claims }) => {
    const complex = isObject(claims?.sub_id) && claims.sub_id.format === COMPLEX;
    return defects
      .filter(({ kind }) => kind === 'duplicate-member')
      .map(({ part, detail }): Violation<'RFC7519-4-01' | 'RFC8417-2.2-10' | 'SSF-3.3-11'> => {
        const actual = `in the ${part}: ${detail.trim()}`;
        const at = (pointer: string): boolean => part === 'claims' && detail.startsWith(`${pointer} `);
        const expected = 'each member name once in its object';
        if (at('')) {
          return { requirement: 'RFC7519-4-01', message: 'A claim name stands twice.', expected, actual };
        }
        if (at('/events')) {
          const message = 'An event identifier stands twice in `events`.';
          return { requirement: 'RFC8417-2.2-10', message, expected, actual };
        }
        if (complex && at('/sub_id')) {
          const message = 'A member name stands twice in a complex subject.';
          return { requirement: 'SSF-3.3-11', message, expected, actual };
        }
        const message = `A member name stands twice in an object of the ${part}; readers differ on which one counts.`;
        return { requirement: 'RFC7519-4-01', cap: 'warn', message, expected, actual };
      });
  },
});

const TYP = 'secevent+jwt';

/** SSF 4.1.1, RFC 8417 2.3: the header says that the JWT is a SET; media types are compared without case. */
export const explicitTyping = setRule({
  requirements: ['SSF-4.1.1-01', 'SSF-4.1.3-02', 'RFC8417-2.3-02', 'RFC8417-2.3-03', 'RFC7515-4.1.9-01'],
  reads: 'header',
  judge: ({ header }) => {
    const typ = header?.typ;
    const lower = typeof typ === 'string' ? typ.toLowerCase() : null;
    if (lower === TYP) return [];
    if (lower === `application/${TYP}`) {
      return [
        {
          requirement: 'RFC8417-2.3-03',
          message: 'The header `typ` has the prefix "application/", which should be left out.',
          expected: TYP,
          actual: typ,
        },
      ];
    }
    return [
      {
        requirement: 'SSF-4.1.1-01',
        message:
          typ === undefined
            ? 'The header has no `typ`, so that the SET could pass for another kind of JWT.'
            : 'The header `typ` is not that of a SET.',
        expected: TYP,
        actual: typ ?? 'no typ',
      },
    ];
  },
});

/** RFC 7515 4.1.4: `kid`, where there is one, is a string. */
export const keyIdType = setRule({
  requirements: ['RFC7515-4.1.4-01'],
  reads: 'header',
  applies: ({ header }) => header !== null && 'kid' in header,
  judge: ({ header }) => {
    const kid = header?.kid;
    if (typeof kid === 'string') return [];
    return [
      {
        requirement: 'RFC7515-4.1.4-01',
        message: 'The header `kid` is not a string, so that many libraries cannot read the SET.',
        expected: 'a string, the same as at the key',
        actual: kid,
      },
    ];
  },
});

/** RFC 7515 4.1.1: the header names its algorithm. */
export const algorithmNamed = setRule({
  requirements: ['RFC7515-4.1.1-01'],
  reads: 'header',
  judge: ({ header }) => {
    const alg = header?.alg;
    if (typeof alg === 'string' && alg !== '') return [];
    return [
      {
        requirement: 'RFC7515-4.1.1-01',
        message: 'The header has no `alg`.',
        expected: 'the name of a signature algorithm',
        actual: alg === undefined ? 'no alg' : alg,
      },
    ];
  },
});
