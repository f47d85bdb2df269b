import type { IncomingMessage } from 'node:http';

/** How much more than the cap is read and thrown away, so that the client gets to see the 413. */
const DISCARD_FACTOR = 8;

export type Body =
  | { kind: 'whole'; bytes: Buffer }
  | { kind: 'too-large' }
  /** The client went away before the end. */
  | { kind: 'broken' };

/** Reads a request's body up to `cap` bytes. Never rejects. */
export function readBody(message: IncomingMessage, cap: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= cap) chunks.push(chunk);
      else chunks.length = 0;
      if (size > cap * DISCARD_FACTOR) {
        message.pause();
        resolve({ kind: 'too-large' });
      }
    });
    message.on('end', () =>
      resolve(size > cap ? { kind: 'too-large' } : { kind: 'whole', bytes: Buffer.concat(chunks) }),
    );
    message.on('error', () => resolve({ kind: 'broken' }));
    message.on('close', () => resolve({ kind: 'broken' }));
  });
}
