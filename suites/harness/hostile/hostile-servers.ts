import type { ServerResponse } from 'node:http';
import { type HostileServer, http, tcp } from './server.ts';

/** Targets that do not get as far as being a Transmitter: each does one kind of harm to whoever connects. */

/** Nobody listens on the port. */
export async function refusing(): Promise<HostileServer> {
  const server = await tcp(() => {});
  await server.close();
  return { ...server, close: async () => {} };
}

/** Accepts connections and never says a word. */
export function silent(): Promise<HostileServer> {
  return tcp(() => {});
}

/** Speaks, but not HTTP. */
export function notHttp(): Promise<HostileServer> {
  return tcp((socket) => void socket.end('220 mail.example ESMTP ready\r\n'));
}

/** Answers with a head that holds what no header should: terminal sequences, markup, a line that poses as a header. */
export function wildHeaders(): Promise<HostileServer> {
  const head = [
    'HTTP/1.1 302 \u001b]0;owned\u0007',
    "Location: http://127.0.0.1:1/\u001b[2J<script>alert('ssf')</script>",
    `X-Long: ${'a'.repeat(8_000)}`,
    'X-Empty:',
    'Set-Cookie: session=1; Path=/\u000bX-Injected: yes',
    'Content-Length: 0',
    'Connection: close',
  ];
  return tcp((socket) => {
    socket.once('data', () => void socket.end(`${head.join('\r\n')}\r\n\r\n`));
  });
}

/** Closes each connection as soon as it stands. */
export function closing(): Promise<HostileServer> {
  return tcp((socket) => void socket.destroy());
}

/** Begins a body and resets the connection in the middle of it. */
export function resetting(): Promise<HostileServer> {
  return http((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"issuer":"http', () => response.socket?.resetAndDestroy());
  });
}

/** Answers everything with these bytes. */
function answering(
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): Promise<HostileServer> {
  return http((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
}

/** A login page where the metadata should be, with markup that must not come alive in a report. */
export function html(): Promise<HostileServer> {
  const page = '<!doctype html><title>Sign in</title><script>alert(1)</script><img src=x onerror=alert(2)>';
  return answering(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

export function empty(): Promise<HostileServer> {
  return answering('');
}

/** JSON of so many levels. */
export function nested(levels: number): Promise<HostileServer> {
  return answering(`{"issuer":${'['.repeat(levels)}${']'.repeat(levels)}}`);
}

/** JSON whose strings hold bytes that are not UTF-8: a lone 0xff, and a NUL encoded in two bytes. */
export function invalidUtf8(): Promise<HostileServer> {
  const bytes = [
    Buffer.from('{"issuer":"http://a'),
    Buffer.of(0xff, 0xc0, 0x80),
    Buffer.from('","spec_version":"1_0"}'),
  ];
  return answering(Buffer.concat(bytes));
}

/** One string of so many bytes; they are made as they are read. */
export function huge(bytes: number): Promise<HostileServer> {
  return http((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(bytes + 13) });
    response.write('{"issuer":"');
    pour(response, bytes, () => response.end('"}'));
  });
}

/** A body of which one byte comes every `everyMs`, and which never ends. */
export function trickling(everyMs: number): Promise<HostileServer> {
  return http((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"issuer":"');
    const timer = setInterval(() => response.write('a'), everyMs);
    response.on('close', () => clearInterval(timer));
  });
}

/** Headers that never end. */
export function endlessHeaders(): Promise<HostileServer> {
  return tcp((socket) => {
    const send = (): void => {
      while (socket.writable && socket.write(`X-Padding: ${'a'.repeat(1000)}\r\n`));
    };
    socket.on('drain', send);
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n');
      send();
    });
  });
}

/** Sends everybody elsewhere, to a place that would gather their credentials. */
export function redirecting(location: string, status = 307): Promise<HostileServer> {
  return http((request, response) => {
    response.writeHead(status, { location: location + (request.url ?? '') }).end();
  });
}

/** 500 on everything. */
export function failing(): Promise<HostileServer> {
  return answering('{"error":"everything is broken"}', { status: 500 });
}

const BLOCK = Buffer.alloc(64 * 1024, 'a');

function pour(response: ServerResponse, bytes: number, done: () => void): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      const block = BLOCK.subarray(0, left);
      left -= block.length;
      if (!response.write(block)) {
        response.once('drain', more);
        return;
      }
    }
    if (left === 0) done();
  };
  more();
}
