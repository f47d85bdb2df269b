import { MAX_JSON_LEVELS } from '../../suites/harness/rim/http-client.ts';
import { scanJson } from '../../suites/set/json-scan.ts';

/** Levels of results around what a target sent. */
const OUR_LEVELS = 20;

/**
 * Why a text that JSON.parse accepts tells a reader something else than what was parsed; null: it does not. A digest over
 * what was parsed vouches for nothing else.
 */
export function ambiguity(text: string): string | null {
  const { tooDeep, duplicates } = scanJson(text, MAX_JSON_LEVELS + OUR_LEVELS);
  if (tooDeep) return 'It is nested deeper than results are.';
  const [twice] = duplicates;
  if (twice !== undefined)
    return `The member ${JSON.stringify(twice.name)} stands twice in "${twice.pointer || '/'}": a reader and a program may take different ones.`;
  for (const number of numbersIn(text)) {
    if (!isExact(number)) return `The number ${number.slice(0, 40)} is read as ${Number(number)}.`;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?\d[\d.eE+-]*/y;

/** The numbers of a JSON text, as they are written. */
function* numbersIn(text: string): Generator<string> {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i++;
      while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      NUMBER.lastIndex = i;
      const number = NUMBER.exec(text)?.[0] ?? '';
      yield number;
      i += Math.max(number.length - 1, 0);
    }
  }
}

/** Whether a number that is written so is the very one that it is read as. */
function isExact(written: string): boolean {
  const read = Number(written);
  return Number.isFinite(read) && decimalOf(written) === decimalOf(String(read));
}

/** `12.50` and `1.25e1` are one: the digits that count, and where the point stands. */
function decimalOf(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const counting = digits.replace(/0+$/, '');
  if (counting === '') return `${sign}0`;
  return `${sign}${counting}e${Number(exponent) - fraction.length + digits.length - counting.length}`;
}
