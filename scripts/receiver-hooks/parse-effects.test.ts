import { describe, expect, it } from 'vitest';
import { effectsOf, parseEffects } from './parse-effects.ts';

describe('parseEffects', () => {
  const subject = { format: 'email', email: 'a@example.com' };

  it('takes what is used and leaves the rest', () => {
    const text = JSON.stringify([
      { action: 'end-sessions', subject, jti: 'j', at: '2026-01-01T00:00:00Z', tenant: 1 },
      { action: 'note', subject, jti: null },
    ]);
    expect(parseEffects(text)).toEqual([
      { action: 'end-sessions', subject, jti: 'j', at: '2026-01-01T00:00:00Z' },
      { action: 'note', subject },
    ]);
    expect(parseEffects(' [] \n')).toEqual([]);
  });

  it.each([
    ['', 'expected a JSON array of {"action", "subject"}, got nothing'],
    ['Error: no database', 'got "Error: no database"'],
    ['{"effects": []}', 'expected a JSON array of {"action", "subject"}, got an object'],
    ['[1]', '[0]: expected an object, got a number'],
    ['[{"subject": {}}]', '[0].action: expected a text that is not empty, got nothing'],
    [
      '[{"action": "a", "subject": "x"}]',
      '[0].subject: expected a subject identifier (an object), got a string',
    ],
    ['[{"action": "a", "subject": {}, "jti": 1}]', '[0].jti: expected a text, got a number'],
  ])('says of %j what was expected', (text, message) => {
    expect(() => parseEffects(text)).toThrow(message);
  });

  it('takes what a function gave', () => {
    expect(() => effectsOf(undefined)).toThrow('got nothing');
    expect(effectsOf([{ action: 'a', subject: {} }])).toEqual([{ action: 'a', subject: {} }]);
  });
});
