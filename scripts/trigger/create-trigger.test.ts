import { describe, expect, it } from 'vitest';
import { createTrigger } from './create-trigger.ts';

const context = { env: process.env, cwd: process.cwd() };
const wish = { scenario: 's', type: 't', subject: {}, event: {}, streamId: 'x' };

describe('createTrigger', () => {
  it('refuses a trigger of two forms, or of none', () => {
    const both = { command: 'x', request: { url: 'http://127.0.0.1' } };
    expect(() => createTrigger(both, context)).toThrow('a command and a request');
    // What a config file may hold although the types forbid it.
    expect(() => createTrigger({} as { command: string }, context)).toThrow(
      'neither a command nor a request',
    );
  });

  it('tells by its outcome what a function of the user did', async () => {
    const told = (trigger: Parameters<typeof createTrigger>[0]): Promise<unknown> =>
      createTrigger(trigger, context)(wish);
    expect(await told(() => {})).toEqual({ ok: true });
    expect(await told(async () => true)).toEqual({ ok: true });
    expect(await told(() => false)).toEqual({ ok: false, message: 'the trigger returned false' });
    expect(await told(() => ({ ok: false, message: 'no such user' }))).toEqual({
      ok: false,
      message: 'no such user',
    });
    expect(
      await told(() => {
        throw new Error('backend down');
      }),
    ).toEqual({ ok: false, message: 'the trigger threw: backend down' });
  });

  it('hands the request to the function as it is', async () => {
    const seen: unknown[] = [];
    await createTrigger((request) => void seen.push(request), context)(wish);
    expect(seen).toEqual([wish]);
  });

  it('does not wait longer than the deadline, whether or not a function listens to the signal', async () => {
    const trigger = createTrigger(() => new Promise(() => {}), { ...context, timeoutMs: 20 });
    expect(await trigger(wish)).toEqual({ ok: false, message: 'the trigger did not end within 20 ms' });
  });

  it('ends when the run is cancelled', async () => {
    const controller = new AbortController();
    const trigger = createTrigger(() => new Promise(() => {}), { ...context, signal: controller.signal });
    const outcome = trigger(wish);
    controller.abort();
    expect(await outcome).toEqual({ ok: false, message: 'the run was cancelled' });
  });
});
