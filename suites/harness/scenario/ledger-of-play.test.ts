import { expect, test } from 'vitest';
import { scenarioNamed } from '../../scenarios/index.ts';
import { ledgerOf } from '../../scenarios/ledger/index.ts';
import { momentsOf } from '../../scenarios/moments.ts';
import { playBetweenMocks } from './proof/play.ts';

/** What a late Transmitter takes at least, ms. */
const LATE_MS = 60;

test('The ledger of a play has the times of every step in their order, and the delay of a late Transmitter in its delivery.', async () => {
  const delays: number[] = [];
  const performance = await playBetweenMocks(scenarioNamed('impossible-travel'), {
    name: 'transmitter-is-late',
    title: 'Sends every event late.',
    side: 'transmitter',
    breaks: 'arrives',
    seams: () => ({
      emission: async (event) => {
        const began = globalThis.performance.now();
        await new Promise((resolve) => setTimeout(resolve, LATE_MS));
        delays.push(globalThis.performance.now() - began);
        return [event];
      },
    }),
  });
  const ledger = ledgerOf({ performances: [performance], emptyPollsMs: [], limits: {}, enforced: false });
  expect(delays).toHaveLength(2);
  expect(ledger.entries.map(({ step }) => step)).toEqual(['sign-in-far-away', 'risk-passes']);
  for (const [i, entry] of ledger.entries.entries()) {
    expect(entry).toMatchObject({ lost: false, outOfOrder: false, duplicates: 0, signedExactly: true });
    const { happenedAtMs, signedAtMs, firstAttemptAtMs, acceptedAtMs, toldAtMs } = entry;
    // The end of what a late Transmitter does lies within: hundredths are what rounding takes away.
    expect((signedAtMs ?? 0) - (happenedAtMs ?? 0)).toBeGreaterThanOrEqual((delays[i] ?? Infinity) - 0.02);
    expect(signedAtMs).toBeLessThanOrEqual(firstAttemptAtMs ?? 0);
    expect(firstAttemptAtMs).toBeLessThanOrEqual(acceptedAtMs ?? 0);
    expect(toldAtMs).toBeGreaterThanOrEqual(happenedAtMs ?? Infinity);
  }
  const [risen, passed] = ledger.entries;
  expect(risen?.actedAtMs).toBeGreaterThanOrEqual(risen?.firstAttemptAtMs ?? Infinity);
  // Nothing is called for when a risk has passed.
  expect(passed?.actedAtMs).toBeNull();
  const delivery = ledger.durations.find(({ name, eventType }) => name === 'delivery' && eventType === null);
  expect(delivery).toMatchObject({ count: 2, uncertaintyMs: 0 });
  expect(delivery?.p50).toBeGreaterThanOrEqual(LATE_MS - 2);
  const { moments, leftOut } = momentsOf(performance, ledger.entries);
  expect(leftOut).toBe(0);
  expect(moments.filter(({ right }) => !right)).toEqual([]);
  expect(moments.map(({ kind }) => kind)).toContain('acted');
});
