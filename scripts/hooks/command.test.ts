import { expect, it } from 'vitest';
import type { HookCommand } from '../config/define-config.ts';
import { runCommandHook } from './command.ts';

const { execPath: node } = process;

it.each<[string, HookCommand, string]>([
  ['is not there', { command: ['/nowhere/hook'] }, 'ENOENT'],
  ['is to work in a folder that is a file', { command: [node, '-v'], cwd: node }, 'ENOTDIR'],
  ['has a word that is too long', { command: [node, 'x'.repeat(4_000_000)] }, 'E2BIG'],
  ['has a NUL in a word', { command: [node, 'a\0b'] }, 'null bytes'],
])('A command that %s is a failure of the hook: it was not run', async (_, command, reason) => {
  const call = { what: 'the effects command', payload: {}, stdoutBytes: 100 };
  const context = { env: process.env, cwd: process.cwd() };
  const answer = await runCommandHook(command, call, context, AbortSignal.timeout(20_000));
  if (answer.ok) throw new Error('It was run.');
  expect(answer.message).toMatch(/^the effects command cannot be started: /);
  expect(answer.message).toContain(reason);
  expect(answer.notRun).toBe(true);
});
