import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TargetOutput } from './output.ts';
import { startProcess } from './process.ts';

/** Starts another in a session of its own, which tells its id and does not heed SIGTERM where it is asked not to. */
const command = (deaf: boolean): string[] => [
  process.execPath,
  '-e',
  `const { spawn } = require('node:child_process');
const script = ${JSON.stringify(`${deaf ? "process.on('SIGTERM', () => {});" : ''}console.log(process.pid);setInterval(() => {}, 1000)`)};
spawn(process.execPath, ['-e', script], { detached: true, stdio: 'inherit' }).unref();
setInterval(() => {}, 1000);`,
];

describe.runIf(process.platform === 'linux')('what a command starts in a session of its own', () => {
  it.each([false, true])('is ended with it and told of, deaf to SIGTERM: %s', async (deaf) => {
    const output = new TargetOutput();
    const said = new EventTarget();
    output.onLine(() => said.dispatchEvent(new Event('line')));
    const line = once(said, 'line');
    const started = await startProcess(
      { command: command(deaf) },
      {},
      { cwd: '/', env: process.env },
      output,
    );
    await line;
    const id = Number(output.lines[0]?.text);
    await started.stop();
    expect(started.leftBehind?.()).toEqual([id]);
    await expect.poll(() => isThere(id)).toBe(false);
  });
});

/** Of one that has ended, and that nobody reaps, there is no environment any more. */
function isThere(id: number): boolean {
  try {
    return readFileSync(`/proc/${id}/environ`).length > 0;
  } catch {
    return false;
  }
}
