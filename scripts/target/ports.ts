import type { TargetConfig } from '../config/define-config.ts';
import { freePort } from '../free-port.ts';
import { UsageError } from '../usage-error.ts';
import { isApart } from './reach.ts';

/** Free ports of ours for a target, by the port of the container that they stand for. */
export interface TargetPorts {
  /** That for `{{target.port}}`; null: nothing is mapped. */
  main: number | null;
  of: ReadonlyMap<number, number>;
}

/**
 * Picks the ports of a target before it starts, so that it can be told them.
 * @param labels those of `{{target.port:8443}}`
 */
export async function pickPorts(target: TargetConfig, labels: readonly number[]): Promise<TargetPorts> {
  const taken = new Set<number>();
  const pick = async (): Promise<number> => {
    for (;;) {
      const port = await freePort();
      if (taken.has(port)) continue;
      taken.add(port);
      return port;
    }
  };
  const mapped = target.container?.ports ?? [];
  const of = new Map<number, number>();
  for (const label of new Set([...mapped, ...labels])) of.set(label, await pick());
  // A compose file maps ports itself, to those that it is told.
  if (!isApart(target) || target.container?.compose !== undefined) return { main: await pick(), of };
  const [first] = mapped;
  return { main: first === undefined ? null : (of.get(first) ?? null), of };
}

/** @throws UsageError where a port is asked for that is not mapped */
export function requirePorts(target: TargetConfig, names: readonly { name: string; path: string }[]): void {
  if (!isApart(target) || target.container?.compose !== undefined) return;
  if ((target.container?.ports ?? []).length > 0) return;
  const asked = names.find(({ name }) => name === 'target.port');
  if (asked === undefined) return;
  throw new UsageError(`${asked.path} asks for {{target.port}}, but no port of the container is mapped.`, {
    hint: 'Name the port on which it listens: target.container.ports: [8080] (--container-port 8080).',
  });
}
