import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DockerfileConfig } from '../config/define-config.ts';
import type { Engine, Testcontainers } from './engine.ts';
import { reasonOf, TargetFailure } from './target-failure.ts';

/** So many lines of a build that failed are shown. */
const SHOWN = 10;

/**
 * Makes sure that the engine has the image.
 * @throws TargetFailure when it neither has it nor can pull it
 */
export async function pullImage(
  { ImageName }: Testcontainers,
  engine: Engine,
  name: string,
  tell: (what: string) => void,
): Promise<void> {
  const image = ImageName.fromString(name);
  try {
    if (await engine.image.exists(image)) return;
    tell(`Pulling the image ${name}`);
    await engine.image.pull(image);
    // What goes wrong in the middle of a pull is not told.
    await engine.image.inspect(image);
  } catch (cause) {
    throw new TargetFailure(
      `The image ${name} is not here and cannot be pulled: ${reasonOf(cause)}`,
      'Is its name right, with its tag? Build it (docker build -t NAME .) or log in to its registry (docker login).',
      cause,
    );
  }
}

/** A Dockerfile, as the config names it. */
export function dockerfileOf(dockerfile: string | DockerfileConfig): DockerfileConfig & { file: string } {
  return typeof dockerfile === 'string'
    ? { context: path.dirname(dockerfile), file: path.basename(dockerfile) }
    : { ...dockerfile, file: dockerfile.file ?? 'Dockerfile' };
}

/**
 * Builds an image, under a name that it keeps from run to run; the one of the run before is removed.
 * @returns its name
 * @throws TargetFailure when it cannot be built, with the last lines of the build
 */
export async function buildImage(
  engine: Engine,
  { context, file, buildArgs = {}, target }: DockerfileConfig & { file: string },
  signal: AbortSignal | undefined,
): Promise<string> {
  const { dockerode } = engine.container;
  const whole = path.resolve(context, file);
  const id = createHash('sha256')
    .update(`${whole} ${target ?? ''}`)
    .digest('hex')
    .slice(0, 12);
  const name = `localhost/ssf-conformance-target:${id}`;
  const imageId = (): Promise<string | null> =>
    dockerode
      .getImage(name)
      .inspect()
      .then(({ Id }) => Id)
      .catch(() => null);
  const lines: string[] = [];
  try {
    const text = await readFile(whole, 'utf8');
    const before = await imageId();
    // Not by testcontainers: it waits for ever where a build cannot begin, and does not tell why one fails.
    const progress = await dockerode.buildImage(
      { context, src: ['.'] },
      {
        t: name,
        dockerfile: file,
        buildargs: buildArgs,
        ...(target === undefined ? {} : { target }),
        labels: { 'ssf-conformance': 'target' },
        rm: true,
        forcerm: true,
        // What only the newer builder understands.
        version: /^#\s*syntax=|^\s*RUN\s+--|<<[-"']?\w/im.test(text) ? '2' : '1',
        ...(signal === undefined ? {} : { abortSignal: signal }),
      },
    );
    await new Promise<void>((resolve, reject) => {
      dockerode.modem.followProgress(
        progress,
        (error) => (error === null ? resolve() : reject(error)),
        (event: { stream?: string; error?: string }) => {
          if (event.error !== undefined) reject(new Error(event.error));
          const written = (event.stream ?? '').split('\n').map((line) => line.trimEnd());
          lines.push(...written.filter((line) => line !== ''));
          lines.splice(0, lines.length - SHOWN);
        },
      );
    });
    const after = await imageId();
    if (after === null) throw new Error('the build ended without an image');
    if (before !== null && before !== after)
      await dockerode
        .getImage(before)
        .remove()
        .catch(() => undefined);
    return name;
  } catch (cause) {
    const shown = lines.length === 0 ? '' : `\n${lines.map((line) => `    ${line}`).join('\n')}`;
    throw new TargetFailure(
      `The image of ${whole} cannot be built: ${reasonOf(cause)}${shown}`,
      `Try it by hand: docker build -f ${whole} ${context}`,
      cause,
    );
  }
}
