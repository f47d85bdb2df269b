import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import manifest from '../../package.json' with { type: 'json' };
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';
import { NODE, NODE_FROM } from './machine.ts';
import { transmitterPart } from './targets.ts';

describe('doctor', () => {
  let cwd: string;
  let target: StartedTransmitter;
  let token: string;
  beforeAll(async () => {
    target = await startTransmitter();
    token = target.clients[0]?.token ?? '';
    cwd = await temporaryFolder();
  });
  afterEach(async () => {
    for (const name of await readdir(cwd)) await rm(path.join(cwd, name), { recursive: true, force: true });
  });
  afterAll(async () => {
    await target.close();
    await rm(cwd, { recursive: true, force: true });
  });

  it('finds this machine and the built-in peers well, and writes nothing', async () => {
    const { exitCode, stdout, stderr } = await capture(['doctor'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const name of ['Node.js', 'report folder', 'Transmitter', 'hosted Receiver', 'managed Receiver'])
      expect(stdout).toMatch(new RegExp(`^  ok +${name}`, 'm'));
    expect(stdout).toContain('No problem found.');
    expect(await readdir(cwd)).toEqual([]);
  });

  it('looks at the target of a config file, of both sides where both are there', async () => {
    await writeFile(
      path.join(cwd, 'ssf-conformance.config.json'),
      JSON.stringify({
        transmitter: { issuer: target.issuer, auth: { accessToken: '${TOKEN}' } },
        receiver: { url: `${target.issuer}/nothing`, audience: 'rx' },
        delivery: ['poll'],
      }),
    );
    const { exitCode, stdout } = await capture(['doctor'], { cwd, env: { TOKEN: token } });
    expect(stdout).toContain(`Transmitter ${target.issuer}\n`);
    expect(stdout).toContain(`Receiver ${target.issuer}/nothing\n`);
    expect(stdout).toMatch(/ok +poll round trip/);
    expect(stdout).toMatch(/problem +push endpoint.*whose: yours \(configuration\)\n +do: /s);
    expect(exitCode).toBe(2);
    const one = await capture(['doctor', '--role', 'transmitter'], { cwd, env: { TOKEN: token } });
    expect(one.exitCode).toBe(0);
    expect(one.stdout).not.toContain('Receiver');
  });

  it('tells of our side of TLS, and makes the CA that the target has to trust before a run', async () => {
    const { issue } = await createAuthority();
    const client = await issue({ use: 'client', names: ['receiver-1'] });
    await writeFile(path.join(cwd, 'client.pem'), client.cert);
    await writeFile(path.join(cwd, 'client-key.pem'), client.key);
    const shown = ['--client-cert', 'client.pem', '--client-key', 'client-key.pem', '--tls', '--read-only'];
    const argv = ['doctor', '--issuer', target.issuer, '--access-token', token, ...shown];
    const { exitCode, stdout } = await capture(argv, { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ {2}ok +our TLS +Our endpoints speak https.*\(made now/ms);
    expect(stdout).toMatch(/^ {2}note +mutual TLS +We show CN=receiver-1.*: not for long/ms);
    expect(stdout).toMatch(/our push endpoint Our push endpoint https:.*answers here/s);
    expect(await readFile(path.join(cwd, '.ssf-conformance/ca.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  it('makes the CA, and tells of it, without a target as well', async () => {
    const { exitCode, stdout } = await capture(['doctor', '--role', 'transmitter', '--tls'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Our endpoints\n {2}ok +our TLS +Our endpoints speak https.*\(made now/ms);
    expect(stdout.match(/our TLS/g)).toHaveLength(1);
    const folder = path.join(cwd, '.ssf-conformance');
    expect((await readdir(folder)).sort()).toEqual(['.gitignore', 'authority.pem', 'ca.pem']);
    const again = await capture(['doctor', '--role', 'transmitter', '--tls'], { cwd });
    expect(again.stdout).toMatch(/our TLS.*that of earlier runs/s);
  });

  it('prints one JSON document, and the lines to stderr', async () => {
    const argv = ['doctor', '--issuer', target.issuer, '--access-token', token, '--read-only', '--json'];
    const { stdout, stderr } = await capture(argv, { cwd });
    const told = JSON.parse(stdout) as {
      ok: boolean;
      exitCode: number;
      lines: { name: string; state: string }[];
    };
    expect(told).toMatchObject({ ok: true, exitCode: 0, readOnly: true });
    expect(told.lines.find(({ name }) => name === 'metadata')).toMatchObject({ state: 'ok' });
    expect(stderr).toContain('No problem found; whether streams can be created was not tried.');
    expect(stdout + stderr).not.toContain(token);
  });

  it.each([
    ['the target is down', ['--issuer', 'http://127.0.0.1:1'], 3, 'the network'],
    ['the token is wrong', ['--access-token', 'wrong-token-012345'], 2, 'yours (configuration)'],
    ['the report folder is none', ['--report-dir', import.meta.filename], 2, 'yours (configuration)'],
  ])('says whose it is, and ends with its code, when %s', async (_, flags, code, whose) => {
    const issuer = flags.includes('--issuer') ? [] : ['--issuer', target.issuer];
    const { exitCode, stdout } = await capture(['doctor', ...issuer, ...flags], { cwd });
    expect(exitCode).toBe(code);
    expect(stdout).toContain(`whose: ${whose}`);
  });

  it('tells of an address that a target elsewhere cannot reach, and goes on', async () => {
    // A label of more than 63 characters is refused by the resolver itself: no query leaves the machine.
    const argv = ['doctor', '--receiver', `https://${'a'.repeat(64)}.invalid/x`, '--audience', 'rx'];
    const { exitCode, stdout } = await capture(argv, { cwd });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/problem +name/);
  });

  it('tells of addresses of ours that mean nothing to a target elsewhere', async () => {
    // An address that is kept for documentation: nothing is sent there, since that would not be waited for.
    const part = (harness: Record<string, string>) =>
      transmitterPart(
        { transmitter: { issuer: 'https://192.0.2.1' }, harness, limits: { request: '1ms' } },
        true,
        { stdout: { write: () => true }, stderr: { write: () => true }, env: {}, cwd },
      );
    for (const harness of [{}, { publicUrl: 'http://127.0.0.1:8080' }])
      expect((await part(harness))?.unreachable?.sentence).toMatch(/^192\.0\.2\.1 is not on this machine/);
    expect((await part({ publicUrl: 'https://tunnel.example' }))?.unreachable).toBeNull();
  });

  it('asks for the Node.js that the package asks for', () => {
    expect(manifest.engines.node).toBe(
      [...NODE.map(([major, minor]) => `^${major}.${minor}.0`), `>=${NODE_FROM}`].join(' || '),
    );
  });

  it.each([
    [['--only', 'jwks'], "unknown option '--only'"],
    [['--access-token', 't'], 'no issuer'],
    [['--issuer', 'http://tx.example'], 'http is accepted on loopback only'],
    [['extra'], 'too many arguments'],
  ])('refuses %j with exit code 2', async (flags, message) => {
    const { exitCode, stdout, stderr } = await capture(['doctor', ...flags], { cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('ends with 130 when it is interrupted before anything is seen', async () => {
    const { exitCode, stdout } = await capture(['doctor'], { cwd, signal: AbortSignal.abort() });
    expect(exitCode).toBe(130);
    expect(stdout).toContain('Interrupted');
  });
});
