import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { TerminalInput } from '../io.ts';
import { createOperator } from './operator.ts';

const wish = {
  scenario: 'impossible-travel',
  type: 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change',
  subject: { format: 'email', email: 'a@example.com' },
  event: { current_level: 'HIGH' },
  streamId: 's',
  story: {
    step: 'sign-in-far-away',
    text: 'Anna signs in from Tokyo.',
    ask: 'Let a@example.com sign in from Tokyo (JP).',
    before: ['Let a@example.com sign in from Berlin (DE).'],
    happened: [],
  },
};

/** A terminal at which a test sits. */
function terminal(env: Record<string, string> = {}) {
  const keys = new EventEmitter();
  const state = { raw: false, reading: false, output: '' };
  const stdin: TerminalInput = {
    isTTY: true,
    setRawMode: (raw) => (state.raw = raw),
    on: (event, listener) => keys.on(event, listener),
    off: (event, listener) => keys.off(event, listener),
    resume: () => (state.reading = true),
    pause: () => (state.reading = false),
  };
  const stdout = { write: (text: string) => (state.output += text) };
  return { io: { stdin, stdout, env }, state, press: (key: string) => keys.emit('data', Buffer.from(key)) };
}

/** Until the operator has been asked, and the terminal listens. */
const asked = () => new Promise((resolve) => setImmediate(resolve));

describe('an operator', () => {
  it('is told what to do and what comes before it, and says with Enter that it is done', async () => {
    const { io, state, press } = terminal();
    const outcome = createOperator(io)(wish);
    await asked();
    expect(state.output).toContain('First: Let a@example.com sign in from Berlin (DE).');
    expect(state.output).toContain('Now: Let a@example.com sign in from Tokyo (JP).');
    expect(state.output).toContain('5:00 left');
    expect(state).toMatchObject({ raw: true, reading: true });
    press('x');
    press('\r');
    expect(await outcome).toEqual({ ok: true });
    expect(state).toMatchObject({ raw: false, reading: false });
  });

  it('skips with s', async () => {
    const { io, press } = terminal();
    const outcome = createOperator(io)(wish);
    await asked();
    press('s');
    expect(await outcome).toEqual({ ok: false, message: 'the operator skipped it' });
  });

  it('is asked one thing at a time', async () => {
    const { io, state, press } = terminal();
    const trigger = createOperator(io);
    const both = [trigger(wish), trigger({ ...wish, story: { ...wish.story, ask: 'The second one.' } })];
    await asked();
    expect(state.output).not.toContain('The second one.');
    press('\n');
    await both[0];
    await asked();
    expect(state.output).toContain('The second one.');
    press('\n');
    expect(await Promise.all(both)).toEqual([{ ok: true }, { ok: true }]);
  });

  it('is not waited for longer than the limit', async () => {
    const { io, state } = terminal();
    expect(await createOperator(io, 20)(wish)).toEqual({
      ok: false,
      message: 'the operator did not answer within 0:01',
    });
    expect(state.raw).toBe(false);
  });

  it('ends the run with Ctrl-C, and finds the terminal as it was', async () => {
    const { io, state, press } = terminal();
    const controller = new AbortController();
    const trigger = createOperator({ ...io, signal: controller.signal }, 60_000, () => controller.abort());
    const outcome = trigger(wish);
    await asked();
    press('\u0003');
    expect(await outcome).toEqual({ ok: false, message: 'the run was cancelled' });
    expect(state).toMatchObject({ raw: false, reading: false });
    expect(await trigger(wish)).toEqual({ ok: false, message: 'the run was cancelled' });
  });

  it('is nobody in CI, or where standard input is no terminal', () => {
    expect(() => createOperator(terminal({ CI: 'true' }).io)).toThrow('the variable CI is set');
    const { io } = terminal();
    expect(() => createOperator({ ...io, stdin: { ...io.stdin, isTTY: false } })).toThrow('needs a terminal');
    expect(() => createOperator({ stdout: io.stdout, env: {} })).toThrow('needs a terminal');
  });
});
