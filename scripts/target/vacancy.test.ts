import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { requireVacant } from './vacancy.ts';

const what = 'the command x';
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the address of a target that we start', () => {
  it('is refused where somebody listens already: the run would test that', async () => {
    const port = await listening(createServer(() => {}));
    for (const host of ['127.0.0.1', 'localhost'])
      await expect(
        requireVacant([new URL(`http://${host}:${port}/a`)], { what, leavingMs: 0 }),
      ).rejects.toMatchObject({
        message: `Something else listens at ${host}:${port} already, before the command x is started; the run would test that.`,
      });
  });

  it('may be one where nobody listens, or that of another machine', async () => {
    const addresses = [new URL(`http://127.0.0.1:${await freePort()}`), new URL('https://tx.invalid/')];
    await expect(requireVacant(addresses, { what })).resolves.toBeUndefined();
  });

  it('is waited for while its earlier life leaves it', async () => {
    const server = createServer((socket) => {
      socket.on('close', () => server.close());
      socket.resume();
    });
    const address = new URL(`http://127.0.0.1:${await listening(server)}`);
    await expect(requireVacant([address], { what, leavingMs: 30_000 })).resolves.toBeUndefined();
    servers.length = 0;
  });

  it('may be that of a proxy behind which nobody stands yet', async () => {
    const proxy = createHttpServer((_, response) => response.writeHead(502).end());
    const address = new URL(`http://127.0.0.1:${await listening(proxy)}`);
    await expect(requireVacant([address], { what, leavingMs: 0 })).resolves.toBeUndefined();
  });
});
