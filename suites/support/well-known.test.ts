import { expect, test } from 'vitest';
import { appendedUrl, wellKnownUrl } from './well-known.ts';

test.each([
  ['https://tr.example.com', 'https://tr.example.com/.well-known/ssf-configuration'],
  ['https://tr.example.com/', 'https://tr.example.com/.well-known/ssf-configuration'],
  ['https://tr.example.com/issuer1', 'https://tr.example.com/.well-known/ssf-configuration/issuer1'],
  ['https://tr.example.com/a/b/', 'https://tr.example.com/.well-known/ssf-configuration/a/b'],
  ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/.well-known/ssf-configuration/a'],
])('the well-known name of %s is inserted between host and path', (issuer, url) => {
  expect(wellKnownUrl(issuer, 'ssf-configuration')).toBe(url);
});

test('the mistaken form has the name at the end', () => {
  expect(appendedUrl('https://tr.example.com/a/', 'x')).toBe('https://tr.example.com/a/.well-known/x');
});
