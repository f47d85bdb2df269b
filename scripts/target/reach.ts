import { networkInterfaces } from 'node:os';
import { publicHostOf } from '../../suites/harness/rim/our-address.ts';
import { isLoopback } from '../../suites/support/loopback.ts';
import type { HarnessConfig, TargetConfig } from '../config/define-config.ts';
import { parseListen } from '../config/listen.ts';
import { isWildcard } from '../config/urls.ts';
import { freePort } from '../free-port.ts';
import { UsageError } from '../usage-error.ts';
import { HOST_NAME } from './container.ts';

/** Where we listen, and the URL under which the target reaches that. */
export interface Reach {
  listen: { host: string; port: number };
  /** Without a slash at its end. */
  publicUrl: string;
}

/**
 * How a target that we start reaches us; known before it starts, so that it can be told.
 * @throws UsageError when it could not reach the address that is given
 */
export async function reachOf(
  harness: HarnessConfig & { tls?: unknown },
  target: TargetConfig,
): Promise<Reach> {
  const apart = isApart(target);
  const given = harness.listen === undefined ? undefined : parseListen(harness.listen);
  const { publicUrl } = harness;
  if (given !== undefined && apart && publicUrl === undefined && isOurs(given.host))
    throw new UsageError(
      `--listen ${harness.listen} is this machine's own, which a container on a network of its own does not reach.`,
      { hint: `Leave it out, name 0.0.0.0:${given.port}, or use the network "host".` },
    );
  const host = given?.host ?? (apart ? bridgeHost() : '127.0.0.1');
  // A port that is given as 0 is any, too; but the target has to be told which.
  const port = given?.port || (await freePort());
  const scheme = harness.tls === undefined || harness.tls === false ? 'http' : 'https';
  const named = apart && (given === undefined || isWildcard(host)) ? HOST_NAME : publicHostOf({ host });
  return {
    listen: { host, port },
    publicUrl: (publicUrl ?? `${scheme}://${named}:${port}`).replace(/\/+$/, ''),
  };
}

/** Whether it is on a network of its own, where our loopback is not its. */
export function isApart({ container }: TargetConfig): boolean {
  return container !== undefined && container.network !== 'host';
}

/**
 * What a container reaches as `host.docker.internal`: with Docker on Linux the address of its bridge, and nobody else
 * reaches that; where there is none to be seen, every address of ours. Elsewhere Docker leads it to loopback.
 */
function bridgeHost(): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  const bridge = networkInterfaces().docker0?.find(({ family }) => family === 'IPv4');
  return bridge?.address ?? '0.0.0.0';
}

function isOurs(host: string): boolean {
  return process.platform === 'linux' && (isLoopback(host) || host === '::1');
}
