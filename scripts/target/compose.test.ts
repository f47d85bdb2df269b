import { expect, it } from 'vitest';
import { startCompose } from './compose.ts';
import type { Engine, Testcontainers } from './engine.ts';
import { TargetOutput } from './output.ts';
import { TargetFailure } from './target-failure.ts';

it('A compose file is guarded from before it comes up until it is down', async () => {
  const exits = (): number => process.listenerCount('exit');
  const before = exits();
  const guarded: [string, number][] = [];
  class DockerComposeEnvironment {
    withProjectName = (): this => this;
    withAutoCleanup = (): this => this;
    withDefaultWaitStrategy = (): this => this;
    withEnvironment = (): this => this;
    async up(): Promise<{ down: () => Promise<void> }> {
      guarded.push(['up', exits() - before]);
      return { down: async () => void guarded.push(['down', exits() - before]) };
    }
  }
  const engine = { container: { list: async () => [] } };
  const spec = { file: '/compose.yaml', service: 'tx', env: {} };
  // Sound: nothing else of them is used on this way.
  const parts = [
    { DockerComposeEnvironment } as unknown as Testcontainers,
    engine as unknown as Engine,
  ] as const;
  const error: unknown = await startCompose(...parts, spec, new TargetOutput()).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TargetFailure);
  expect(guarded).toEqual([
    ['up', 1],
    ['down', 1],
  ]);
  expect(exits()).toBe(before);
});
