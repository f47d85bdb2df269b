import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embeddedResults } from '../../reports/html/embed.ts';
import { hostileResults, sampleResults } from '../../reports/sample.ts';
import { FORMAT_NAMES, REPORT_FORMATS } from '../report-formats.ts';
import { type Captured, capture } from '../testing/capture.ts';

const text = JSON.stringify(sampleResults());
const allFiles = Object.values(REPORT_FORMATS).map(({ file }) => file);
let cwd = '';

beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'report-'));
  await mkdir(path.join(cwd, 'run'));
  await writeFile(path.join(cwd, 'run/results.json'), text);
});
afterEach(() => rm(cwd, { recursive: true }));

function report(...argv: string[]): Promise<Captured> {
  return capture(['report', ...argv], { cwd });
}

async function files(folder: string): Promise<string[]> {
  return (await readdir(path.join(cwd, folder))).toSorted();
}

describe('report', () => {
  test('makes every report beside the results, which stay as they are', async () => {
    const { exitCode, stdout, stderr } = await report('run');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(await files('run')).toEqual(allFiles.toSorted());
    expect(await readFile(path.join(cwd, 'run/results.json'), 'utf8')).toBe(text);
    expect(stdout.trim().split('\n')).toEqual(
      allFiles.filter((file) => file !== 'results.json').map((file) => path.join('run', file)),
    );
  });

  test('makes what is asked for, where it is asked for', async () => {
    const { stdout } = await report(
      'run/results.json',
      '--format',
      'html,junit',
      '--format',
      'html',
      '--out',
      'a/b',
    );
    expect(stdout).toBe('a/b/report.html\na/b/junit.xml\n');
    expect(await files('a/b')).toEqual(['junit.xml', 'report.html']);
  });

  test('makes the results again from a page that carries them', async () => {
    const page = `<!doctype html>${String(embeddedResults(sampleResults()).script)}`;
    await writeFile(path.join(cwd, 'report.html'), page);
    expect((await report('report.html', '--format', 'json,html,badge')).exitCode).toBe(0);
    expect(JSON.parse(await readFile(path.join(cwd, 'results.json'), 'utf8'))).toEqual(sampleResults());
    expect(await readFile(path.join(cwd, 'report.html'), 'utf8')).toBe(page);
  });

  test('prints one JSON document when asked to', async () => {
    const { stdout, stderr } = await capture(['report', 'run', '--json', '--format', 'sarif'], {
      cwd,
      env: { GITHUB_ACTIONS: 'true' },
    });
    expect(JSON.parse(stdout)).toEqual({
      sentence: sampleResults().sentence,
      files: [{ format: 'sarif', file: 'run/results.sarif' }],
    });
    expect(stderr).toContain('::error title=SSF 8.1.1.1%3A create-stream/refused-without-token::');
  });

  test('shows annotations within GitHub Actions, where nothing else is read as a command', async () => {
    await writeFile(path.join(cwd, 'run/results.json'), JSON.stringify(hostileResults()));
    const { stdout } = await capture(['report', 'run'], { cwd, env: { GITHUB_ACTIONS: 'true' } });
    const [, token] = /^::stop-commands::(\S+)\n/.exec(stdout) ?? [];
    expect(token).toMatch(/^[\w-]{36}$/);
    const [before = '', after = ''] = stdout.split(`\n::${token}::\n`);
    expect(before).toContain('run/report.html');
    for (const line of after.trim().split('\n')) expect(line).toMatch(/^::(error|warning) title=/);
  });

  test.each([
    [[], 'missing required argument'],
    [['run', 'more'], 'too many arguments'],
    [['rum'], 'There is no file "rum".\n  Did you mean "run"?'],
    [['run', '--format', 'htlm'], 'There is no format "htlm". Did you mean "html"?'],
    [['run', '--format', 'pdf'], `There are: ${FORMAT_NAMES.join(', ')}.`],
    [['run', '--format', ''], 'Expected names separated by commas.'],
    [['run', '--out', 'run/results.json/x'], 'cannot be written to'],
    [['run', '--form', 'html'], "unknown option '--form'"],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stdout, stderr } = await report(...argv);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(await files('run')).toEqual(['results.json']);
  });

  test('has help with every format and examples', async () => {
    const { stdout } = await report('--help');
    for (const [name, { file }] of Object.entries(REPORT_FORMATS))
      expect(stdout).toMatch(new RegExp(`^  ${name} +${file} `, 'm'));
    expect(stdout).toContain('$ ssf-conformance report');
  });
});
