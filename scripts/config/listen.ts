import { lookup } from 'node:dns/promises';
import type { Delivery } from '../../reports/results.ts';
import type { CommonRunOptions } from '../../suites/harness/run-options.ts';
import { isLoopback } from '../../suites/support/loopback.ts';
import { UsageError } from '../usage-error.ts';
import type { HarnessConfig } from './define-config.ts';
import { baseUrl, isWildcard } from './urls.ts';

/** `HOST:PORT` or `[IPV6]:PORT`; port 0 takes a free one. Undefined when it is neither. */
export function parseListen(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** @throws UsageError when an address is malformed, or no target could call it */
export function resolveHarness(harness: HarnessConfig): Pick<CommonRunOptions, 'listen' | 'publicUrl'> {
  const { listen: text, publicUrl } = harness;
  if (publicUrl !== undefined) baseUrl(publicUrl, 'harness.publicUrl (--public-url)');
  const reachable = publicUrl === undefined ? {} : { publicUrl };
  if (text === undefined) return reachable;
  const listen = parseListen(text);
  if (!listen)
    throw new UsageError(
      `harness.listen (--listen): expected HOST:PORT such as 127.0.0.1:8443, got "${text}".`,
    );
  if (publicUrl === undefined && isWildcard(listen.host))
    throw new UsageError(`--listen ${text} names no address that the target could call.`, {
      hint: 'Add --public-url URL, the address at which the target reaches this machine.',
    });
  return { listen, ...reachable };
}

/**
 * A target on another machine cannot push to our loopback address: the run would blame it for events that it could
 * never deliver.
 * @throws UsageError
 */
export async function requireReachableInbox(
  issuer: URL,
  delivery: readonly Delivery[] | undefined,
  reach: Pick<CommonRunOptions, 'listen' | 'publicUrl'>,
): Promise<void> {
  if (delivery && !delivery.includes('push')) return;
  const bound = reach.listen?.host;
  if (reach.publicUrl !== undefined || (bound !== undefined && !(await onLoopback(bound)))) return;
  if (await onLoopback(issuer.hostname)) return;
  throw new UsageError(
    `${issuer.hostname} is not on this machine and could not push to our endpoint, which listens on loopback.`,
    {
      hint: 'Give --public-url URL (a tunnel or a proxy to --listen HOST:PORT), --listen ADDRESS:PORT with an address that the target reaches, or --delivery poll.',
    },
  );
}

/**
 * A target on another machine cannot ask our loopback address for metadata and keys: the run would blame it for SETs
 * that it could never verify.
 * @throws UsageError
 */
export async function requireReachableIssuer(
  target: URL,
  reach: Pick<CommonRunOptions, 'listen' | 'publicUrl'>,
): Promise<void> {
  const bound = reach.listen?.host;
  if (reach.publicUrl !== undefined || (bound !== undefined && !(await onLoopback(bound)))) return;
  if (await onLoopback(target.hostname)) return;
  throw new UsageError(
    `${target.hostname} is not on this machine and could not reach our issuer, which stands on loopback.`,
    {
      hint: 'Give --public-url URL (a tunnel or a proxy to --listen HOST:PORT), or --listen ADDRESS:PORT with an address that the target reaches.',
    },
  );
}

/** A name that does not resolve counts as local: the preflight says what is wrong with it. */
async function onLoopback(host: string): Promise<boolean> {
  if (isLoopback(host) || host === '::1') return true;
  const bare = host.replace(/^\[|\]$/g, '');
  const addresses = await lookup(bare, { all: true }).catch(() => []);
  return addresses.every(({ address }) => address === '::1' || address.startsWith('127.'));
}
