import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Results } from '../../reports/results.ts';
import { sampleResults } from '../../reports/sample.ts';
import { addRunFlags, FLAGS_WITHOUT_VALUE, SECRET_FLAGS } from '../config/flags.ts';
import { flagInputs, invocationOf } from './arguments.ts';
import { actionRun } from './run.ts';

describe('the inputs of the action', () => {
  test('are flags under the same name, empty ones none', () => {
    const inputs = { issuer: ' http://127.0.0.1:8080 ', delivery: 'push,poll', audience: '', seed: '  ' };
    expect(invocationOf(inputs)).toEqual({
      argv: ['run', '--issuer', 'http://127.0.0.1:8080', '--delivery', 'push,poll'],
      env: {},
    });
  });

  test('have a line for each use of a flag that may be repeated, and one value otherwise', () => {
    expect(invocationOf({ only: 'a/b\n\n  c\n', 'trigger-command': 'a\nb' }).argv).toEqual([
      'run',
      '--trigger-command',
      'a\nb',
      '--only',
      'a/b',
      '--only',
      'c',
    ]);
    const repeatable = [...flagInputs()].filter(
      ([name, { description }]) => description.includes('repeatable') || name === 'skip',
    );
    for (const [name] of repeatable)
      expect(invocationOf({ [name]: 'a\nb' }).argv).toEqual(['run', `--${name}`, 'a', `--${name}`, 'b']);
    expect(repeatable).toHaveLength(7);
  });

  test('switch flags without a value on with true, and nothing with false', () => {
    for (const flag of FLAGS_WITHOUT_VALUE) {
      const name = flag.slice(2);
      if (!flagInputs().has(name)) continue;
      expect(invocationOf({ [name]: 'true' }).argv).toEqual(['run', flag]);
      expect(invocationOf({ [name]: 'false' }).argv).toEqual(['run']);
    }
    expect(() => invocationOf({ poll: 'yes' })).toThrow('The input "poll" is "yes".');
  });

  test('keep a secret out of the arguments, and name the variable that holds it', () => {
    for (const flag of SECRET_FLAGS) {
      const variable = `SSF_INPUT_${flag.slice(2).toUpperCase().replaceAll('-', '_')}`;
      expect(invocationOf({ [flag.slice(2)]: 's3cret' })).toEqual({
        argv: ['run', flag, `\${${variable}}`],
        env: { [variable]: 's3cret' },
      });
      expect(invocationOf({ [flag.slice(2)]: '${SSF_TOKEN}' })).toEqual({
        argv: ['run', flag, '${SSF_TOKEN}'],
        env: {},
      });
    }
  });

  test('are read by run as they were meant, whatever they begin with', async () => {
    const read: Record<string, unknown>[] = [];
    const program = addRunFlags(new Command('run')).action(
      (flags: Record<string, unknown>) => void read.push(flags),
    );
    const { argv } = invocationOf({ audience: '--poll', 'start-command': '-x=1', 'no-config': 'true' });
    await program.parseAsync(argv.slice(1), { from: 'user' });
    expect(read).toEqual([{ audience: '--poll', startCommand: '-x=1', config: false }]);
  });
});

describe('a run of the action', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'action-run-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));

  async function leave(folder: string, results: Results, summary: string): Promise<void> {
    await mkdir(path.join(cwd, folder), { recursive: true });
    await writeFile(path.join(cwd, folder, 'results.json'), JSON.stringify(results));
    await writeFile(path.join(cwd, folder, 'summary.md'), summary);
  }

  async function end(
    exitCode: number,
    inputs: Record<string, string> = {},
  ): Promise<{ output: string; summary: string; log: string; code: number }> {
    const files = { GITHUB_OUTPUT: path.join(cwd, 'output'), GITHUB_STEP_SUMMARY: path.join(cwd, 'summary') };
    let log = '';
    const { ended } = actionRun({
      cwd,
      env: { ...files, INPUTS: JSON.stringify(inputs) },
      stdout: { write: (text) => (log += text) },
    });
    await Promise.all(Object.values(files).map((file) => writeFile(file, '')));
    const code = await ended(exitCode);
    const [output = '', summary = ''] = await Promise.all(
      Object.values(files).map((file) => readFile(file, 'utf8')),
    );
    return { output, summary, log, code };
  }

  const results = sampleResults();

  test('gives out the verdict and where the report is, and its summary', async () => {
    await leave('out', results, '# Not conformant\n');
    expect(await end(1, { 'report-dir': 'out' })).toEqual({
      output: `verdict=non-conformant\nreport=${path.join(cwd, 'out')}\n`,
      summary: '# Not conformant\n',
      log: '',
      code: 1,
    });
  });

  test('gives out the worst verdict of several runs, and all their summaries', async () => {
    await leave('conformance-report/a', { ...results, verdict: 'conformant' }, '# a\n');
    await leave('conformance-report/b', { ...results, verdict: 'incomplete' }, '# b\n');
    expect(await end(5)).toEqual({
      output: `verdict=incomplete\nreport=${path.join(cwd, 'conformance-report')}\n`,
      summary: '# a\n\n# b\n',
      log: '',
      code: 5,
    });
  });

  test('is wrong usage when nothing but the built-in peers was tested, since a misspelt input comes to that', async () => {
    const ours = { ...results, verdict: 'conformant', target: { ...results.target, builtIn: true } } as const;
    await leave('conformance-report/a', ours, '# Conformant\n');
    const { log, output, summary, code } = await end(0);
    expect(code).toBe(2);
    expect(log).toMatch(/^::error title=Nothing of yours was tested::Only the built-in peers were tested\./);
    expect(output).toBe(`verdict=\nreport=${path.join(cwd, 'conformance-report')}\n`);
    expect(summary).toMatch(/^Only the built-in peers were tested\.[^\n]*\n$/);
    await leave('conformance-report/b', results, '# b\n');
    expect(await end(1)).toMatchObject({ code: 1, log: '' });
  });

  test('tests the built-in peers alone when asked to', async () => {
    const ours = { ...results, verdict: 'conformant', target: { ...results.target, builtIn: true } } as const;
    await leave('conformance-report', ours, '# Conformant\n');
    const { log, output, summary, code } = await end(0, { 'built-in': 'true' });
    expect({ code, log, summary }).toEqual({ code: 0, log: '', summary: '# Conformant\n' });
    expect(output).toContain('verdict=conformant\n');
    await expect(end(0, { 'built-in': 'yes' })).rejects.toThrow('The input "built-in" is "yes".');
  });

  test('leaves the summary alone when asked to', async () => {
    await leave('conformance-report', results, '# a\n');
    expect((await end(1, { summary: 'false' })).summary).toBe('');
  });

  test('says that there is no verdict, and takes none from an earlier run', async () => {
    expect(await end(3)).toMatchObject({ output: 'verdict=\nreport=\n' });
    await leave('conformance-report', results, '# a\n');
    const { output, summary } = await end(2);
    expect(output).toBe('verdict=\nreport=\n');
    expect(summary).toContain('did not come to a verdict (exit code 2)');
  });

  test('writes no summary that GitHub would refuse', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      await leave(`conformance-report/${name}`, results, `${name.repeat(190_000)}\n`);
    const { summary } = await end(1);
    expect(summary.length).toBeLessThan(1_000_100);
    expect(summary).toMatch(/e\n\nThe rest is in the report\.\n$/);
  });

  test('begins no second output where a path has a line break', async () => {
    await leave('a\nverdict=conformant', results, '');
    const { output } = await end(1, { 'report-dir': 'a\nverdict=conformant' });
    expect(output.split('\n')).toHaveLength(3);
  });

  test.each([undefined, '', '[]', '1', 'null'])('is none without inputs: %j', (INPUTS) => {
    expect(() => actionRun({ cwd, env: { INPUTS }, stdout: { write: () => undefined } })).toThrow(
      'this is the inside of action.yml',
    );
  });
});
