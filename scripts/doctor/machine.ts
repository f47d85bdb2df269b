import { access, constants, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Step, step, takeSteps } from '../../suites/harness/doctor/examination.ts';
import type { Report } from '../../suites/harness/doctor/line.ts';
import { freePort } from '../free-port.ts';
import { version } from '../version.ts';
import type { Part } from './part.ts';

/** Major versions of Node.js with the first minor one that the manifest allows. */
export const NODE: readonly (readonly [major: number, minor: number])[] = [
  [20, 19],
  [22, 12],
];
/** From this major version on, every one. */
export const NODE_FROM = 24;
/** No clock that is right shows an earlier time than that of this program. */
const EARLIEST = Date.parse('2026-11-01');

/** What a run needs of this machine, whatever it tests. Writes nothing. */
export function machinePart(reportDir: string, signal: AbortSignal | undefined): Part {
  return {
    title: `This machine, ssf-conformance ${version()}`,
    examine: (report) => takeSteps(steps(reportDir, report), report, signal),
  };
}

function steps(reportDir: string, report: Report): Step[] {
  return [
    step(report, 'Node.js', async (tell) => {
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
      const fits = major >= NODE_FROM || NODE.some(([one, least]) => one === major && minor >= least);
      const said = `${process.versions.node} on ${process.platform} ${process.arch}`;
      if (fits) return tell.ok(`${said}.`);
      tell.problem(`${said} is not supported.`, 'configuration', 'Use 20.19, 22.12, 24 or newer.');
      return true;
    }),
    step(report, 'own clock', async (tell) => {
      const now = new Date();
      const said = now.toISOString();
      if (now.getTime() >= EARLIEST)
        return tell.ok(`${said}. A run measures with one that is never set back.`);
      tell.problem(
        `${said}, which cannot be.`,
        'configuration',
        'Set it; times in SETs are held against it.',
      );
      return true;
    }),
    step(report, 'loopback port', async (tell) => {
      const taken = await freePort().catch((error: unknown) => error);
      if (typeof taken === 'number') return tell.ok(`Free ports can be had, such as 127.0.0.1:${taken}.`);
      tell.problem(
        `We cannot listen on 127.0.0.1 (${reason(taken)}).`,
        'configuration',
        'Does a sandbox forbid it?',
      );
      return true;
    }),
    step(report, 'report folder', async (tell) => {
      const why = await whyNotWritable(reportDir);
      if (why === null) return tell.ok(`${reportDir} can be written.`);
      tell.problem(
        `${reportDir} cannot be written (${why}).`,
        'configuration',
        'Choose another with --report-dir.',
      );
      return true;
    }),
    ...(process.platform === 'linux'
      ? [
          step(report, 'memory', async (tell) => {
            const free = /^MemAvailable:\s+(\d+) kB/m.exec(
              await readFile('/proc/meminfo', 'utf8').catch(() => ''),
            );
            if (free === null) return tell.skipped('How much is free cannot be told.');
            const mib = Math.round(Number(free[1]) / 1024);
            return mib < 300
              ? tell.note(
                  `${mib} MiB are free; a run needs some 300.`,
                  'configuration',
                  'End something else.',
                )
              : tell.ok(`${mib} MiB are free.`);
          }),
        ]
      : []),
  ];
}

/** The nearest folder that is there must take new entries; null when it does. */
async function whyNotWritable(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    try {
      const found = await stat(at);
      if (!found.isDirectory()) return `${at} is no folder`;
      await access(at, constants.W_OK | constants.X_OK);
      return null;
    } catch (error) {
      const isMissing = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
      if (!isMissing || path.dirname(at) === at) return reason(error);
    }
  }
}

function reason(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : String(error);
}
