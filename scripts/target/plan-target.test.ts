import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConformanceConfig, ContainerConfig, TargetConfig } from '../config/define-config.ts';
import type { Sides } from '../config/resolve-scenarios.ts';
import { HOST_NAME } from './container.ts';
import { type PlannedTarget, planTarget } from './plan-target.ts';

const issuer = 'http://{{target.host}}:{{target.port}}';
const receiver = { url: `${issuer}/events`, audience: 'rx' };

async function plan(config: ConformanceConfig, sides: Sides = 'transmitter'): Promise<PlannedTarget> {
  const planned = await planTarget(config, sides, { env: {}, cwd: '/', dry: true });
  if (planned === null) throw new Error('No target is planned.');
  return planned;
}

const byCommand = (target: TargetConfig, more: ConformanceConfig = {}): ConformanceConfig => ({
  transmitter: { issuer },
  target,
  ...more,
});
const byContainer = (container: ContainerConfig): ConformanceConfig => byCommand({ container });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a target that is to be started', () => {
  it('is none where none is named', async () => {
    expect(await planTarget({}, null, { env: {}, cwd: '/' })).toBeNull();
  });

  it('gets a free port, and we get another; both are known before it starts', async () => {
    const trigger = { request: { url: `${issuer}/fire/{{subject.email}}` } };
    const { config, told, startHook, launch } = await plan({
      transmitter: {
        issuer,
        trigger,
        auth: { clientId: 'c', clientSecret: 's', tokenEndpoint: `${issuer}/t` },
      },
      target: { command: './tx' },
    });
    const [, port = ''] = /^http:\/\/127\.0\.0\.1:(\d+)$/.exec(config.transmitter?.issuer ?? '') ?? [];
    expect(Number(port)).toBeGreaterThan(0);
    expect(config.transmitter).toMatchObject({
      trigger: { request: { url: `http://127.0.0.1:${port}/fire/{{subject.email}}` } },
      auth: { tokenEndpoint: `http://127.0.0.1:${port}/t` },
    });
    const { listen = '', publicUrl = '' } = config.harness ?? {};
    expect(publicUrl).toBe(`http://${listen}`);
    expect(listen).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
    expect(listen).not.toContain(`:${port}`);
    expect({ told, startHook }).toEqual({ told: null, startHook: null });
    const values = launch.values(told);
    expect(values('harness.pushUrl')).toBe(`${publicUrl}/push`);
    expect(values('harness.port')).toBe(listen.split(':')[1]);
    expect(values('harness.issuer')).toBeUndefined();
  });

  it('has further ports by their numbers, each free', async () => {
    const { launch, told } = await plan(byCommand({ command: './tx {{target.port:1}} {{target.port:2}}' }));
    const values = launch.values(told);
    const ports = ['target.port', 'target.port:1', 'target.port:2'].map(values);
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) expect(Number(port)).toBeGreaterThan(0);
  });

  it('is not started by a compose file that is not there', async () => {
    const { launch } = await plan(byContainer({ compose: '/missing/compose.yaml' }));
    await expect(launch.prepare(() => undefined, undefined)).rejects.toThrow(
      'There is no compose file /missing/compose.yaml.',
    );
  });

  it('on a network of its own is reached at mapped ports, and reaches us by a name', async () => {
    const { launch, told, config } = await plan(byContainer({ image: 'acme/tx', ports: [8443, 8080] }));
    const values = launch.values(told);
    expect(values('target.port')).toBe(values('target.port:8443'));
    expect(values('target.port:8080')).not.toBe(values('target.port'));
    expect(values('harness.host')).toBe(HOST_NAME);
    expect(config.harness?.publicUrl).toMatch(new RegExp(`^http://${HOST_NAME}:[1-9]\\d*$`));
  });

  it('reaches us by loopback of the same family where we listen everywhere', async () => {
    const publicUrlAt = async (listen: string): Promise<string | undefined> =>
      (await plan(byCommand({ command: './tx' }, { harness: { listen } }))).config.harness?.publicUrl;
    expect(await publicUrlAt('0.0.0.0:8443')).toBe('http://127.0.0.1:8443');
    expect(await publicUrlAt('[::]:8443')).toBe('http://[::1]:8443');
    expect(await publicUrlAt('[::1]:8443')).toBe('http://[::1]:8443');
  });

  it('is reached where the engine is that testcontainers finds, whatever the environment of the run says', async () => {
    vi.stubEnv('TESTCONTAINERS_HOST_OVERRIDE', undefined);
    vi.stubEnv('DOCKER_HOST', 'tcp://docker.example:2375');
    const elsewhere = await planTarget(byContainer({ image: 'x', ports: [1] }), 'transmitter', {
      env: { DOCKER_HOST: 'tcp://other.example:2375' },
      cwd: '/',
      dry: true,
    });
    expect(elsewhere?.config.transmitter?.issuer).toMatch(/^http:\/\/docker\.example:/);
  });

  it('is told our issuer where it is a Receiver, and where to poll where it is a poller', async () => {
    const hosted = await plan({ receiver, target: { command: './rx' } }, 'receiver');
    expect(hosted.startHook).toBeNull();
    const { publicUrl } = hosted.config.harness ?? {};
    expect(hosted.told).toMatchObject({
      issuer: publicUrl,
      metadataUrl: `${publicUrl}/.well-known/ssf-configuration`,
      delivery: 'push',
      audience: 'rx',
    });
    expect(hosted.launch.values(hosted.told)('harness.jwksUri')).toBe(`${publicUrl}/jwks.json`);
    const poller = await plan(
      { receiver: { poll: true }, target: { command: './rx {{harness.pollUrl}}' } },
      'receiver',
    );
    expect(poller.told?.delivery).toBe('poll');
    expect(poller.told?.pollUrl).toContain('/ssf/poll/');
  });

  it('is started once for each life where it is a managed Receiver, but not where something else tells it to begin', async () => {
    const target = { command: './rx {{harness.issuer}} {{harness.delivery}}' };
    expect((await plan({ target }, 'receiver')).startHook).not.toBeNull();
    const start = { command: './begin.sh' };
    expect((await plan({ target, receiver: { start } }, 'receiver')).startHook).toBeNull();
  });

  it('keeps the address that we are given', async () => {
    const harness = { listen: '127.0.0.1:9443', publicUrl: 'https://tunnel.example/x/' };
    const { config, launch, told } = await plan(byCommand({ command: './tx' }, { harness }));
    expect(config.harness).toMatchObject({ listen: '127.0.0.1:9443', publicUrl: 'https://tunnel.example/x' });
    expect(launch.values(told)('harness.port')).toBe('443');
  });

  it('has a name for reports, without what may be a secret', async () => {
    const name = async (target: TargetConfig): Promise<string> =>
      (await plan(byCommand(target))).launch.source;
    expect(await name({ command: 'TOKEN=abc ./tx --port 1' })).toBe('command ./tx');
    expect(await name({ command: 'DB_PASSWORD="correct horse battery" node server.js' })).toBe(
      'command node server.js',
    );
    expect(await name({ command: ['node', 'tx.mjs'] })).toBe('command node tx.mjs');
    expect(await name({ command: 'node --token s3cret lib/tx.js --key=a.js' })).toBe(
      'command node lib/tx.js',
    );
    expect(await name({ container: { image: 'acme/tx:1.2', ports: [1] } })).toBe('container acme/tx:1.2');
    expect(await name({ container: { dockerfile: '/app/Dockerfile', ports: [1] } })).toBe(
      'container of app/Dockerfile',
    );
    expect(await name({ container: { compose: { file: '/app/c.yaml', service: 'tx' } } })).toBe(
      'container tx of app/c.yaml',
    );
  });

  const image = 'acme/tx';
  it.each<[string, ConformanceConfig, Sides]>([
    ['nothing says which side it is', { target: { command: 'x' } }, null],
    ['no issuer is given', { target: { command: 'x' } }, 'transmitter'],
    ['but the run starts no target', { transmitter: { issuer } }, 'transmitter'],
    ['but the run starts no target', { receiver: { effects: { command: '{{harness.port}}' } } }, 'receiver'],
    ['says nothing that could be started', byCommand({}), 'transmitter'],
    ['a container and a command', byCommand({ container: { image }, command: 'x' }), 'transmitter'],
    ['target.env is of a command', byCommand({ container: { image }, env: {} }), 'transmitter'],
    ['neither image nor dockerfile nor compose', byContainer({ ports: [1] }), 'transmitter'],
    ['has image and compose', byContainer({ image, compose: 'c.yaml' }), 'transmitter'],
    ['the compose file says it itself', byContainer({ compose: 'c.yaml', ports: [1] }), 'transmitter'],
    [
      'are mapped on a network of its own',
      byContainer({ image, network: 'host', ports: [1] }),
      'transmitter',
    ],
    ['no port of the container is mapped', byContainer({ image }), 'transmitter'],
    [
      'port 9090 of the container is not mapped',
      byContainer({ image, ports: [8080], env: { ADMIN: '{{target.port:9090}}' } }),
      'transmitter',
    ],
    [
      'there is no /nowhere/certs',
      byContainer({ image, ports: [1], volumes: [{ from: '/nowhere/certs', to: '/certs' }] }),
      'transmitter',
    ],
    ['there is no placeholder {{target.prot}}', byCommand({ command: '{{target.prot}}' }), 'transmitter'],
    [
      'there is no placeholder {{harness.issuer}}',
      byCommand({ command: '{{harness.issuer}}' }),
      'transmitter',
    ],
    [
      'there is no placeholder {{issuer}}',
      byCommand({ command: 'x', env: { A: '{{issuer}}' } }),
      'transmitter',
    ],
    ['our endpoints have no CA', byCommand({ command: '{{harness.ca}}' }), 'transmitter'],
    ['{{harness.pollUrl}}', { receiver, target: { command: '{{harness.pollUrl}}' } }, 'receiver'],
    ['says nothing', byCommand({ command: 'x', waitFor: {} as never }), 'transmitter'],
    [
      'has http and log',
      byCommand({ command: 'x', waitFor: { http: '/', log: 'a' } as never }),
      'transmitter',
    ],
    ['a command has no health check', byCommand({ command: 'x', waitFor: { health: true } }), 'transmitter'],
    ['no regular expression', byCommand({ command: 'x', waitFor: { log: '(' } }), 'transmitter'],
    ['expected a path', byCommand({ command: 'x', waitFor: { http: 'up' } }), 'transmitter'],
    ['is none of', byContainer({ image, ports: [1], waitFor: { port: 2 } }), 'transmitter'],
    [
      'which a container on a network of its own does not reach',
      { ...byContainer({ image, ports: [1] }), harness: { listen: '127.0.0.1:9000' } },
      'transmitter',
    ],
  ])('is refused: %s', async (message, config, sides) => {
    await expect(planTarget(config, sides, { env: {}, cwd: '/', dry: true })).rejects.toThrow(message);
  });
});
