import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';
import { fishScript } from './fish.ts';
import type { Completed } from './model.ts';
import { zshScript } from './zsh.ts';

const run = promisify(execFile);
const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** Null where the shell is not on this machine. */
async function versionOf(shell: string): Promise<string | null> {
  return run(shell, ['--version']).then(
    ({ stdout }) => stdout,
    () => null,
  );
}

const there = Object.fromEntries(
  await Promise.all(SHELLS.map(async (shell) => [shell, (await versionOf(shell)) !== null] as const)),
);

let folder: string;
const fileOf = (shell: string): string => path.join(folder, `completions.${shell}`);
const scripts: Record<string, string> = {};
beforeAll(async () => {
  folder = await temporaryFolder();
  for (const shell of SHELLS) {
    const { stdout } = await capture(['completions', shell]);
    scripts[shell] = stdout;
    await writeFile(fileOf(shell), stdout);
  }
  await mkdir(path.join(folder, 'here/a folder'), { recursive: true });
  await writeFile(path.join(folder, 'here/a file.json'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What bash offers behind these words, of which the last one is completed. It splits at `=`, as a terminal does. */
async function offered(...words: string[]): Promise<string[]> {
  const query = `. "$1"; shift; COMP_WORDS=(ssf-conformance "$@"); COMP_CWORD=$#; _ssf_conformance; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-c', query, 'bash', fileOf('bash'), ...words], {
    cwd: path.join(folder, 'here'),
  });
  return stdout.split('\n').filter((line) => line !== '');
}

/** Commands and options as help shows them: what nobody has to keep in step with completions. */
async function helpOf(...words: string[]): Promise<{ commands: string[]; options: string[] }> {
  const { stdout } = await capture([...words, '--help']);
  const examples = stdout.search(/^(?:Examples|Exit codes|Limits)\b/m);
  const shown = examples === -1 ? stdout : stdout.slice(0, examples);
  return {
    commands: [...shown.matchAll(/^ {2}([a-z][a-z0-9-]+) (?:\[|<| )/gm)].map(([, name = '']) => name),
    options: [...shown.matchAll(/^ {2}(?:-\w, )?(--[a-z][a-z0-9-]*)/gm)].map(([, flag = '']) => flag),
  };
}

describe('completions', () => {
  it('offer every command and every option that help shows', { timeout: 60_000 }, async () => {
    const { commands } = await helpOf();
    expect(commands).toEqual(expect.arrayContaining(['run', 'doctor', 'init', 'explain', 'merge']));
    expect((await offered('')).toSorted()).toEqual(commands.toSorted());
    const leaves = commands.filter((name) => name !== 'help').map((name) => [name]);
    const mocks = (await helpOf('mock')).commands.filter((name) => name !== 'help');
    expect(mocks).toContain('transmitter');
    for (const words of [...leaves, ...mocks.map((name) => ['mock', name])]) {
      const { options } = await helpOf(...words);
      expect(options).toContain('--help');
      const inBash = await offered(...words, '--');
      expect({ words, offered: inBash.toSorted() }).toEqual({ words, offered: options.toSorted() });
      for (const option of options) {
        expect(scripts.zsh).toContain(`'${option}:`);
        expect(scripts.fish).toContain(` -l ${option.slice(2)} `);
      }
    }
  });

  it.each([
    ['a command by its beginning', ['do'], ['doctor']],
    ['options of run where no command is named', ['--iss'], ['--issuer']],
    ['the values of a choice', ['run', '--profile', ''], ['ssf', 'caep-interop']],
    ['the same behind an equals sign', ['run', '--profile', '=', 'ca'], ['caep-interop']],
    ['the same without a command', ['--profile', 'ca'], ['caep-interop']],
    ['a check', ['explain', 'discovery/docu'], ['discovery/document']],
    ['a check to run', ['run', '--only', 'poll-delivery/acknowledged'], ['poll-delivery/acknowledged']],
    [
      'a plan of the official suite',
      ['predict', '--plan', 'openid-ssf-receiver-caep'],
      ['openid-ssf-receiver-caep-test-plan'],
    ],
    ['a second name behind a comma', ['run', '--skip', 'jwks,discovery/docu'], ['jwks,discovery/document']],
    ['a check to waive', ['waive', 'discovery/docu'], ['discovery/document']],
    ['a scenario', ['run', '--scenario', 'impossible'], ['impossible-travel']],
    ['a scenario to explain', ['explain', 'impossible'], ['impossible-travel']],
    [
      'a fault of the Transmitter',
      ['mock', 'transmitter', '--fault', 'metadata-empty-ar'],
      ['metadata-empty-array'],
    ],
    ['a limit, for its value to follow', ['run', '--limit', 'verif'], ['verification=']],
    ['a file, blanks and all', ['lens', 'a f'], ['a folder', 'a file.json']],
    ['a folder', ['run', '--report-dir', 'a '], ['a folder']],
    ['a shell', ['completions', 'f'], ['fish']],
    ['nothing where nobody can know', ['run', '--access-token', ''], []],
  ] as const)('offer %s', async (_, words, wanted) => {
    const found = await offered(...words);
    expect(found.toSorted()).toEqual([...wanted].toSorted());
  });

  for (const shell of SHELLS)
    it.skipIf(there[shell] !== true)(
      `are a script that ${shell} can read (skipped where there is none)`,
      async () => {
        await expect(run(shell, ['-n', fileOf(shell)])).resolves.toMatchObject({ stderr: '' });
      },
    );

  it('quote descriptions, so that nothing in them is run', () => {
    const completed: Completed = {
      name: 'x',
      version: '1',
      words: {},
      commands: [
        {
          path: '/run',
          description: '',
          commands: [],
          argument: null,
          options: [{ names: ['--a'], description: "it's: $(rm) `rm` \\ end", value: null }],
        },
      ],
    };
    expect(zshScript(completed)).toContain(`'--a:it'\\''s\\: $(rm) \`rm\` \\\\ end'`);
    expect(fishScript(completed)).toContain(`-d 'it\\'s: $(rm) \`rm\` \\\\ end'`);
  });

  it('are printed as JSON, and refused for other shells', async () => {
    const { stdout } = await capture(['completions', 'fish', '--json']);
    expect(JSON.parse(stdout)).toEqual({ shell: 'fish', script: scripts.fish });
    const refused = await capture(['completions', 'ksh']);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('Allowed choices are bash, zsh, fish.');
  });
});
