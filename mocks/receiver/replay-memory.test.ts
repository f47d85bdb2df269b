import { expect, test } from 'vitest';
import { ReplayMemory } from './replay-memory.ts';

test('remembers by issuer and jti, and forgets the oldest first', () => {
  const memory = new ReplayMemory(2);
  memory.add('a', '1');
  memory.add('b', '1');
  memory.add('a', '2');
  memory.add('a', '2');
  expect([memory.has('a', '1'), memory.has('b', '2')]).toEqual([true, false]);
  memory.add('a', '3');
  expect(['1', '2', '3'].map((jti) => memory.has('a', jti))).toEqual([false, true, true]);
  expect(memory.has('b', '1')).toBe(true);
});
