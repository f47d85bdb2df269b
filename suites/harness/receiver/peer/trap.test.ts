import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import { open } from './test-bench.ts';

test('The trap serves the key of the attacker and remembers who asked', async () => {
  const { rim } = await open({});
  const { url } = await rim.trap();
  const served = (await (await fetch(`${url}/marker-1/jwks.json`)).json()) as JSONWebKeySet;
  expect(served.keys).toEqual([await rim.publicJwk('attacker')]);
  expect(await (await fetch(`${url}/marker-2/cert.pem`)).text()).toContain('BEGIN CERTIFICATE');
  expect(await rim.trapped('marker-1')).toMatchObject([{ method: 'GET', url: `${url}/marker-1/jwks.json` }]);
  expect(await rim.trapped('marker-3')).toEqual([]);
  const input = 'header.payload';
  const compact = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}`;
  const signature = await rim.sign({ key: 'attacker', alg: 'RS256', input: compact });
  await compactVerify(`${compact}.${signature}`, createLocalJWKSet(served));
  expect(await rim.sign({ key: 'current', alg: 'none', input })).toBe('');
  expect(await rim.sign({ key: 'current', alg: 'HS256', input })).toMatch(/^[\w-]{43}$/);
});
