import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import { TargetOutput } from './output.ts';
import { type Ready, type Starting, untilReady } from './ready.ts';
import { TargetFailure } from './target-failure.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server, port = 0): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function starting(more: Partial<Starting> = {}): Starting {
  return {
    what: 'the container acme/tx:1',
    isContainer: true,
    output: new TargetOutput(),
    ended: () => null,
    ...more,
  };
}

const failure = async (ready: Ready, target: Starting, timeoutMs = 1): Promise<string> => {
  const error: unknown = await untilReady(ready, target, { timeoutMs }).catch((thrown: unknown) => thrown);
  if (!(error instanceof TargetFailure)) throw new Error(`It did not fail: ${String(error)}`);
  return error.message;
};

describe('a target is ready', () => {
  const timeoutMs = 10_000;

  it('when its port takes connections and keeps them', async () => {
    const port = await freePort();
    const ready = untilReady({ kind: 'port', host: '127.0.0.1', port }, starting(), { timeoutMs });
    // As the engine does it, while nobody listens behind the mapped port.
    const proxy = createServer((socket) => socket.destroy());
    await listening(proxy, port);
    await new Promise((resolve) => proxy.once('connection', resolve));
    await new Promise((resolve) => proxy.close(resolve));
    const held = createServer(() => {});
    await listening(held, port);
    await ready;
    expect(await failure({ kind: 'port', host: '127.0.0.1', port: await freePort() }, starting())).toContain(
      'to accept connections (nothing listens there)',
    );
  });

  it('when it answers, with the status that is waited for', async () => {
    const statuses = [503, 404, 200];
    const server = createHttpServer((_, response) =>
      response.writeHead(statuses.length > 1 ? (statuses.shift() ?? 0) : 200).end(),
    );
    const url = `http://127.0.0.1:${await listening(server)}/up`;
    await untilReady({ kind: 'http', url, status: null }, starting(), { timeoutMs });
    expect(statuses).toEqual([200]);
    expect(await failure({ kind: 'http', url, status: 204 }, starting())).toContain(
      `waited for ${url} to answer with 204 (status 200)`,
    );
  });

  it('when it has written the line, before or after', async () => {
    const target = starting();
    const source = target.output.source('stdout');
    const ready: Ready = { kind: 'log', pattern: /^listening on \d+$/ };
    const waiting = untilReady(ready, target, { timeoutMs });
    source.write(Buffer.from('starting\nlistening on 80\n'));
    await waiting;
    await untilReady(ready, target, { timeoutMs });
    expect(await failure(ready, starting())).toContain('no line so far');
  });

  it('when its health check says so', async () => {
    const states = ['starting', 'healthy'] as const;
    let looks = 0;
    const health = async () => states[Math.min(looks++, 1)] ?? 'none';
    await untilReady({ kind: 'health' }, starting({ health }), { timeoutMs });
    expect(looks).toBe(2);
    expect(await failure({ kind: 'health' }, starting({ health: async () => 'none' }))).toContain(
      'has no health check to wait for',
    );
  });

  it('never, when the engine does not know it any more', async () => {
    const health = () => Promise.reject(new Error('no such container: c0ffee'));
    expect(await failure({ kind: 'health' }, starting({ health }))).toContain(
      'does not tell the health of the container acme/tx:1: no such container: c0ffee',
    );
  });

  it('never, when whoever is asked does not answer until the time is up, or the run is ended', async () => {
    const silent = createServer(() => {});
    const url = `http://127.0.0.1:${await listening(silent)}/`;
    const readies: [Ready, Starting][] = [
      [{ kind: 'http', url, status: null }, starting()],
      [{ kind: 'health' }, starting({ health: () => new Promise(() => {}) })],
    ];
    for (const [ready, target] of readies) {
      expect(await failure(ready, target)).toContain('(no answer)');
      const run = new AbortController();
      const waiting = untilReady(ready, target, { timeoutMs: 600_000, signal: run.signal });
      run.abort();
      await expect(waiting).resolves.toBeUndefined();
    }
  });

  it('never, when it ended before, whoever answers in its place; its last words are told', async () => {
    const port = await listening(createServer(() => {}));
    const target = starting({ ended: () => 'ended with exit code 3' });
    const source = target.output.source('stderr');
    source.write(Buffer.from('EADDRINUSE\n'));
    expect(await failure({ kind: 'port', host: '127.0.0.1', port }, target, timeoutMs)).toBe(
      'The container acme/tx:1 ended with exit code 3 before it was ready. The last that it wrote:\n    EADDRINUSE',
    );
  });

  it.each([
    { isContainer: true, needs: 'target.container.env', time: 'target.container.timeout' },
    { isContainer: false, needs: 'target.env', time: 'target.timeout' },
  ])('or tells what helps a target of its kind, container: $isContainer', async (kind) => {
    const hint = async (target: Starting): Promise<unknown> =>
      untilReady({ kind: 'log', pattern: /never/ }, target, { timeoutMs: 1 }).catch((error: unknown) =>
        error instanceof TargetFailure ? error.hint : error,
      );
    const { isContainer } = kind;
    expect(await hint(starting({ isContainer }))).toContain(kind.time);
    const ended = await hint(starting({ isContainer, ended: () => 'ended with exit code 1' }));
    expect(ended).toContain(kind.needs);
    expect(String(ended).includes('volumes')).toBe(isContainer);
  });

  it('as far as anybody waits for it', async () => {
    const signal = AbortSignal.abort();
    const ready: Ready = { kind: 'log', pattern: /never/ };
    await expect(untilReady(ready, starting(), { timeoutMs, signal })).resolves.toBeUndefined();
  });
});
