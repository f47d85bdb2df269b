import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SECRET_FLAGS } from '../config/flags.ts';
import { flagInputs } from './arguments.ts';

interface Step {
  name: string;
  id?: string;
  if?: string;
  shell?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}

interface Action {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { value: string }>;
  runs: { using: string; steps: Step[] };
}

const root = path.resolve(import.meta.dirname, '../..');
const action = parse(await readFile(path.join(root, 'action.yml'), 'utf8')) as Action;
const ofTheAction = ['working-directory', 'node-version', 'artifact-name', 'summary', 'built-in'];

describe('action.yml', () => {
  test('has an input for every flag of run, and none of another name', () => {
    const inputs = Object.keys(action.inputs).filter((name) => !ofTheAction.includes(name));
    expect(inputs.toSorted()).toEqual([...flagInputs().keys()].toSorted());
  });

  test('describes every input, and gives a flag no value of its own but the report folder', () => {
    const inputs = Object.entries(action.inputs);
    for (const [, { description, required }] of inputs)
      expect([description, required]).toEqual([expect.stringMatching(/./), undefined]);
    const withValue = inputs.filter(([, { default: value }]) => value !== undefined).map(([name]) => name);
    expect(withValue).toEqual(['working-directory', 'artifact-name', 'summary', 'built-in', 'report-dir']);
    for (const flag of SECRET_FLAGS) expect(action.inputs).toHaveProperty(flag.slice(2));
  });

  test('has no expression within a shell text, where what a pull request writes would run', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  test('gives out what its steps know', () => {
    const ids = action.runs.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
    for (const { value } of Object.values(action.outputs)) {
      const [, id] = /^\$\{\{ steps\.([\w-]+)\.outputs\.[\w-]+ \}\}$/.exec(value) ?? [];
      expect(ids).toContain(id);
    }
    expect(Object.keys(action.outputs)).toEqual(['verdict', 'exit-code', 'report']);
  });

  test('keeps the report before it fails, and even when the job was cancelled', () => {
    const [upload, verdict] = action.runs.steps.slice(-2);
    expect(upload).toMatchObject({
      uses: expect.stringMatching(/^actions\/upload-artifact@v\d+$/) as unknown,
    });
    expect(upload?.if).toContain('always()');
    expect(verdict?.env).toEqual({ EXIT_CODE: '${{ steps.run.outputs.exit-code }}' });
  });
});

describe('README', () => {
  test('shows a workflow with inputs and outputs that exist, and pipelines that are YAML', async () => {
    const readme = await readFile(path.join(root, 'README.md'), 'utf8');
    const [workflow, pipeline] = [...readme.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
      ([, text = '']): unknown => parse(text),
    ) as [{ jobs: { conformance: { steps: Step[] } } }, object];
    const { steps } = workflow.jobs.conformance;
    const inputs = steps
      .filter(({ uses = '' }) => uses.includes('/ssf-conformance@'))
      .map((step) => step.with);
    expect(inputs).toHaveLength(1);
    for (const name of Object.keys(inputs[0] ?? {})) expect(Object.keys(action.inputs)).toContain(name);
    for (const [, name] of JSON.stringify(steps).matchAll(/steps\.ssf\.outputs\.([\w-]+)/g))
      expect(Object.keys(action.outputs)).toContain(name);
    expect(Object.keys(pipeline)).toEqual(['conformance']);
  });
});

describe('the shell steps of action.yml', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'action '));
    await mkdir(path.join(folder, 'bin'));
    await mkdir(path.join(folder, 'action/dist/scripts/github-action'), { recursive: true });
    await writeFile(path.join(folder, 'output'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** As the runner does: `bash --noprofile --norc -eo pipefail`. */
  async function bash(
    name: string,
    env: Record<string, string> = {},
  ): Promise<{ code: number; stdout: string }> {
    const step = action.runs.steps.find((one) => one.name === name);
    expect(step?.shell).toBe('bash');
    const ran = promisify(execFile)(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''],
      {
        cwd: folder,
        env: {
          PATH: `${path.join(folder, 'bin')}:${process.env.PATH ?? ''}`,
          GITHUB_ACTION_PATH: path.join(folder, 'action'),
          GITHUB_OUTPUT: path.join(folder, 'output'),
          ...env,
        },
      },
    );
    return ran.then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );
  }

  async function fakeNpm(): Promise<void> {
    const npm = path.join(folder, 'bin/npm');
    await writeFile(npm, '#!/bin/sh\necho "$PWD" "$@"\n');
    await chmod(npm, 0o755);
  }

  async function fakeRun(script: string): Promise<void> {
    await writeFile(path.join(folder, 'action/dist/scripts/github-action/main.js'), script);
  }

  test('build what the lock file names, once', async () => {
    await fakeNpm();
    const checkout = path.join(folder, 'action');
    await writeFile(path.join(checkout, 'package-lock.json'), '{}');
    const install = `${checkout} ci --include=dev --engine-strict --ignore-scripts --no-audit --no-fund\n`;
    const build = `${checkout} run --silent build\n`;
    expect(await bash('Build')).toEqual({ code: 0, stdout: install + build });
    await mkdir(path.join(checkout, 'node_modules'));
    await promisify(execFile)('touch', [
      '-d',
      '2100-01-01',
      path.join(checkout, 'node_modules/.package-lock.json'),
    ]);
    expect(await bash('Build')).toEqual({ code: 0, stdout: build });
  });

  test.each([0, 1, 5])('go on after the run ended with %d, and end with that', async (code) => {
    await fakeRun(`process.stdout.write(process.env.INPUTS); process.exitCode = ${code};`);
    const inputs = JSON.stringify({ issuer: '$(touch pwned) `touch pwned` "; touch pwned; #' });
    expect(await bash('Run', { INPUTS: inputs })).toEqual({ code: 0, stdout: inputs });
    expect(await readFile(path.join(folder, 'output'), 'utf8')).toBe(`exit-code=${code}\n`);
    await expect(readFile(path.join(folder, 'pwned'))).rejects.toThrow('ENOENT');
    expect((await bash('Verdict', { EXIT_CODE: String(code) })).code).toBe(code);
  });

  test('end with the fault of the harness when nothing ran', async () => {
    expect((await bash('Verdict', { EXIT_CODE: '' })).code).toBe(4);
  });
});
