import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PUSH_HEADER } from './push-line.ts';

/** What stamping can be at best in node: a server that does nothing else. */
export interface BareServer {
  url: string;
  /** `performance.now()` at which each push came, by its id. */
  stamps: ReadonlyMap<string, number>;
  close(): void;
}

export async function startBareServer(): Promise<BareServer> {
  const stamps = new Map<string, number>();
  const server = createServer((request, response) => {
    const at = performance.now();
    stamps.set(String(request.headers[PUSH_HEADER]), at);
    request.resume();
    request.on('end', () => response.writeHead(202, { 'content-length': '0' }).end());
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/push`,
    stamps,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
