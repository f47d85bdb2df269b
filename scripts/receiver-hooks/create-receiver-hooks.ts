import type { Limits } from '../../suites/harness/exchange.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import type { StartRequest } from '../../suites/harness/receiver/exchange.ts';
import type {
  EffectsHook,
  ReceiverTarget,
  StartHook,
} from '../../suites/harness/receiver/session-options.ts';
import type { EffectsConfig, ReceiverConfig, StartConfig, StopConfig } from '../config/define-config.ts';
import { runCommandHook } from '../hooks/command.ts';
import {
  callFunction,
  formOf,
  type HookAnswer,
  type HookContext,
  type HookName,
  saidYes,
  withinDeadline,
} from '../hooks/hook.ts';
import { sendHookRequest } from '../hooks/http-request.ts';
import { effectsOf, parseEffects } from './parse-effects.ts';
import { START_NAMES, startEnvironment, startPayload } from './payload.ts';
import { startTarget } from './target-process.ts';

export interface ReceiverHookContext extends HookContext {
  /** Begins a life of a Receiver that the run starts itself, where the configuration says nothing else. */
  startHook?: StartHook | undefined;
  limits: Partial<Limits>;
  signal?: AbortSignal | undefined;
}

/** How much an effects hook may tell, in bytes. */
const EFFECTS_BYTES = 16 * 1024 * 1024;

const START: HookName = {
  path: 'receiver.start',
  what: 'the start hook',
  example: './start-receiver.sh',
  told: START_NAMES,
};
const STOP: HookName = { ...START, path: 'receiver.stop', what: 'the stop hook', example: './stop.sh' };
const EFFECTS: HookName = {
  path: 'receiver.effects',
  what: 'the effects hook',
  example: './effects.sh',
  told: [],
};

/**
 * The hooks of a Receiver under test, those that are configured.
 * @throws UsageError when one is of no form, or of two
 */
export function createReceiverHooks(
  { start, stop, effects }: Pick<ReceiverConfig, 'start' | 'stop' | 'effects'>,
  context: ReceiverHookContext,
): Pick<ReceiverTarget, 'start' | 'stop' | 'effects'> {
  /** What was told to the life that a stop ends. */
  let begun: StartRequest | null = null;
  const begin = start === undefined ? context.startHook : createStart(start, context);
  const end = stop && createStop(stop, context);
  return {
    ...(begin && {
      start: (request, signal) => {
        begun = request;
        return begin(request, signal);
      },
    }),
    ...(end && { stop: async () => (begun === null ? undefined : end(begun)) }),
    ...(effects && { effects: createEffects(effects, context) }),
  };
}

function createStart(config: StartConfig, context: ReceiverHookContext): StartHook {
  const form = formOf(config, START);
  return async (request, signal) => {
    if (form.kind === 'command') {
      const started = await startTarget(
        form.command,
        startPayload(request),
        startEnvironment(request),
        context,
      );
      return started.ok ? { ok: true, process: started.value } : started;
    }
    if (form.kind === 'request')
      return plain(await sendHookRequest(form.request, told(START, request), context.ca, signal));
    const answer = await callFunction(START.what, () => form.call(request, { signal }), signal);
    return answer.ok ? saidYes(START.what, answer.value) : answer;
  };
}

function createStop(
  config: StopConfig,
  context: ReceiverHookContext,
): (begun: StartRequest) => Promise<void> {
  const form = formOf(config, STOP);
  const timeoutMs = context.limits.start ?? DEFAULT_LIMITS.start;
  return async (begun) => {
    // Also when the run is cancelled the target shall end; and what a stop says to no avail nobody can use.
    await withinDeadline<HookAnswer<unknown>>(STOP.what, { timeoutMs }, (signal) => {
      if (form.kind === 'function')
        return callFunction(STOP.what, () => form.call(begun, { signal }), signal);
      if (form.kind === 'request')
        return sendHookRequest(form.request, told(STOP, begun), context.ca, signal);
      const call = {
        what: 'the stop command',
        payload: startPayload(begun),
        env: startEnvironment(begun),
        stdoutBytes: 0,
      };
      return runCommandHook(form.command, call, context, signal);
    });
  };
}

function createEffects(config: EffectsConfig, context: ReceiverHookContext): EffectsHook {
  const form = formOf(config, EFFECTS);
  const timeoutMs = Math.max(
    context.limits.effect ?? DEFAULT_LIMITS.effect,
    context.limits.request ?? DEFAULT_LIMITS.request,
  );
  const ask = async (signal: AbortSignal): Promise<HookAnswer<ReturnType<typeof effectsOf>>> => {
    if (form.kind === 'function') {
      const answer = await callFunction(EFFECTS.what, () => form.call({ signal }), signal);
      return answer.ok ? understood('function', () => effectsOf(answer.value)) : answer;
    }
    const answer =
      form.kind === 'command'
        ? await runCommandHook(
            form.command,
            { what: 'the effects command', payload: {}, stdoutBytes: EFFECTS_BYTES },
            context,
            signal,
          )
        : await sendHookRequest(
            form.request,
            { what: EFFECTS.what, payload: {}, method: 'GET', answerBytes: EFFECTS_BYTES },
            context.ca,
            signal,
          );
    return answer.ok ? understood(form.kind, () => parseEffects(answer.value)) : answer;
  };
  return async () => {
    const answer = await withinDeadline(EFFECTS.what, { timeoutMs, signal: context.signal }, ask);
    return answer.ok
      ? { ok: true, effects: answer.value }
      : { ok: false, effects: [], message: answer.message };
  };
}

function understood<T>(kind: string, read: () => T): HookAnswer<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    const source = { command: 'its stdout', request: 'its answer' }[kind] ?? 'its result';
    return {
      ok: false,
      message: `${EFFECTS.what} gave no effects in ${source}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function told(
  { what }: HookName,
  request: StartRequest,
): { what: string; payload: ReturnType<typeof startPayload>; method: 'POST'; answerBytes: number } {
  return { what, payload: startPayload(request), method: 'POST', answerBytes: 0 };
}

function plain(answer: HookAnswer<unknown>): { ok: boolean; message?: string } {
  return answer.ok ? { ok: true } : answer;
}
