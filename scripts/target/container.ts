import { randomUUID } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerConfig } from '../config/define-config.ts';
import { type Engine, type Testcontainers, wantsReaper } from './engine.ts';
import { guard, released } from './leftovers.ts';
import type { TargetOutput } from './output.ts';
import { lastWords } from './ready.ts';
import type { Health, StartedTarget } from './target.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

/** The name under which a container on a network of its own reaches this machine. */
export const HOST_NAME = 'host.docker.internal';
/** Where a container sees our CA. */
export const CA_PATH = '/ssf-conformance/ca.pem';

/** How long it may take to end after SIGTERM, ms. */
const STOP_MS = 5_000;
/** The same for later lives of one that did not heed it: process 1 of a container has to ask for SIGTERM to end by it. */
const IMPATIENT_MS = 500;
/** How long what it wrote last may take to come, ms. */
const OUTPUT_MS = 1_000;

/** A container to start; every placeholder is filled in, the image is there. */
export interface ContainerSpec extends Pick<ContainerConfig, 'command' | 'network' | 'env' | 'volumes'> {
  image: string;
  /** Where its mapped ports are reached. */
  host: string;
  ports: readonly { container: number; host: number }[];
  /** Our CA (PEM), put to CA_PATH. */
  ca?: string | undefined;
  /** What its lives before have taught. */
  manners: { heedsSigterm: boolean };
}

/**
 * Starts a container.
 * @throws TargetFailure when it cannot be started, or ends at once
 */
export async function startContainer(
  testcontainers: Testcontainers,
  engine: Engine,
  spec: ContainerSpec,
  output: TargetOutput,
): Promise<StartedTarget> {
  // Known before it is there: testcontainers tells the id only when our CA is put into it, which may fail.
  const name = `ssf-conformance-${randomUUID()}`;
  const seen: { watched: Watched | null } = { watched: null };
  const container = containerOf(testcontainers, spec, async (id) => {
    seen.watched = await watch(engine, id, output);
  }).withName(name);
  guard(name);
  const what = `The container ${spec.image}`;
  try {
    const started = await container.start();
    seen.watched ??= await watch(engine, started.getId(), output, true);
    return startedTarget(engine, { name, started, watched: seen.watched }, spec);
  } catch (cause) {
    const { watched } = seen;
    const ended = watched === null ? null : await endOf(watched);
    // Also where it is there, but could not be read or filled.
    await remove(engine, name);
    watched?.leave();
    throw new TargetFailure(
      ended === null
        ? `${what} cannot be started: ${reasonOf(cause)}`
        : `${what} ${ended} as soon as it was started.${lastWords(output)}`,
      'Try it by hand with the same settings: docker run.',
      cause,
    );
  }
}

/** The container as testcontainers takes it; `created` is told its id before it runs. */
function containerOf(
  { GenericContainer }: Testcontainers,
  { image, host, command, network, env = {}, volumes = [], ports, ca }: ContainerSpec,
  created: (id: string) => Promise<void>,
): InstanceType<Testcontainers['GenericContainer']> {
  // Not the host that testcontainers names: in a container that is the bridge's gateway, which may be ours or another's.
  const isHere = ['localhost', '127.0.0.1'].includes(host);
  class Target extends GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      // Nobody else on the network has to reach what is tested here.
      const mapped = (this.hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>;
      if (isHere)
        for (const bindings of Object.values(mapped))
          for (const binding of bindings) binding.HostIp = '127.0.0.1';
    }

    protected override containerCreated(id: string): Promise<void> {
      return created(id);
    }
  }
  const container = new Target(image)
    .withAutoCleanup(wantsReaper())
    .withLabels({ 'ssf-conformance': 'target' })
    .withWaitStrategy(NO_WAIT)
    .withEnvironment(env)
    .withBindMounts(
      volumes.map(({ from, to, writable }) => ({ source: from, target: to, mode: writable ? 'rw' : 'ro' })),
    );
  if (command !== undefined) container.withCommand(command);
  if (ca !== undefined) container.withCopyContentToContainer([{ content: ca, target: CA_PATH, mode: 0o644 }]);
  if (network === 'host') return container.withNetworkMode('host');
  return container
    .withExtraHosts([{ host: HOST_NAME, ipAddress: 'host-gateway' }])
    .withExposedPorts(...ports);
}

/** Whether it is ready we see ourselves (ready.ts): the usual way needs a shell in the image. */
export const NO_WAIT = {
  waitUntilReady: (): Promise<void> => Promise.resolve(),
  withStartupTimeout() {
    return this;
  },
  isStartupTimeoutSet: (): boolean => false,
  getStartupTimeout: (): number => 0,
};

/** A container of which we read along. */
export interface Watched {
  /** How it ended, in words; null while it goes on. */
  ended: () => string | null;
  /** When that was noticed (`performance.now()`, ms). */
  endedAt: () => number | null;
  /** Its health check says so, as far as there is one. */
  health: () => Promise<Health>;
  /** Resolves when it has written its last. */
  closed: Promise<void>;
  /** Ends the reading. */
  leave: () => void;
}

/**
 * Reads what a container writes, and notices its end.
 * @param runs it runs already: what it wrote before is read, too
 */
export async function watch(
  engine: Engine,
  id: string,
  output: TargetOutput,
  runs = false,
): Promise<Watched> {
  const container = engine.container.getById(id);
  const stream = await container.attach({ stream: true, logs: runs, stdout: true, stderr: true });
  const parts = (['stdout', 'stderr'] as const).map((name) => {
    const source = output.source(name);
    const part = new PassThrough();
    part.on('data', (chunk: Buffer) => source.write(chunk));
    part.on('end', () => source.end());
    return part;
  });
  const [stdout = new PassThrough(), stderr = new PassThrough()] = parts;
  engine.container.dockerode.modem.demuxStream(stream, stdout, stderr);
  const closed = new Promise<void>((resolve) => {
    const close = (): void => {
      for (const part of parts) part.end();
      resolve();
    };
    for (const event of ['end', 'close', 'error']) stream.on(event, close);
  });
  let ended: string | null = null;
  let endedAt: number | null = null;
  // Nobody waits for this: it goes on as long as the container, and rejects when that is removed.
  container
    .wait({ condition: runs ? 'not-running' : 'next-exit' })
    .then(async ({ StatusCode }: { StatusCode: number }) => {
      endedAt = performance.now();
      const state = await container.inspect().then(({ State }) => State);
      ended = state.OOMKilled
        ? 'ran out of memory and was killed'
        : `ended with exit code ${StatusCode}${state.Error === '' ? '' : ` (${state.Error})`}`;
    })
    .catch(() => undefined);
  return {
    ended: () => ended,
    endedAt: () => endedAt,
    health: async () => {
      const { State } = await container.inspect();
      return (State.Health?.Status ?? 'none') as Health;
    },
    closed,
    leave: () => Reflect.apply(Reflect.get(stream, 'destroy') as () => void, stream, []),
  };
}

/** How it ended, if it has or is about to. */
async function endOf({ ended, closed }: Watched): Promise<string | null> {
  await Promise.race([closed, sleep(OUTPUT_MS, undefined, { ref: false })]);
  const deadline = performance.now() + OUTPUT_MS;
  while (ended() === null && performance.now() < deadline) await sleep(20);
  return ended();
}

/** What cannot be removed stays guarded: when we end, it is tried again. */
async function remove(engine: Engine, name: string): Promise<void> {
  try {
    await engine.container.getById(name).remove({ force: true, v: true });
  } catch (error) {
    const isGone = error instanceof Error && Reflect.get(error, 'statusCode') === 404;
    if (!isGone) return;
  }
  released(name);
}

type Started = Awaited<ReturnType<InstanceType<Testcontainers['GenericContainer']>['start']>>;

function startedTarget(
  engine: Engine,
  { name, started, watched }: { name: string; started: Started; watched: Watched },
  { manners }: ContainerSpec,
): StartedTarget {
  let stopping = false;
  return {
    ended: () => (stopping ? null : watched.ended()),
    endedAt: watched.endedAt,
    health: watched.health,
    async stop() {
      stopping = true;
      const timeout = manners.heedsSigterm ? STOP_MS : IMPATIENT_MS;
      const before = performance.now();
      await started.stop({ timeout, remove: true, removeVolumes: true }).catch(() => undefined);
      if (performance.now() - before >= timeout) manners.heedsSigterm = false;
      await Promise.race([watched.closed, sleep(OUTPUT_MS, undefined, { ref: false })]);
      // Where it could not be ended gently.
      await remove(engine, name);
      watched.leave();
    },
  };
}
