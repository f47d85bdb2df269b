import { expect, test } from 'vitest';
import { inOurWords } from './own-words.ts';

const subject = { format: 'email', email: 'a@example.com' };

test('own words of a Receiver become those that scenarios know; others stay', async () => {
  const effects = ['logout', 'note', 'toString'].map((action) => ({ action, subject, jti: '1' }));
  const target = { pushUrl: 'http://127.0.0.1/', effects: async () => ({ ok: true, effects }) };
  const told = await inOurWords(target, { logout: 'end-sessions' }).effects?.();
  expect(told?.effects.map(({ action }) => action)).toEqual(['end-sessions', 'note', 'toString']);
  expect(told?.effects[0]).toMatchObject({ subject, jti: '1' });
});

test('a Receiver that tells nothing stays as it is', () => {
  const target = { pushUrl: 'http://127.0.0.1/' };
  expect(inOurWords(target, {})).toBe(target);
});
