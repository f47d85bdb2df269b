import { createSign, generateKeyPairSync, KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect as plainExpect, test, vi } from 'vitest';
import { visible } from '../../reports/text/visible.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import type { SetExpectations } from './expectations.ts';
import { expect } from './index.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const issuer = 'https://tx.example.com';
const audience = 'https://rx.example.com';
const now = Math.floor(Date.now() / 1000);
type Claims = Record<string, unknown>;
const right: Claims = {
  iss: issuer,
  aud: audience,
  iat: now,
  jti: 'set-1',
  txn: 'cause-1',
  sub_id: { format: 'email', email: 'anna@example.com' },
  events: { [REVOKED]: { event_timestamp: now - 10, initiating_entity: 'admin' } },
};

const pair = await generateKeyPair('RS256', { extractable: true });
const other = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
const known = { issuer, audience, jwks: { keys: [jwk] } };

const sign = (claims: Claims, header: Claims = {}, key = pair.privateKey): Promise<string> => {
  const { typ = 'secevent+jwt', kid = 'k1', ...rest } = header;
  const given = Object.fromEntries(
    Object.entries({ typ, kid, ...rest }).filter(([, value]) => value !== null),
  );
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...given }).sign(key);
};
const good = await sign(right);
const unsigned = (header: unknown, claims: unknown): string =>
  `${[header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

/** For what a library does not sign. */
const signedBy = (key: KeyObject, header: unknown, claims: unknown): string => {
  const input = unsigned(header, claims).slice(0, -1);
  return `${input}.${createSign('sha256').update(input).sign(key, 'base64url')}`;
};
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });

/** The message with which an assertion fails; it must fail. */
async function complaint(assertion: () => unknown): Promise<string> {
  try {
    await assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('The assertion held.');
}

let server: Server;
let origin = '';
beforeAll(async () => {
  server = createServer(({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: '/jwks' }).end();
    else if (url === '/words') response.end('no JSON');
    else if (url === '/metadata') response.end('{}');
    else if (url === '/long') response.end('x'.repeat(2_000_000));
    else response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('a right SET', () => {
  test('passes, at once, with a JWK Set, a JWK, several, a CryptoKey, also the private one', async () => {
    for (const jwks of [{ keys: [jwk] }, jwk, [jwk], pair.publicKey, pair.privateKey])
      expect(good).toBeConformantSet({ ...known, jwks });
    plainExpect(() => expect('x').toBeConformantSet(known)).toThrow('The SET breaks');
  });

  test('passes with the URL of a JWK Set, which is waited for', async () => {
    await expect(good).toBeConformantSet({ ...known, jwks: `${origin}/jwks` });
    await expect(good).toBeConformantSet({ ...known, jwks: new URL(`${origin}/jwks`) });
    await plainExpect(
      complaint(() => expect(good).not.toBeConformantSet({ jwks: `${origin}/jwks` })),
    ).resolves.toContain('breaks no rule');
  });

  test('passes for one of several audiences, and with nothing known beside it', () => {
    expect(good).toBeConformantSet({ ...known, audience: ['x', audience] });
    expect(good).toBeConformantSet();
  });

  test('does not pass the negated assertion', async () => {
    plainExpect(await complaint(() => expect(good).not.toBeConformantSet(known))).toContain('breaks no rule');
  });

  test('is matched inside of other values', () => {
    expect({ token: good }).toEqual({ token: expect.toBeConformantSet(known) });
    expect({ token: 'x' }).not.toEqual({ token: expect.toBeConformantSet(known) });
  });

  test('passes under fake timers, by the time that they tell', () => {
    vi.useFakeTimers({ now: (now - 7200) * 1000 });
    try {
      expect(good).toBreakRule('RFC8417-2.2-02', known);
      expect(good).toBeConformantSet({ ...known, now: now * 1000 });
      expect(good).toBeConformantSet({ ...known, now: new Date(now * 1000) });
    } finally {
      vi.useRealTimers();
    }
  });
});

const without = (...names: string[]): Claims =>
  Object.fromEntries(Object.entries(right).filter(([name]) => !names.includes(name)));

/** How a SET is broken, the rule that it breaks then, and words of the message. */
const faults: Record<string, [() => Promise<string> | string, RequirementId, string, SetExpectations?]> = {
  'no iss': [() => sign(without('iss')), 'RFC8417-2.2-01', 'claims.iss'],
  'another iss': [
    () => sign({ ...right, iss: 'https://evil.example.com' }),
    'SSF-4.1.6-01',
    'expected: https://tx.example.com',
  ],
  'iss with a final slash': [() => sign({ ...right, iss: `${issuer}/` }), 'SSF-4.1.6-01', 'slash at the end'],
  'another aud': [() => sign({ ...right, aud: 'other' }), 'SSF-4.1.8-02', 'seen:     other'],
  'no aud': [() => sign(without('aud')), 'RFC8417-2.2-06', 'claims.aud'],
  'aud an object': [() => sign({ ...right, aud: {} as never }), 'SSF-4.1.8-01', 'claims.aud'],
  'no iat': [() => sign(without('iat')), 'RFC8417-2.2-02', 'claims.iat'],
  'iat in the future': [() => sign({ ...right, iat: now + 3600 }), 'RFC8417-2.2-02', 'lies in the future'],
  'iat in milliseconds': [() => sign({ ...right, iat: now * 1000 }), 'RFC7519-2-01', 'milliseconds'],
  'no jti': [() => sign(without('jti')), 'RFC8417-2.2-03', 'claims.jti'],
  exp: [() => sign({ ...right, exp: now + 60 }), 'SSF-4.1.7-01', `seen:     ${now + 60}`],
  sub: [() => sign({ ...right, sub: 'anna' }), 'SSF-4.1.2-01', 'expected: no `sub`'],
  'no sub_id': [() => sign(without('sub_id')), 'SSF-3.1-01', 'claims.sub_id'],
  'sub_id without its member': [
    () => sign({ ...right, sub_id: { format: 'email' } }),
    'RFC9493-3.2.2-02',
    'claims.sub_id.email',
  ],
  'no events': [() => sign(without('events')), 'RFC8417-2.2-09', 'claims.events'],
  'two events': [
    () =>
      sign({
        ...right,
        events: { [REVOKED]: {}, 'https://schemas.openid.net/secevent/risc/event-type/account-disabled': {} },
      }),
    'SSF-4.2.1-02',
    'several events',
  ],
  'an event with a member of the wrong type': [
    () => sign({ ...right, events: { [REVOKED]: { event_timestamp: 'now' } } }),
    'CAEP-2-02',
    'event_timestamp',
  ],
  'another typ': [() => sign(right, { typ: 'JWT' }), 'SSF-4.1.1-01', 'header.typ'],
  'a signature of another key': [
    () => sign(right, {}, other.privateKey),
    'RFC8417-5.1-05',
    'does not verify',
  ],
  'changed claims': [
    () => {
      const [header, , signature] = good.split('.');
      return `${header}.${Buffer.from(JSON.stringify({ ...right, jti: 'x' })).toString('base64url')}.${signature}`;
    },
    'RFC8417-5.1-05',
    'does not verify',
  ],
  'an unknown kid': [() => sign(right, { kid: 'k2' }), 'SSF-4.1.4-01', 'header.kid'],
  'alg none': [() => unsigned({ alg: 'none', typ: 'secevent+jwt' }, right), 'RFC8417-5.1-05', 'signature'],
  'an algorithm that nobody knows': [
    () => `${unsigned({ alg: 'XX999', kid: 'k1', typ: 'secevent+jwt' }, right)}AAAA`,
    'RFC8417-5.1-05',
    'was not verified',
  ],
  'an RSA key of 1024 bits': [
    () => signedBy(short.privateKey, { alg: 'RS256', kid: 'k1', typ: 'secevent+jwt' }, right),
    'RFC7518-3.3-01',
    'seen:     1024 bits',
    { ...known, jwks: short.publicKey },
  ],
  'an empty signature': [
    () => unsigned({ alg: 'RS256', kid: 'k1', typ: 'secevent+jwt' }, right),
    'RFC8417-5.1-05',
    'the signature is empty',
    { issuer, audience },
  ],
  padding: [() => `${good}==`, 'RFC8417-2-01', 'compact serialization'],
  'a verification event of another stream': [
    () =>
      sign({
        ...right,
        sub_id: { format: 'opaque', id: 'other' },
        events: { 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 's' } },
      }),
    'SSF-8.1.4.1-05',
    'seen:     other',
    { ...known, streamId: 'stream-1' },
  ],
  'what the profile forbids': [
    () => good,
    'CAEP-INTEROP-3.1-02',
    'reason_admin',
    { ...known, profile: 'caep-interop' },
  ],
};

describe.each(Object.entries(faults))('a SET with %s', (_, [make, rule, words, expectations = known]) => {
  test('fails, and the message tells rule, clause, what was expected and what was seen', async () => {
    const token = await make();
    const message = await complaint(() => expect(token).toBeConformantSet(expectations));
    plainExpect(message).toMatch(/^The SET breaks \d+ rules? \(profile /);
    plainExpect(message).toContain(words);
    plainExpect(message).toMatch(new RegExp(`rule: +${rule} · [A-Z-]+ (?:Interop )?\\S+`));
    plainExpect(message).toMatch(/ {4}seen: +\S/);
    await expect(token).not.toBeConformantSet(expectations);
    await expect(token).toBreakRule(rule, expectations);
  });
});

describe('what decides', () => {
  test('warnings count where they are asked for, excepted rules never', async () => {
    const token = await sign(without('txn'));
    expect(token).toBeConformantSet(known);
    plainExpect(
      await complaint(() => expect(token).toBeConformantSet({ ...known, warnings: true })),
    ).toContain('SSF-4.1.9-01');
    expect(token).toBeConformantSet({ ...known, warnings: true, except: ['SSF-4.1.9-01'] });
  });

  test.each<[string, () => Promise<string> | string, RequirementId | null]>([
    // RFC 8417 2.4 lets TLS protect a SET in place of a signature.
    ['without a signature', () => unsigned({ alg: 'none', typ: 'secevent+jwt' }, right), 'RFC8417-2.4-01'],
    // SSF 4.2.3 lets fields be added anywhere.
    [
      'whose subject has a member that its format does not describe',
      () =>
        sign({ ...right, sub_id: { format: 'email', email: 'anna@example.com', phone_number: '+15550100' } }),
      'RFC9493-3-06',
    ],
    // A NumericDate may be negative, and two subjects that differ may be one principal (SSF 3.1.1).
    [
      'with a time before 1970, and another subject inside its event',
      () =>
        sign({
          ...right,
          events: { [REVOKED]: { event_timestamp: -5, subject: { format: 'opaque', id: 'anna' } } },
        }),
      null,
    ],
    // RFC 7519 4.1.3 asks that one of the audiences is ours.
    [
      'for us and somebody else',
      () => sign({ ...right, aud: [audience, 'https://x.example.com'] }),
      'SSF-4.1.8-02',
    ],
  ])('a SET %s breaks no rule that fails a run', async (_, make, warning) => {
    const token = await make();
    const expectations = { issuer, audience };
    expect(token).toBeConformantSet(expectations);
    if (warning === null) expect(token).toBeConformantSet({ ...expectations, warnings: true });
    else {
      expect(token).toBreakRule(warning, expectations);
      expect(token).not.toBeConformantSet({ ...expectations, warnings: true });
    }
  });

  test('an encrypted token cannot be judged, and so fails', async () => {
    const keys = await generateKeyPair('RSA-OAEP-256');
    const token = await new CompactEncrypt(Buffer.from(good))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(keys.publicKey);
    plainExpect(await complaint(() => expect(token).toBeConformantSet())).toContain('encrypted');
  });

  test('a SET with crit has no signature that we can vouch for', async () => {
    const token = signedBy(
      KeyObject.from(pair.privateKey),
      { alg: 'RS256', kid: 'k1', typ: 'secevent+jwt', crit: ['x'], x: 1 },
      right,
    );
    expect(token).toBeConformantSet({ issuer });
    plainExpect(await complaint(() => expect(token).toBeConformantSet(known))).toContain('crit');
  });

  test('a rule that was not judged is neither broken nor kept', async () => {
    plainExpect(await complaint(() => expect(good).toBreakRule('SSF-4.1.6-01'))).toContain('was not judged');
    plainExpect(await complaint(() => expect(good).not.toBreakRule('SSF-4.1.6-01'))).toContain(
      'cannot be told',
    );
    expect(good).not.toBreakRule('SSF-4.1.6-01', known);
    plainExpect(await complaint(() => expect(good).toBreakRule('SSF-4.1.7-01', known))).toContain(
      'was to break',
    );
  });
});

describe('what cannot be judged', () => {
  const unusable: [string, unknown, string][] = [
    ['undefined', undefined, 'received a value of type undefined'],
    ['null', null, 'received null'],
    ['a number', 7, 'type number'],
    ['an array', [good], 'an array'],
    ['a promise', Promise.resolve(good), 'Await it first'],
    ['far too long a token', 'a'.repeat(9_000_000), 'too long'],
  ];
  test.each(unusable)('%s is refused, negated or not', async (_, value, words) => {
    plainExpect(await complaint(() => expect(value).toBeConformantSet())).toContain(words);
    plainExpect(await complaint(() => expect(value).not.toBeConformantSet())).toContain(words);
  });

  const hostile: [string, string][] = [
    ['empty', ''],
    ['dots', '.'.repeat(100_000)],
    ['no base64', '\u0000.\u202e.\ud800'],
    [
      'deep',
      unsigned({ alg: 'none' }, null).replace(
        /\.[^.]*\.$/,
        `.${Buffer.from('{"a":'.repeat(10_000)).toString('base64url')}.`,
      ),
    ],
    [
      'nested',
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`).toString('base64url')}.`,
    ],
    [
      '__proto__',
      `${Buffer.from('{"alg":"none","__proto__":{"typ":"secevent+jwt"}}').toString('base64url')}.${Buffer.from('{"__proto__":{"iss":"x"},"constructor":1}').toString('base64url')}.`,
    ],
    [
      'many members',
      unsigned({ alg: 'none' }, Object.fromEntries(Array.from({ length: 50_000 }, (__, i) => [`c${i}`, i]))),
    ],
    [
      'events with odd names',
      unsigned({ alg: 'none' }, { events: { __proto__: null, constructor: {}, 'x\u001b[31m': {} } }),
    ],
  ];
  test.each(hostile)('a hostile token (%s) fails in plain words', async (_, token) => {
    const message = await complaint(() => expect(token).toBeConformantSet(known));
    plainExpect(message).toMatch(/^The SET breaks/);
    plainExpect(message.length).toBeLessThan(40_000);
    plainExpect(message).toBe(visible(message));
  });

  test('of what is no SET, or has no claims, the rules that are open are not told one by one', async () => {
    for (const token of ['x', 'a.b.c', 'a.b.c.d.e']) {
      const message = await complaint(() => expect(token).toBeConformantSet(known));
      plainExpect(message).toContain('RFC8417-2-01');
      plainExpect(message).toMatch(/\n\nNo other rule could be judged\.$/);
    }
    const noClaims = `${good.split('.', 1)[0]}.bm8.AAAA`;
    plainExpect(await complaint(() => expect(noClaims).toBeConformantSet())).toMatch(
      / rules kept\. Not judged: .*\d+ rules \(the claims cannot be read\)/,
    );
  });

  test.each([
    [{ audiance: 'x' }, 'Did you mean "audience"'],
    [{ issuer: undefined }, 'is undefined'],
    [{ issuer: null }, 'is null'],
    [{ issuer: 7 }, 'no non-empty string'],
    [{ issuer: '' }, 'no non-empty string'],
    [{ audience: [] }, 'no list of them'],
    [{ audience: ['x', 5] }, 'no list of them'],
    [{ streamId: 5 }, 'no non-empty string'],
    [{ now: Number.NaN }, 'neither a valid Date'],
    [{ now: new Date('x') }, 'neither a valid Date'],
    [{ now: '2026-01-01' }, 'neither a valid Date'],
    [{ now: Number.POSITIVE_INFINITY }, 'neither a valid Date'],
    [{ clockSkew: Number.NaN }, 'no number of ms'],
    [{ clockSkew: '1' }, 'no number of ms'],
    [{ clockSkew: -1 }, 'no number of ms'],
    [{ warnings: 'yes' }, 'neither true nor false'],
    [{ except: 'SSF-4.1.9-01' }, 'no list of ids'],
    [{ profile: 'ssf2' }, 'no profile'],
    [{ profile: null }, 'is null'],
    [{ jwks: null }, 'is null'],
    [{ except: ['SSF-0'] }, 'no rule "SSF-0"'],
    [{ jwks: 7 }, 'no keys'],
    [{ jwks: {} }, 'no JWK Set'],
    [{ jwks: [null] }, 'no JSON object'],
    [{ jwks: 'words' }, 'no URL'],
    [{ jwks: 'http://tx.example.com/jwks' }, 'neither https nor on this machine'],
    ['options', 'no object'],
  ])('options %j are refused, negated or not', async (options, words) => {
    const given = options as SetExpectations;
    plainExpect(await complaint(() => expect(good).toBeConformantSet(given))).toContain(words);
    plainExpect(await complaint(() => expect(good).not.toBeConformantSet(given))).toContain(words);
  });

  test.each([
    ['/moved', 'status 302'],
    ['/words', 'not JSON'],
    ['/metadata', 'no JWK Set'],
    ['/long', 'too long'],
  ])('keys that cannot be had from %s are no fault of the SET', async (path, words) => {
    const given = { jwks: `${origin}${path}` };
    plainExpect(await complaint(() => expect(good).toBeConformantSet(given))).toContain(words);
    plainExpect(await complaint(() => expect(good).not.toBeConformantSet(given))).toContain(words);
  });
});
