import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each([
  ['http://127.0.0.1:1/', true],
  ['http://127.1.2.3/', true],
  ['http://[::1]:8/', true],
  ['http://localhost/', true],
  ['http://LOCALHOST/', true],
  ['http://0x7f000001/', true],
  ['http://[0:0:0:0:0:0:0:1]/', true],
  ['http://127.0.0.1.example/', false],
  ['http://127.example/', false],
  ['http://localhost.example/', false],
  ['http://10.0.0.1/', false],
])('%s: on this machine %s', (url, expected) => {
  expect(isLoopback(new URL(url).hostname)).toBe(expected);
});
