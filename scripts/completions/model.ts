import type { Argument, Command, Option } from 'commander';

/** What may stand as a value. `list`: several, separated by commas. */
export type Kind =
  | { of: 'nothing' }
  | { of: 'file' }
  | { of: 'folder' }
  | { of: 'choices'; values: readonly string[] }
  /** One of the names of a word list; each shell script has it once. */
  | { of: 'words'; list: string; many?: true; suffix?: '=' };

export interface CompletedOption {
  /** `--issuer`, and `-h` where there is a short form. */
  names: readonly string[];
  description: string;
  /** Null for a flag without a value. */
  value: Kind | null;
}

/** A command as completions see it. */
export interface CompletedCommand {
  /** `/mock/receiver`; empty for the program itself. */
  path: string;
  description: string;
  options: readonly CompletedOption[];
  /** Names of its commands, with their descriptions. */
  commands: readonly { name: string; description: string }[];
  /** What stands where no option does; null where nothing may. */
  argument: Kind | null;
}

/** What a program completes: its commands, all of them in one list, and word lists by name. */
export interface Completed {
  name: string;
  version: string;
  commands: readonly CompletedCommand[];
  words: Readonly<Record<string, readonly string[]>>;
}

/** Says what the value of an option, or an argument, may be; undefined leaves it to how help calls it. */
export type KindOf = (path: string, name: string) => Kind | undefined;

/** Everything that can be completed, read from the program itself. */
export function completedCommands(program: Command, kindOf: KindOf): CompletedCommand[] {
  const walk = (command: Command, path: string): CompletedCommand[] => {
    const visible = command.commands;
    const help = command.createHelp();
    const here: CompletedCommand = {
      path,
      description: command.description(),
      options: help.visibleOptions(command).map((option) => optionOf(option, path, kindOf)),
      commands: help
        .visibleCommands(command)
        .map((one) => ({ name: one.name(), description: one.description() })),
      argument: argumentOf(command.registeredArguments, path, kindOf),
    };
    return [here, ...visible.flatMap((one) => walk(one, `${path}/${one.name()}`))];
  };
  return walk(program, '');
}

function optionOf(option: Option, path: string, kindOf: KindOf): CompletedOption {
  const { long, short, required, optional, argChoices, flags, description } = option;
  const names = [long, short].filter((name) => name !== undefined && name !== null);
  const takesValue = required || optional;
  const own = kindOf(path, long ?? '');
  const value: Kind =
    own ?? (argChoices === undefined ? byPlaceholder(flags) : { of: 'choices', values: argChoices });
  return { names, description, value: takesValue ? value : null };
}

/** The last argument counts where there are several: it may be repeated. */
function argumentOf(declared: readonly Argument[], path: string, kindOf: KindOf): Kind | null {
  const last = declared.at(-1);
  if (last === undefined) return null;
  const { argChoices } = last;
  return (
    kindOf(path, last.name()) ??
    (argChoices === undefined ? { of: 'file' } : { of: 'choices', values: argChoices })
  );
}

function byPlaceholder(flags: string): Kind {
  const placeholder = /[<[]([^>\]]+)/.exec(flags)?.[1] ?? '';
  if (/file/.test(placeholder)) return { of: 'file' };
  return /folder|dir/.test(placeholder) ? { of: 'folder' } : { of: 'nothing' };
}
