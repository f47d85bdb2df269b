import { expect, test } from 'vitest';
import { ReceiverBench, rsaKey } from './receiver-bench.ts';

test('the JWK Set is fetched once for many SETs, and once more for a new kid', async () => {
  const bench = new ReceiverBench();
  await Promise.all(Array.from({ length: 20 }, () => bench.verdict()));
  expect(bench.fetches).toBe(1);
  const next = rsaKey('two');
  bench.published = [next.jwk];
  const verdicts = await Promise.all(Array.from({ length: 20 }, () => bench.verdict({ by: next })));
  expect(new Set(verdicts)).toEqual(new Set([null]));
  expect(bench.fetches).toBe(2);
  expect(await bench.verdict()).toBe('invalid_key');
});

test('a new key that comes within the cool-down is found when that is over', async () => {
  const bench = new ReceiverBench({ keyCooldownMs: 30 });
  expect(await bench.verdict({ header: { kid: 'x' } })).toBe('invalid_key');
  const next = rsaKey('two');
  bench.published = [next.jwk];
  expect(await bench.verdict({ by: next })).toBeNull();
  expect(bench.fetches).toBe(2);
});

const odd = [
  { kty: 'PQ', kid: 'one' },
  { kty: 'RSA', kid: 'half', n: 'AQAB' },
  { kty: 'oct', k: 'YQ' },
  null,
];

test('keys that cannot be used are passed over', async () => {
  const bench = new ReceiverBench();
  bench.published = [...odd, bench.main.jwk];
  expect(await bench.verdict()).toBeNull();
});

test('quirks of the key store do what they say', async () => {
  const strict = new ReceiverBench({ seams: { quirks: { strictJwks: true } } });
  strict.published = [...odd, strict.main.jwk];
  expect(await strict.verdict()).toBe('invalid_key');

  const eager = new ReceiverBench({ seams: { quirks: { noKeyCache: true } } });
  await eager.verdict();
  await eager.verdict();
  expect(eager.fetches).toBe(2);

  const stubborn = new ReceiverBench({ seams: { quirks: { neverRefetchesKeys: true } } });
  await stubborn.verdict();
  const next = rsaKey('two');
  stubborn.published = [next.jwk];
  expect(await stubborn.verdict({ by: next })).toBe('invalid_key');
  expect(stubborn.fetches).toBe(1);
});
