import { UsageError } from '../usage-error.ts';

/** Commands that are one string stay as they are: the shell that runs them has the same environment and its own rules. */
const FOR_THE_SHELL: ReadonlySet<string> = new Set(
  ['transmitter.trigger', 'receiver.start', 'receiver.stop', 'receiver.effects'].map(
    (hook) => `${hook}.command`,
  ),
);
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * The value with `${NAME}` in every string replaced from the environment, but for shell commands.
 * @throws UsageError naming the variable and the key when it is not set, or empty
 */
export function substitute<T>(value: T, env: Readonly<Record<string, string | undefined>>, path = ''): T {
  // Sound: strings stay strings, and lists and objects keep their members.
  return replaced(value, env, path) as T;
}

function replaced(value: unknown, env: Readonly<Record<string, string | undefined>>, path: string): unknown {
  if (typeof value === 'string') {
    if (FOR_THE_SHELL.has(path)) return value;
    return value.replace(REFERENCE, (_, name: string) => {
      const found = env[name];
      if (!found) {
        const state = found === undefined ? 'is not set' : 'is empty';
        throw new UsageError(`${path} refers to the environment variable ${name}, which ${state}.`);
      }
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item, index) => replaced(item, env, `${path}.${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaced(item, env, path ? `${path}.${key}` : key)]),
  );
}
