import { describe, expect, test } from 'vitest';
import { inventPushCredential, Secrets } from './secrets.ts';

describe('secrets', () => {
  test('a known value is masked wherever it stands, also URL-encoded and JSON-escaped', () => {
    const secrets = new Secrets();
    secrets.add('p@ss"word/1');
    const masked = secrets.mask(
      `a p@ss"word/1 b ${encodeURIComponent('p@ss"word/1')} c ${JSON.stringify('p@ss"word/1')}`,
    );
    expect(masked).not.toContain('p@ss');
    expect(masked).not.toContain('word');
    expect(masked.match(/‹masked [0-9a-f]{6}›/g)).toHaveLength(3);
  });

  test('the same secret gets the same mark, another one another', () => {
    const secrets = new Secrets();
    secrets.add('first-secret');
    secrets.add('other-secret');
    expect(secrets.mask('first-secret')).toBe(secrets.mask('first-secret'));
    expect(secrets.mask('first-secret')).not.toBe(secrets.mask('other-secret'));
  });

  test('the credential inside an Authorization value is masked on its own too', () => {
    const secrets = new Secrets();
    secrets.add('Bearer abcdef123456');
    expect(secrets.mask('token=abcdef123456')).not.toContain('abcdef123456');
  });

  test('push credentials of our own making are known by their form', () => {
    const [, credential = ''] = inventPushCredential().split(' ');
    expect(new Secrets().mask(`got ${credential}x`)).toMatch(/^got ‹masked [0-9a-f]{6}›x$/);
  });

  test('members that hold secrets by their name are masked, known or not', () => {
    const secrets = new Secrets();
    const body =
      '{"access_token":"unknown-token","expires_in":3600,"delivery":{"authorization_header":"Bearer q\\"q"}}';
    const masked = secrets.mask(body);
    expect(masked).not.toContain('unknown-token');
    expect(masked).not.toContain('Bearer q');
    expect(masked).toContain('"expires_in":3600');
    expect(secrets.mask('grant_type=x&client_secret=hush-hush&scope=y')).toMatch(
      /client_secret=‹masked .{6}›&scope=y$/,
    );
  });

  test('a private key that the target publishes does not reach the report', () => {
    const masked = new Secrets().mask(
      '{"keys":[{"kty":"RSA","n":"abcdefghijklmnopqrstuvwxyz","d":"abcdefghijklmnopqrstuvwxyz"}]}',
    );
    expect(masked).toContain('"n":"abcdefghijklmnopqrstuvwxyz"');
    expect(masked).not.toContain('"d":"abcdefghijklmnopqrstuvwxyz"');
  });

  test('an Authorization header keeps its scheme, a cookie nothing', () => {
    const secrets = new Secrets();
    expect(secrets.maskHeader('Authorization', 'Bearer xyz')).toMatch(/^Bearer ‹masked/);
    expect(secrets.maskHeader('Set-Cookie', 'sid=1; Path=/')).toMatch(/^‹masked [0-9a-f]{6}›$/);
    expect(secrets.maskHeader('Content-Type', 'application/json')).toBe('application/json');
  });

  test('every string inside plain data is masked', () => {
    const secrets = new Secrets();
    secrets.add('topsecret');
    expect(
      JSON.stringify(secrets.maskDeep({ a: ['x topsecret'], b: { c: 'topsecret' }, d: 1, e: null })),
    ).not.toContain('topsecret');
  });

  test('what is left of a secret where a text was cut is masked in plain data', () => {
    const secrets = new Secrets();
    secrets.add('super-secret-token');
    const cut = { actual: 'body: super-secret-tok', hint: 'says super-sec… (300 characters)' };
    const { actual, hint } = secrets.maskDeep(cut);
    expect(actual).toMatch(/^body: ‹masked [0-9a-f]{6}›$/);
    expect(hint).toMatch(/^says ‹masked [0-9a-f]{6}›… \(300 characters\)$/);
    expect(secrets.maskDeep('a superb day')).toBe('a superb day');
  });

  test('names of members are masked like values', () => {
    const secrets = new Secrets();
    secrets.add('super-secret-token');
    expect(JSON.stringify(secrets.maskDeep({ 'super-secret-token': 1 }))).not.toContain('secret');
  });

  test('strings of many megabytes do not overflow the stack', () => {
    const masked = new Secrets().mask(`{"access_token":"${'\\n'.repeat(8_000_000)}"}`);
    expect(masked).toMatch(/^\{"access_token":"‹masked [0-9a-f]{6}›"\}$/);
  });
});
