import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../../reports/results.ts';
import { resultsProblems } from '../../reports/results-schema.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { PROGRAM, type Program, startProgram, temporaryFolder } from '../testing/program.ts';

const SECRET = 's3cret-of-the-client';
/** A Transmitter that breaks down when its trigger is called, where it has one. */
const TRANSMITTER = `
import { createServer } from 'node:http';
import { startTransmitter } from '${pathToFileURL(path.resolve(PROGRAM, '../../mocks/index.js')).href}';
const { PORT, CLIENT_SECRET, BREAKS } = process.env;
const clients = [{ id: 'rx', secret: CLIENT_SECRET }];
const transmitter = await startTransmitter({ port: Number(PORT), clients });
console.log('listening at ' + transmitter.issuer + ' for a client with ' + CLIENT_SECRET);
console.log('process ' + process.pid);
if (BREAKS) createServer(() => { console.error('out of luck'); process.exit(7); }).listen(Number(BREAKS), '127.0.0.1');
`;

describe('a command as target', { timeout: 120_000 }, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    await writeFile(path.join(folder, 'tx.mjs'), TRANSMITTER);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function start(config: ConformanceConfig, args: readonly string[] = []): Promise<Program> {
    const file = path.join(folder, 'target.config.json');
    await writeFile(file, JSON.stringify(config));
    return startProgram(['run', '--config', file, ...args], folder, { OF_US: SECRET });
  }

  async function results(): Promise<Results> {
    const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8');
    expect(text).not.toContain(SECRET);
    const value: unknown = JSON.parse(text);
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  }

  const transmitter = (
    env: Record<string, string> = {},
    more: ConformanceConfig = {},
  ): ConformanceConfig => ({
    transmitter: {
      issuer: 'http://127.0.0.1:{{target.port}}',
      auth: { clientId: 'rx', clientSecret: '${OF_US}' },
    },
    target: {
      command: [process.execPath, 'tx.mjs'],
      env: { PORT: '{{target.port}}', CLIENT_SECRET: '${OF_US}', ...env },
      waitFor: { log: '^process' },
    },
    delivery: ['poll'],
    only: ['discovery', 'jwks'],
    ...more,
  });

  const isThere = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('is started, tested and ended; what it wrote is in the results, secrets masked', async () => {
    const program = await start(transmitter());
    expect({ code: await program.ended, stderr: program.stderr() }).toEqual({ code: 0, stderr: '' });
    const { targetLog, target, notices } = await results();
    expect(targetLog).toMatchObject({ source: `command ${process.execPath} tx.mjs`, omitted: 0 });
    const [listening, pid] = targetLog?.lines ?? [];
    expect(listening?.text).toMatch(/^listening at http:\/\/127\.0\.0\.1:\d+ for a client with ‹masked/);
    expect(listening?.atMs).toBeLessThan(0);
    expect(listening?.text).toContain(target.issuer);
    expect(isThere(Number(pid?.text.split(' ')[1]))).toBe(false);
    expect(notices).toEqual([]);
  });

  it('that ends while the run goes on is told of, with its last words', async () => {
    const config = transmitter({ BREAKS: '{{target.port:1}}' }, { only: ['verification'] });
    const dying: ConformanceConfig = {
      ...config,
      transmitter: {
        ...config.transmitter,
        trigger: { request: { url: 'http://127.0.0.1:{{target.port:1}}/' } },
      },
      only: ['events'],
    };
    const program = await start(dying);
    await program.ended;
    const { notices } = await results();
    expect(notices.join('\n')).toMatch(
      /^While the run went on, the command \S+ tx\.mjs ended with exit code 7\./m,
    );
    expect(notices.join('\n')).toContain('out of luck');
  });

  it('is a managed Receiver that is started for each of its lives', async () => {
    const mock = `${process.execPath} ${PROGRAM} mock receiver`;
    const program = await start(
      {
        role: 'receiver',
        receiver: { auth: { accessToken: SECRET } },
        target: {
          command: `exec ${mock} --issuer {{harness.issuer}} --delivery {{harness.delivery}} --access-token ${SECRET}`,
          waitFor: { log: 'push endpoint' },
        },
      },
      ['--only', 'receiver-discovery/issuer-with-path', '--only', 'accept-set/plain'],
    );
    expect({ code: await program.ended, stderr: program.stderr() }).toEqual({ code: 0, stderr: '' });
    const { targetLog, target, verdict } = await results();
    expect({ verdict, form: target.form }).toEqual({ verdict: 'conformant', form: 'managed' });
    const lives = targetLog?.lines.filter(({ text }) => text.includes('push endpoint')) ?? [];
    expect(lives.length).toBeGreaterThan(1);
  });

  it('is a hosted Receiver, by flags, which has a story told', async () => {
    const mock = `${process.execPath} ${PROGRAM} mock receiver`;
    const program = startProgram(
      [
        'run',
        '--receiver',
        'http://127.0.0.1:{{target.port}}/events',
        '--audience',
        'rx',
        '--target-command',
        `exec ${mock} --well-known {{harness.metadataUrl}} --audience {{harness.audience}} --port {{target.port}} --control-port {{target.port:1}}`,
        '--scenario',
        'session-life',
      ],
      folder,
    );
    expect({ code: await program.ended, stderr: program.stderr() }).toEqual({ code: 0, stderr: '' });
    const { targetLog, scenarios } = await results();
    expect(scenarios?.map(({ name }) => name)).toEqual(['session-life']);
    expect(targetLog?.lines.length).toBeGreaterThan(0);
  });

  it.each([1, 2])('is gone after Ctrl-C pressed %d times', async (times) => {
    const { target, ...config } = transmitter({}, { only: ['verification', 'create-stream'] });
    const program = await start({ ...config, target: { ...target, command: 'node tx.mjs; true' } });
    await program.printed('checks done');
    for (let i = 0; i < times; i++) {
      program.child.kill('SIGINT');
      if (i === 0) await program.printed('Again to stop at once');
    }
    expect(await program.ended).toBe(130);
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(program.stdout())?.[1]);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  it('that never gets ready ends the run with 3, and is gone', async () => {
    const { target, ...config } = transmitter();
    const never = { ...target, waitFor: { log: 'never' }, timeout: '5s' as const };
    const program = await start({ ...config, target: never });
    expect(await program.ended).toBe(3);
    expect(program.stderr()).toContain('was not ready within 5 s: waited for a line that matches /never/u');
    expect(program.stderr()).toContain('listening at');
    expect(program.stderr()).not.toContain(SECRET);
    const pid = Number(/process (\d+)/.exec(program.stderr())?.[1]);
    expect(isThere(pid)).toBe(false);
  });

  it('that is interrupted while it starts ends the run with 130', async () => {
    const { target, ...config } = transmitter();
    const program = await start({ ...config, target: { ...target, waitFor: { log: 'never' } } });
    await program.printed('Starting the command');
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
  });
});
