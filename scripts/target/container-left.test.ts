import { expect, it } from 'vitest';
import { startContainer } from './container.ts';
import type { Engine, Testcontainers } from './engine.ts';
import { released } from './leftovers.ts';
import { TargetOutput } from './output.ts';
import { TargetFailure } from './target-failure.ts';

/** As much of testcontainers as a start takes: `begin` gets what to tell when the container is there and filled. */
function testcontainers(begin: (created: (id: string) => Promise<void>, name: string) => Promise<void>) {
  return {
    GenericContainer: class {
      hostConfig = {};
      name = '';
      withAutoCleanup = (): this => this;
      withLabels = (): this => this;
      withWaitStrategy = (): this => this;
      withEnvironment = (): this => this;
      withBindMounts = (): this => this;
      withNetworkMode = (): this => this;
      withName(name: string): this {
        this.name = name;
        return this;
      }
      async start(): Promise<never> {
        await begin((id) => this.containerCreated(id), this.name);
        throw new Error('It was started.');
      }
      protected async containerCreated(_id: string): Promise<void> {}
    },
  };
}

const exits = (): number => process.listenerCount('exit');

/** How a start ends that fails, and what is removed then. */
async function failed(
  begin: (created: (id: string) => Promise<void>, name: string) => Promise<void>,
  remove: () => Promise<void> = async () => undefined,
): Promise<{ error: string; removed: string[] }> {
  const removed: string[] = [];
  const engine = {
    container: {
      getById: (name: string) => ({
        attach: () => Promise.reject(new Error('no attach here')),
        remove: () => {
          removed.push(name);
          return remove();
        },
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
  const parts = [testcontainers(begin) as unknown as Testcontainers, engine as unknown as Engine] as const;
  const error: unknown = await startContainer(...parts, spec, new TargetOutput()).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TargetFailure);
  return { error: String(error), removed };
}

it('A container that is there but cannot be read is removed', async () => {
  let ours = '';
  const { error, removed } = await failed(async (created, name) => {
    ours = name;
    await created('c0ffee');
  });
  expect(error).toContain('no attach here');
  expect(ours).toMatch(/^ssf-conformance-/);
  expect(removed).toEqual([ours]);
});

it('A container is guarded from before it is there, and removed where it cannot be filled', async () => {
  const before = exits();
  let ours = '';
  const { error, removed } = await failed(async (_, name) => {
    ours = name;
    expect(exits()).toBe(before + 1);
    throw new Error('no archive here');
  });
  expect(error).toContain('no archive here');
  expect(removed).toEqual([ours]);
  expect(exits()).toBe(before);
});

it.each([
  [500, 1],
  [404, 0],
])('A container whose removal ends with %d stays guarded: %d', async (statusCode, guards) => {
  const before = exits();
  const refuse = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('no removal here'), { statusCode }));
  const { removed } = await failed(() => Promise.reject(new Error('no start here')), refuse);
  expect(exits()).toBe(before + guards);
  for (const name of removed) released(name);
  expect(exits()).toBe(before);
});
