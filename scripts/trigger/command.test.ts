import { readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TriggerCommand } from '../config/define-config.ts';
import { temporaryFolder } from '../testing/program.ts';
import { createTrigger } from './create-trigger.ts';

const wish = {
  scenario: 'caep/session-revoked',
  type: 'https://schemas.openid.net/secevent/caep/event-type/session-revoked',
  subject: { format: 'email', email: 'a@example.com' },
  event: { reason_admin: { en: 'test' } },
  streamId: 'stream-1',
};

/** A command that runs this JavaScript. */
function node(code: string): TriggerCommand {
  return { command: [process.execPath, '-e', code] };
}

describe('a trigger command', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const run = (config: TriggerCommand, timeoutMs?: number) =>
    createTrigger(config, { env: process.env, cwd: folder, timeoutMs })(wish);

  it('gets the wished event as JSON on stdin, in its working directory', async () => {
    expect(await run({ command: 'cat > told.json' })).toEqual({ ok: true });
    expect(JSON.parse(await readFile(path.join(folder, 'told.json'), 'utf8'))).toEqual({
      scenario: wish.scenario,
      type: wish.type,
      subject: wish.subject,
      event: wish.event,
      stream_id: 'stream-1',
    });
  });

  it('sees the environment of the run and its own variables', async () => {
    const command = {
      ...node('process.exit(process.env.EXTRA === "1" && process.env.PATH ? 0 : 9)'),
      env: { EXTRA: '1' },
    };
    expect(await run(command)).toEqual({ ok: true });
  });

  it('is not ok when it ends with another exit code than 0, with its last word', async () => {
    const command = node(
      'console.error("first"); console.error("\\x1b[31mno such user\\x1b[0m"); process.exitCode = 3',
    );
    expect(await run(command)).toEqual({
      ok: false,
      message: 'the trigger command ended with exit code 3: no such user',
    });
  });

  it('is not ok when it cannot be started or is killed', async () => {
    expect((await run({ command: ['/does/not/exist'] })).message).toContain('cannot be started');
    expect((await run(node('process.kill(process.pid, "SIGTERM")'))).message).toContain('ended by SIGTERM');
  });

  it.each<[string, TriggerCommand['command']]>([
    ['is not there', ['/does/not/exist']],
    ['is not there, in a shell', 'exec ./does-not-exist.sh'],
    ['must not be run, in a shell', 'touch plain; exec ./plain'],
  ])('tells who cannot do without it that it %s', async (_, command) => {
    const said: string[] = [];
    const onCannotRun = (why: string): unknown => said.push(why);
    const trigger = createTrigger({ command }, { env: process.env, cwd: folder, onCannotRun });
    const { ok, message } = await trigger(wish);
    expect(ok).toBe(false);
    expect(said).toEqual([message]);
  });

  it('says only in its outcome what went wrong once it was run', async () => {
    const onCannotRun = (why: string): void => expect.unreachable(why);
    for (const [command, oks] of [
      ['if test -e ran; then exit 127; fi; touch ran', [true, false]],
      ['exit 1', [false, false]],
    ] as const) {
      const trigger = createTrigger({ command }, { env: process.env, cwd: folder, onCannotRun });
      expect([(await trigger(wish)).ok, (await trigger(wish)).ok]).toEqual(oks);
    }
  });

  it('may ignore its stdin and may write more than anybody reads', async () => {
    expect(await run({ command: 'exit 0' })).toEqual({ ok: true });
    const flood = node(
      'process.stderr.write("x".repeat(3e6) + "\\nlast", () => process.exit(1)); process.stdout.write("y".repeat(3e6))',
    );
    expect((await run(flood)).message).toBe('the trigger command ended with exit code 1: last');
  });

  it('is killed with its children when the deadline passes', async () => {
    // The child of the command holds a connection for as long as it lives.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const childDied = new Promise<void>((resolve) => {
      server.on('connection', (socket) =>
        socket
          .on('error', () => {})
          .on('close', resolve)
          .resume(),
      );
    });
    const child = `require("node:net").connect(${port}, "127.0.0.1"); setInterval(() => {}, 1000)`;
    const code = `
      require('node:child_process').spawn(process.execPath, ['-e', '${child}'], { stdio: 'inherit' });
      setInterval(() => {}, 1000);`;
    expect(await run(node(code), 2000)).toEqual({
      ok: false,
      message: 'the trigger did not end within 2000 ms',
    });
    await childDied;
    server.close();
  });

  it('does not wait for a child that outlives it', async () => {
    expect((await run({ command: 'sleep 60 & echo gone >&2; exit 4' }, 20_000)).message).toBe(
      'the trigger command ended with exit code 4: gone',
    );
  });
});
