import { DEFAULT_PATH, paths, plainWords } from './cases.ts';
import type { Completed, CompletedCommand, CompletedOption, Kind } from './model.ts';

/** Completions for fish, from version 3 on, with descriptions. */
export function fishScript(completed: Completed): string {
  const { name, version, commands, words } = completed;
  const id = `__${name.replaceAll('-', '_')}`;
  const lists = Object.entries(words).map(
    ([list, values]) => `function ${id}_${list}\n    printf '%s\\n' ${plainWords(values)}\nend`,
  );
  return `# fish completions of ${name} ${version}; made by: ${name} completions fish
${lists.join('\n')}

# Which command it is, as a path; without one it is ${DEFAULT_PATH.slice(1)} as soon as there is an option.
function ${id}_at
    set -l at ''
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        switch "$at/$word"
            case ${paths(completed)
              .map((path) => quoted(path))
              .join(' ')}
                set at "$at/$word"
            case '/-*'
                set at ${DEFAULT_PATH}
        end
    end
    test "$at" = "$argv[1]"
end

complete -c ${name} -f
${commands.flatMap((command) => linesOf(command, name, id)).join('\n')}
`;
}

function linesOf(
  { path, options, commands, argument }: CompletedCommand,
  name: string,
  id: string,
): string[] {
  const at = (where: string): string => `complete -c ${name} -n "${id}_at '${where}'"`;
  const places = path === DEFAULT_PATH ? [path, ''] : [path];
  return [
    ...places.flatMap((place) => options.map((option) => `${at(place)} ${optionOf(option, id)}`)),
    ...commands.map((child) => `${at(path)} -a ${child.name} -d ${quoted(child.description)}`),
    ...(argument === null || commands.length > 0 ? [] : [`${at(path)} ${values(argument, id)}`]),
  ];
}

function optionOf({ names, description, value }: CompletedOption, id: string): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  // Without -x fish offers files, too.
  const takes = value === null ? [] : [value.of === 'file' ? '-r' : '-x', values(value, id)];
  return [...flags, ...takes, `-d ${quoted(description)}`].filter((part) => part !== '').join(' ');
}

/** What is offered as a value. */
function values(kind: Kind, id: string): string {
  switch (kind.of) {
    case 'nothing':
      return '';
    case 'file':
      return '-F';
    case 'folder':
      return "-a '(__fish_complete_directories)'";
    case 'choices':
      return `-a '${plainWords(kind.values)}'`;
    case 'words': {
      const calls = kind.list
        .split(' ')
        .map((list) => `${id}_${list}`)
        .join('; ');
      if (kind.many === true) return `-a "(__fish_complete_list , '${calls}')"`;
      return kind.suffix === undefined
        ? `-a '(${calls})'`
        : `-a "(${calls} | string replace -r '\\$' '${kind.suffix}')"`;
    }
  }
}

/** In single quotes, in which fish knows two signs. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
