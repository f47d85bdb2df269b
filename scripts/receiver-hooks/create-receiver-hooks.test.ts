import { readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartRequest } from '../../suites/harness/receiver/exchange.ts';
import type { HookCommand, ReceiverConfig } from '../config/define-config.ts';
import { temporaryFolder } from '../testing/program.ts';
import { createReceiverHooks } from './create-receiver-hooks.ts';

const request: StartRequest = {
  scenario: 'receiver-streams/creates@poll',
  issuer: 'http://127.0.0.1:1',
  metadataUrl: 'http://127.0.0.1:1/.well-known/ssf-configuration',
  delivery: 'poll',
  audience: 'https://rx.example',
  pollUrl: null,
  caFile: '/state/ca.pem',
};
const told = {
  scenario: request.scenario,
  issuer: request.issuer,
  metadata_url: request.metadataUrl,
  delivery: 'poll',
  audience: request.audience,
  poll_url: null,
  ca_file: '/state/ca.pem',
};

/** A command that runs this JavaScript. */
function node(code: string): HookCommand {
  return { command: [process.execPath, '-e', code] };
}

describe('the hooks of a Receiver', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const hooks = (config: Pick<ReceiverConfig, 'start' | 'stop' | 'effects'>, effect = 10_000) =>
    createReceiverHooks(config, { env: process.env, cwd: folder, limits: { effect, request: 100 } });
  const start = (config: ReceiverConfig['start']) =>
    hooks({ ...(config && { start: config }) }).start?.(request, AbortSignal.timeout(20_000)) ??
    Promise.reject(new Error('no start hook'));
  const file = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');
  /** Asks again until it holds; the test's own time limit is the deadline. */
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('tell a start command where to begin, on stdin and in its environment', async () => {
    const { ok, process: child } = await start({
      command:
        'cat > told.json; printf "%s %s %s %s %s [%s]" "$SSF_ISSUER" "$SSF_METADATA_URL" "$SSF_DELIVERY" "$SSF_AUDIENCE" "$SSF_SCENARIO" "$SSF_POLL_URL" > env.tmp; mv env.tmp env',
    });
    expect(ok).toBe(true);
    await until(async () => (await file('env').catch(() => '')) !== '');
    expect(JSON.parse(await file('told.json'))).toEqual(told);
    expect(await file('env')).toBe(
      `${request.issuer} ${request.metadataUrl} poll ${request.audience} ${request.scenario} []`,
    );
    await child?.stop();
  });

  it('take a start command that ends with 0 for a nudge, and one that ends otherwise for a target that ended', async () => {
    const nudge = await start(node('process.exitCode = 0'));
    const ended = await start(
      node('console.error("\\x1b[31mwrong issuer\\x1b[0m\\nI stop"); process.exitCode = 3'),
    );
    await until(() => ended.process?.ended() === true);
    expect(ended).toMatchObject({ ok: true });
    await until(() => ended.process?.said?.() === 'wrong issuer\nI stop');
    await until(() => nudge.process?.ended() === null);
    await nudge.process?.stop();
    await ended.process?.stop();
  });

  it('say that a start command does not exist', async () => {
    const { ok, message } = await start({ command: ['/does/not/exist'] });
    expect({ ok, message }).toEqual({
      ok: false,
      message: 'the start command cannot be started: spawn /does/not/exist ENOENT',
    });
    const unknown = await start({ command: 'no-such-command-here' });
    await until(() => unknown.process?.ended() === true);
    await until(() => unknown.process?.said?.().includes('no-such-command-here') === true);
  });

  it.each<[string, HookCommand, string]>([
    ['a working directory that is a file', { ...node(''), cwd: process.execPath }, 'ENOTDIR'],
    ['a word that is too long', node('x'.repeat(4_000_000)), 'E2BIG'],
    ['a NUL in a word', node('a\0b'), 'null bytes'],
  ])('say that a start command cannot be started for %s', async (_, command, reason) => {
    const { ok, message } = await start(command);
    expect(ok).toBe(false);
    expect(message).toMatch(/^the start command cannot be started: /);
    expect(message).toContain(reason);
  });

  it('end a target that goes on with all its children, those too that do not want to, and those of a nudge', async () => {
    const server = createSocketServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    let open = 0;
    server.on('connection', (socket) => {
      open++;
      socket
        .on('error', () => {})
        .on('close', () => open--)
        .resume();
    });
    const child = `require("node:net").connect(${port}, "127.0.0.1"); setInterval(() => {}, 1000)`;
    const spawn = `require('node:child_process').spawn(process.execPath, ['-e', '${child}'], { stdio: 'ignore' })`;
    const willing = await start(node(`${spawn}; setInterval(() => {}, 1000)`));
    await until(() => open === 1);
    expect(willing.process?.ended()).toBe(false);
    await willing.process?.stop();
    await until(() => open === 0);
    const nudge = await start(node(`${spawn}.unref()`));
    await until(() => open === 1 && nudge.process?.ended() === null);
    await nudge.process?.stop();
    await until(() => open === 0);
    server.close();
  });

  it('start and stop by requests and functions, and tell a stop what it ends', async () => {
    const seen: { url: string | undefined; body: unknown }[] = [];
    const server = await listening((url, body) => {
      seen.push({ url, body });
      return { status: url?.startsWith('/refuse') ? 409 : 204, text: 'busy' };
    });
    try {
      const { port } = server.address() as AddressInfo;
      const at = (place: string) => ({ request: { url: `http://127.0.0.1:${port}/${place}` } });
      const both = hooks({ start: at('start?to={{issuer}}'), stop: at('stop') });
      await both.stop?.();
      expect(seen).toEqual([]);
      expect(await both.start?.(request, AbortSignal.timeout(10_000))).toEqual({ ok: true });
      await both.stop?.();
      expect(seen).toEqual([
        { url: `/start?to=${encodeURIComponent(request.issuer)}`, body: told },
        { url: '/stop', body: told },
      ]);
      expect(await start(at('refuse'))).toEqual({ ok: false, message: 'the start hook answered 409: busy' });
    } finally {
      server.close();
    }
    const calls: unknown[] = [];
    expect(await start((given) => void calls.push(given))).toEqual({ ok: true });
    expect(calls).toEqual([request]);
    expect(await start(() => ({ ok: false, message: 'no database' }))).toEqual({
      ok: false,
      message: 'no database',
    });
  });

  const effects = [{ action: 'note', subject: { format: 'opaque', id: '1' }, jti: 'j' }];

  it('ask for effects by command, request or function', async () => {
    const asked = (config: ReceiverConfig['effects']) =>
      hooks({ ...(config && { effects: config }) }).effects?.();
    expect(await asked({ command: `echo '${JSON.stringify(effects)}'` })).toEqual({ ok: true, effects });
    expect(await asked(() => effects)).toEqual({ ok: true, effects });
    const server = await listening(() => ({ status: 200, text: JSON.stringify(effects) }));
    const { port } = server.address() as AddressInfo;
    expect(await asked({ request: { url: `http://127.0.0.1:${port}/effects` } })).toEqual({
      ok: true,
      effects,
    });
    server.close();
  });

  it('say why there are no effects, whatever the hook does', async () => {
    const why = async (config: ReceiverConfig['effects'], limit?: number) =>
      (await hooks({ ...(config && { effects: config }) }, limit).effects?.())?.message;
    expect(await why({ command: 'echo oops >&2; exit 2' })).toBe(
      'the effects command ended with exit code 2: oops',
    );
    expect(await why({ command: 'echo hello' })).toBe(
      'the effects hook gave no effects in its stdout: expected a JSON array of {"action", "subject"}, got "hello"',
    );
    // What a config file may hold although the types forbid it.
    expect(await why((() => 1) as unknown as () => [])).toContain('in its result: expected a JSON array');
    expect(await why(node('process.stdout.write("x".repeat(20e6))'))).toContain('wrote more than');
    expect(await why({ command: 'sleep 60' }, 200)).toBe('the effects hook did not end within 200 ms');
  });
});

function listening(
  answer: (url: string | undefined, body: unknown) => { status: number; text: string },
): Promise<Server> {
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.on('data', (chunk) => (text += String(chunk)));
    incoming.on('end', () => {
      const { status, text: said } = answer(incoming.url, text === '' ? null : JSON.parse(text));
      response.writeHead(status).end(status === 204 ? undefined : said);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
