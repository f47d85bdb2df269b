import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** Longest line that is kept, in characters. */
const LINE = 2_000;
/** So many lines are kept from the beginning, and so many from the end. */
const FIRST = 1_000;
const LAST = 4_000;
/** So many lines are shown where a target failed. */
const SHOWN = 12;

export interface OutputLine {
  /** `performance.now()`, ms, when it was read. */
  at: number;
  stream: 'stdout' | 'stderr';
  /** Without control characters; a longer line ends with an ellipsis. */
  text: string;
}

/** What a target writes, line by line, as much as can be kept. */
export class TargetOutput {
  omitted = 0;
  readonly #first: OutputLine[] = [];
  #last: OutputLine[] = [];
  readonly #listeners = new Set<(line: OutputLine) => void>();

  /** The kept lines in the order in which they came. */
  get lines(): readonly OutputLine[] {
    return [...this.#first, ...this.#last.slice(-LAST)];
  }

  /** Told of every line from now on; gives what ends that. */
  onLine(listener: (line: OutputLine) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The last lines, for a message; those that came after `since` (`performance.now()`, ms). */
  tail(since = 0): string {
    return this.lines
      .filter(({ text, at }) => at >= since && text.trim() !== '')
      .slice(-SHOWN)
      .map(({ text }) => text)
      .join('\n');
  }

  /** Takes in what one process writes to one of its streams. */
  source(stream: OutputLine['stream']): OutputSource {
    return new OutputSource((text) => this.#take({ at: performance.now(), stream, text: plain(text) }));
  }

  #take(line: OutputLine): void {
    if (this.#first.length < FIRST) this.#first.push(line);
    else this.#last.push(line);
    if (this.#last.length > LAST) this.omitted += 1;
    // Cut in strides, not line by line.
    if (this.#last.length >= 2 * LAST) this.#last = this.#last.slice(-LAST);
    for (const listener of this.#listeners) listener(line);
  }
}

/** Cuts a stream of bytes into lines. */
export class OutputSource {
  readonly #line: (text: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #begun = '';

  constructor(line: (text: string) => void) {
    this.#line = line;
  }

  write(chunk: Buffer): void {
    const [head = '', ...rest] = this.#decoder.write(chunk).split('\n');
    this.#begin(head);
    for (const part of rest) {
      this.#finish();
      this.#begin(part);
    }
  }

  /** The stream is over; a line without an end is one, too. */
  end(): void {
    this.#begin(this.#decoder.end());
    if (this.#begun !== '') this.#finish();
  }

  /** A line without end must not fill our memory. */
  #begin(part: string): void {
    if (this.#begun.length <= 2 * LINE) this.#begun += part.slice(0, 2 * LINE);
  }

  #finish(): void {
    const text = this.#begun;
    this.#begun = '';
    this.#line(text);
  }
}

function plain(text: string): string {
  const line = stripVTControlCharacters(text)
    .replace(/\t/g, '  ')
    .replace(/\p{Cc}+/gu, ' ')
    .trimEnd();
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}
