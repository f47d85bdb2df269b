import { expect, test } from 'vitest';
import { SetLog } from './set-log.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a SET is read without judgement, what is none has neither header nor claims', () => {
  const log = new SetLog();
  log.add('1', `${encode({ alg: 'none' })}.${encode({ jti: 'a' })}.`);
  for (const token of ['', 'words', `${encode([])}.${encode('text')}.`, '\u0000.\u0000'])
    log.add(null, token, { state: 'failed', detail: 'x' });
  const [first, ...rest] = log.sets();
  expect(first).toMatchObject({ header: { alg: 'none' }, claims: { jti: 'a' }, state: 'waiting' });
  expect(rest).toHaveLength(4);
  for (const one of rest) expect(one).toMatchObject({ header: null, claims: null, detail: 'x' });
});

test('what is delivered stays so', () => {
  const log = new SetLog();
  log.add('1', 'a');
  log.settle('1', { state: 'waiting', detail: 'no answer' });
  log.settle('1', { state: 'delivered', detail: null });
  log.settle('1', { state: 'failed', detail: 'x' });
  log.settle('2', { state: 'failed', detail: 'x' });
  expect(log.sets()).toMatchObject([{ state: 'delivered', detail: null }]);
});

test('the oldest are forgotten, by number and by length', () => {
  const log = new SetLog();
  for (let i = 0; i < 10_000; i++) log.add(`${i}`, `${i}`);
  expect(log.sets()).toHaveLength(2_000);
  expect(log.sets().at(-1)?.token).toBe('9999');
  const long = 'x'.repeat(1024 * 1024);
  for (let i = 0; i < 100; i++) log.add(null, long + i);
  expect(log.sets().length).toBeLessThanOrEqual(64);
  expect(log.sets().at(-1)?.token).toBe(`${long}99`);
});
