import { describe, expect, it } from 'vitest';
import { baseUrl, issuerUrl, targetUrl } from './urls.ts';

describe('issuerUrl', () => {
  it('accepts https anywhere and http on loopback', () => {
    for (const url of [
      'https://tx.example',
      'https://tx.example/tenant/1/',
      'http://127.0.0.1:8080',
      'http://127.9.9.9',
      'http://[::1]:8080/a',
      'http://localhost',
    ])
      expect(issuerUrl(url, 'issuer')).toBeInstanceOf(URL);
  });

  it.each([
    ['http://tx.example', 'plain http'],
    ['http://localhost.evil.example', 'plain http'],
    ['http://10.0.0.1', 'plain http'],
    ['http://[::2]', 'plain http'],
    ['https://tx.example?a=b', 'must not have a query'],
    ['https://tx.example/?', 'must not have a query'],
    ['https://tx.example/#', 'must not have a fragment'],
    ['tx.example', 'is not a URL'],
    ['ftp://tx.example', 'must be an https URL'],
    ['https://tx .example', 'white space'],
    ['https://tx.example\n', 'white space'],
  ])('refuses %j: %s', (url, message) => {
    expect(() => issuerUrl(url, 'issuer')).toThrow(message);
  });

  it('refuses credentials in a URL and does not repeat them', () => {
    expect(() => targetUrl('https://user:s3cret@tx.example', 'issuer')).toThrow('credentials do not belong');
    expect(() => targetUrl('https://user:s3cret@tx.example', 'issuer')).not.toThrow('s3cret');
  });
});

describe('baseUrl', () => {
  it('takes plain http: how the target reaches us is the tester’s affair', () => {
    expect(baseUrl('http://host.docker.internal:9000/rx', 'publicUrl').port).toBe('9000');
    expect(() => baseUrl('https://rx.example?x', 'publicUrl')).toThrow('must not have a query');
  });
});
