import { describe, expect, test } from 'vitest';
import { bearerChallenge, parseChallenges } from './challenge.ts';

describe('WWW-Authenticate', () => {
  test('a scheme alone is a challenge', () => {
    expect(parseChallenges('Bearer')).toEqual([{ scheme: 'bearer', parameters: {} }]);
  });

  test('parameters may be quoted or plain, with blanks around the equals sign', () => {
    expect(bearerChallenge('Bearer realm="a, \\"b\\"", error = invalid_token')?.parameters).toEqual({
      realm: 'a, "b"',
      error: 'invalid_token',
    });
  });

  test('several challenges in one value are kept apart', () => {
    const header = 'Basic realm="x", Negotiate a87421000492aa==, Bearer realm="y",error="invalid_token"';
    expect(parseChallenges(header).map(({ scheme }) => scheme)).toEqual(['basic', 'negotiate', 'bearer']);
    expect(bearerChallenge(header)?.parameters.error).toBe('invalid_token');
  });

  test('no header, an empty one and nonsense hold no challenge', () => {
    expect([undefined, '', '=,="'].map((header) => parseChallenges(header))).toEqual([[], [], []]);
  });
});
