import type { HookCommand, HookRequest } from '../config/define-config.ts';
import { UsageError } from '../usage-error.ts';
import { checkTemplate } from './http-request.ts';

/** Where hooks run. */
export interface HookContext {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** PEM of a private CA that an https hook may chain to, beside the public ones. */
  ca?: string | undefined;
}

/** A hook as the user calls it, for messages. */
export interface HookName {
  /** Its key in the configuration: `receiver.start`. */
  path: string;
  /** In a sentence: `the trigger`. */
  what: string;
  /** How one of a command looks, for a hint. */
  example: string;
  /** Names of what it is told, as templates and commands see them. */
  told: readonly string[];
  /** Flag that gives its URL, if there is one. */
  urlFlag?: string;
}

export type HookForm<F> =
  | { kind: 'function'; call: F }
  | { kind: 'command'; command: HookCommand }
  | { kind: 'request'; request: HookRequest['request'] };

/**
 * Which of the three forms a hook has.
 * @throws UsageError when it is of no form, or of two, or its template names what it is not told
 */
// biome-ignore lint/complexity/noBannedTypes: functions of any shape can be told from objects.
export function formOf<F extends Function>(
  config: F | HookCommand | HookRequest,
  name: HookName,
): HookForm<F> {
  if (typeof config === 'function') return { kind: 'function', call: config };
  const hasCommand = 'command' in config;
  if (hasCommand && 'request' in config)
    throw new UsageError(`${name.path} has a command and a request; give one of them.`);
  if (hasCommand) return { kind: 'command', command: config };
  if (!('request' in config))
    throw new UsageError(`${name.path} has neither a command nor a request.`, {
      hint: `Such as { command: "${name.example}" } or { request: { url: "http://127.0.0.1:9000/hook" } }`,
    });
  checkTemplate(config.request, name);
  return { kind: 'request', request: config.request };
}

/** How a call of a hook ended: what it gave, or why it did not. */
export type HookAnswer<T> =
  | { ok: true; value: T }
  /** `notRun`: its command cannot be found or run. */
  | { ok: false; message: string; notRun?: boolean };

/** Calls a user's function; it ends at the latest when `signal` is aborted, whether or not the function listens. */
export async function callFunction<T>(
  what: string,
  call: () => T | Promise<T>,
  signal: AbortSignal,
): Promise<HookAnswer<T>> {
  const aborted = new Promise<HookAnswer<T>>((resolve) => {
    signal.addEventListener('abort', () => resolve({ ok: false, message: `${what} did not end in time` }), {
      once: true,
    });
  });
  const called = async (): Promise<HookAnswer<T>> => ({ ok: true, value: await call() });
  try {
    return await Promise.race([called(), aborted]);
  } catch (error) {
    return { ok: false, message: `${what} threw: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** What a function means that says nothing, true or false, or {ok, message}. */
export function saidYes(what: string, result: unknown): { ok: true } | { ok: false; message: string } {
  if (result === false) return { ok: false, message: `${what} returned false` };
  if (typeof result !== 'object' || result === null || !('ok' in result) || result.ok !== false)
    return { ok: true };
  return {
    ok: false,
    message: 'message' in result ? String(result.message) : `${what} returned {ok: false}`,
  };
}

/** Runs `call` under a deadline and the run's own signal, and says which of them ended it. */
export async function withinDeadline<T extends { ok: boolean; message?: string }>(
  what: string,
  limits: { timeoutMs: number; signal?: AbortSignal | undefined },
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T | { ok: false; message: string }> {
  const deadline = AbortSignal.timeout(limits.timeoutMs);
  const signal = limits.signal ? AbortSignal.any([deadline, limits.signal]) : deadline;
  const outcome = await call(signal);
  if (outcome.ok || !signal.aborted) return outcome;
  const message = deadline.aborted
    ? `${what} did not end within ${limits.timeoutMs} ms`
    : 'the run was cancelled';
  return { ok: false, message };
}
