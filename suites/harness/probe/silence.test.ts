import { expect, test } from 'vitest';
import { Silence } from './silence.ts';

test('a delivery method is silent after three waits in vain in a row, and no longer once a SET came', () => {
  const silence = new Silence();
  silence.waited('push');
  silence.waited('push');
  silence.heard('push');
  silence.waited('push');
  silence.waited('push');
  expect(silence.lasts('push')).toBe(false);
  silence.waited('push');
  expect([silence.lasts('push'), silence.lasts('poll')]).toEqual([true, false]);
  silence.heard('push');
  expect(silence.lasts('push')).toBe(false);
});
