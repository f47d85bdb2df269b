import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { oversee } from './oversee.ts';

interface Probe {
  expect(holds: boolean): boolean;
  ask(): Promise<string>;
  askSlowly(): Promise<string>;
  fails(): Promise<string>;
  /** As a life of a Receiver: an object that waits in its own right. */
  life(): Promise<{ settle(ms: number): Promise<string> }>;
}

const given: Probe = {
  expect: (holds) => holds,
  ask: async () => 'an answer',
  askSlowly: () => setTimeout(5, 'an answer'),
  fails: async () => {
    throw new Error('no answer');
  },
  life: async () => ({ settle: (ms) => setTimeout(ms, 'settled') }),
};
const outcome = (run: (probe: Probe) => unknown): Promise<string> =>
  oversee('acme/x', given, async (probe) => run(probe), 20).then(
    () => 'pass',
    (error: unknown) => String(error),
  );

test('A check passes that awaits what it asks for and judges it', async () => {
  expect(
    await outcome(async (probe) => {
      probe.expect((await probe.ask()) === 'an answer');
      await Promise.all([probe.ask(), probe.ask()]);
      await probe.fails().catch(() => '');
    }),
  ).toBe('pass');
  expect(await outcome((probe) => probe.expect(true))).toBe('pass');
});

test.each([
  [
    'with a call on its way',
    'is an await missing?',
    (probe: Probe) => {
      probe.expect(true);
      void probe.askSlowly().catch(() => '');
    },
  ],
  [
    'with a call of what it was given on its way',
    'is an await missing?',
    async (probe: Probe) => {
      probe.expect(true);
      void (await probe.life()).settle(5).catch(() => '');
    },
  ],
  ['that judges nothing', 'it judged nothing', async (probe: Probe) => void (await probe.ask())],
  ['that returns what it found', 'it returned something', (probe: Probe) => probe.expect(true) && 'wrong'],
  ['that waits for ever', 'it did nothing for 0.02 s', () => new Promise(() => {})],
  ['that throws', 'boom', () => Promise.reject(new Error('boom'))],
])('A check %s does not pass', async (_, complaint, run) => {
  expect(await outcome(run)).toContain(complaint);
});

test('A check may wait for what its probe gave it for as long as that takes', async () => {
  expect(
    await outcome(async (probe) => {
      const life = await probe.life();
      // Longer than it may be idle.
      probe.expect((await life.settle(60)) === 'settled');
    }),
  ).toBe('pass');
});

test('A check may wait for its probe for as long as that takes', async () => {
  let answer: (text: string) => void = () => {};
  const slow: Probe = { ...given, ask: () => new Promise((resolve) => (answer = resolve)) };
  const ended = oversee(
    'acme/x',
    slow,
    async (probe) => {
      probe.expect((await probe.ask()) === 'late');
    },
    1,
  );
  await setTimeout(20);
  answer('late');
  await expect(ended).resolves.toBeUndefined();
});

test('What uses the probe when the check is over is named', async () => {
  let kept: Probe = given;
  await outcome((probe) => {
    kept = probe;
    probe.expect(true);
  });
  expect(() => kept.expect(false)).toThrow('acme/x used its probe after it had ended');
});
