import { expect, it } from 'vitest';
import { startCompose } from './compose.ts';
import type { Engine, Testcontainers } from './engine.ts';
import { releasedProject } from './leftovers.ts';
import { TargetOutput } from './output.ts';
import { TargetFailure } from './target-failure.ts';

const exits = (): number => process.listenerCount('exit');

/** How a start ends that fails: what was done, and how many guards there were then. */
async function failed(
  up: () => Promise<void>,
  engineDown: () => Promise<void> = async () => undefined,
): Promise<{ error: string; done: [string, number][]; name: string }> {
  const before = exits();
  const done: [string, number][] = [];
  const note = (what: string): unknown => done.push([what, exits() - before]);
  let name = '';
  class DockerComposeEnvironment {
    withProjectName(given: string): this {
      name = given;
      return this;
    }
    withAutoCleanup = (): this => this;
    withDefaultWaitStrategy = (): this => this;
    withEnvironment = (): this => this;
    async up(): Promise<{ down: () => Promise<void> }> {
      note('up');
      await up();
      return { down: async () => void note('down') };
    }
  }
  const engine = {
    container: { list: async () => [] },
    compose: {
      down: (project: object) => {
        expect(project).toMatchObject({ filePath: '/at', files: 'compose.yaml', projectName: name });
        note('down of the project');
        return engineDown();
      },
    },
  };
  const spec = { file: '/at/compose.yaml', service: 'tx', env: {} };
  // Sound: nothing else of them is used on this way.
  const parts = [
    { DockerComposeEnvironment } as unknown as Testcontainers,
    engine as unknown as Engine,
  ] as const;
  const error: unknown = await startCompose(...parts, spec, new TargetOutput()).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TargetFailure);
  return { error: String(error), done, name };
}

it('A compose file is guarded from before it comes up until it is down', async () => {
  const before = exits();
  const { done } = await failed(async () => undefined);
  expect(done).toEqual([
    ['up', 1],
    ['down', 1],
  ]);
  expect(exits()).toBe(before);
});

const lost = (): Promise<never> => Promise.reject(new Error('no such container'));

it('A compose file that is lost after it came up is taken down', async () => {
  const before = exits();
  const { error, done } = await failed(lost);
  expect(error).toContain('no such container');
  expect(done).toEqual([
    ['up', 1],
    ['down of the project', 1],
  ]);
  expect(exits()).toBe(before);
});

it.each<[string, () => Promise<never>]>([
  ['fails', () => Promise.reject(new Error('no down here'))],
  [
    'is not installed',
    () => {
      throw new Error('Compose is not installed');
    },
  ],
])('A compose file that is not taken down, since that %s, stays guarded', async (_, down) => {
  const before = exits();
  const { error, name } = await failed(lost, down);
  expect(error).toContain('no such container');
  expect(exits()).toBe(before + 1);
  releasedProject(name);
  expect(exits()).toBe(before);
});
