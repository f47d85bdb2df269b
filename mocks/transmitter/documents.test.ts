import { expect, test } from 'vitest';
import { bench } from './test-bench.ts';

const wellKnown = '/.well-known/ssf-configuration';

test('the metadata lies between host and path of the issuer, without its last slash, and names it unchanged', async () => {
  const issuer = 'https://ssf.example.com/tenant-1/';
  const { call, transmitter } = bench({ issuer });
  const answer = await call('GET', `https://ssf.example.com${wellKnown}/tenant-1`, { as: null });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.json.issuer).toBe(issuer);
  expect(transmitter.metadataUrl).toBe(`https://ssf.example.com${wellKnown}/tenant-1`);
  expect((await call('GET', `https://ssf.example.com/tenant-1${wellKnown}`, { as: null })).status).toBe(404);
});

test('every endpoint of the metadata answers, and members without elements are left out', async () => {
  const { call, transmitter } = bench();
  const { json } = await call('GET', transmitter.metadataUrl, { as: null });
  for (const name of ['configuration', 'status', 'add_subject', 'remove_subject', 'verification']) {
    expect((await call('OPTIONS', String(json[`${name}_endpoint`]))).status).toBe(405);
  }
  expect(json).not.toHaveProperty('critical_subject_members');
  expect(json).toMatchObject({ spec_version: '1_0', default_subjects: 'ALL' });
});

test('critical members are published when there are some', async () => {
  const { call, transmitter } = bench({ criticalSubjectMembers: ['tenant'] });
  const { json } = await call('GET', transmitter.metadataUrl);
  expect(json.critical_subject_members).toEqual(['tenant']);
});

test('the JWK Set has an RSA and an EC key and no private parts', async () => {
  const { call } = bench();
  const { json } = await call('GET', 'https://ssf.example.com/jwks.json', { as: null });
  const keys = json.keys as Record<string, unknown>[];
  expect(keys.map(({ kty, alg }) => [kty, alg])).toEqual([
    ['RSA', 'RS256'],
    ['EC', 'ES256'],
  ]);
  for (const key of keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']));
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
});

test('rotation signs with a new key and keeps the one before published', async () => {
  const { call, transmitter } = bench();
  const kids = async () => {
    const { json } = await call('GET', 'https://ssf.example.com/jwks.json');
    return (json.keys as { kid: string; kty: string }[])
      .filter(({ kty }) => kty === 'RSA')
      .map(({ kid }) => kid);
  };
  const [before] = await kids();
  await transmitter.rotateKeys();
  const after = await kids();
  expect(after).toHaveLength(2);
  expect(after[1]).toBe(before);
});

test('a method that a path does not have is refused with 405 and Allow', async () => {
  const { call, url } = bench();
  const answer = await call('OPTIONS', url.streams);
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, PATCH, PUT, DELETE');
  expect((await call('GET', url.poll('any'))).headers.get('allow')).toBe('POST');
});
