import { existsSync } from 'node:fs';
import type { ContainerConfig, TargetConfig, WaitFor } from '../config/define-config.ts';
import { UsageError } from '../usage-error.ts';
import { isApart } from './reach.ts';

/**
 * Makes sure that what is said of a target fits together.
 * @throws UsageError
 */
export function checkTarget(target: TargetConfig): void {
  const { container, command } = target;
  if (container === undefined && command === undefined)
    throw new UsageError('target says nothing that could be started.', {
      hint: 'Give target.container (--image NAME) or target.command (--target-command CMD).',
    });
  if (container !== undefined) {
    const other = (['command', 'cwd', 'env', 'waitFor', 'timeout'] as const).find(
      (name) => target[name] !== undefined,
    );
    if (other === 'command')
      throw new UsageError('target has a container and a command; give one of them.', {
        hint: 'The command of the container is target.container.command.',
      });
    if (other !== undefined)
      throw new UsageError(`target.${other} is of a command, but a container is given.`, {
        hint: `Of a container it is target.container.${other}.`,
      });
    checkContainer(container);
  }
  const waitFor = container === undefined ? target.waitFor : container.waitFor;
  if (waitFor !== undefined) checkWaitFor(waitFor, target);
}

function checkContainer(container: ContainerConfig): void {
  const sources = (['image', 'dockerfile', 'compose'] as const).filter(
    (name) => container[name] !== undefined,
  );
  if (sources.length !== 1)
    throw new UsageError(
      sources.length === 0
        ? 'target.container has neither image nor dockerfile nor compose.'
        : `target.container has ${sources.join(' and ')}; give one of them.`,
      { hint: 'Such as --image acme/transmitter:1.2' },
    );
  const ofFile = (['command', 'ports', 'volumes'] as const).find((name) => container[name] !== undefined);
  if (container.compose !== undefined && ofFile !== undefined)
    throw new UsageError(`target.container.${ofFile} is given, but the compose file says it itself.`, {
      hint: 'What the file needs of us it gets by target.container.env, as ${NAME}.',
    });
  if (container.network === 'host' && container.ports !== undefined)
    throw new UsageError(
      'target.container.ports (--container-port) are mapped on a network of its own only.',
      {
        hint: 'On the network "host" it listens on {{target.port}}: tell it that by env.',
      },
    );
  const missing = container.volumes?.find(({ from }) => !from.startsWith('{{') && !existsSync(from));
  if (missing !== undefined)
    throw new UsageError(`target.container.volumes: there is no ${missing.from}.`, {
      hint: 'Paths start at the folder of the config file. The engine would make an empty folder there.',
    });
}

/** The types allow one way to be ready only, JSON all at once. */
function checkWaitFor(waitFor: WaitFor, target: TargetConfig): void {
  const path = target.container === undefined ? 'target.waitFor' : 'target.container.waitFor';
  const { http, port, status, log, health }: AllWays = waitFor;
  const ways = Object.entries({ http, log, health, port: http === undefined ? port : undefined })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (ways.length !== 1)
    throw new UsageError(
      ways.length === 0 ? `${path} says nothing.` : `${path} has ${ways.join(' and ')}; give one of them.`,
      {
        hint: '{ http: "/health" }, { log: "listening" }, { port: 8080 }, or of a container { health: true }.',
      },
    );
  if (status !== undefined && http === undefined)
    throw new UsageError(`${path}.status is given without http.`);
  if (health !== undefined && target.container === undefined)
    throw new UsageError(`${path}.health is of containers; a command has no health check.`);
  const { compose } = target.container ?? {};
  if (health !== undefined && typeof compose === 'string')
    throw new UsageError(`${path}.health needs to know of which service.`, {
      hint: 'Give compose as { file, service }.',
    });
  if (log !== undefined) patternOf(log, path);
  if (http !== undefined && !http.startsWith('/') && !/^(?:https?:|\{\{)/.test(http))
    throw new UsageError(`${path}.http: expected a path that begins with "/", or a URL, got "${http}".`);
  const { ports = [] } = target.container ?? {};
  if (isApart(target) && compose === undefined && port !== undefined && !ports.includes(port))
    throw new UsageError(`${path}.port: ${port} is none of target.container.ports.`, {
      hint: 'Only what is mapped can be reached from here: add it to ports (--container-port).',
    });
}

/** All that a way to be ready may hold. */
export interface AllWays {
  http?: string;
  port?: number;
  status?: number;
  log?: string;
  health?: true;
}

/** @throws UsageError when it is no regular expression */
export function patternOf(log: string, path: string): RegExp {
  try {
    return new RegExp(log, 'u');
  } catch (cause) {
    throw new UsageError(`${path}.log is no regular expression: ${String(cause)}`, { cause });
  }
}
