import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A file holds more than is read of it. Its message goes on after the name of the file. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  /** @param size bytes that it is said to hold; null: nobody knows */
  constructor(size: number | null, max: number) {
    super(`is too large: ${size === null ? `${max} bytes` : `${size} bytes, and ${max}`} are read at most.`);
  }
}

/**
 * All bytes of a file that somebody names, if they are `max` at most. No more are ever read: pipes and devices such as
 * /dev/zero have no size that could be asked for.
 * @throws {TooLarge} when there are more
 * @throws an error of the file system when it cannot be read
 */
export async function readBounded(file: string, max: number): Promise<Buffer> {
  const { size } = await stat(file);
  if (size > max) throw new TooLarge(size, max);
  const pieces: Buffer[] = [];
  // `end` is read, too: that one byte shows that there are more.
  for await (const piece of createReadStream(file, { end: max }) as AsyncIterable<Buffer>) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (bytes.length > max) throw new TooLarge(null, max);
  return bytes;
}
