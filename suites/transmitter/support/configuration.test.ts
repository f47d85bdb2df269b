import { describe, expect, test } from 'vitest';
import { differences, inWords, sameSet } from './configuration.ts';

const configuration = {
  stream_id: 's1',
  iss: 'https://tr.example.com',
  aud: 'https://receiver.example.com',
  events_delivered: ['urn:a', 'urn:b'],
  delivery: { method: 'urn:ietf:rfc:8936', endpoint_url: 'https://tr.example.com/poll/s1' },
};

describe('two stream configurations', () => {
  test.each([
    ['arrays in another order', { events_delivered: ['urn:b', 'urn:a'] }],
    ['a single audience in an array', { aud: ['https://receiver.example.com'] }],
    ['null instead of no member', { description: null }],
    [
      'members of an object in another order',
      { delivery: { endpoint_url: 'https://tr.example.com/poll/s1', method: 'urn:ietf:rfc:8936' } },
    ],
    ['members that SSF does not know', { etag: 'x' }],
  ])('are alike with %s', (_, change) => {
    expect(differences(configuration, { ...configuration, ...change })).toEqual([]);
  });

  test.each([
    ['a missing event type', { events_delivered: ['urn:a'] }, 'events_delivered'],
    ['a slash behind the issuer', { iss: 'https://tr.example.com/' }, 'iss'],
    ['a new description', { description: 'mine' }, 'description'],
    ['another poll URL', { delivery: { method: 'urn:ietf:rfc:8936' } }, 'delivery'],
  ])('differ by %s', (_, change, member) => {
    const found = differences(configuration, { ...configuration, ...change });
    expect(found.map((difference) => difference.member)).toEqual([member]);
  });

  test('have their differences put in words', () => {
    expect(inWords(differences({ description: 'a' }, {}))).toBe('description: "a" became absent');
  });
});

test('sets of event types are compared without regard to order and repetition', () => {
  expect(sameSet(['urn:a', 'urn:b'], ['urn:b', 'urn:a', 'urn:a'])).toBe(true);
  expect(sameSet(['urn:a'], undefined)).toBe(false);
});
