import { DEFAULT_PATH, grouped, paths, plainWords, valuedOptions } from './cases.ts';
import type { Completed, CompletedOption, Kind } from './model.ts';

/** Completions for zsh, with descriptions. */
export function zshScript(completed: Completed): string {
  const { name, version, commands, words } = completed;
  const id = name.replaceAll('-', '_');
  const lists = Object.entries(words).map(
    ([list, values]) => `  local -a ${id}_${list}\n  ${id}_${list}=(${plainWords(values)})`,
  );
  const branch = ([patterns, then]: readonly [string, string]): string => `    (${patterns}) ${then} ;;`;
  const values = grouped(
    valuedOptions(commands).map(([option, kind]) => [option, action(kind, id)] as const),
  );
  const described = (path: string): string =>
    describedOptions(commands.find((command) => command.path === path)?.options ?? []);
  const options = commands.map(({ path }): [string, string] => [
    `'${path}'`,
    `found=(${described(path)}${path === '' ? ` ${described(DEFAULT_PATH)}` : ''})`,
  ]);
  const rest = commands.flatMap(({ path, commands: children, argument }): [string, string][] => {
    const items = children.map((child) => item(child.name, child.description));
    if (items.length > 0) return [[`'${path}'`, `found=(${items.join(' ')}); _describe command found`]];
    return argument === null ? [] : [[`'${path}'`, action(argument, id)]];
  });
  return `#compdef ${name}
# zsh completions of ${name} ${version}; made by: ${name} completions zsh

_${name}() {
${lists.join('\n')}
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" at='' word i
  local -a found
  # Which command it is; without one it is ${DEFAULT_PATH.slice(1)}.
  for (( i = 2; i < CURRENT; i++ )); do
    word="\${words[i]}"
    case "$at/$word" in
    (${paths(completed)
      .map((path) => `'${path}'`)
      .join(' | ')}) at="$at/$word" ;;
    (/-*) at='${DEFAULT_PATH}' ;;
    esac
  done
  # --flag=value
  case "$cur" in
  (--*=*) prev="\${cur%%=*}"; compset -P '*=' ;;
  esac
  # The value of an option.
  case "$at $prev" in
${values.map(branch).join('\n')}
  esac
  case "$cur" in
  (-*)
    case "$at" in
${options.map(branch).join('\n')}
    esac
    _describe -o option found
    ;;
  (*)
    case "$at" in
${rest.map(branch).join('\n')}
    esac
    ;;
  esac
}

# As a file in $fpath it is the function itself, as a script that is sourced it registers it.
if [ "\${funcstack[1]}" = '_${name}' ]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function describedOptions(options: readonly CompletedOption[]): string {
  return options.flatMap(({ names, description }) => names.map((name) => item(name, description))).join(' ');
}

/** `name:description` as _describe takes it, in single quotes. */
function item(name: string, description: string): string {
  return `'${name}:${description.replaceAll(/[\\:]/g, '\\$&').replaceAll("'", "'\\''")}'`;
}

function action(kind: Kind, id: string): string {
  switch (kind.of) {
    case 'nothing':
      return "_message 'value'; return";
    case 'file':
      return '_files; return';
    case 'folder':
      return '_files -/; return';
    case 'choices':
      return `compadd -- ${plainWords(kind.values)}; return`;
    case 'words': {
      const lists = kind.list
        .split(' ')
        .map((list) => `$${id}_${list}`)
        .join(' ');
      if (kind.suffix !== undefined) return `compadd -S '${kind.suffix}' -- ${lists}; return`;
      return kind.many === true
        ? `compset -P '*,'; compadd -S '' -- ${lists}; return`
        : `compadd -- ${lists}; return`;
    }
  }
}
