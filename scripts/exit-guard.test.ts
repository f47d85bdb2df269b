import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAM, temporaryFolder } from './testing/program.ts';

// What a module of the tester's does to the process it is loaded into, through the built program.

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const MODULE = `import { defineCheck } from 'ssf-conformance';
export const check = defineCheck({
  role: 'transmitter', id: 'acme/sound', title: 'It is sound', what: 'Looks at it.',
  rules: [{ id: 'ACME-1', spec: 'ACME Standard', section: '1', level: 'MUST', summary: 'Be sound.' }],
  run: async (probe) => { await probe.metadata(); probe.expect(SOUND, 'ACME-1', { message: 'It is unsound.' }); },
});
`;

async function ran(
  act: string,
  sound: boolean,
  ...flags: string[]
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  await writeFile(path.join(cwd, 'own.mjs'), `${act}\n${MODULE.replace('SOUND', String(sound))}`);
  const args = [
    'run',
    '--no-config',
    '--own',
    'own.mjs',
    '--role',
    'transmitter',
    '--only',
    'acme',
    '--quiet',
  ];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args, ...flags],
      { cwd, env: { PATH: process.env.PATH }, encoding: 'utf8' },
      (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

describe('a module of your own', { timeout: 120_000 }, () => {
  it.each([
    ['when it is loaded', 'process.exit(0);'],
    ['a little later', 'setTimeout(() => process.exit(0), 300);'],
    ['whatever it does at the exit', "process.on('exit', () => process.exit(0)); process.exit(0);"],
  ])('cannot end a run as if it had passed, %s', async (_, act) => {
    const { exitCode, stderr } = await ran(act, true);
    expect(stderr).toContain('This is no verdict.');
    expect(exitCode).toBe(4);
  });

  it.each([
    "process.on('exit', () => { process.exitCode = 0; });",
    "process.on('exit', () => process.exit(0));",
  ])('cannot change how a run ended: %s', async (act) => {
    expect((await ran(act, false)).exitCode).toBe(1);
    expect((await ran(act, true)).exitCode).toBe(0);
  });

  it('prints nothing into what we print', async () => {
    const { stdout, stderr } = await ran(
      "console.log('hello'); process.stdout.write('there');",
      true,
      '--json',
    );
    expect(JSON.stringify(JSON.parse(stdout))).toContain('"verdict":"conformant"');
    expect(stderr).toContain('hello');
    expect(stderr).toContain('there');
  });

  it.each([
    "setTimeout(() => { throw new Error('late boom'); }, 300);",
    "setTimeout(() => Promise.reject(new Error('late boom')), 300);",
  ])('is named where it breaks a run: %s', async (act) => {
    const { exitCode, stderr } = await ran(act, true);
    expect(stderr).toContain('own.mjs, a module of your own, threw something that nobody caught');
    expect(stderr).toContain('late boom');
    expect(exitCode).toBe(4);
  });
});
