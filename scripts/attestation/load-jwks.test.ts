import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { JwksUnreachable, loadJwks } from './load-jwks.ts';

let jwks: string;
beforeAll(async () => {
  jwks = JSON.stringify({ keys: [await exportJWK(generateKeyPairSync('ed25519').publicKey)] });
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
}

const load = (url: string, deadlineMs = 5_000) => loadJwks(url, process.cwd(), { deadlineMs });

describe('a JWK Set at a URL', () => {
  it('is fetched', async () => {
    const url = await serve((_request, response) => response.end(jwks));
    await expect(load(url)).resolves.toHaveLength(1);
  });

  it('is not waited for longer than the deadline, before its answer and within it', async () => {
    const silent = await serve(() => undefined);
    await expect(load(silent, 200)).rejects.toThrow('does not answer within 0.2 s');
    const dripping = await serve((request, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      request.on('close', () => clearInterval(drip));
    });
    await expect(load(dripping, 300)).rejects.toThrow('does not answer within 0.3 s');
  });

  it('is not waited for when the wait is cancelled', async () => {
    const url = await serve(() => cancel.abort());
    const cancel = new AbortController();
    await expect(loadJwks(url, process.cwd(), cancel)).rejects.toThrow('was not waited for any longer');
  });

  it('is not read beyond a size', async () => {
    const url = await serve((_request, response) => {
      const piece = Buffer.alloc(64 * 1024, 0x20);
      const pour = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', pour);
      pour();
    });
    await expect(load(url)).rejects.toThrow('answers with more than 1048576 bytes');
  });

  it('is not looked for elsewhere', async () => {
    let asked = 0;
    const elsewhere = await serve((_request, response) => {
      asked += 1;
      response.end(jwks);
    });
    const url = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    await expect(load(url)).rejects.toThrow('answers 302, a redirect, which is not followed');
    expect(asked).toBe(0);
  });

  it.each<[string, RequestListener, string]>([
    ['an error', (_request, response) => response.writeHead(500).end(jwks), 'answers 500.'],
    ['a page', (_request, response) => response.end('<html>'), 'does not answer with JSON'],
    ['other JSON', (_request, response) => response.end('[]'), 'It is no JWK Set'],
    ['nothing', (request) => request.socket.destroy(), 'cannot be reached'],
  ])('is missed when there is %s in its place', async (_, listener, message) => {
    const answer = load(await serve(listener));
    await expect(answer).rejects.toBeInstanceOf(JwksUnreachable);
    await expect(answer).rejects.toThrow(message);
  });

  it('is missed when nobody listens', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(load(url)).rejects.toThrow('cannot be reached (ECONNREFUSED)');
  });

  it('is refused when it shows a symmetric key', async () => {
    const url = await serve((_request, response) => response.end('{"keys":[{"kty":"oct","k":"AAAA"}]}'));
    await expect(load(url)).rejects.toBeInstanceOf(UsageError);
  });
});
