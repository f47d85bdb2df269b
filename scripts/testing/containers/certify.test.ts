import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { receiverFaults } from '../../../mocks/faults/receiver/index.ts';
import type { Results } from '../../../reports/results.ts';
import { resultsProblems } from '../../../reports/results-schema.ts';
import { count } from '../../../reports/text/format.ts';
import type { ConformanceConfig, ContainerConfig } from '../../config/define-config.ts';
import { type Program, startProgram, temporaryFolder } from '../program.ts';
import { obstacle, openWorkshop, type Workshop } from './engine.ts';

/** What the gate shows of these tests: image, start, verdict. */
const LOG = path.resolve(import.meta.dirname, '../../../dist/containers.txt');
const SECRETS = ['s3cret-of-receiver-1', 's3cret-of-receiver-2'];
const AUDIENCE = 'https://rx.example/acme';
const TOKEN = 's3cret-receiver-token';
/** Families that are quick: right SETs, wrong ones, what came of them, and what is asked of our issuer. */
const QUICK = ['accept-set', 'refuse-signature', 'effects'];
const skipped = await obstacle();

describe('a target in a container', { timeout: 600_000 }, () => {
  let workshop: Workshop;
  let folder: string;
  let title: string;
  beforeAll(async () => {
    await mkdir(path.dirname(LOG), { recursive: true });
    await rm(LOG, { force: true });
    if (skipped !== null) {
      if (process.env.REQUIRE_CONTAINERS === '1') throw new Error(skipped);
      return tell(`skipped: ${skipped}`);
    }
    const started = performance.now();
    workshop = await openWorkshop();
    const took = ((performance.now() - started) / 1000).toFixed(1);
    await tell(`image ${workshop.image}: ${Math.round(workshop.size / 1e6)} MB, from scratch in ${took} s`);
  }, 120_000);
  afterAll(() => workshop?.close());
  beforeEach(async (context) => {
    context.skip(skipped !== null, skipped ?? '');
    folder = await temporaryFolder();
    title = `A target in a container ${context.task.name}`;
  });
  afterEach(async () => {
    if (skipped !== null) return;
    await rm(folder, { recursive: true, force: true });
    // However it ended.
    const left = await workshop.containers();
    if (left.length > 0) throw new Error(`Containers are left: ${left.join(', ')}`);
  });

  /** Runs the command line with this config file, and tells what became of it. */
  async function run(config: ConformanceConfig, args: readonly string[] = []): Promise<Finished> {
    const before = workshop.events.length;
    const program = await start(config, args);
    const code = await program.ended;
    const starts = workshop.events.slice(before).filter(({ action }) => action === 'start');
    const results = await readResults();
    const [first] = starts;
    const lines = results?.targetLog?.lines.map(({ text }) => text) ?? [];
    await tell(
      [
        `\n${title}`,
        first === undefined
          ? '  no container was started'
          : `  started   ${count(starts.length, 'container')} of ${first.image}, the first ${first.container}`,
        ...(lines.length === 0
          ? []
          : [
              `  wrote     ${count(lines.length, 'line')}, such as "${lines.find((text) => /^ready|^push endpoint/.test(text))}"`,
            ]),
        results === null
          ? `  no verdict, exit code ${code}`
          : `  verdict   ${results.verdict}, exit code ${code}: ${results.sentence}`,
      ].join('\n'),
    );
    return { code, results, starts: starts.length, stdout: program.stdout(), stderr: program.stderr() };
  }

  async function start(
    config: ConformanceConfig,
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<Program> {
    const file = path.join(folder, 'ssf-conformance.config.json');
    await writeFile(file, JSON.stringify(config));
    return startProgram(['run', '--config', file, ...args], folder, env);
  }

  async function readResults(): Promise<Results | null> {
    const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8').catch(
      () => null,
    );
    if (text === null) return null;
    for (const secret of [...SECRETS, TOKEN]) expect(text).not.toContain(secret);
    const value: unknown = JSON.parse(text);
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  }

  const container = (more: Partial<ContainerConfig>): NonNullable<ConformanceConfig['target']> => ({
    container: {
      ...(more.dockerfile === undefined ? { image: workshop.image } : {}),
      network: 'host',
      timeout: '120s',
      ...more,
      env: { PORT: '{{target.port}}', CONTROL_PORT: '{{target.port:1}}', ...more.env },
    },
  });
  const transmitter = (
    env: Record<string, string> = {},
    more: Partial<ContainerConfig> = {},
  ): ConformanceConfig => ({
    transmitter: {
      issuer: 'http://{{target.host}}:{{target.port}}',
      auth: { clientId: 'receiver-1', clientSecret: SECRETS[0] ?? '' },
      secondReceiver: { clientId: 'receiver-2', clientSecret: SECRETS[1] ?? '' },
      trigger: { request: { url: 'http://{{target.host}}:{{target.port:1}}/trigger' } },
    },
    target: container({
      waitFor: { log: 'ready: Transmitter' },
      ...more,
      env: { PEER: 'transmitter', SECRETS: SECRETS.join(','), ...env },
    }),
  });
  const effects = { request: { url: 'http://{{target.host}}:{{target.port:1}}/effects' } };
  const hosted = (env: Record<string, string> = {}): ConformanceConfig => ({
    receiver: { url: 'http://{{target.host}}:{{target.port}}/events', audience: AUDIENCE, effects },
    target: container({
      waitFor: { log: 'push endpoint' },
      env: {
        PEER: 'receiver',
        METADATA_URL: '{{harness.metadataUrl}}',
        AUDIENCE: '{{harness.audience}}',
        ...env,
      },
    }),
  });
  const managed = (env: Record<string, string> = {}): ConformanceConfig => ({
    role: 'receiver',
    receiver: { audience: AUDIENCE, auth: { accessToken: TOKEN }, effects },
    delivery: ['push', 'poll'],
    target: container({
      waitFor: { log: 'push endpoint' },
      env: {
        PEER: 'receiver',
        ISSUER: '{{harness.issuer}}',
        DELIVERY: '{{harness.delivery}}',
        AUDIENCE: '{{harness.audience}}',
        ACCESS_TOKEN: TOKEN,
        ...env,
      },
    }),
  });
  const only = (...names: string[]): string[] => names.flatMap((name) => ['--only', name]);

  it('is certified: the reference Transmitter, whole', async () => {
    const { code, results, starts, stderr } = await run(transmitter());
    expect({ code, stderr, verdict: results?.verdict }).toEqual({
      code: 0,
      stderr: '',
      verdict: 'conformant',
    });
    expect(results?.target).toMatchObject({ role: 'transmitter', builtIn: false });
    expect(starts).toBe(1);
    expect(results?.targetLog?.source).toBe(`container ${workshop.image}`);
    expect(results?.targetLog?.lines.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^ready: Transmitter at/),
    );
  });

  it('is certified: the reference Receiver, hosted', async () => {
    const { code, results, starts, stderr } = await run(hosted(), only(...QUICK, 'refuse-claims', 'replay'));
    expect({ code, stderr, verdict: results?.verdict }).toEqual({
      code: 0,
      stderr: '',
      verdict: 'conformant',
    });
    expect(results?.target).toMatchObject({ role: 'receiver', form: 'hosted', builtIn: false });
    expect(starts).toBe(1);
    expect(results?.targetLog?.lines.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('Takes SETs of'),
    );
  });

  it('is certified: the reference Receiver, managed, started anew for each of its lives', async () => {
    const { code, results, starts, stderr } = await run(
      managed(),
      only(...QUICK, 'receiver-discovery', 'receiver-streams'),
    );
    expect({ code, stderr, verdict: results?.verdict }).toEqual({
      code: 0,
      stderr: '',
      verdict: 'conformant',
    });
    expect(results?.target).toMatchObject({ role: 'receiver', form: 'managed', builtIn: false });
    expect(starts).toBeGreaterThan(5);
    expect(results?.targetLog?.lines.length).toBeGreaterThan(starts);
  });

  it('is found to be broken: a Transmitter, built from its Dockerfile, ready when its health check says so', async () => {
    const { name, breaks } = faultNamed(faults, 'created-with-200');
    const { code, results, stdout } = await run(
      transmitter({ FAULT: name }, { dockerfile: workshop.dockerfile, waitFor: { health: true } }),
      only('create-stream'),
    );
    expect({ code, verdict: results?.verdict }).toEqual({ code: 1, verdict: 'non-conformant' });
    expect(broken(results)).toContain(breaks);
    // What it wrote about the request that shows it.
    expect(stdout).toMatch(/ {4}log +.*POST \/ssf\/streams → 200/);
  });

  it.each([
    ['hosted', hosted],
    ['managed', managed],
  ] as const)('is found to be broken: a Receiver, %s', async (_form, config) => {
    const { name, breaks } = faultNamed(receiverFaults, 'receiver-takes-stripped-signature');
    const { code, results } = await run(config({ FAULT: name }), only('refuse-signature'));
    expect({ code, verdict: results?.verdict }).toEqual({ code: 1, verdict: 'non-conformant' });
    expect(broken(results)).toContain(breaks);
  });

  it.each([1, 2])('is gone after Ctrl-C pressed %d times', async (times) => {
    const program = await start(transmitter());
    await program.printed('checks done');
    expect(await workshop.containers()).toHaveLength(1);
    for (let i = 0; i < times; i++) {
      program.child.kill('SIGINT');
      if (i === 0) await program.printed('Again to stop at once');
    }
    expect(await program.ended).toBe(130);
    // A run that was ended at once leaves the rest to another process.
    const deadline = performance.now() + (times === 2 ? 30_000 : 0);
    while ((await workshop.containers()).length > 0 && performance.now() < deadline) await sleep(20);
    expect(await workshop.containers()).toEqual([]);
  });

  it('is gone when it did not get ready, and what it wrote is told', async () => {
    const { code, stderr } = await run(transmitter({ READY_AFTER: '60000' }, { timeout: '2s' }));
    expect(code).toBe(3);
    expect(stderr).toContain('reference transmitter on Node.js');
  });

  it('is not there when no engine answers, and the message says how to get one', async () => {
    const program = await start(transmitter(), [], { DOCKER_HOST: 'tcp://127.0.0.1:1' });
    expect(await program.ended).toBe(3);
    expect(program.stderr()).toContain('No container engine answers');
    expect(program.stderr()).toContain('apt-get install docker.io');
  });
});

function faultNamed<F extends { name: string }>(all: readonly F[], name: string): F {
  const fault = all.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`There is no fault ${name}.`);
  return fault;
}

interface Finished {
  code: number | null;
  results: Results | null;
  /** How many containers were started. */
  starts: number;
  stdout: string;
  stderr: string;
}

function broken(results: Results | null): string[] {
  return (results?.checks ?? []).flatMap(({ findings }) => findings.map(({ requirement }) => requirement));
}

async function tell(line: string): Promise<void> {
  console.log(line);
  await appendFile(LOG, `${line}\n`);
}
