import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { TriggerConfig } from '../config/define-config.ts';
import { UsageError } from '../usage-error.ts';
import { runTriggerCommand } from './command.ts';
import { callTriggerFunction } from './function.ts';
import { checkTemplate, sendTriggerRequest } from './http-request.ts';

export type Trigger = (request: TriggerRequest) => Promise<TriggerOutcome>;

export interface TriggerContext {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Deadline of one call in ms; default 60 s, as long as an event may take to be delivered. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** PEM of a private CA that an https trigger may chain to, beside the public ones. */
  ca?: string | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Makes one function of the three forms of a trigger. The function never throws; what goes wrong is in its outcome.
 * @throws UsageError when the configuration is of no form, or of two
 */
export function createTrigger(config: TriggerConfig, context: TriggerContext): Trigger {
  const call = callOf(config, context);
  const timeoutMs = context.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  return async (request) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = context.signal ? AbortSignal.any([deadline, context.signal]) : deadline;
    const outcome = await call(request, signal);
    if (outcome.ok || !signal.aborted) return outcome;
    return {
      ok: false,
      message: deadline.aborted ? `the trigger did not end within ${timeoutMs} ms` : 'the run was cancelled',
    };
  };
}

function callOf(
  config: TriggerConfig,
  context: TriggerContext,
): (request: TriggerRequest, signal: AbortSignal) => Promise<TriggerOutcome> {
  if (typeof config === 'function') return (request, signal) => callTriggerFunction(config, request, signal);
  const hasCommand = 'command' in config;
  if (hasCommand && 'request' in config)
    throw new UsageError('transmitter.trigger has a command and a request; give one of them.');
  if (hasCommand) return (request, signal) => runTriggerCommand(config, request, context, signal);
  if (!('request' in config))
    throw new UsageError('transmitter.trigger has neither a command nor a request.', {
      hint: 'Such as { command: "./fire.sh" } or { request: { url: "http://127.0.0.1:9000/trigger" } }',
    });
  checkTemplate(config.request);
  return (request, signal) => sendTriggerRequest(config.request, request, context.ca, signal);
}
