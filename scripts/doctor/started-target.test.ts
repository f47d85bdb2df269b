import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

/** Serves metadata that is none, and says where it got its port. */
const SERVER = `
require('node:http')
  .createServer((_, response) => response.end('{}'))
  .listen(process.argv[2], '127.0.0.1', () => console.log('ready'));
`;

describe('doctor with a target that a run starts', { timeout: 60_000 }, () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
    await writeFile(path.join(cwd, 'server.cjs'), SERVER);
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));
  const doctor = (...args: string[]) =>
    capture(['doctor', '--no-config', ...args], { cwd, env: process.env });
  const issuer = ['--issuer', 'http://127.0.0.1:{{target.port}}'];
  const command = ['--target-command', `exec ${process.execPath} server.cjs {{target.port}}`];

  test('starts a Transmitter, looks at it and ends it', async () => {
    const { stdout } = await doctor(...issuer, ...command);
    expect(stdout).toMatch(/Target, command \S*node[\s\S]*Ready after \d+ ms\.[\s\S]*Transmitter http:/);
    const port = /Transmitter http:\/\/127\.0\.0\.1:(\d+)/.exec(stdout)?.[1];
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  test('starts nothing with --read-only', async () => {
    const { stdout, exitCode } = await doctor('--read-only', ...issuer, ...command);
    expect(stdout).toContain('Nothing is started (--read-only).');
    expect(exitCode).toBe(0);
  });

  test('masks a secret in the name of what it starts', async () => {
    const named = ['--target-command', 'exec ./s3cret-of-ours.sh'];
    const env = { ...process.env, TX_TOKEN: 's3cret-of-ours' };
    const { stdout } = await capture(['doctor', '--no-config', ...issuer, ...named], { cwd, env });
    expect(stdout).toMatch(/Target, command \.\/‹masked \w+›\.sh\n/);
    expect(stdout).not.toContain('s3cret-of-ours');
  });

  test('masks a secret in the last words of a Receiver that it starts', async () => {
    const command = ['--role', 'receiver', '--target-command', 'echo "my token is $RX_TOKEN"; exit 4'];
    const env = { ...process.env, RX_TOKEN: 'env-s3cret-value' };
    const { stdout } = await capture(['doctor', '--no-config', ...command], { cwd, env });
    expect(stdout).toMatch(/my\s+token\s+is\s+‹masked/);
    expect(stdout).not.toContain('s3cret');
  });

  test('masks no word that decides, though a secret begins with it', async () => {
    const env = { ...process.env, TX_TOKEN: 'target-token-123', TX_SECRET: 'problem-of-ours' };
    const command = ['--target-command', 'echo target-token-123; exit 4'];
    const { stdout, exitCode } = await capture(['doctor', '--no-config', ...issuer, ...command], {
      cwd,
      env,
    });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/problem +start[\s\S]*whose: the target/);
    expect(stdout).not.toContain('target-token-123');
  });

  test('says what kept the target from starting', async () => {
    const { stdout, exitCode } = await doctor(...issuer, '--target-command', 'echo no luck; exit 4');
    expect(stdout).toMatch(/ended with exit code 4 before it was ready\. The last\s+that it wrote: no luck/);
    expect(exitCode).toBe(3);
    expect(stdout).not.toContain('Transmitter http');
  });

  test('leaves a Receiver with an address to the run', async () => {
    const receiver = ['--receiver', 'http://127.0.0.1:{{target.port}}/events', '--audience', 'rx'];
    const { stdout } = await doctor(...receiver, ...command);
    expect(stdout).toContain('A run starts it when our issuer stands');
  });
});
