import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Writes a fetch Response to the socket; a body that fails midway breaks the connection. Resolves when it is out. */
export async function writeResponse(source: Response, target: ServerResponse): Promise<void> {
  const headers: string[] = [];
  for (const [name, value] of source.headers) headers.push(name, value);
  if (source.statusText === '') target.writeHead(source.status, headers);
  else target.writeHead(source.status, source.statusText, headers);
  if (source.body === null) {
    target.end();
    return;
  }
  // Sound: fetch and node:stream/web name the same class.
  const body = Readable.fromWeb(source.body as ReadableStream<Uint8Array>);
  try {
    await pipeline(body, target);
  } catch {
    // The resolver's stream failed, or the client went away; pipeline has destroyed both ends.
  }
}
