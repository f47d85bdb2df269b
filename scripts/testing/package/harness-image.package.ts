import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Results } from '../../../reports/results.ts';
import { baseContext } from '../containers/base-image.ts';
import { ROOT } from './exports.ts';
import { sh } from './shell.ts';

const BINDINGS = path.join(ROOT, 'node_modules/@rolldown');
const NAME = `ssf-conformance-test:${process.pid}`;
const LABEL = `ssf-conformance-test=${process.pid}`;
const CONFIG = `import { defineConfig } from 'ssf-conformance';
export default defineConfig({ role: 'transmitter', only: ['discovery', 'poll-delivery'] });
`;

describe('the harness as an image', () => {
  let folder: string;
  let hasEngine: boolean;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ssf-harness-image-'));
    hasEngine = (await sh('docker info', { cwd: folder })).exitCode === 0;
    if (!hasEngine && process.env.REQUIRE_CONTAINERS === '1') throw new Error('no container engine answers');
  });
  afterAll(async () => {
    if (hasEngine) {
      await sh(`docker rmi -f ${NAME} ${NAME}-base`, { cwd: folder });
      await sh(`docker image prune -f --filter label=${LABEL}`, { cwd: folder });
    }
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach((context) => context.skip(!hasEngine, 'no container engine answers'));

  it('is built by the Dockerfile, and runs as nobody in particular on the config file of a folder', async () => {
    const base = path.join(folder, 'base');
    await mkdir(base);
    await baseContext(base, LABEL, await addons());
    // The builder that every engine has; the network of this machine, which reaches the registry of packages.
    const env = { DOCKER_BUILDKIT: '0' };
    const build = `docker build --network host --force-rm -q -t`;
    expect(await sh(`${build} ${NAME}-base .`, { cwd: base, env })).toMatchObject({ exitCode: 0 });
    const made = await sh(`${build} ${NAME} --build-arg NODE_IMAGE=${NAME}-base .`, { cwd: ROOT, env });
    expect({ exitCode: made.exitCode, output: made.output.slice(-2000) }).toMatchObject({ exitCode: 0 });

    const work = path.join(folder, 'work');
    await mkdir(work);
    await chmod(work, 0o777);
    await writeFile(path.join(work, 'ssf-conformance.config.ts'), CONFIG);
    const run = `docker run --rm --network host -v "${work}:/work" ${NAME} run`;
    const { exitCode, output } = await sh(run, { cwd: work });
    console.log(output);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    const report = path.join(work, 'conformance-report/results.json');
    const { verdict, checks } = JSON.parse(await readFile(report, 'utf8')) as Results;
    expect(verdict).toBe('conformant');
    expect(checks.length).toBeGreaterThan(5);
    // The folder of the reports is another user's.
    const cleared = await sh(
      `docker run --rm --network none -v "${work}:/work" --entrypoint rm ${NAME} -r conformance-report`,
      { cwd: work },
    );
    expect(cleared).toMatchObject({ exitCode: 0 });
  }, 900_000);
});

/** The native modules that the harness loads. */
async function addons(): Promise<string[]> {
  const folders = (await readdir(BINDINGS)).filter((name) => name.startsWith('binding-'));
  const files = await Promise.all(
    folders.map(async (name) =>
      (await readdir(path.join(BINDINGS, name))).map((file) => path.join(BINDINGS, name, file)),
    ),
  );
  return files.flat().filter((file) => file.endsWith('.node'));
}
