import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetOutput } from './output.ts';
import type { Health } from './target.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

/** When a target is ready. */
export type Ready =
  /** `status` null: any below 500. */
  | { kind: 'http'; url: string; status: number | null }
  | { kind: 'port'; host: string; port: number }
  | { kind: 'log'; pattern: RegExp }
  | { kind: 'health' };

/** What of a target that starts can be seen from here. */
export interface Starting {
  /** In a sentence: `the container acme/tx:1`. */
  what: string;
  isContainer: boolean;
  output: TargetOutput;
  /** How it ended, in words; null while it goes on. */
  ended(): string | null;
  health?: (() => Promise<Health>) | undefined;
}

/** Between two looks, ms. */
const PACE_MS = 50;
/** One answer may take so long, ms. */
const ANSWER_MS = 5_000;
/** How long a connection has to stay open, ms: a mapped port takes any, and ends it when nobody listens behind. */
const OPEN_MS = 250;
const SILENT = 'no answer';

/**
 * Waits until the target is ready, always from our side: an image need not have a shell.
 * @throws TargetFailure when it ends before, or is not ready in time, with the last that it wrote
 */
export async function untilReady(
  ready: Ready,
  target: Starting,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const settings = target.isContainer ? 'target.container' : 'target';
  let matched = false;
  const listening =
    ready.kind === 'log' ? target.output.onLine(({ text }) => (matched ||= ready.pattern.test(text))) : null;
  if (ready.kind === 'log') matched = target.output.lines.some(({ text }) => ready.pattern.test(text));
  try {
    for (;;) {
      if (signal?.aborted === true) return;
      // Asked first: whoever answers at its address when it has ended is somebody else.
      const ended = target.ended();
      const seen =
        ready.kind === 'log'
          ? matched
            ? null
            : 'no line so far'
          : await look(ready, target, within(deadline - performance.now(), signal));
      if (seen === null && (ended === null || matched)) return;
      if (ended !== null)
        throw new TargetFailure(
          `${capital(target.what)} ${ended} before it was ready.${lastWords(target.output)}`,
          target.isContainer
            ? 'Run it by hand with the same settings; what it needs can be given as target.container.env (--container-env) and target.container.volumes.'
            : 'Run it by hand in the same folder; what it needs can be given in the environment, or in a config file as target.env and target.cwd.',
        );
      if (performance.now() >= deadline)
        throw new TargetFailure(
          `${capital(target.what)} was started, but was not ready within ${timeoutMs / 1000} s: waited for ${inWords(ready)} (${seen}).${lastWords(target.output)}`,
          `Does it listen on the port that it was given? In a config file, ${settings}.waitFor says when it is ready, ${settings}.timeout how long that may take.`,
        );
      await sleep(PACE_MS);
    }
  } finally {
    listening?.();
  }
}

/** The last that it wrote, as the end of a sentence. */
export function lastWords(output: TargetOutput): string {
  const tail = output.tail();
  return tail === '' ? ' It wrote nothing.' : ` The last that it wrote:\n${tail.replace(/^/gm, '    ')}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function inWords(ready: Ready): string {
  if (ready.kind === 'http')
    return `${ready.url} to answer${ready.status === null ? '' : ` with ${ready.status}`}`;
  if (ready.kind === 'port') return `${ready.host}:${ready.port} to accept connections`;
  return ready.kind === 'log' ? `a line that matches ${String(ready.pattern)}` : 'its health check';
}

/** Aborted when a look has to end: at the latest when the time is up, but one look is always taken. */
function within(remainingMs: number, signal: AbortSignal | undefined): AbortSignal {
  const time = AbortSignal.timeout(Math.ceil(Math.min(ANSWER_MS, Math.max(2 * OPEN_MS, remainingMs))));
  return signal === undefined ? time : AbortSignal.any([time, signal]);
}

/** What was seen instead; null: it is ready. */
async function look(
  ready: Exclude<Ready, { kind: 'log' }>,
  target: Starting,
  signal: AbortSignal,
): Promise<string | null> {
  if (ready.kind === 'port') return connected(ready.host, ready.port, signal);
  if (ready.kind === 'http') return answered(ready.url, ready.status, signal);
  const health = await healthOf(target, signal);
  if (health === 'none')
    throw new TargetFailure(
      `${capital(target.what)} has no health check to wait for.`,
      'Give its image a HEALTHCHECK, or wait for something else: http, log or port in target.container.waitFor.',
    );
  return health === 'healthy' ? null : health;
}

/**
 * What the engine says.
 * @throws TargetFailure when it says nothing of this container: it is gone, or the engine is
 */
async function healthOf(target: Starting, signal: AbortSignal): Promise<Health | typeof SILENT> {
  const cut = new Promise<typeof SILENT>((resolve) => {
    signal.addEventListener('abort', () => resolve(SILENT), { once: true });
  });
  const asked = (target.health?.() ?? Promise.resolve('none' as const)).catch((cause: unknown) => {
    throw new TargetFailure(
      `The engine does not tell the health of ${target.what}: ${reasonOf(cause)}.${lastWords(target.output)}`,
      'Does the engine still answer (docker info), and is the container still there (docker ps -a)?',
      cause,
    );
  });
  return await Promise.race([asked, cut]);
}

function connected(host: string, port: number, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (seen: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', late);
      socket.destroy();
      resolve(seen);
    };
    const late = (): void => end(SILENT);
    signal.addEventListener('abort', late);
    let timer: NodeJS.Timeout | undefined;
    socket.on('connect', () => {
      timer = setTimeout(() => end(null), OPEN_MS);
    });
    socket.on('data', () => end(null));
    socket.on('close', () => end('the connection was closed'));
    socket.on('error', (error) => end(codeOf(error)));
  });
}

/** Whoever it is that answers: whether its certificate is right the run will say. */
function answered(url: string, status: number | null, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { method: 'GET', signal, agent: false, rejectUnauthorized: false };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      const isReady = status === null ? statusCode < 500 : statusCode === status;
      resolve(isReady ? null : `status ${statusCode}`);
    });
    request.on('error', (error) => resolve(signal.aborted ? SILENT : codeOf(error)));
    request.end();
  });
}

function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return typeof code === 'string' ? code : error.message;
}
