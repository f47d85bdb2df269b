import type { TargetConfig } from '../config/define-config.ts';
import { freePort } from '../free-port.ts';
import { UsageError } from '../usage-error.ts';
import { labelledPort } from './placeholders.ts';
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
  const mapped = target.container?.ports ?? [];
  const isMapped = (name: string): boolean => {
    const label = labelledPort(name);
    return label === null ? name !== 'target.port' || mapped.length > 0 : mapped.includes(label);
  };
  const asked = names.find(({ name }) => !isMapped(name));
  if (asked === undefined) return;
  const label = labelledPort(asked.name);
  throw new UsageError(
    `${asked.path} asks for {{${asked.name}}}, but ${label === null ? 'no port' : `port ${label}`} of the container is ${label === null ? '' : 'not '}mapped.`,
    {
      hint: `Name ${label === null ? 'the port on which it listens' : 'it'}: target.container.ports: [${[...mapped, label ?? 8080].join(', ')}] (--container-port ${label ?? 8080}).`,
    },
  );
}
