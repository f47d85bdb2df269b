import { expect, test } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { Patience } from './patience.ts';

const answer = (status: number, path = '/verify', headers: Record<string, string> = {}): Exchange => ({
  id: 1,
  request: { method: 'POST', url: `https://t.example${path}?a=${status}`, headers: {}, body: null },
  response: { status, headers, text: '', bytes: 0, utf8: true, json: undefined },
  atMs: 0,
  durationMs: 1,
});

/** Sends what is given, one after the other, and the last for ever; counts. */
function giving(...answers: [Exchange, ...Exchange[]]): {
  send: () => Promise<Exchange>;
  count: () => number;
} {
  let sent = 0;
  return {
    send: async () => answers[Math.min(sent++, answers.length - 1)] ?? answers[0],
    count: () => sent,
  };
}

const never = answer(429, '/verify', { 'retry-after': '3600' });

test('a request that is answered 429 is sent again, and its answer is the one that counts', async () => {
  const { send, count } = giving(answer(429, '/verify', { 'retry-after': '0' }), answer(204));
  expect((await new Patience().send(send, 5_000)).response?.status).toBe(204);
  expect(count()).toBe(2);
});

test('what is throttled for longer than the limit ends the check as not tested, with the reason', async () => {
  const { send, count } = giving(never);
  await expect(new Patience().send(send, 1_000)).rejects.toThrow('POST /verify: the target answers 429');
  expect(count()).toBe(1);
});

test('an endpoint that stays throttled is not waited for any more, others are, and so is it once it answered', async () => {
  const patience = new Patience();
  for (let i = 0; i < 2; i += 1) await expect(patience.send(giving(never).send, 0)).rejects.toThrow('429');
  const soon = { 'retry-after': '0' };
  const again = (path: string) => giving(answer(429, path, soon), answer(204, path));
  await expect(patience.send(again('/verify').send, 5_000)).rejects.toThrow('429');
  expect((await patience.send(again('/poll').send, 5_000)).response?.status).toBe(204);
  await patience.send(giving(answer(204)).send, 0);
  expect((await patience.send(again('/verify').send, 5_000)).response?.status).toBe(204);
});
