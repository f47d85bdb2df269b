import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { keepArrival, stampArrival } from './arrival.ts';
import { readBody } from './body.ts';
import { keepClientCertificate } from './client-certificate.ts';
import type { Route } from './route.ts';
import { answer, match, refuse } from './router.ts';
import { writeResponse } from './write-response.ts';

export { type Arrival, arrivalOf } from './arrival.ts';

/** Where and how to listen. */
export interface ListenOptions {
  /** Default: `127.0.0.1`. */
  host?: string | undefined;
  /** Default: 0, a free port. */
  port?: number | undefined;
  /** Serve https. `key` and `cert` are PEM; the rest goes to node:tls. */
  tls?: TlsOptions | undefined;
  /** Longest request body in bytes. Default: 1 MiB. */
  maxBodyBytes?: number | undefined;
  /** What becomes of a longer body: it is answered 413, or cut, which `arrivalOf(request).bodyBytes` tells. Default: `refuse`. */
  overlongBody?: 'refuse' | 'cut' | undefined;
  /** Told of connections that did not come to a request: failed TLS handshakes, bytes that are not HTTP, half a body. */
  onConnectionError?: ((error: Error) => void) | undefined;
  /** Told of connections that were closed before any request came on them, as a client does that trusts us not; over TLS only where it had begun to speak TLS. */
  onUnused?: (() => void) | undefined;
  /** Told of requests that show credentials (Authorization) as soon as their head is there, whether or not the rest follows; `line`: `POST /push/ab`. */
  onCredentials?: ((line: string) => void) | undefined;
}

/** With what a server shows itself: PEM. */
export interface TlsOptions {
  /** PEM; several, each with its certificate, for clients with different kinds of keys. */
  key: string | string[];
  cert: string | string[];
  minVersion?: SecureVersion | undefined;
  maxVersion?: SecureVersion | undefined;
  /** OpenSSL cipher list. */
  ciphers?: string | undefined;
  /** Groups for finite-field Diffie-Hellman; without it there is none. */
  dhparam?: 'auto' | undefined;
  /** Ask clients for a certificate (RFC 8705); `clientCertificateOf(request)` tells which came. Default: do not ask. */
  clientCertificates?: ClientCertificatesOptions | undefined;
}

/** Whether clients are asked for certificates (mutual TLS, RFC 8705). */
export interface ClientCertificatesOptions {
  /** PEM of the authorities that a client's certificate may chain to; default: the system's. */
  ca?: string | readonly string[] | undefined;
  /** End the handshake of clients that have none, or one that no authority vouches for. Default: take everybody. */
  isRequired?: boolean | undefined;
}

/** What listens on a socket, until it is closed. */
export interface Listener {
  /** `http://127.0.0.1:41234` */
  origin: string;
  port: number;
  /** Stops listening and cuts every connection at once. */
  close(): Promise<void>;
}

/**
 * Serves a table of routes on a socket. A function is asked for the table at every request, so routes may come and
 * go. `Response.error()` from a resolver resets the connection; a client that goes away aborts `request.signal`.
 * Rejects when the port cannot be had.
 */
export async function listen(
  routes: readonly Route[] | (() => readonly Route[]),
  options: ListenOptions = {},
): Promise<Listener> {
  const { host = '127.0.0.1', port = 0, maxBodyBytes = 1024 * 1024, onConnectionError } = options;
  const overlongBody = options.overlongBody ?? 'refuse';
  const table = typeof routes === 'function' ? routes : () => routes;
  const sockets = new Map<string, Socket>();
  const used = new Set<string>();
  /** Connections on which a client spoke HTTP in place of TLS. */
  const plainOnes = new Set<string>();
  let origin = '';

  const onRequest = (message: IncomingMessage, response: ServerResponse): void => {
    used.add(peerOf(message.socket));
    if (message.headers.authorization !== undefined)
      options.onCredentials?.(`${message.method ?? ''} ${message.url ?? ''}`);
    serve(message, response).catch(() => response.destroy());
  };

  async function serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrival = stampArrival(message);
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    const url = urlOf(message, origin);
    if (!url) return plain(response, 400);
    const matched = match(table(), message.method ?? '', url.pathname);
    // Answered without its body, which node throws away.
    if (matched.route === null) return writeResponse(refuse(matched.allow), response);
    const body = await readBody(message, maxBodyBytes);
    // Node tells of it by `clientError`.
    if (!body) return;
    if (body.size > maxBodyBytes && overlongBody === 'refuse') return plain(response, 413);
    const request = toRequest(message, url, body.bytes, gone.signal);
    if (!request) return plain(response, 400);
    keepArrival(request, { ...arrival, bodyBytes: body.size });
    keepClientCertificate(request, message);
    const answered = await answer(matched, request);
    if (answered.type === 'error') reset(message.socket, response);
    else await writeResponse(answered, response);
  }

  // A TLS socket cannot send a reset itself, so it goes through the TCP socket below.
  function reset(socket: Socket, response: ServerResponse): void {
    sockets.get(peerOf(socket))?.resetAndDestroy();
    response.destroy();
  }

  const server = options.tls
    ? createHttpsServer(serverOptions(options.tls), onRequest)
    : createHttpServer(onRequest);
  // Longer than clients usually keep idle connections: the server must not be the one that closes under a request.
  server.keepAliveTimeout = 65_000;
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    sockets.set(peer, socket);
    socket.on('close', () => {
      if (sockets.get(peer) === socket) sockets.delete(peer);
      // Who only looks whether the port is open, as a port scan does, has not seen a certificate.
      const hasSpoken = !options.tls || (socket.bytesRead > 0 && !plainOnes.has(peer));
      plainOnes.delete(peer);
      if (!used.delete(peer) && hasSpoken) options.onUnused?.();
    });
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ERR_SSL_HTTP_REQUEST') plainOnes.add(peerOf(socket));
    onConnectionError?.(error);
  });
  server.on('clientError', (error: Error, socket: Socket) => {
    onConnectionError?.(error);
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const actual = (server.address() as AddressInfo).port;
  origin = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  return {
    origin,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}

/** The URL under our own origin, whatever the Host header says; null when the target is no path (`*`) or broken. */
function urlOf(message: IncomingMessage, origin: string): URL | null {
  const target = message.url ?? '';
  try {
    if (target.startsWith('/')) return new URL(origin + target);
    const { pathname, search } = new URL(target);
    return new URL(origin + pathname + search);
  } catch {
    return null;
  }
}

/** Null for what fetch cannot express: methods such as TRACE, header values with control characters. */
function toRequest(message: IncomingMessage, url: URL, body: Buffer, signal: AbortSignal): Request | null {
  try {
    const headers = new Headers();
    const raw = message.rawHeaders;
    for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '');
    const method = message.method ?? 'GET';
    const bodyless = method === 'GET' || method === 'HEAD' || body.length === 0;
    return new Request(url, {
      method,
      headers,
      signal,
      // A copy of its own: a small Buffer shares its memory with others.
      ...(bodyless ? {} : { body: new Uint8Array(body) }),
    });
  } catch {
    return null;
  }
}

/** A refusal by the listener itself; the connection is not used again, its rest may be unread. */
function plain(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close', 'content-length': '0' }).end();
}

function serverOptions({ clientCertificates, ...tls }: TlsOptions): ServerOptions {
  // OpenSSL 3 has TLS 1.0 and 1.1 only at security level 0.
  const old = tls.minVersion === 'TLSv1' || tls.minVersion === 'TLSv1.1';
  const { ca } = clientCertificates ?? {};
  return {
    ...tls,
    ...(old && tls.ciphers === undefined ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
    ...(clientCertificates && {
      requestCert: true,
      rejectUnauthorized: clientCertificates.isRequired ?? false,
    }),
    ...(ca === undefined ? {} : { ca: [ca].flat() }),
  };
}
