import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../usage-error.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

export type Testcontainers = typeof import('testcontainers');
export type Engine = Awaited<ReturnType<Testcontainers['getContainerRuntimeClient']>>;

/** Where testcontainers was found. */
let location: string | null = null;

/** URL of the module that was loaded, for another process; null: none was. */
export function locationOfTestcontainers(): string | null {
  return location;
}

/**
 * What starts containers; it is installed apart from us, and loaded only by runs that need it.
 * @param cwd where it may be installed as well
 * @throws UsageError when it is not installed
 */
export async function loadTestcontainers(cwd: string): Promise<Testcontainers> {
  try {
    const module = await import('testcontainers');
    location = import.meta.resolve('testcontainers');
    return module;
  } catch (error) {
    if (!isMissing(error)) throw broken(error);
  }
  try {
    // We may be installed elsewhere than what we test: globally, or by npx.
    const found = createRequire(path.join(cwd, 'package.json')).resolve('testcontainers');
    location = pathToFileURL(found).href;
    const module = (await import(location)) as Testcontainers & { default?: Testcontainers };
    return module.default ?? module;
  } catch (error) {
    if (!isMissing(error)) throw broken(error);
    throw new UsageError('target.container (--image) needs testcontainers, which is not installed.', {
      hint: 'npm install --save-dev testcontainers@11 (12 needs Node.js 22.22)',
    });
  }
}

function isMissing(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const names = error instanceof Error && /['"]testcontainers['"]/.test(error.message);
  return (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && names;
}

function broken(cause: unknown): UsageError {
  return new UsageError(`testcontainers cannot be loaded: ${reasonOf(cause)}`, {
    cause,
    hint: 'Install it anew: npm install --save-dev testcontainers@11',
  });
}

/**
 * Whether the reaper of testcontainers is to be started. It is not, unless TESTCONTAINERS_RYUK_DISABLED=false asks for it: it
 * is an image of a registry that gets the engine's socket, and we end our containers ourselves.
 */
export function wantsReaper(): boolean {
  return process.env.TESTCONTAINERS_RYUK_DISABLED === 'false';
}

/** @throws TargetFailure when no container engine answers */
export async function findEngine(testcontainers: Testcontainers): Promise<Engine> {
  try {
    const engine = await testcontainers.getContainerRuntimeClient();
    // It is kept from a run before, and may be gone.
    await engine.container.dockerode.ping();
    return engine;
  } catch (cause) {
    throw new TargetFailure(
      `No container engine answers${process.env.DOCKER_HOST ? ` at DOCKER_HOST=${process.env.DOCKER_HOST} or its usual sockets` : ''}, so the target cannot be started.`,
      'Start Docker or Podman, or install one (Debian and Ubuntu: apt-get install docker.io; others: https://docs.docker.com/engine/install); DOCKER_HOST names one elsewhere. Your user has to be let in: group docker.',
      cause,
    );
  }
}
