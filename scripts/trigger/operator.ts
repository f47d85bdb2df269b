import { stripVTControlCharacters } from 'node:util';
import type { TriggerOutcome, TriggerRequest } from '../../suites/harness/exchange.ts';
import type { Io, TerminalInput } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { Trigger } from './create-trigger.ts';

/** How long an operator may take for one thing, ms, unless the limit `start` says otherwise. */
const PATIENCE_MS = 5 * 60_000;
const SECOND_MS = 1000;
/** Takes the cursor to the start of the line and empties the line. */
const CLEAR_LINE = '\r\u001b[2K';
const CTRL_C = '\u0003';
const SKIP = 's';
/** Those that mean something; any other is taken for a slip of the finger. */
const KEYS: ReadonlySet<string> = new Set([CTRL_C, SKIP, SKIP.toUpperCase(), '\r', '\n']);

/** Ctrl-C while keys come one by one: the terminal makes no signal of it then. */
const interrupt = (): void => void process.kill(process.pid, 'SIGINT');

/**
 * A trigger that asks whoever sits at the terminal to do what happens: Enter says that it is done, `s` that it cannot be.
 * @param patienceMs how long is waited for one answer
 * @throws UsageError where nobody sits at a terminal
 */
export function createOperator(
  { stdin, stdout, env, signal }: Pick<Io, 'stdin' | 'stdout' | 'env' | 'signal'>,
  patienceMs: number = PATIENCE_MS,
  onInterrupt: () => void = interrupt,
): Trigger {
  if (env.CI)
    throw new UsageError('--interactive needs somebody at the terminal; here the variable CI is set.', {
      hint: 'In CI give a trigger: --trigger-command CMD or --trigger-url URL.',
    });
  if (stdin?.isTTY !== true)
    throw new UsageError('--interactive needs a terminal, which standard input is not.', {
      hint: 'Start it from a terminal, or give a trigger: --trigger-command CMD or --trigger-url URL.',
    });
  // One question at a time, however many things happen at once.
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const asked = last.then(async () => {
      if (signal?.aborted === true) return cancelled;
      stdout.write(`${CLEAR_LINE}${question(request)}`);
      const outcome = await answer(stdin, {
        patienceMs,
        signal,
        onInterrupt,
        show: (left) =>
          stdout.write(`${CLEAR_LINE}  Enter: done   s: skip   Ctrl-C: stop   ${clock(left)} left`),
      });
      stdout.write(`${CLEAR_LINE}  ${outcome.ok ? 'done' : outcome.message}\n`);
      return outcome;
    });
    last = asked;
    return asked;
  };
}

const cancelled: TriggerOutcome = { ok: false, message: 'the run was cancelled' };

/** What has happened before and brought nothing, what is to be done now, and what must come of it. */
function question({ story, type, subject }: TriggerRequest): string {
  const lines = [
    ...(story?.before ?? []).map((ask) => `  First: ${ask}`),
    `  ${story === undefined ? 'Now' : 'Now:'} ${story?.ask ?? `cause this event about ${JSON.stringify(subject)}`}`,
    `  Awaited: ${type}`,
  ];
  // Control characters in what a story quotes would work on the terminal.
  return `\n${lines.map((line) => stripVTControlCharacters(line)).join('\n')}\n`;
}

interface Waiting {
  patienceMs: number;
  signal: AbortSignal | undefined;
  onInterrupt: () => void;
  show: (leftMs: number) => void;
}

/** Waits for a key, the deadline, or the end of the run; the terminal is as it was afterwards. */
function answer(
  stdin: TerminalInput,
  { patienceMs, signal, onInterrupt, show }: Waiting,
): Promise<TriggerOutcome> {
  return new Promise((resolve) => {
    const deadline = performance.now() + patienceMs;
    const left = (): number => Math.max(0, deadline - performance.now());
    const end = (outcome: TriggerOutcome): void => {
      clearTimeout(timer);
      clearInterval(ticking);
      signal?.removeEventListener('abort', onAbort);
      stdin.off('data', onKeys);
      stdin.setRawMode?.(false);
      stdin.pause();
      resolve(outcome);
    };
    const onKeys = (keys: Buffer | string): void => {
      const key = keys
        .toString()
        .split('')
        .find((one) => KEYS.has(one));
      if (key === undefined) return;
      if (key === CTRL_C) onInterrupt();
      else if (key.toLowerCase() === SKIP) end({ ok: false, message: 'the operator skipped it' });
      else end({ ok: true });
    };
    const onAbort = (): void => end(cancelled);
    const timer = setTimeout(
      () => end({ ok: false, message: `the operator did not answer within ${clock(patienceMs)}` }),
      patienceMs,
    );
    const ticking = setInterval(() => show(left()), SECOND_MS);
    signal?.addEventListener('abort', onAbort, { once: true });
    stdin.setRawMode?.(true);
    stdin.on('data', onKeys);
    stdin.resume();
    show(left());
  });
}

/** `4:59` */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / SECOND_MS);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
