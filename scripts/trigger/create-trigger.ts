import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { TriggerConfig } from '../config/define-config.ts';
import { runCommandHook } from '../hooks/command.ts';
import {
  callFunction,
  formOf,
  type HookContext,
  type HookName,
  saidYes,
  withinDeadline,
} from '../hooks/hook.ts';
import { sendHookRequest } from '../hooks/http-request.ts';
import { TRIGGER_NAMES, triggerPayload } from './payload.ts';

export type Trigger = (request: TriggerRequest) => Promise<TriggerOutcome>;

export interface TriggerContext extends HookContext {
  /** Deadline of one call in ms; default 60 s, as long as an event may take to be delivered. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Told why, when its command cannot be found or run and never did anything before. */
  onCannotRun?: ((why: string) => void) | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;

const NAME: HookName = {
  path: 'transmitter.trigger',
  what: 'the trigger',
  example: './fire.sh',
  told: TRIGGER_NAMES,
  urlFlag: '--trigger-url',
};

/**
 * Makes one function of the three forms of a trigger. The function never throws; what goes wrong is in its outcome.
 * @throws UsageError when the configuration is of no form, or of two
 */
export function createTrigger(config: TriggerConfig, context: TriggerContext): Trigger {
  const call = callOf(config, context);
  const timeoutMs = context.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return (request) =>
    withinDeadline(NAME.what, { timeoutMs, signal: context.signal }, (signal) => call(request, signal));
}

function callOf(
  config: TriggerConfig,
  context: TriggerContext,
): (request: TriggerRequest, signal: AbortSignal) => Promise<TriggerOutcome> {
  const form = formOf(config, NAME);
  let everRan = false;
  return async (request, signal) => {
    const payload = triggerPayload(request);
    if (form.kind === 'function') {
      const answer = await callFunction(NAME.what, () => form.call(request, { signal }), signal);
      return answer.ok ? saidYes(NAME.what, answer.value) : answer;
    }
    const answer =
      form.kind === 'command'
        ? await runCommandHook(
            form.command,
            { what: 'the trigger command', payload, stdoutBytes: 0 },
            context,
            signal,
          )
        : await sendHookRequest(
            form.request,
            { what: NAME.what, payload, method: 'POST', answerBytes: 0 },
            context.ca,
            signal,
          );
    if (!answer.ok && answer.notRun === true && !everRan) context.onCannotRun?.(answer.message);
    everRan ||= answer.ok;
    return answer.ok ? { ok: true } : { ok: false, message: answer.message };
  };
}
