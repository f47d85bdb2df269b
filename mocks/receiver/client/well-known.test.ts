import { expect, test } from 'vitest';
import { transmitterMetadataUrl, wellKnown } from './well-known.ts';

test.each([
  ['https://tr.example.com', 'https://tr.example.com/.well-known/ssf-configuration'],
  ['https://tr.example.com/', 'https://tr.example.com/.well-known/ssf-configuration'],
  ['https://tr.example.com:8443/a/b', 'https://tr.example.com:8443/.well-known/ssf-configuration/a/b'],
  ['https://tr.example.com/a/', 'https://tr.example.com/.well-known/ssf-configuration/a'],
])('the metadata of %s is at %s', (issuer, url) => {
  expect(transmitterMetadataUrl(issuer, {})).toBe(url);
  expect(wellKnown(issuer, 'ssf-configuration')).toBe(url);
});

test('quirks look in wrong places', () => {
  const issuer = 'https://tr.example.com/a/';
  expect(transmitterMetadataUrl(issuer, { appendsWellKnown: true })).toBe(
    'https://tr.example.com/a/.well-known/ssf-configuration',
  );
  expect(transmitterMetadataUrl(issuer, { keepsFinalSlash: true })).toBe(
    'https://tr.example.com/.well-known/ssf-configuration/a/',
  );
});
