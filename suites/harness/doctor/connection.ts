import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Teller } from './examination.ts';

/** Addresses of one name that are tried and shown. */
const ADDRESSES = 6;

/** Host and port that a URL names; of an IPv6 address without its brackets. */
export function placeOf({ hostname, port, protocol }: URL): { host: string; port: number } {
  const host = hostname.replace(/^\[|\]$/g, '');
  return { host, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** The addresses of a name; null when it has none, which is told. */
export async function addressesOf(host: string, timeoutMs: number, tell: Teller): Promise<string[] | null> {
  if (isIP(host) !== 0) {
    tell.ok(`${host} is an address; nothing has to be resolved.`);
    return [host];
  }
  const found = await within(timeoutMs, lookup(host, { all: true })).catch((error: unknown) => codeOf(error));
  if (found === null || typeof found === 'string') {
    tell.problem(
      found === null
        ? `The name ${host} was not resolved within ${timeoutMs} ms.`
        : `The name ${host} cannot be resolved (${found}).`,
      'network',
      "Check its spelling, and that this machine's DNS (or its VPN) knows the name.",
    );
    return null;
  }
  const addresses = [...new Set(found.map(({ address }) => address))];
  const shown = addresses.slice(0, ADDRESSES);
  const more = addresses.length - shown.length;
  tell.ok(`${host} is ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
  return shown;
}

/** Whether one of the addresses accepts connections. */
export async function connects(
  addresses: readonly string[],
  port: number,
  timeoutMs: number,
  tell: Teller,
): Promise<boolean> {
  const tried = await Promise.all(addresses.map((address) => connection(address, port, timeoutMs)));
  const refused = tried.filter(({ error }) => error !== null);
  const why = refused.map(({ address, error }) => `${at(address, port)}: ${error}`).join('; ');
  const best = tried.filter(({ error }) => error === null).toSorted((a, b) => a.ms - b.ms)[0];
  if (best === undefined)
    return tell.problem(
      `Nothing accepts connections (${why}).`,
      'network',
      'Is the target started, is this its port, and does a firewall let this machine through?',
    );
  const accepted = `${at(best.address, port)} accepts connections, in ${Math.round(best.ms)} ms.`;
  // Clients that begin with such an address wait, or fail, before they try the next.
  if (refused.length > 0)
    return tell.note(
      `${accepted} But not every address of the name does (${why}).`,
      'target',
      'Take the address out of the DNS, or listen at it.',
    );
  return tell.ok(accepted);
}

function connection(
  address: string,
  port: number,
  timeoutMs: number,
): Promise<{ address: string; ms: number; error: string | null }> {
  const started = performance.now();
  return new Promise((resolve) => {
    const finish = (error: string | null): void => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve({ address, ms: performance.now() - started, error });
    };
    const socket = connect({ host: address, port });
    socket.setTimeout(timeoutMs, () => finish(`no answer within ${timeoutMs} ms`));
    socket.once('error', (error) => finish(codeOf(error)));
    socket.once('connect', () => finish(null));
  });
}

function at(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}

/** Null when it is not there in time: a resolver cannot be told to stop. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
