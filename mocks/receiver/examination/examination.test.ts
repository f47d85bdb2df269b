import { describe, expect, test } from 'vitest';
import { audience, ecKey, issuer, REVOKED, ReceiverBench, rsaKey, type Wish } from '../receiver-bench.ts';

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';
const bench = new ReceiverBench();
const short = rsaKey('short', 1024);
const curve = ecKey('curve');
const forEncryption = rsaKey('enc');
forEncryption.jwk.use = 'enc';
const forPs = rsaKey('ps');
forPs.jwk.alg = 'PS256';
const impostor = rsaKey('one');
bench.published = [bench.main.jwk, short.jwk, curve.jwk, forEncryption.jwk, forPs.jwk];

const good = bench.set();
const [head = '', body = '', signature = ''] = good.split('.');
const nested = bench.set();

describe('refused', () => {
  test.each<[string, string, Wish | string]>([
    ['no JWT', 'invalid_request', 'abc'],
    ['an empty body', 'invalid_request', ''],
    ['two parts', 'invalid_request', `${head}.${body}`],
    ['a JWE', 'invalid_request', `${good}.a.b`],
    ['padding', 'invalid_request', `${head}.${body}=.${signature}`],
    ['a blank behind', 'invalid_request', `${good} `],
    ['a header that is no object', 'invalid_request', { headerText: '[]' }],
    ['a nested JWT', 'invalid_request', { claimsText: nested }],
    ['duplicate claims', 'invalid_request', { claimsText: `{"iss":"${issuer}","jti":"a","j\\u0074i":"b"}` }],
    ['duplicate header members', 'invalid_request', { headerText: '{"alg":"RS256","alg":"RS256"}' }],
    ['no typ', 'invalid_request', { header: { typ: undefined } }],
    ['typ JWT', 'invalid_request', { header: { typ: 'JWT' } }],
    ['typ logout+jwt', 'invalid_request', { header: { typ: 'logout+jwt' } }],
    ['alg none', 'invalid_key', { header: { alg: 'none' } }],
    ['alg nOnE', 'invalid_key', { header: { alg: 'nOnE' } }],
    ['HS256 with the public key', 'invalid_key', { header: { alg: 'HS256' } }],
    ['crit', 'invalid_request', { header: { crit: ['x'], x: 1 } }],
    ['b64 false', 'invalid_request', { header: { b64: false } }],
    ['an unknown kid', 'invalid_key', { header: { kid: 'x' } }],
    ['a kid that is a number', 'invalid_request', { header: { kid: 1 } }],
    ['a key of its own', 'invalid_key', { by: impostor, header: { kid: undefined, jwk: impostor.jwk } }],
    ['another key under the kid', 'invalid_key', { by: impostor }],
    ['a short RSA key', 'invalid_key', { by: short }],
    ['a key for encryption', 'invalid_key', { by: forEncryption }],
    ['a key for PS256', 'invalid_key', { by: forPs }],
    ['a key of another type', 'invalid_key', { header: { kid: 'curve' } }],
    ['no signature', 'invalid_key', `${head}.${body}.`],
    ['a changed payload', 'invalid_key', `${head}.${bench.set().split('.')[1]}.${signature}`],
    [
      'an ES256 signature that is too long',
      'invalid_key',
      `${bench.set({ by: curve, header: { alg: 'ES256' } })}AAAA`,
    ],
    ['no iss', 'invalid_request', { claims: { iss: undefined } }],
    ['an iss array', 'invalid_request', { claims: { iss: [issuer] } }],
    ['another iss', 'invalid_issuer', { claims: { iss: `${issuer}/` } }],
    ['no aud', 'invalid_audience', { claims: { aud: undefined } }],
    ['an empty aud', 'invalid_audience', { claims: { aud: [] } }],
    ['a foreign aud', 'invalid_audience', { claims: { aud: [`${audience}/`] } }],
    ['no iat', 'invalid_request', { claims: { iat: undefined } }],
    ['iat as a string', 'invalid_request', { claims: { iat: '1700000000' } }],
    ['no jti', 'invalid_request', { claims: { jti: undefined } }],
    ['an empty jti', 'invalid_request', { claims: { jti: '' } }],
    ['no events', 'invalid_request', { claims: { events: undefined } }],
    ['empty events', 'invalid_request', { claims: { events: {} } }],
    ['an events array', 'invalid_request', { claims: { events: [REVOKED] } }],
    ['an event that is null', 'invalid_request', { claims: { events: { [REVOKED]: null } } }],
    ['expired', 'invalid_request', { claims: { exp: 1_700_000_000 } }],
    ['not valid yet', 'invalid_request', { claims: { nbf: 9_999_999_999 } }],
    ['no sub_id', 'invalid_request', { claims: { sub_id: undefined } }],
    ['an unknown format', 'invalid_request', { claims: { sub_id: { format: 'x', x: 1 } } }],
    ['an e-mail without address', 'invalid_request', { claims: { sub_id: { format: 'email' } } }],
    ['an empty complex subject', 'invalid_request', { claims: { sub_id: { format: 'complex' } } }],
    ['a broken member', 'invalid_request', { claims: { sub_id: { format: 'complex', user: 'jo' } } }],
    ['no credential_type', 'invalid_request', { claims: { events: { [`${caep}credential-change`]: {} } } }],
    [
      'an unknown risk level',
      'invalid_request',
      { claims: { events: { [`${caep}risk-level-change`]: { principal: 'USER', current_level: 'high' } } } },
    ],
  ])('%s: %s', async (_name, err, wish) => {
    expect(await bench.verdict(wish)).toBe(err);
  });
});

describe('accepted', () => {
  test.each<[string, Wish]>([
    ['typ with application/ in any case', { header: { typ: 'Application/SecEvent+JWT' } }],
    ['no kid', { header: { kid: undefined } }],
    ['jku, x5u and jwk beside the right kid', { header: { jku: 'http://a', x5u: 'http://a', jwk: {} } }],
    ['ES256', { by: curve, header: { alg: 'ES256' } }],
    ['an old iat, and one in the future', { claims: { iat: 1 } }],
    ['exp in the future', { claims: { exp: 9_999_999_999 } }],
    ['a subject with an extra member', { claims: { sub_id: { format: 'opaque', id: 'a', x: 1 } } }],
    ['an IP address', { claims: { sub_id: { format: 'ip-addresses', 'ip-addresses': ['::1'] } } }],
    [
      'aliases, one of them of an unknown format',
      {
        claims: {
          sub_id: { format: 'aliases', identifiers: [{ format: 'x' }, { format: 'opaque', id: 'a' }] },
        },
      },
    ],
    [
      'a complex subject with a member of its own',
      { claims: { sub_id: { format: 'complex', device: { format: 'opaque', id: 'a' }, x: 'y' } } },
    ],
  ])('%s', async (_name, wish) => {
    expect(await bench.verdict(wish)).toBeNull();
  });
});
