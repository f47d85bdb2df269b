import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getContainerRuntimeClient } from 'testcontainers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ContainerConfig } from '../config/define-config.ts';
import { obstacle, openWorkshop, type Workshop } from '../testing/containers/engine.ts';
import { CA_PATH, HOST_NAME } from './container.ts';
import { type PlannedTarget, planTarget } from './plan-target.ts';
import { TargetFailure } from './target-failure.ts';

const skipped = await obstacle();

describe('a container that is started', { timeout: 180_000 }, () => {
  let workshop: Workshop;
  let folder: string;
  beforeAll(async () => {
    if (skipped !== null) {
      if (process.env.REQUIRE_CONTAINERS === '1') throw new Error(skipped);
      return;
    }
    workshop = await openWorkshop();
    folder = await mkdtemp(path.join(tmpdir(), 'ssf-container-'));
  }, 120_000);
  afterAll(async () => {
    await workshop?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  beforeEach((context) => context.skip(skipped !== null, skipped ?? ''));

  async function plan(container: ContainerConfig): Promise<PlannedTarget> {
    const planned = await planTarget(
      { transmitter: { issuer: 'http://127.0.0.1:{{target.port}}' }, target: { container } },
      'transmitter',
      { env: {}, cwd: folder },
    );
    if (planned === null) throw new Error('There is no target.');
    return planned;
  }

  async function failure(container: ContainerConfig, caFile: string | null = null): Promise<string> {
    const { launch } = await plan(container);
    launch.caFile = caFile;
    const start = async (): Promise<never> => {
      await launch.prepare(() => undefined, undefined);
      const started = await launch.start(null, undefined);
      await started.stop();
      throw new Error('It was started.');
    };
    const error: unknown = await start().catch((thrown: unknown) => thrown);
    if (!(error instanceof TargetFailure)) throw error;
    expect(await workshop.containers()).toEqual([]);
    return error.message;
  }

  it('on a network of its own is reached by this machine only, has a name for us, and sees our CA and folders', async () => {
    const ca = path.join(folder, 'ca.pem');
    await writeFile(ca, 'of ours');
    // Nobody talks to it: only whether it is started so.
    const { launch } = await plan({
      image: workshop.image,
      ports: [8080, 8443],
      env: { PEER: 'transmitter', PORT: '8080', SECRETS: 'a', PUBLIC: '{{target.port}}' },
      volumes: [{ from: folder, to: '/ours' }],
      waitFor: { log: 'ready: Transmitter' },
    });
    launch.caFile = ca;
    await launch.prepare(() => undefined, undefined);
    const started = await launch.start(null, undefined);
    try {
      const [id = ''] = await workshop.containers();
      const { container } = await getContainerRuntimeClient();
      const { HostConfig, Config } = await container.getById(id).inspect();
      const values = launch.values(null);
      expect(HostConfig).toMatchObject({
        ExtraHosts: [`${HOST_NAME}:host-gateway`],
        Binds: [`${folder}:/ours:ro`],
        PortBindings: {
          '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: values('target.port') }],
          '8443/tcp': [{ HostIp: '127.0.0.1', HostPort: values('target.port:8443') }],
        },
      });
      expect(Config.Env).toContain(`PUBLIC=${values('target.port')}`);
      expect(values('harness.ca')).toBe(CA_PATH);
      const archive = await container.fetchArchive(container.getById(id), CA_PATH);
      const chunks: Buffer[] = [];
      for await (const chunk of archive) chunks.push(Buffer.from(chunk));
      expect(Buffer.concat(chunks).toString('utf8')).toContain('of ours');
      expect(started.ended()).toBeNull();
    } finally {
      await started.stop();
    }
    expect(await workshop.containers()).toEqual([]);
  });

  it('that ends at once is told of with its last words', async () => {
    const env = { PEER: 'transmitter', SECRETS: 'a', FAULT: 'no-such-fault' };
    expect(await failure({ image: workshop.image, network: 'host', env })).toMatch(
      /ended with exit code 1 (?:before it was ready|as soon as it was started)\.[\s\S]*no-such-fault/,
    );
  });

  it('that cannot be started leaves nothing', async () => {
    const volumes = [{ from: folder, to: '/node' }];
    expect(await failure({ image: workshop.image, network: 'host', volumes })).toContain('cannot be started');
  });

  it('that our CA cannot be put into leaves nothing', async () => {
    const ca = path.join(folder, 'ca.pem');
    await writeFile(ca, 'of ours');
    const volumes = [{ from: folder, to: path.posix.dirname(CA_PATH) }];
    expect(await failure({ image: workshop.image, network: 'host', volumes }, ca)).toContain(
      'cannot be started',
    );
  });

  it('of an image that nobody has is told of by its name', async () => {
    const image = 'localhost:1/nobody/has-this:0';
    expect(await failure({ image, network: 'host' })).toContain(
      `The image ${image} is not here and cannot be pulled`,
    );
  });

  it('of a Dockerfile that is wrong is told of with what the engine said', async () => {
    await writeFile(path.join(folder, 'Broken'), 'FROM scratch\nCOPY missing /\n');
    expect(await failure({ dockerfile: path.join(folder, 'Broken'), network: 'host' })).toMatch(
      /Broken cannot be built: [\s\S]*missing[\s\S]*Step 2\/\d : COPY missing/,
    );
  });
});
