import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Results } from '../../../reports/results.ts';

/** What a run of the command line came to. The reports are null when it did not get as far as writing them. */
export interface CommandRun {
  /** Null when it had to be killed. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
  results: Results | null;
  /** Every file of the report folder by name. */
  files: Record<string, string>;
}

const PROGRAM = fileURLToPath(new URL('../../../dist/scripts/ssf-conformance.js', import.meta.url));
const FILES = ['results.json', 'report.html', 'junit.xml', 'summary.md'];

/** Short limits, so that who waits for a target that never answers does not wait long. */
const SHORT_LIMITS = {
  request: '1s',
  verification: '1s',
  delivery: '1s',
  longPoll: '400ms',
  quiet: '200ms',
  redelivery: '1s',
  change: '1s',
};

/** Runs the built command line as a user does, in an empty folder; kills it after `deadlineMs`. */
export async function runCommandLine(
  args: readonly string[],
  {
    deadlineMs = 120_000,
    limits = SHORT_LIMITS,
  }: { deadlineMs?: number; limits?: Record<string, string> } = {},
): Promise<CommandRun> {
  if (!existsSync(PROGRAM)) throw new Error(`There is no ${PROGRAM}: run "npm run build" first.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'ssf-hostile-'));
  const flags = Object.entries(limits).flatMap(([name, duration]) => ['--limit', `${name}=${duration}`]);
  try {
    const child = spawn(process.execPath, [PROGRAM, 'run', ...args, ...flags, '--report-dir', folder], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
      timeout: deadlineMs,
      killSignal: 'SIGKILL',
    });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const files: Record<string, string> = {};
    for (const name of FILES) {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => null);
      if (text !== null) files[name] = text;
    }
    const json = files['results.json'];
    return { exitCode, ...output, results: json === undefined ? null : (JSON.parse(json) as Results), files };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
