import { expect, it } from 'vitest';
import type { HookCommand } from '../config/define-config.ts';
import { TargetOutput } from './output.ts';
import { startProcess } from './process.ts';
import { TargetFailure } from './target-failure.ts';

const { execPath: node } = process;

it.each<[string, HookCommand, string]>([
  ['is not there', { command: ['/nowhere/tx'] }, 'ENOENT'],
  ['is to work in a folder that is a file', { command: [node, '-v'], cwd: node }, 'ENOTDIR'],
  ['has a word that is too long', { command: [node, 'x'.repeat(4_000_000)] }, 'E2BIG'],
  ['has a NUL in a word', { command: [node, 'a\0b'] }, 'null bytes'],
])('A command that %s is a failure of the target, told of with where to look', async (_, command, reason) => {
  const context = { env: process.env, cwd: process.cwd() };
  const error: unknown = await startProcess(command, {}, context, new TargetOutput()).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TargetFailure)) throw error;
  expect(error.message).toMatch(/^The command of the target cannot be started: /);
  expect(error.message).toContain(reason);
  expect(error.hint).toContain('target.cwd');
});
