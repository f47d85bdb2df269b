import { expect, test } from 'vitest';
import { isConfidential } from './confidential.ts';

test.each([
  'https://a.example/x',
  'http://127.0.0.1:1/',
  'http://localhost/',
  'http://[::1]:8/',
  'http://127.1/',
])('credentials may go to %s', (url) => {
  expect(isConfidential(new URL(url))).toBe(true);
});

test.each([
  'http://a.example/',
  'http://localhost.example/',
  'http://127.0.0.1.example/',
  'http://10.0.0.1/',
  'ftp://a.example/',
  'file:///etc/passwd',
])('credentials may not go to %s', (url) => {
  expect(isConfidential(new URL(url))).toBe(false);
});
