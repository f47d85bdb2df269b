import { afterEach, describe, expect, it } from 'vitest';
import { keepingEnvironment, keepingExitCode } from './undisturbed.ts';

describe('a process in which several do something at once', () => {
  const { exitCode } = process;
  const { BASE_URL } = process.env;
  afterEach(() => {
    process.exitCode = exitCode;
    if (BASE_URL !== undefined) process.env.BASE_URL = BASE_URL;
  });
  const gate = (): { promise: Promise<void>; open: () => void } => {
    let open = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { promise, open };
  };

  it('keeps its exit code when the last has ended', async () => {
    process.exitCode = 7;
    const [first, second] = [gate(), gate()];
    const one = keepingExitCode(() => first.promise);
    process.exitCode = 1;
    const other = keepingExitCode(() => second.promise);
    first.open();
    await one;
    expect(process.exitCode).toBe(1);
    second.open();
    await other;
    expect(process.exitCode).toBe(7);
  });

  it('keeps its environment, also where one fails', async () => {
    delete process.env.BASE_URL;
    process.env.MODE ??= 'theirs';
    const { MODE } = process.env;
    const failing = keepingEnvironment(async () => {
      process.env.BASE_URL = '/';
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(process.env.BASE_URL).toBeUndefined();
    expect(process.env.MODE).toBe(MODE);
  });
});
