import { createSign, KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { visible } from '../../reports/text/visible.ts';
import { capture } from '../testing/capture.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const now = Math.floor(Date.now() / 1000);
const right = {
  iss: 'https://tx.example.com',
  aud: 'rx',
  iat: now - 3_700,
  jti: 'set-1',
  txn: 't',
  sub_id: { format: 'email', email: 'anna@example.com' },
  events: { [REVOKED]: { event_timestamp: now - 3_800 } },
};

const { publicKey, privateKey } = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: 'secevent+jwt', ...header })
    .sign(privateKey);
const good = await sign(right);
const bad = await sign({ ...right, jti: 'set-2', exp: now, sub_id: { format: 'email' } });
const access = await sign({ iss: 'https://as.example.com', exp: now, sub: 'secret-sub' }, { typ: 'at+jwt' });
const { publicKey: forEncryption } = await generateKeyPair('RSA-OAEP-256');
const jwe = await new CompactEncrypt(Buffer.from(good))
  .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
  .encrypt(forEncryption);

let cwd = '';
let server: Server;
let origin = '';
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'lens-'));
  const files = {
    'set.jwt': `${good}\n`,
    'jwks.json': JSON.stringify({ keys: [jwk] }),
    'metadata.json': JSON.stringify({ jwks_uri: 'https://tx.example.com/jwks' }),
    'key.pem': '-----BEGIN PUBLIC KEY-----\n',
    'empty.log': '',
    'words.log': 'nothing here\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
  server = createServer(({ url }, response) => {
    if (url === '/moved') response.writeHead(302, { location: '/jwks' }).end();
    else if (url === '/large') response.end('x'.repeat(2_000_000));
    else response.end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(async () => {
  server.close();
  await rm(cwd, { recursive: true });
});

async function* pieces(text: string | Buffer): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 50) yield bytes.subarray(at, at + 50);
}
const lens = (argv: readonly string[], input?: string | Buffer) =>
  capture(['lens', ...argv], { cwd, ...(input === undefined ? {} : { input: pieces(input) }) });

describe('one SET', () => {
  test('is shown claim by claim, with the clause that each keeps', async () => {
    const { stdout, stderr, exitCode } = await lens([good]);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/✓ typ +"secevent\+jwt" +SSF 4\.1\.1/);
    expect(stdout).toMatch(/✓ iat +\d+ {2}\(.* UTC, 1 hour ago\) +RFC 8417 2\.2/);
    expect(stdout).toMatch(/✓ email +"anna@example\.com" +RFC 9493 3\.2\.2/);
    expect(stdout).toContain('not judged: no keys are given to verify it with');
    expect(stdout).toContain('Nothing wrong was found');
  });

  test('that breaks a MUST is told so, where and by which rule', async () => {
    const { stdout, exitCode } = await lens([bad]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ exp +\d+/);
    expect(stdout).toContain('SSF 4.1.7 · MUST NOT · SSF-4.1.7-01');
    expect(stdout).toMatch(/✗ email +missing/);
    expect(stdout).toContain('Breaks 2 rules');
  });

  test.each([
    ['a file', 'set.jwt'],
    ['the standard input', '-'],
  ])('is read from %s', async (_, what) => {
    expect((await lens([what], good)).exitCode).toBe(0);
  });

  test('that was broken into lines is put together, which is told', async () => {
    const { stdout, exitCode } = await lens(['-'], good.replaceAll(/.{76}/g, '$&\r\n'));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('was broken into');
  });

  test('is verified, and compared with what is given', async () => {
    const all = ['--jwks', 'jwks.json', '--issuer', right.iss, '--audience', 'other', '--audience', 'rx'];
    const { stdout, exitCode } = await lens(['set.jwt', ...all]);
    expect(stdout).not.toContain('not judged:');
    expect(stdout).toContain('verifies with a key that was given');
    expect(exitCode).toBe(0);
  });

  test.each([
    [['--issuer', 'https://other.example.com'], 'SSF-4.1.6-01'],
    [['--audience', 'other'], 'SSF-4.1.8-02'],
    [['--profile', 'caep-interop'], 'CAEP-INTEROP-3.1-02'],
  ])('breaks with %j the rule %s', async (flags, row) => {
    const { stdout, exitCode } = await lens([good, ...flags]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(row);
  });

  test.each([[['urn:x']], [[]], ['urn:x']])('with crit %j has no signature that is kept', async (crit) => {
    const input = [{ alg: 'RS256', kid: 'k1', typ: 'secevent+jwt', crit, 'urn:x': 1 }, right]
      .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
      .join('.');
    const signature = createSign('sha256').update(input).sign(KeyObject.from(privateKey), 'base64url');
    for (const keys of [[], ['--jwks', 'jwks.json']]) {
      const { stdout, exitCode } = await lens([`${input}.${signature}`, ...keys]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/! crit/);
      expect(stdout).not.toContain('verifies with a key that was given');
    }
  });

  test('whose signature was changed is found out', async () => {
    const { stdout, exitCode } = await lens([`${good.slice(0, -8)}AAAAAAAA`, '--jwks', 'jwks.json']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('RFC8417-5.1-05');
  });

  test.each([
    ['two parts', good.split('.').slice(0, 2).join('.')],
    ['four parts', `${good}.x`],
    ['dots in the place of what was cut off', `${good.split('.')[0]}.${good.split('.')[1]?.slice(0, 20)}...`],
    ['claims that were cut', `${good.split('.')[0]}.${good.split('.')[1]?.slice(0, 20)}.x`],
  ])('with %s breaks the rule about its form', async (_, token) => {
    const { stdout, exitCode } = await lens([token]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('RFC8417-2-01');
  });

  test('drives no terminal with what it says', async () => {
    const jti = '\u001b[2J\u009b31m\u202e\ud800';
    const token = await sign({ ...right, jti, [jti]: jti, events: { [jti]: { [jti]: jti } } });
    for (const flags of [[], ['--json'], ['--all']]) {
      const { stdout } = await lens([token, good, ...flags]);
      expect(visible(stdout)).toBe(stdout);
    }
  });
});

describe('a log', () => {
  const log = [
    `POST /events ${good}`,
    JSON.stringify({ body: JSON.stringify({ sets: { a: bad } }) }),
    `again ${good}`,
    `Authorization: Bearer ${access}`,
    `sealed ${jwe}`,
  ].join('\n');

  test('gives each SET with its line, and only what is wrong with it', async () => {
    const { stdout, exitCode } = await lens(['-'], log);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('line 1: SET set-1: Nothing wrong was found');
    expect(stdout).toContain('line 2: SET set-2\n');
    expect(stdout).toContain('✗ claims.sub_id.email');
    expect(stdout).not.toContain('claims.iss');
    expect(stdout).toContain('line 3: The same token as in line 1.');
    expect(stdout).toContain('line 4: An access token, no SET: not judged.');
    expect(stdout).not.toContain('secret-sub');
    expect(stdout).toContain('line 5: An encrypted token (JWE)');
    expect(stdout).toContain(
      '2 SETs: 1 breaks rules, 1 token came again, 1 encrypted token, 1 token of another kind.',
    );
  });

  test('gives every member with --all', async () => {
    expect((await lens(['-', '--all'], log)).stdout).toMatch(/✓ iss +"https:\/\/tx\.example\.com"/);
  });

  test('is one JSON document with --json, without the tokens', async () => {
    const { stdout, exitCode } = await lens(['-', '--json'], log);
    const document = JSON.parse(stdout) as {
      exitCode: number;
      totals: Record<string, number>;
      tokens: { kind: string; line: number; tally?: Record<string, number> }[];
      rules: Record<string, { section: string }>;
    };
    expect(document.exitCode).toBe(exitCode);
    expect(document.tokens.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
      '1 set',
      '2 set',
      '4 other',
      '5 encrypted',
    ]);
    expect(document.totals).toMatchObject({
      sets: 2,
      repeated: 1,
      breaking: 1,
      encrypted: 1,
      others: 1,
      leftOut: 0,
    });
    expect(document.rules['SSF-4.1.7-01']?.section).toBe('4.1.7');
    for (const token of [good, bad, access]) expect(stdout).not.toContain(token);
    expect(stdout).not.toContain('secret-sub');
  });

  test('keeps a token that is cut out of the document, too', async () => {
    const cut = good.slice(0, 150);
    const { stdout, exitCode } = await lens([cut, '--json']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('RFC8417-2-01');
    expect(stdout).not.toContain(cut.slice(0, 60));
  });

  test.each([
    [{ typ: 'txntoken+jwt' }, { txn: 'x', exp: 1 }],
    [{ typ: 'JWT' }, { exp: 1, nonce: 'n' }],
    [{ typ: 'logout+jwt' }, { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
  ])('leaves another kind of token alone: %j %j', async (header, claims) => {
    const { stdout } = await lens([await sign({ iss: 'secret', ...claims }, header), good]);
    expect(stdout).toContain('no SET: not judged.');
    expect(stdout).not.toContain('secret');
  });

  test('does not mistake a SET of a wrong type for another kind', async () => {
    expect((await lens([await sign({ ...right, exp: now }, { typ: 'at+jwt' })])).exitCode).toBe(1);
  });

  test('with something too long to be looked at does not pass for judged', async () => {
    const long = `${good.slice(0, 60)}${'A'.repeat(300_000)}.x`;
    const { stdout, stderr, exitCode } = await lens(['-'], `${good}\n${long}\n`);
    expect(stderr).toContain('not looked at');
    expect(stdout).toContain('1 word too long to be looked at');
    expect(exitCode).toBe(2);
  });

  test('may be written in two bytes for each character, as PowerShell does', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`x ${good}\r\ny`, 'utf16le')]);
    expect((await lens(['-'], bytes)).exitCode).toBe(0);
  });
});

describe('what is wrong with the command line is told, and nothing is judged', () => {
  test.each<[string[], string]>([
    [[], "missing required argument 'what'"],
    [['nowhere.jwt'], 'There is no file "nowhere.jwt", and it is no token.'],
    [['x'.repeat(80)], 'is no token that could be read'],
    [['.'], 'is a folder'],
    [['empty.log'], 'There is nothing that looks like a SET.'],
    [['words.log'], 'There is nothing that looks like a SET.'],
    [[access], 'There is no SET: the tokens that were found are of other kinds.'],
    [[jwe], 'only the holder of the key can read'],
    [['-'], 'There is no standard input'],
    [['set.jwt', '--profile', 'caep'], 'Allowed choices are ssf, caep-interop'],
    [['set.jwt', '--jwks', 'nowhere.json'], '--jwks: There is no file "nowhere.json".'],
    [['set.jwt', '--jwks', 'set.jwt'], 'is not JSON'],
    [['set.jwt', '--jwks', 'key.pem'], 'is a PEM file'],
    [['set.jwt', '--jwks', 'metadata.json'], 'It names one: --jwks https://tx.example.com/jwks'],
    [['set.jwt', '--jwks', 'http://tx.example.com/jwks'], 'is not https'],
    [['set.jwt', '--jwks', 'ftp://tx.example.com/jwks'], 'is not https'],
  ])('%j: %s', async (argv, message) => {
    const { exitCode, stderr } = await lens(argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test('the token that cannot be read is not repeated', async () => {
    const { stderr } = await lens([`${'x'.repeat(100)}.secret`]);
    expect(stderr).not.toContain('xxx');
  });
});

describe('keys from a URL', () => {
  test('are taken from this machine', async () => {
    expect((await lens(['set.jwt', '--jwks', `${origin}/jwks`])).stdout).toContain('verifies with a key');
  });

  test.each([
    ['/moved', 'Redirects are not followed.'],
    ['/large', 'is too large for a JWK Set'],
  ])('are not taken from %s', async (where, message) => {
    const { exitCode, stderr } = await lens(['set.jwt', '--jwks', origin + where]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

test('Ctrl-C ends a wait for more', async () => {
  const stop = new AbortController();
  const endless = {
    async *[Symbol.asyncIterator]() {
      yield Buffer.from(`x ${good} y\n`);
      stop.abort();
      await new Promise(() => undefined);
    },
  };
  const { exitCode } = await capture(['lens', '-'], { cwd, input: endless, signal: stop.signal });
  expect(exitCode).toBe(130);
});
