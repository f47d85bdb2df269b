import path from 'node:path';
import type { ConformanceConfig, ContainerConfig, TargetConfig } from './define-config.ts';

/** Relative paths of a config file start at its folder; `$`{…} in them is replaced already. */
export function absolutePaths(config: ConformanceConfig, folder: string): ConformanceConfig {
  const absolute = (file: string): string => path.resolve(folder, file);
  const { transmitter, receiver, target, harness } = config;
  const at = <T extends object>(section: T, names: readonly string[], hooks: readonly string[]): T =>
    // Sound: what is a text stays one, and a hook keeps its members.
    Object.fromEntries(
      Object.entries(section).map(([name, value]: [string, unknown]) => {
        if (names.includes(name) && typeof value === 'string') return [name, absolute(value)];
        const isHook = hooks.includes(name) && typeof value === 'object' && value !== null;
        if (!isHook || !('cwd' in value) || typeof value.cwd !== 'string') return [name, value];
        return [name, { ...value, cwd: absolute(value.cwd) }];
      }),
    ) as T;
  const shown = <T extends object>(section: T): T =>
    inside(section, ['clientCertificate'], (files) => at(files, ['cert', 'key'], []));
  return {
    ...at(config, ['reportDir', 'waivers', 'against'], []),
    ...(config.own === undefined ? {} : { own: config.own.map(absolute) }),
    ...(transmitter === undefined
      ? {}
      : { transmitter: inside(at(transmitter, ['ca'], ['trigger']), ['auth', 'secondReceiver'], shown) }),
    ...(receiver === undefined
      ? {}
      : { receiver: shown(at(receiver, ['ca', 'stateDir'], ['start', 'stop', 'effects'])) }),
    ...(harness === undefined
      ? {}
      : { harness: inside(harness, ['tls'], (tls) => at(tls, ['ca', 'caKey', 'cert', 'key'], [])) }),
    ...(target === undefined ? {} : { target: ofTarget(at(target, ['cwd'], []), absolute) }),
  };
}

/** The section with those of its members changed that are objects. */
function inside<T extends object>(
  section: T,
  names: readonly string[],
  change: (member: object) => object,
): T {
  // Sound: `change` keeps the members and their types.
  return Object.fromEntries(
    Object.entries(section).map(([name, value]: [string, unknown]) =>
      names.includes(name) && typeof value === 'object' && value !== null
        ? [name, change(value)]
        : [name, value],
    ),
  ) as T;
}

function ofTarget(target: TargetConfig, absolute: (file: string) => string): TargetConfig {
  if (target.container === undefined) return target;
  const { dockerfile, compose, volumes } = target.container;
  const container: ContainerConfig = {
    ...target.container,
    ...(typeof dockerfile === 'string' ? { dockerfile: absolute(dockerfile) } : {}),
    ...(typeof dockerfile === 'object'
      ? { dockerfile: { ...dockerfile, context: absolute(dockerfile.context) } }
      : {}),
    ...(typeof compose === 'string' ? { compose: absolute(compose) } : {}),
    ...(typeof compose === 'object' ? { compose: { ...compose, file: absolute(compose.file) } } : {}),
    ...(volumes === undefined
      ? {}
      : {
          // What is filled in is absolute already.
          volumes: volumes.map((one) =>
            one.from.startsWith('{{') ? one : { ...one, from: absolute(one.from) },
          ),
        }),
  };
  return { ...target, container };
}
