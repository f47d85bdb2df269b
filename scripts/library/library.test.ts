import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../../mocks/faults/index.ts';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { LIBRARY, type Library, loadLibrary } from '../testing/library.ts';
import { temporaryFolder } from '../testing/program.ts';

let library: Library;
let cwd: string;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  library = await loadLibrary();
});
beforeEach(async () => {
  cwd = await temporaryFolder();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await rm(cwd, { recursive: true, force: true });
});

/** A reference Transmitter on a socket, whole or with a fault, and the configuration that tests some of it. */
async function target(fault?: string): Promise<{ peer: StartedTransmitter; config: ConformanceConfig }> {
  const seams = faults.find(({ name }) => name === fault)?.seams();
  const peer = await startTransmitter(seams === undefined ? {} : { seams });
  open.push(peer);
  const [client] = peer.clients;
  return {
    peer,
    config: {
      transmitter: {
        issuer: peer.issuer,
        auth: {
          clientId: client?.id ?? '',
          clientSecret: '${SECRET}',
          tokenEndpoint: peer.tokenEndpoint,
        },
      },
      only: ['discovery', 'metadata'],
    },
  };
}
const envOf = ({ clients }: StartedTransmitter): Record<string, string> => ({
  SECRET: clients[0]?.secret ?? '',
});

describe('run', { timeout: 120_000 }, () => {
  it('gives the results of a target, and tells of progress', async () => {
    const { peer, config } = await target();
    const told = new Set<string>();
    const { results, exitCode, runs } = await library.run(config, {
      cwd,
      env: envOf(peer),
      onProgress: ({ kind }, name) => told.add(`${name} ${kind}`),
    });
    expect(results).toMatchObject({ verdict: 'conformant', exitCode: 0, partial: true });
    expect(results.checks.length).toBeGreaterThan(5);
    expect(results.checks[0]?.rerun).toBe(`npx ssf-conformance run --only ${results.checks[0]?.id}`);
    expect({ exitCode, runs: runs.length }).toEqual({ exitCode: 0, runs: 1 });
    expect(told).toContain('transmitter result');
    // No report is written unasked.
    expect(await readdir(cwd)).toEqual([]);
  });

  it('applies the waivers of the working directory, as the command line does, unless told otherwise', async () => {
    const { peer, config } = await target('metadata-empty-array');
    const env = envOf(peer);
    const { results } = await library.run(config, { cwd, env });
    const failed = results.checks.filter(({ outcome }) => outcome === 'fail');
    expect(results).toMatchObject({ verdict: 'non-conformant', exitCode: 1 });
    const waivers = failed.map(({ id }) => ({ check: id, reason: 'known', until: '2999-01-01' }));
    await writeFile(path.join(cwd, 'ssf-conformance.waivers.json'), JSON.stringify({ waivers }));
    expect((await library.run(config, { cwd, env })).results.summary.byOutcome).toMatchObject({
      waived: failed.length,
    });
    expect((await library.run(config, { cwd, env, waivers: false })).exitCode).toBe(1);
  });

  it('compares with an earlier run, of which only what is new may count', async () => {
    const { peer, config } = await target('metadata-empty-array');
    const options = { cwd, env: envOf(peer) };
    const { results } = await library.run({ ...config, seed: 1 }, options);
    const { json } = await library.writeReports(results, 'before', { cwd, formats: ['json'] });
    const again = await library.run({ ...config, against: json ?? '' }, options);
    expect(again.results.comparison).toMatchObject({ newlyFailing: [], stillFailing: 1 });
  });

  it('runs several targets at once, and mixes nothing up', async () => {
    const targets = await Promise.all([target(), target('metadata-empty-array'), target()]);
    const reports = await Promise.all(
      targets.map(({ peer, config }) => library.run(config, { cwd, env: envOf(peer) })),
    );
    expect(reports.map(({ results }) => results.verdict)).toEqual([
      'conformant',
      'non-conformant',
      'conformant',
    ]);
    expect(reports.map(({ results }) => results.target.issuer)).toEqual(
      targets.map(({ peer }) => peer.issuer),
    );
    for (const [index, { results }] of reports.entries()) {
      const urls = results.exchanges
        .filter(({ direction }) => direction === 'to-target')
        .map(({ request }) => new URL(request.url).origin);
      expect(new Set(urls)).toEqual(new Set([targets[index]?.peer.issuer]));
    }
  });

  it('gives what it knows when it is cut short, and the reason when nothing had begun', async () => {
    const { peer, config } = await target();
    const stop = new AbortController();
    const options = { cwd, env: envOf(peer), signal: stop.signal };
    const { results, exitCode } = await library.run(config, {
      ...options,
      onProgress: ({ kind }) => kind === 'start' && stop.abort(new Error('enough')),
    });
    expect(results).toMatchObject({ interrupted: true, partial: true });
    expect(exitCode).toBe(130);
    await expect(library.run(config, options)).rejects.toThrow('enough');
  });

  it('ends with what the listener throws', async () => {
    const { peer, config } = await target();
    const onProgress = (): never => {
      throw new Error('the listener is broken');
    };
    await expect(library.run(config, { cwd, env: envOf(peer), onProgress })).rejects.toThrow(
      'the listener is broken',
    );
  });

  it('takes functions as hooks', async () => {
    const { peer, config } = await target();
    const asked: string[] = [];
    const { results } = await library.run(
      {
        transmitter: {
          ...config.transmitter,
          trigger: async ({ type, subject, event, streamId }) => {
            asked.push(type);
            await peer.trigger({ type, subject, event, stream_id: streamId });
          },
        },
        delivery: ['poll'],
        only: ['events/session-revoked'],
      },
      { cwd, env: envOf(peer) },
    );
    expect(results.checks.map(({ outcome }) => outcome)).toEqual(['pass']);
    expect(asked).toContain('https://schemas.openid.net/secevent/caep/event-type/session-revoked');
  });

  it('tells by its type whose fault it is that there are no results', async () => {
    const cause = (config: unknown): Promise<unknown> =>
      library.run(config as ConformanceConfig, { cwd, env: {} }).catch((error: unknown) => error);
    const mistyped = await cause({ transmiter: {} });
    expect(mistyped).toBeInstanceOf(library.UsageError);
    expect(mistyped).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(String(mistyped)).toContain('Did you mean "transmitter"?');
    expect(await cause(null)).toMatchObject({ code: 'USAGE' });
    const inherited: unknown = JSON.parse('{"__proto__":{"only":["discovery"]}}');
    expect(await cause(inherited)).toMatchObject({ code: 'USAGE' });
    expect(String(await cause({ transmitter: { issuer: '${NOT_SET}' } }))).toContain('NOT_SET');
    const { peer, config } = await target();
    await peer.close();
    open.length = 0;
    const gone = await cause({ transmitter: { ...config.transmitter, auth: { accessToken: 'a' } } });
    expect(gone).toBeInstanceOf(library.TargetError);
    expect(gone).toMatchObject({ code: 'TARGET', exitCode: 3 });
    expect((gone as InstanceType<Library['TargetError']>).hint).toContain('Is the target started');
  });

  it('tests the built-in peers where no target is named, and its results are those that decide', async () => {
    const { runs, results, exitCode } = await library.run(
      { only: ['discovery', 'accept-flow'] },
      { cwd, env: {} },
    );
    expect(runs.map(({ name }) => name)).toEqual(['transmitter', 'receiver-hosted', 'receiver-managed']);
    expect(exitCode).toBe(results.exitCode);
  });

  it('leaves the process as it was, and lets it end', async () => {
    const program = `
      import { run } from ${JSON.stringify(LIBRARY)};
      const listeners = () => Object.fromEntries(process.eventNames().map((name) => [name, process.listenerCount(name)]));
      const before = { env: { ...process.env }, listeners: listeners() };
      const stop = new AbortController();
      const onProgress = ({ kind }) => kind === 'result' && stop.abort();
      const config = { role: 'transmitter', only: ['discovery', 'metadata'] };
      await Promise.all([run(config), run(config, { onProgress, signal: stop.signal })]);
      const after = { env: { ...process.env }, listeners: listeners() };
      if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(JSON.stringify({ before, after }));
      if (process.exitCode !== undefined) throw new Error('exit code ' + process.exitCode);`;
    const file = path.join(cwd, 'program.mjs');
    await writeFile(file, program);
    const { PATH = '' } = process.env;
    const ended = await promisify(execFile)(process.execPath, [file], { cwd, env: { PATH } });
    expect(ended).toEqual({ stdout: '', stderr: '' });
  });
});

describe('plan', { timeout: 120_000 }, () => {
  it('says of each check whether it would run and why not, as a run then tells', async () => {
    const { peer, config } = await target();
    const options = { cwd, env: envOf(peer) };
    const wide = {
      ...config,
      delivery: ['poll' as const],
      only: ['discovery', 'tls', 'token-endpoint', 'events'],
    };
    const { runs } = await library.plan(wide, options);
    const planned = runs[0]?.checks ?? [];
    const { results } = await library.run(wide, options);
    expect(planned.map(({ key }) => key)).toEqual(
      results.checks.map(({ id, delivery }) => (delivery === null ? id : `${id}@${delivery}`)),
    );
    const left = (one?: { outcome?: string; reason?: string; hook?: string }) => [
      one?.outcome,
      one?.reason,
      one?.hook,
    ];
    const idle = planned
      .map((one, index) => ({ one, result: results.checks[index] }))
      .filter(({ one }) => !one.runs);
    expect(idle.map(({ one }) => left(one))).toEqual(idle.map(({ result }) => left(result)));
    expect(planned.filter(({ hook }) => hook === 'trigger').length).toBeGreaterThan(0);
    expect(planned.filter(({ outcome }) => outcome === 'not-applicable').length).toBeGreaterThan(0);
  });

  it('asks nobody and writes nothing', async () => {
    const asked: string[] = [];
    const { runs } = await library.plan(
      {
        receiver: {
          start: ({ issuer }) => void asked.push(issuer),
          effects: () => [],
        },
      },
      { cwd, env: {} },
    );
    expect(runs[0]).toMatchObject({ role: 'receiver', delivery: ['push'] });
    expect(runs[0]?.hooks).toContain('restart');
    expect(asked).toEqual([]);
    expect(await readdir(cwd)).toEqual([]);
  });

  it('tells what only the metadata of the target decides', async () => {
    const issuer = 'http://127.0.0.1:9';
    const { runs } = await library.plan({ transmitter: { issuer } }, { cwd, env: {} });
    expect(runs[0]?.delivery).toBeNull();
    const depends = (id: string) =>
      runs[0]?.checks.filter((check) => check.id === id).map(({ key, depends }) => [key, depends]);
    expect(depends('discovery/document')).toEqual([['discovery/document', []]]);
    expect(depends('verification/state-echo')).toEqual([
      ['verification/state-echo@push', ['delivery_methods_supported', 'verification_endpoint']],
      ['verification/state-echo@poll', ['delivery_methods_supported', 'verification_endpoint']],
    ]);
  });

  it('counts what TLS endpoints of ours and a target that is started unlock', async () => {
    const ca = await createAuthority();
    const [cert, key] = [path.join(cwd, 'ca.pem'), path.join(cwd, 'ca-key.pem')];
    await Promise.all([writeFile(cert, ca.ca), writeFile(key, ca.key)]);
    const hooks = async (config: ConformanceConfig) =>
      (await library.plan(config, { cwd, env: {} })).runs[0]?.hooks ?? [];
    const transmitter = { issuer: 'http://127.0.0.1:9', auth: { accessToken: 'a' } };
    expect(await hooks({ transmitter })).toEqual([]);
    expect(await hooks({ transmitter, harness: { tls: { ca: cert, caKey: key } } })).toContain(
      'push-authority',
    );
    expect(await hooks({ role: 'receiver', target: { command: 'exit 1' } })).toContain('restart');
    expect((await readdir(cwd)).toSorted()).toEqual(['ca-key.pem', 'ca.pem']);
  });

  it('names the scenarios that would be played, those of a shard', async () => {
    const config: ConformanceConfig = { scenarios: { names: ['all'] } };
    const names = async (index: number) =>
      (await library.plan(config, { cwd, env: {}, shard: { index, count: 2 } })).runs[0]?.scenarios ?? [];
    const both = [...(await names(1)), ...(await names(2))];
    expect(both.toSorted()).toEqual(
      library
        .list()
        .scenarios.map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe('loadConfig', () => {
  it('gives what a config file says as run and plan take it, wherever they are called', async () => {
    await mkdir(path.join(cwd, 'conformance'));
    const issuer = 'https://transmitter.example.com';
    await writeFile(
      path.join(cwd, 'conformance/ssf-conformance.config.ts'),
      `const config: object = { transmitter: { issuer: '${issuer}', ca: 'ca.pem', auth: { accessToken: '\${TOKEN}' } }, delivery: ['poll'] };\nexport default config;\n`,
    );
    const env = { TOKEN: 'of-the-environment' };
    const named = await library.loadConfig('conformance/ssf-conformance.config.ts', { cwd, env });
    expect(named).toEqual({
      transmitter: {
        issuer,
        ca: path.join(cwd, 'conformance/ca.pem'),
        auth: { accessToken: env.TOKEN },
      },
      delivery: ['poll'],
    });
    expect(await library.loadConfig(undefined, { cwd: path.join(cwd, 'conformance'), env })).toEqual(named);
    await expect(
      library.loadConfig(undefined, { cwd: path.join(cwd, 'conformance'), env: {} }),
    ).rejects.toThrow('TOKEN, which is not set');
    await writeFile(named.transmitter?.ca ?? '', (await createAuthority()).ca);
    const { runs } = await library.plan(named, { cwd: '/', env: {} });
    expect(runs[0]?.role).toBe('transmitter');
  });

  it('does not take it for the wish to test the built-in peers that there is no file', async () => {
    for (const file of [undefined, 'none.ts'])
      await expect(library.loadConfig(file, { cwd, env: {} })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('list', () => {
  it('gives checks whose requirements are in the catalogue, and profiles that select some of those', () => {
    const { checks, profiles, requirements, scenarios } = library.list();
    const known = new Set<string>(requirements.map(({ id }) => id));
    expect(checks.flatMap((check) => check.requirements).filter((id) => !known.has(id))).toEqual([]);
    for (const profile of profiles)
      for (const ids of Object.values(profile.requirements)) {
        expect(ids.length).toBeGreaterThan(100);
        expect(ids.filter((id) => !known.has(id))).toEqual([]);
      }
    expect(scenarios.map(({ name }) => name)).toContain('impossible-travel');
  });

  it('gives copies, so that nobody can change what is judged by', () => {
    const [first] = library.list().checks;
    const title = first?.title;
    if (first !== undefined) first.title = 'another';
    expect(library.list().checks[0]?.title).toBe(title);
  });
});

describe('writeReports', () => {
  it('writes the reports that are asked for and says where', async () => {
    const { results } = await library.run({ role: 'transmitter', only: ['discovery'] }, { cwd, env: {} });
    const files = await library.writeReports(results, 'reports', { cwd, formats: ['html', 'junit'] });
    expect(files).toEqual({
      html: path.join(cwd, 'reports/report.html'),
      junit: path.join(cwd, 'reports/junit.xml'),
    });
    expect(await readFile(files.html ?? '', 'utf8')).toBe(library.renderHtml(results));
    expect(await readdir(path.join(cwd, 'reports'))).toEqual(['junit.xml', 'report.html']);
  });

  it('refuses a folder that cannot be made', async () => {
    const { results } = await library.run({ role: 'transmitter', only: ['discovery'] }, { cwd, env: {} });
    await writeFile(path.join(cwd, 'file'), '');
    await expect(library.writeReports(results, 'file/reports', { cwd })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});
