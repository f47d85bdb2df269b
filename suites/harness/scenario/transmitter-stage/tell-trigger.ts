import type { Step } from '../../../scenarios/scenario.ts';
import { CAEP_EVENT_BASE } from '../../../standard/vocabulary.ts';
import type { Rim } from '../../exchange.ts';

/**
 * Asks the tester's trigger for the event of a step, with what happened before it; steps without events are told with
 * the next one. Never rejects; ends when the run is cancelled.
 */
export async function tellTrigger(
  rim: Pick<Rim, 'trigger'>,
  { scenario, streamId }: { scenario: string; streamId: string },
  { id, text, ask, event, happening }: Step,
  since: readonly Step[],
  signal: AbortSignal | undefined,
): Promise<{ ok: boolean; message?: string }> {
  if (event === null) return { ok: true };
  const { type, subject } = event;
  const happened = [...since.map((step) => step.happening), happening].map((one) => ({ ...one }));
  const story = { step: id, text, ask, before: since.map((step) => step.ask), happened };
  // CAEP 2: when it happens, which is now.
  const when = type.startsWith(CAEP_EVENT_BASE) ? { event_timestamp: Math.floor(Date.now() / 1000) } : {};
  const wished = { ...when, ...event.event };
  const told = rim.trigger({ scenario, type, subject, event: wished, streamId, story }, scenario);
  if (signal === undefined) return told;
  let cancel = (): void => undefined;
  const cancelled = new Promise<{ ok: false; message: string }>((resolve) => {
    cancel = () => resolve({ ok: false, message: 'the run was cancelled' });
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
  });
  return Promise.race([told, cancelled]).finally(() => signal.removeEventListener('abort', cancel));
}
