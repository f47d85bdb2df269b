import type { IncomingMessage } from 'node:http';

/** How much more than the cap is read and thrown away, so that the client gets to see the answer. */
const DISCARD_FACTOR = 8;

export interface Body {
  /** The first bytes, as many as the cap allows. */
  bytes: Buffer;
  /** Bytes that came in all; at least so many when the rest was not waited for. */
  size: number;
}

/** Reads a request's body, keeping up to `cap` bytes of it; null when the client goes away first. Never rejects. */
export function readBody(message: IncomingMessage, cap: number): Promise<Body | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let kept = 0;
    let size = 0;
    const finish = (): void => resolve({ bytes: Buffer.concat(chunks), size });
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (kept < cap) {
        const part = chunk.subarray(0, cap - kept);
        chunks.push(part);
        kept += part.length;
      }
      if (size > cap * DISCARD_FACTOR) finish();
    });
    message.on('end', finish);
    message.on('error', () => resolve(null));
    message.on('close', () => resolve(null));
  });
}
