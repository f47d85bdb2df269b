import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

/** A target that does harm; what it was sent is kept, so that a test can look for secrets in it. */
export interface HostileServer {
  /** `http://127.0.0.1:41234`, to be used as an issuer. */
  origin: string;
  port: number;
  /** Head of every request that came over HTTP. */
  seen: { method: string; url: string; headers: Record<string, string | string[] | undefined> }[];
  close(): Promise<void>;
}

/** Serves bare TCP. */
export function tcp(onSocket: (socket: Socket) => void): Promise<HostileServer> {
  return start(createTcpServer(onSocket), []);
}

/** Serves HTTP; `handle` may ruin the connection in any way it likes. */
export function http(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<HostileServer> {
  const seen: HostileServer['seen'] = [];
  const server = createHttpServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    request.resume();
    handle(request, response);
  });
  return start(server, seen);
}

async function start(server: Server, seen: HostileServer['seen']): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // The client may well reset the connection in disgust.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
