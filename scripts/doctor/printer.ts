import { stripVTControlCharacters } from 'node:util';
import type { Line, Report, Whose } from '../../suites/harness/doctor/line.ts';
import type { TextOutput } from '../io.ts';

const SIGNS: Readonly<Record<Line['state'], readonly [word: string, color: number]>> = {
  ok: ['ok', 32],
  note: ['note', 33],
  problem: ['problem', 31],
  skipped: ['skipped', 2],
};

const WHOSE: Readonly<Record<Whose, string>> = {
  configuration: 'yours (configuration)',
  network: 'the network',
  target: "the target's",
  tool: "this tool's",
};

/** `yours (configuration)` */
export function inWords(whose: Whose): string {
  return WHOSE[whose];
}

const NAME_WIDTH = 18;
const INDENT = 2 + 9;

export interface DoctorPrinter {
  title(text: string): void;
  /** A report whose lines are printed as they come. */
  report: Report;
}

/** Prints lines as they come: the state in a word, never by colour alone. Nothing but lines when not on a terminal. */
export function createDoctorPrinter(output: TextOutput, color: boolean): DoctorPrinter {
  const onTerminal = output.isTTY === true;
  const width = Math.max(60, output.columns ?? 100);
  const painted = (text: string, code: number): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  let waits = false;
  const clear = (): void => {
    if (waits) output.write('\r\u001b[K');
    waits = false;
  };
  let isFirst = true;
  return {
    title: (text) => {
      clear();
      output.write(`${isFirst ? '' : '\n'}${painted(stripVTControlCharacters(text), 1)}\n`);
      isFirst = false;
    },
    report: {
      line: ({ name, state, what, whose, todo }) => {
        clear();
        const [word, code] = SIGNS[state];
        const indent = ' '.repeat(INDENT + NAME_WIDTH);
        const room = width - indent.length;
        const lines = [
          ...wrapped(what, room),
          ...(state === 'ok' || state === 'skipped' || whose === undefined
            ? []
            : [`whose: ${inWords(whose)}`]),
          ...(todo === undefined || todo === '' ? [] : wrapped(`do: ${todo}`, room)),
        ];
        const head = `  ${painted(word.padEnd(9), code)}${name.padEnd(NAME_WIDTH)}`;
        output.write(`${head}${lines.join(`\n${indent}`)}\n`);
      },
      waiting: (what) => {
        clear();
        if (what === null || !onTerminal) return;
        output.write(`  waiting for ${what}`.slice(0, width - 1));
        waits = true;
      },
    },
  };
}

/** Lines of at most so many characters; a word that is longer stands alone, so that a URL can be copied. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
