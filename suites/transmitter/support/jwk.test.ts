import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  isKnownKind,
  mayVerify,
  missingMembers,
  modulusBits,
  privateMembers,
  publicPart,
  unreadable,
} from './jwk.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicRsa = { ...rsa.publicKey.export({ format: 'jwk' }) };

describe('a JSON Web Key', () => {
  test('of RSA counts the bits of its modulus, leading zero octets aside', () => {
    expect(modulusBits(publicRsa)).toBe(2048);
    const padded = Buffer.concat([Buffer.from([0]), Buffer.from(String(publicRsa.n), 'base64url')]);
    expect(modulusBits({ ...publicRsa, n: padded.toString('base64url') })).toBe(2048);
    expect(modulusBits({ kty: 'RSA', n: 'fw' })).toBe(7);
    expect(modulusBits({ kty: 'EC', n: publicRsa.n })).toBeNull();
  });

  test('is private where it has members that only private keys have', () => {
    expect(privateMembers(publicRsa)).toEqual([]);
    expect(privateMembers({ ...rsa.privateKey.export({ format: 'jwk' }) })).toEqual([
      'd',
      'p',
      'q',
      'dp',
      'dq',
      'qi',
    ]);
  });

  test('misses the members of its kind, and those alone', () => {
    expect(missingMembers({ kty: 'EC', crv: 'P-256', x: 'a' })).toEqual(['y']);
    expect(missingMembers({ kty: 'OKP', crv: 'Ed25519', x: 'a' })).toEqual([]);
    expect(missingMembers({ kty: 'FUTURE' })).toEqual([]);
  });

  test('cannot be read when its values make no key', () => {
    expect(unreadable(publicRsa)).toBeNull();
    expect(unreadable({ kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ' })).not.toBeNull();
  });

  test('of another kind or curve is unknown, not wrong', () => {
    expect([{ kty: 'RSA' }, { kty: 'OKP', crv: 'Ed25519' }].map(isKnownKind)).toEqual([true, true]);
    expect([{ kty: 'AKP' }, { kty: 'EC', crv: 'brainpoolP256r1' }].map(isKnownKind)).toEqual([false, false]);
  });

  test('that is for encryption is not judged as one for signatures', () => {
    expect([{ use: 'enc' }, { key_ops: ['wrapKey'] }, { alg: 'RSA-OAEP-256' }].map(mayVerify)).toEqual([
      false,
      false,
      false,
    ]);
    expect([{}, { use: 'sig' }, { key_ops: ['verify'] }, { alg: 'RS256' }].map(mayVerify)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test('listed twice under other names is the same key', () => {
    expect(publicPart({ ...publicRsa, kid: 'a', alg: 'RS256' })).toBe(publicPart({ ...publicRsa, kid: 'b' }));
  });
});
