import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { TriggerFunction } from '../config/define-config.ts';

/** Calls the user's function; it ends at the latest when `signal` is aborted, whether or not the function listens. */
export async function callTriggerFunction(
  trigger: TriggerFunction,
  request: TriggerRequest,
  signal: AbortSignal,
): Promise<TriggerOutcome> {
  const aborted = new Promise<TriggerOutcome>((resolve) => {
    signal.addEventListener('abort', () => resolve({ ok: false }), { once: true });
  });
  const called = async (): Promise<TriggerOutcome> => outcome(await trigger(request, { signal }));
  try {
    return await Promise.race([called(), aborted]);
  } catch (error) {
    return {
      ok: false,
      message: `the trigger threw: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function outcome(result: unknown): TriggerOutcome {
  if (result === false) return { ok: false, message: 'the trigger returned false' };
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok !== false)
    return { ok: true };
  const message = 'message' in result ? String(result.message) : 'the trigger returned {ok: false}';
  return { ok: false, message };
}
