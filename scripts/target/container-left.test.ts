import { expect, it } from 'vitest';
import { startContainer } from './container.ts';
import type { Engine, Testcontainers } from './engine.ts';
import { TargetOutput } from './output.ts';
import { TargetFailure } from './target-failure.ts';

/** As much of testcontainers as a start takes. */
class GenericContainer {
  hostConfig = {};
  withAutoCleanup = (): this => this;
  withLabels = (): this => this;
  withWaitStrategy = (): this => this;
  withEnvironment = (): this => this;
  withBindMounts = (): this => this;
  withNetworkMode = (): this => this;
  async start(): Promise<never> {
    await this.containerCreated('c0ffee');
    throw new Error('It was started.');
  }
  protected async containerCreated(_id: string): Promise<void> {}
}

it('A container that is there but cannot be read is removed', async () => {
  const removed: string[] = [];
  const engine = {
    info: { containerRuntime: { host: 'localhost' } },
    container: {
      getById: (id: string) => ({
        attach: () => Promise.reject(new Error('no attach here')),
        remove: async () => void removed.push(id),
      }),
    },
  };
  const spec = {
    image: 'acme/tx:1',
    host: '127.0.0.1',
    network: 'host' as const,
    ports: [],
    manners: { heedsSigterm: true },
  };
  // Sound: nothing else of them is used on this way.
  const parts = [{ GenericContainer } as unknown as Testcontainers, engine as unknown as Engine] as const;
  const error: unknown = await startContainer(...parts, spec, new TargetOutput()).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TargetFailure);
  expect(String(error)).toContain('no attach here');
  expect(removed).toEqual(['c0ffee']);
});
