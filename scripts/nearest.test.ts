import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  it('offers the candidate with a letter missing, added, wrong or swapped', () => {
    const names = ['transmitter', 'delivery', 'harness'];
    for (const typo of ['transmiter', 'transmittter', 'transmixter', 'transmitetr'])
      expect(nearest(typo, names)).toEqual(['transmitter']);
  });

  it('takes snake, kebab and camel case for one word', () => {
    expect(nearest('access_token', ['accessToken', 'clientId'])).toEqual(['accessToken']);
    expect(nearest('long-poll', ['longPoll', 'quiet'])).toEqual(['longPoll']);
  });

  it('finds a name by a part of it', () => {
    expect(nearest('unknown-id', ['read-stream/unknown-id', 'jwks/document'])).toEqual([
      'read-stream/unknown-id',
    ]);
  });

  it('puts the best first and offers nothing where nothing is near', () => {
    expect(nearest('pull', ['push', 'poll'])).toEqual(['poll', 'push']);
    expect(nearest('zzzz', ['push', 'poll'])).toEqual([]);
    expect(nearest('bla', ['tls', 'jwks'])).toEqual([]);
    expect(nearest('tsl', ['tls', 'jwks'])).toEqual(['tls']);
    expect(didYouMean([])).toBeUndefined();
    expect(didYouMean(['a', 'b'])).toBe('Did you mean "a" or "b"?');
  });
});
