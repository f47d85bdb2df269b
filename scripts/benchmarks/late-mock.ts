import { setTimeout as after } from 'node:timers/promises';
import type { DurationRow } from '../../reports/results.ts';
import { playBetweenMocks } from '../../suites/harness/scenario/proof/play.ts';
import { scenarioNamed } from '../../suites/scenarios/index.ts';
import { ledgerOf } from '../../suites/scenarios/ledger/index.ts';

/**
 * Plays a scenario between mocks of which the Transmitter waits before it signs and sends each event: what the ledger says
 * of its delivery, and how long it waited by its own clock, ms.
 */
export async function playLate(lateMs: number): Promise<{ ledger: DurationRow; waitedMs: number[] }> {
  const waitedMs: number[] = [];
  const performance = await playBetweenMocks(scenarioNamed('credential-change'), {
    name: 'transmitter-is-late',
    title: 'Sends every event late.',
    side: 'transmitter',
    breaks: 'arrives',
    seams: () => ({
      emission: async (event) => {
        const began = globalThis.performance.now();
        await after(lateMs);
        waitedMs.push(globalThis.performance.now() - began);
        return [event];
      },
    }),
  });
  const { durations } = ledgerOf({
    performances: [performance],
    emptyPollsMs: [],
    limits: {},
    enforced: false,
  });
  const ledger = durations.find(({ name, eventType }) => name === 'delivery' && eventType === null);
  if (ledger === undefined) throw new Error('No event of a late Transmitter came');
  return { ledger, waitedMs };
}
