import path from 'node:path';
import { NO_WAIT, type Watched, watch } from './container.ts';
import { type Engine, type Testcontainers, wantsReaper } from './engine.ts';
import { guardProject, releasedProject } from './leftovers.ts';
import type { TargetOutput } from './output.ts';
import type { StartedTarget } from './target.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

/** How long the containers may take to end after SIGTERM, ms. */
const STOP_MS = 5_000;

/** A compose file to start; every placeholder is filled in. */
export interface ComposeSpec {
  file: string;
  /** The service that is the target; null: all are. */
  service: string | null;
  /** For the `${NAME}` of the file. */
  env: Readonly<Record<string, string>>;
}

/**
 * Starts all services of a compose file; what the target's write is read, or what all do where none is named.
 * @throws TargetFailure when they cannot be started, or the service is none of them
 */
export async function startCompose(
  { DockerComposeEnvironment }: Testcontainers,
  engine: Engine,
  { file, service, env }: ComposeSpec,
  output: TargetOutput,
): Promise<StartedTarget> {
  const name = `ssf-conformance-${process.pid}-${Math.trunc(performance.now())}`;
  const [filePath, files] = [path.dirname(file), path.basename(file)];
  const environment = new DockerComposeEnvironment(filePath, files)
    .withProjectName(name)
    .withAutoCleanup(wantsReaper())
    .withDefaultWaitStrategy(NO_WAIT)
    .withEnvironment(env);
  // Before anything of it is there: the run may be ended while it comes up.
  guardProject(name);
  const taking = { timeout: STOP_MS, removeVolumes: true };
  const started = await environment.up().catch(async (cause: unknown) => {
    // testcontainers has taken down what `docker compose up` left, but not where it failed itself after that.
    const project = { filePath, files, projectName: name, environment: env };
    await takenDown(name, async () => engine.compose.down(project, taking));
    throw new TargetFailure(
      `The compose file ${file} cannot be started: ${reasonOf(cause)}`,
      'Is docker compose installed? Try it by hand: docker compose up.',
      cause,
    );
  });
  const down = (): Promise<void> => takenDown(name, () => started.down(taking));
  const watched: Watched[] = [];
  try {
    const all = (await engine.container.list()).filter(
      ({ Labels }) => Labels['com.docker.compose.project'] === name,
    );
    const chosen = all.filter(
      ({ Labels }) => service === null || Labels['com.docker.compose.service'] === service,
    );
    if (chosen.length === 0)
      throw new TargetFailure(
        `The compose file ${file} starts no service ${service ?? 'that stays'}.`,
        `There are: ${all.map(({ Labels }) => Labels['com.docker.compose.service']).join(', ') || 'none'}.`,
      );
    for (const { Id } of chosen) watched.push(await watch(engine, Id, output, true));
  } catch (error) {
    await down();
    for (const one of watched) one.leave();
    throw error;
  }
  let stopping = false;
  const [first] = watched;
  return {
    // Of several, one that ends may have done what it was for.
    ended: () => (stopping || watched.length > 1 ? null : (first?.ended() ?? null)),
    endedAt: () => (watched.length > 1 ? null : (first?.endedAt() ?? null)),
    ...(first !== undefined && watched.length === 1 ? { health: first.health } : {}),
    async stop() {
      stopping = true;
      await down();
      for (const one of watched) one.leave();
    },
  };
}

/** What cannot be taken down stays guarded: when we end, it is removed. */
async function takenDown(name: string, down: () => Promise<unknown>): Promise<void> {
  try {
    await down();
  } catch {
    return;
  }
  releasedProject(name);
}
