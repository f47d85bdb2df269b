import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetOutput } from './output.ts';
import type { Health } from './target.ts';
import { TargetFailure } from './target-failure.ts';

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
  let matched = false;
  const listening =
    ready.kind === 'log' ? target.output.onLine(({ text }) => (matched ||= ready.pattern.test(text))) : null;
  if (ready.kind === 'log') matched = target.output.lines.some(({ text }) => ready.pattern.test(text));
  try {
    for (;;) {
      if (signal?.aborted === true) return;
      // Asked first: whoever answers at its address when it has ended is somebody else.
      const ended = target.ended();
      const seen = ready.kind === 'log' ? (matched ? null : 'no line so far') : await look(ready, target);
      if (seen === null && (ended === null || matched)) return;
      if (ended !== null)
        throw new TargetFailure(
          `${capital(target.what)} ${ended} before it was ready.${lastWords(target.output)}`,
          'Run it by hand with the same settings; what it needs can be given as env and volumes.',
        );
      if (performance.now() >= deadline)
        throw new TargetFailure(
          `${capital(target.what)} was started, but was not ready within ${timeoutMs / 1000} s: waited for ${inWords(ready)} (${seen}).${lastWords(target.output)}`,
          'waitFor says when it is ready, timeout how long that may take; does it listen on the port that it was given?',
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

/** What was seen instead; null: it is ready. */
async function look(ready: Exclude<Ready, { kind: 'log' }>, target: Starting): Promise<string | null> {
  if (ready.kind === 'port') return connected(ready.host, ready.port);
  if (ready.kind === 'http') return answered(ready.url, ready.status);
  const health = (await target.health?.()) ?? 'none';
  if (health === 'none')
    throw new TargetFailure(
      `${capital(target.what)} has no health check to wait for.`,
      'Give its image a HEALTHCHECK, or wait for something else: http, log or port in waitFor.',
    );
  return health === 'healthy' ? null : health;
}

function connected(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (seen: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(seen);
    };
    let timer = setTimeout(() => end('no answer'), ANSWER_MS);
    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => end(null), OPEN_MS);
    });
    socket.on('data', () => end(null));
    socket.on('close', () => end('the connection was closed'));
    socket.on('error', (error) => end(codeOf(error)));
  });
}

/** Whoever it is that answers: whether its certificate is right the run will say. */
function answered(url: string, status: number | null): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { method: 'GET', timeout: ANSWER_MS, agent: false, rejectUnauthorized: false };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      const isReady = status === null ? statusCode < 500 : statusCode === status;
      resolve(isReady ? null : `status ${statusCode}`);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', (error) => resolve(codeOf(error)));
    request.end();
  });
}

function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return typeof code === 'string' ? code : error.message;
}
