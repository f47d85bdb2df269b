import { DEFAULT_PATH, grouped, paths, plainWords, valuedOptions } from './cases.ts';
import type { Completed, Kind } from './model.ts';

/** Completions for bash, from version 3.2 on, without further packages. */
export function bashScript(completed: Completed): string {
  const { name, version, commands, words } = completed;
  const id = name.replaceAll('-', '_');
  const lists = Object.entries(words).map(([list, values]) => `_${id}_${list}='${plainWords(values)}'`);
  const branch = ([patterns, then]: readonly [string, string]): string => `    ${patterns}) ${then} ;;`;
  const values = grouped(
    valuedOptions(commands).map(([option, kind]) => [option, action(kind, id)] as const),
  );
  const options = grouped(
    commands.map(
      ({ path, options: all }) => [path, plainWords(all.flatMap((option) => option.names))] as const,
    ),
  );
  const rest = grouped(
    commands.flatMap(({ path, commands: children, argument }) => {
      const names = children.map((child) => child.name);
      if (names.length > 0) return [[path, `_${id}_words '${plainWords(names)}'`] as const];
      return argument === null ? [] : [[path, action(argument, id)] as const];
    }),
  );
  return `# bash completions of ${name} ${version}; made by: ${name} completions bash
${lists.join('\n')}

# Puts the words of $1 that begin with $cur into the answer.
_${id}_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

# The same for several words that are separated by commas.
_${id}_many() {
  local before=''
  case "$cur" in *,*) before="\${cur%,*}," ;; esac
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${cur##*,}"))
}

_${id}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$cur"))
}

_${id}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" at='' word i
  COMPREPLY=()
  # --flag=value comes as three words.
  if [ "$cur" = '=' ]; then
    cur=''
  elif [ "$prev" = '=' ]; then
    prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  # Which command it is; without one it is ${DEFAULT_PATH.slice(1)}.
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$at/$word" in
    ${paths(completed)
      .map((path) => `'${path}'`)
      .join(' | ')}) at="$at/$word" ;;
    /-*) at='${DEFAULT_PATH}' ;;
    esac
  done
  # The value of an option.
  case "$at $prev" in
${values.map(branch).join('\n')}
  esac
  case "$cur" in
  -*)
    # What may stand before a command, and the options of the one that is meant without any.
    case "$at" in
    '') _${id}_words '${plainWords(optionsOf(commands, ''))} ${plainWords(optionsOf(commands, DEFAULT_PATH))}' ;;
${options
  .filter(([patterns]) => patterns !== "''")
  .map(([patterns, all]) => branch([patterns, `_${id}_words '${all}'`]))
  .join('\n')}
    esac
    ;;
  *)
    case "$at" in
${rest.map(branch).join('\n')}
    esac
    ;;
  esac
}

complete -F _${id} ${name}
`;
}

function optionsOf(commands: Completed['commands'], path: string): string[] {
  return commands.find((command) => command.path === path)?.options.flatMap((option) => option.names) ?? [];
}

/** What is done where a value is wanted. */
function action(kind: Kind, id: string): string {
  switch (kind.of) {
    case 'nothing':
      return 'return';
    case 'file':
      return `_${id}_files -f; return`;
    case 'folder':
      return `_${id}_files -d; return`;
    case 'choices':
      return `_${id}_words '${plainWords(kind.values)}'; return`;
    case 'words': {
      const lists = kind.list
        .split(' ')
        .map((list) => `$_${id}_${list}`)
        .join(' ');
      if (kind.suffix !== undefined)
        return `compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -S '${kind.suffix}' -W "${lists}" -- "$cur")); return`;
      return `_${id}_${kind.many === true ? 'many' : 'words'} "${lists}"; return`;
    }
  }
}
