import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { excerptLine } from '../../reports/text/excerpt.ts';
import { codeOf } from '../code-of.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { type FoundToken, LONGEST_TOKEN, loneToken, looksLikeToken, TokenFinder } from './token-finder.ts';

/** A token that was found, and where; what could not be looked at is told when the input has ended. */
export interface Sighting extends FoundToken {
  /** Name of the file, `-` for the standard input; null: the token stood on the command line. */
  source: string | null;
  /** It was put together from so many lines. */
  joinedLines?: number;
}

/** Called with what a reader should know of an input beside its tokens, and how much in it was too long to be looked at. */
type Tell = (message: string, tooLong?: number) => void;

/**
 * The tokens of one argument: a token, a file, or `-`. A text that is one token, and nothing else, gives that token
 * whatever is wrong with it; of any other text those that can be found in it.
 * @throws UsageError for what is neither a token nor a file that can be read
 */
export async function* tokensOf(argument: string, io: Io, tell: Tell): AsyncGenerator<Sighting> {
  if (argument === '-') {
    if (io.input === undefined) throw new UsageError('There is no standard input to read from.');
    if (io.stdin?.isTTY === true) io.stderr.write('Reading what you type; Ctrl-D ends it.\n');
    yield* tokensOfStream(io.input, '-', io, tell);
    return;
  }
  const file = path.resolve(io.cwd, argument);
  const found = argument === '' ? null : await stat(file).catch(() => null);
  if (found?.isDirectory() === true)
    throw new UsageError(`"${safe(argument)}" is a folder; name a file in it.`);
  if (found !== null) {
    // A pipe may be named like a file, such as /dev/stdin or what a shell makes of <(command).
    yield* tokensOfStream(createReadStream(file), argument, io, tell);
    return;
  }
  const lone = loneToken(argument);
  if (lone !== null) {
    yield { compact: lone.compact, line: 1, source: null, ...joined(lone.lines) };
    return;
  }
  const finder = new TokenFinder();
  const tokens = [...finder.push(argument), ...finder.end()];
  if (tokens.length === 0) throw neither(argument);
  for (const token of tokens) yield { ...token, source: null };
}

function neither(argument: string): UsageError {
  const hint = 'Give a SET, the name of a file, or - for the standard input.';
  // Whatever it is, it is not repeated: it may be a secret.
  if (looksLikeToken(argument)) {
    return new UsageError(
      `The argument of ${argument.length} characters is no token that could be read: nothing in it is a JOSE header in base64url followed by a dot.`,
      { hint },
    );
  }
  return new UsageError(`There is no file "${safe(argument)}", and it is no token.`, { hint });
}

function safe(name: string): string {
  return excerptLine(name, 80);
}

function joined(lines: number): Pick<Sighting, 'joinedLines'> {
  return lines > 1 ? { joinedLines: lines } : {};
}

async function* tokensOfStream(
  stream: AsyncIterable<Buffer | string>,
  source: string,
  io: Io,
  tell: Tell,
): AsyncGenerator<Sighting> {
  const finder = new TokenFinder();
  // Only a text that is as short may be one token.
  let head: string | null = '';
  let decode: ((piece: Buffer) => string) | null = null;
  try {
    for await (const piece of untilStopped(stream, io.signal)) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      decode ??= decoderFor(bytes, source, tell);
      const text = decode(bytes);
      if (head === null) {
        for (const token of finder.push(text)) yield { ...token, source };
      } else {
        head += text;
        if (head.length <= LONGEST_TOKEN) continue;
        for (const token of finder.push(head)) yield { ...token, source };
        head = null;
      }
    }
  } catch (error) {
    throw new UsageError(`"${safe(source)}" cannot be read (${codeOf(error)}).`, { cause: error });
  }
  const lone = head === null ? null : loneToken(head);
  if (lone !== null) {
    yield { compact: lone.compact, line: 1, source, ...joined(lone.lines) };
    return;
  }
  for (const token of finder.push(head ?? '')) yield { ...token, source };
  for (const token of finder.end()) yield { ...token, source };
  if (finder.tooLong > 0) {
    tell(
      `${named(source)} has ${finder.tooLong} ${finder.tooLong === 1 ? 'word' : 'words'} of more than ${LONGEST_TOKEN / 1024} KB, which ${finder.tooLong === 1 ? 'was' : 'were'} not looked at.`,
      finder.tooLong,
    );
  }
}

function named(source: string): string {
  return source === '-' ? 'The standard input' : `"${safe(source)}"`;
}

/** Bytes as text in which every token is found: one character for each byte, but for the two-byte text that PowerShell writes. */
function decoderFor(first: Buffer, source: string, tell: Tell): (piece: Buffer) => string {
  if (first[0] === 0x1f && first[1] === 0x8b)
    tell(`${named(source)} is compressed; use: zcat FILE | ssf-conformance lens -`);
  if (first[0] === 0xff && first[1] === 0xfe) {
    const decoder = new TextDecoder('utf-16le');
    return (piece) => decoder.decode(piece, { stream: true });
  }
  return (piece) => piece.toString('latin1');
}

/** Ends when Ctrl-C is pressed, though nothing more comes. */
async function* untilStopped<T>(
  stream: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  const stopped = new Promise<null>((resolve) => {
    if (signal?.aborted === true) resolve(null);
    signal?.addEventListener('abort', () => resolve(null), { once: true });
  });
  const pieces = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([pieces.next(), stopped]);
    if (next === null) return;
    if (next.done === true) return;
    yield next.value;
  }
}
