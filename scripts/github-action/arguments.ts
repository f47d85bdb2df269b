import { Command, type Option } from 'commander';
import { addRunFlags, FLAGS_WITHOUT_VALUE, SECRET_FLAGS } from '../config/flags.ts';
import { UsageError } from '../usage-error.ts';

/** Flags of `run` that make no sense where nobody sits at a terminal, or that the action answers for. */
const NOT_INPUTS: ReadonlySet<string> = new Set(['interactive', 'watch', 'json']);

/** Inputs of which each line is one more use of the flag. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'only',
  'skip',
  'scenario',
  'limit',
  'own',
  'container-env',
  'container-port',
]);

/** The flags of `run` that the action has inputs for, by the name of the input: that of the flag. */
export function flagInputs(): Map<string, Option> {
  const { options } = addRunFlags(new Command('run'));
  const named = options.map((option) => [(option.long ?? '').slice(2), option] as const);
  return new Map(named.filter(([name]) => !NOT_INPUTS.has(name)));
}

/** The arguments of a run, and variables that have to be set for it. */
export interface Invocation {
  argv: string[];
  env: Record<string, string>;
}

/**
 * The arguments that the inputs of the action stand for. An input that is empty is none. A secret that is given as it is
 * goes by a variable, so that no list of processes and no report has it.
 * @throws UsageError when a flag without a value is given one other than true or false
 */
export function invocationOf(inputs: Readonly<Record<string, string>>): Invocation {
  const invocation: Invocation = { argv: ['run'], env: {} };
  for (const name of flagInputs().keys()) {
    const value = (inputs[name] ?? '').trim();
    if (value !== '') add(invocation, name, value);
  }
  return invocation;
}

function add({ argv, env }: Invocation, name: string, value: string): void {
  const flag = `--${name}`;
  if (FLAGS_WITHOUT_VALUE.has(flag)) {
    if (isTrue(name, value)) argv.push(flag);
  } else if (SECRET_FLAGS.has(flag) && !value.includes('${')) {
    const variable = `SSF_INPUT_${name.toUpperCase().replaceAll('-', '_')}`;
    env[variable] = value;
    argv.push(flag, `\${${variable}}`);
  } else {
    const values = REPEATABLE.has(name) ? value.split('\n').map((line) => line.trim()) : [value];
    for (const one of values) if (one !== '') argv.push(flag, one);
  }
}

/** @throws UsageError when the value of the input is neither true nor false */
export function isTrue(name: string, value: string): boolean {
  if (value !== 'true' && value !== 'false')
    throw new UsageError(`The input "${name}" is "${value}".`, { hint: 'It is true or false.' });
  return value === 'true';
}
