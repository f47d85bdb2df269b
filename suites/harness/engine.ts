import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import type { Reporter, Vitest } from 'vitest/node';
import type { Role } from '../../reports/results.ts';
import type { EngineHost, EngineInput } from './engine-link.ts';
import type { Limits, Rim } from './exchange.ts';
import { checkBudget, type Executed } from './execute.ts';
import type { Own } from './own/own.ts';
import { selfPlugin } from './own/self-plugin.ts';
import { recordBlocked, startWatchdog } from './own/watchdog.ts';
import type { PlannedCheck } from './plan.ts';
import type { Severity } from './probe/judge.ts';
import { CANCELLED } from './probe/signals.ts';
import type { ReceiverRim } from './receiver/exchange.ts';
import type { ProgressEvent } from './run-options.ts';
import { keepingEnvironment, keepingExitCode } from './undisturbed.ts';
import { type Waiting, waitsAsProgress, whileWaiting } from './waits.ts';
import { withoutSignals } from './without-signals.ts';
import { withoutTsconfig } from './without-tsconfig.ts';

export interface EngineRun {
  role: Role;
  planned: readonly PlannedCheck[];
  /** Where the checks of the tester's own come from. */
  own?: Own | undefined;
  severities: ReadonlyMap<string, Severity>;
  /** The rim for the role. */
  rim: Rim | ReceiverRim;
  limits: Limits;
  onStart?: (key: string) => void;
  onResult?: (key: string, executed: Executed) => void;
  onProgress: (event: ProgressEvent) => void;
  signal?: AbortSignal | undefined;
}

export interface EngineOutcome {
  results: Map<string, Executed>;
  /** Errors outside of any check: faults of ours. */
  errors: string[];
}

/**
 * Runs planned checks in Vitest, one after the other in one worker thread. Vitest's own idea of success is not
 * used: an empty run is green there, so what was executed is counted by the caller.
 */
export async function runEngine(run: EngineRun): Promise<EngineOutcome> {
  const outcome: EngineOutcome = { results: new Map(), errors: [] };
  let planned = run.planned;
  // A shard may be left with none, and so may a choice of checks that all need a hook.
  while (planned.length > 0) {
    const blocking = await runInWorker({ ...run, planned }, outcome);
    if (blocking === null) break;
    // A check of the tester's own that blocks its thread takes no other one down: they go on in another thread.
    const executed = recordBlocked(outcome.results, blocking);
    if (executed !== null) run.onResult?.(blocking.key, executed);
    planned = planned.filter(({ key }) => !outcome.results.has(key));
  }
  return outcome;
}

/** Runs planned checks in one worker thread; tells which of the tester's own blocked it, if one did. */
async function runInWorker(
  run: EngineRun,
  { results, errors: all }: EngineOutcome,
): Promise<PlannedCheck | null> {
  const errors: string[] = [];
  const watchdog = startWatchdog();
  const ownChecks = new Map(
    run.planned.filter(({ check }) => check.own !== undefined).map((one) => [one.key, one]),
  );
  const channelName = `ssf-conformance-${process.pid}-${crypto.randomUUID()}`;
  const channel = new BroadcastChannel(channelName);
  let open = true;
  const rim = telling(run.rim, waitsAsProgress('rim', run.onProgress), run.limits);
  const host: EngineHost & (Rim | ReceiverRim) = {
    // The Transmitter's rim ends its own waits, and deletes streams behind a check that was cut short.
    ...(run.role === 'receiver' ? cancellable(rim, run.signal) : rim),
    beat: async (threadId) => watchdog.beat(threadId),
    started: async (key) => {
      watchdog.watch(ownChecks.get(key) ?? null);
      run.onStart?.(key);
    },
    waitBegan: async ({ id, ...wait }) => run.onProgress({ kind: 'wait', id: `check-${id}`, ...wait }),
    waitEnded: async (id) => run.onProgress({ kind: 'waited', id: `check-${id}` }),
  };
  createBirpc<Record<string, never>, typeof host>(host, {
    // What a check that was cut short still asks for is answered into the void.
    post: (data) => void (open && channel.postMessage(data)),
    on: (handler) => {
      channel.onmessage = (event: MessageEvent<unknown>) => handler(event.data);
    },
    timeout: -1,
  });
  const input: EngineInput = {
    role: run.role,
    channel: channelName,
    instances: run.planned.map(({ key, check, delivery }) => ({ key, id: check.id, delivery })),
    severities: Object.fromEntries(run.severities),
    own: ownChecks.size === 0 ? [] : (run.own?.modules ?? []).map(({ file, name }) => ({ file, name })),
    // The budget bounds a check from inside; this one is for a check that blocks its thread for a while.
    timeoutMs: 2 * checkBudget(run.limits, run.role) + 5_000,
  };
  const reporter: Reporter = {
    onTestCaseResult(testCase) {
      const { executed } = testCase.meta();
      const result = testCase.result();
      if (executed !== undefined) {
        results.set(testCase.name, executed);
        run.onResult?.(testCase.name, executed);
      } else if (result.state === 'failed') {
        errors.push(`${testCase.name}: ${result.errors.map(({ message }) => message).join('; ')}`);
      }
    },
    onTestRunEnd(modules, unhandled) {
      for (const error of unhandled) errors.push(String(error.message));
      for (const testModule of modules) {
        for (const error of testModule.errors()) errors.push(String(error.message));
      }
    },
  };

  const { createVitest } = await import('vitest/node');
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  const root = fileURLToPath(new URL('../..', import.meta.url));
  // `configFile` and `envDir` keep the user's own Vite configuration out; Vitest hands them on, its type omits them.
  const viteOptions = {
    configFile: false as const,
    envDir: false as const,
    logLevel: 'silent' as const,
    ...(await withoutTsconfig([selfPlugin()])),
  };
  // The environment is needed only while the configuration is made.
  const create = (): Promise<Vitest> =>
    createVitest(
      'test',
      {
        config: false,
        watch: false,
        root,
        dir: fileURLToPath(new URL('.', import.meta.url)),
        include: ['checks.suite.js'],
        // Vitest leaves out node_modules by default, which is where an installed package lies.
        exclude: [],
        cache: false,
        pool: 'threads',
        isolate: false,
        fileParallelism: false,
        reporters: [reporter],
        provide: { ssf: input },
        // These need no transforming. The suite does, also in node_modules: it imports what is not JavaScript.
        server: { deps: { external: [ofOurs(root)], inline: [/\/checks\.suite\.js$/] } },
      },
      viteOptions,
      { stdout: sink, stderr: sink },
    );
  try {
    await keepingExitCode(async () => {
      const vitest = await keepingEnvironment(() => withoutSignals(create));
      const cancel = (): void => void vitest.cancelCurrentRun('keyboard-input');
      run.signal?.addEventListener('abort', cancel);
      try {
        if (run.signal?.aborted !== true) await vitest.start();
      } finally {
        run.signal?.removeEventListener('abort', cancel);
        await vitest.close();
      }
    });
  } finally {
    watchdog.end();
    open = false;
    channel.close();
  }
  const blocking = watchdog.found();
  // That its thread ended is no news then.
  if (blocking === null) all.push(...errors);
  return blocking;
}

/** Our own modules, which are plain JavaScript when they get here; the suite itself is none of them. */
function ofOurs(root: string): RegExp {
  const folder = root.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${folder}(?:suites|mocks|reports|scripts)/.*(?<!\\.suite)\\.js$`);
}

/** The same calls, of which those that ask the target, or the tester's hooks, tell that they wait for it. */
function telling<R extends Rim | ReceiverRim>(rim: R, waiting: Waiting, limits: Limits): R {
  const asks: Record<string, { what: (spec: { method?: string; url?: string }) => string; limitMs: number }> =
    {
      send: {
        what: ({ method = 'GET', url = '' }) => `the answer to ${method} ${pathOf(url)}`,
        limitMs: limits.request,
      },
      push: { what: () => 'the answer to a push', limitMs: limits.request },
      trigger: { what: () => 'the trigger', limitMs: limits.start },
      start: { what: () => 'the start of the Receiver', limitMs: limits.start },
    };
  const calls = Object.entries(rim) as [string, (...args: unknown[]) => Promise<unknown>][];
  // Sound: the same names with the same functions behind them.
  return Object.fromEntries(
    calls.map(([name, call]) => {
      const ask = asks[name];
      if (ask === undefined) return [name, call];
      return [
        name,
        (...args: unknown[]) => {
          const spec = args[0] as { method?: string; url?: string; timeoutMs?: number };
          return whileWaiting(waiting, ask.what(spec), spec.timeoutMs ?? ask.limitMs, () => call(...args));
        },
      ];
    }),
  ) as unknown as R;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** The same calls, each of which ends at once when the run is cancelled. */
function cancellable<R extends Rim | ReceiverRim>(rim: R, signal: AbortSignal | undefined): R {
  if (signal === undefined) return rim;
  const cancelled = new Promise<never>((_, reject) => {
    const cancel = (): void => reject(new Error(CANCELLED));
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  // Nobody may be waiting when it comes.
  cancelled.catch(() => undefined);
  const calls = Object.entries(rim) as [string, (...args: unknown[]) => Promise<unknown>][];
  // Sound: the same names with the same functions behind them.
  return Object.fromEntries(
    calls.map(([name, call]) => [name, (...args: unknown[]) => Promise.race([cancelled, call(...args)])]),
  ) as unknown as R;
}
