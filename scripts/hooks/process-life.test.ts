import { once } from 'node:events';
import { expect, it } from 'vitest';
import { groupLives, spawnCommand } from './process-group.ts';
import { processLife } from './process-life.ts';

it('A process that does not heed SIGTERM is away when its end has come', { timeout: 30_000 }, async () => {
  const script = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000); console.log('up');";
  const command = { command: [process.execPath, '-e', script] };
  const child = spawnCommand(command, { env: process.env, cwd: '.' }, { stdout: 'pipe' });
  const life = processLife(child);
  if (child.stdout !== null) await once(child.stdout, 'data');
  expect(life.hasEnded()).toBe(false);
  await life.stop();
  expect(life.hasEnded()).toBe(true);
  expect(child.signalCode).toBe('SIGKILL');
  expect(groupLives(child)).toBe(false);
});
