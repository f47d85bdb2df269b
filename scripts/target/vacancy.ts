import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '../../suites/support/loopback.ts';
import { TargetFailure } from './target-failure.ts';

/** Between two looks, ms. */
const PACE_MS = 50;
/** How long an earlier life of the target may keep its port, ms. */
const LEAVING_MS = 3_000;
/** This machine answers at once, or not at all, ms. */
const ANSWER_MS = 1_000;
/** What a proxy answers that stands in front of a target which is not there yet. */
const NOBODY_BEHIND: ReadonlySet<number> = new Set([502, 504]);

/**
 * Makes sure that nobody else listens where the target is to be: the run would test that. Addresses of other machines are
 * left alone: whoever listens there may lead to the target.
 * @throws TargetFailure
 */
export async function requireVacant(
  addresses: readonly URL[],
  {
    what,
    signal,
    leavingMs = LEAVING_MS,
  }: { what: string; signal?: AbortSignal | undefined; leavingMs?: number },
): Promise<void> {
  for (const address of new Map(addresses.map((url) => [url.host, url])).values()) {
    const host = address.hostname.replace(/^\[(.*)\]$/, '$1');
    if (!(await isOfThisMachine(host))) continue;
    const port = Number(address.port) || (address.protocol === 'https:' ? 443 : 80);
    const deadline = performance.now() + leavingMs;
    while (signal?.aborted !== true && (await isTaken(host, port))) {
      if (performance.now() < deadline) {
        await sleep(PACE_MS);
        continue;
      }
      if (/^https?:$/.test(address.protocol) && (await leadsToNobody(address))) break;
      const shown = `${host.includes(':') ? `[${host}]` : host}:${port}`;
      throw new TargetFailure(
        `Something else listens at ${shown} already, before ${what} is started; the run would test that.`,
        `End what listens there, or let the target have a free port: {{target.port}} in its address and in its settings.`,
      );
    }
  }
}

async function isOfThisMachine(host: string): Promise<boolean> {
  if (isLoopback(host)) return true;
  const ours = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.some(
    ({ address }) => isLoopback(address) || ['::1', '0.0.0.0', '::', ...ours].includes(address),
  );
}

function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: ANSWER_MS });
    const end = (taken: boolean): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.on('connect', () => end(true));
    socket.on('timeout', () => end(false));
    socket.on('error', () => end(false));
  });
}

function leadsToNobody(url: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const options = { timeout: ANSWER_MS, agent: false, rejectUnauthorized: false };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      response.destroy();
      resolve(NOBODY_BEHIND.has(response.statusCode ?? 0));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
    request.end();
  });
}
