import { UsageError } from '../usage-error.ts';

/** Commands that are one string stay as they are: the shell that runs them has the same environment and its own rules. */
const FOR_THE_SHELL: ReadonlySet<string> = new Set(
  ['transmitter.trigger', 'receiver.start', 'receiver.stop', 'receiver.effects', 'target'].map(
    (hook) => `${hook}.command`,
  ),
);
const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A reference to a variable that is not set, or empty. */
export interface MissingVariable {
  /** Where in the configuration: `transmitter.auth.accessToken`. */
  path: string;
  name: string;
  /** `is not set` */
  state: string;
}

/**
 * The value with `${NAME}` in every string replaced from the environment, but for shell commands.
 * @param missing takes the references to variables that are not set, or empty, which then stay as they are
 * @throws UsageError naming the variable and the key when it is not set, or empty, and `missing` is not given
 */
export function substitute<T>(
  value: T,
  env: Readonly<Record<string, string | undefined>>,
  missing?: MissingVariable[],
): T {
  // Sound: strings stay strings, and lists and objects keep their members.
  const lacking = (one: MissingVariable): void => {
    if (missing === undefined) throw notSet(one);
    missing.push(one);
  };
  return replaced(value, env, '', lacking) as T;
}

export function notSet({ path, name, state }: MissingVariable): UsageError {
  return new UsageError(`${path} refers to the environment variable ${name}, which ${state}.`, {
    hint: `Set it (export ${name}=…), or give the value by its flag.`,
  });
}

function replaced(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
  path: string,
  lacking: (one: MissingVariable) => void,
): unknown {
  if (typeof value === 'string') {
    if (FOR_THE_SHELL.has(path)) return value;
    return value.replace(REFERENCE, (reference, name: string) => {
      const found = env[name];
      if (found) return found;
      lacking({ path, name, state: found === undefined ? 'is not set' : 'is empty' });
      return reference;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => replaced(item, env, `${path}.${index}`, lacking));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      replaced(item, env, path ? `${path}.${key}` : key, lacking),
    ]),
  );
}
