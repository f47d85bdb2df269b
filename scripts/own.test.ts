import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiverSeams } from '../mocks/receiver/seams.ts';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import type { ListedCheck } from './commands/list.ts';
import { loadLibrary } from './testing/library.ts';
import { PROGRAM, startProgram, temporaryFolder } from './testing/program.ts';

// The tester's own rules, through the built program and in a folder where this package is not installed.

const EXAMPLE = path.join(import.meta.dirname, 'testing/own/acme.ts');

interface Ended {
  exitCode: number;
  stdout: string;
  stderr: string;
}

let cwd: string;
beforeAll(async () => {
  cwd = await temporaryFolder();
  await mkdir(path.join(cwd, 'conformance'));
  await copyFile(EXAMPLE, path.join(cwd, 'conformance/acme.ts'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

function program(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args],
      { cwd, env: { PATH: process.env.PATH }, encoding: 'utf8', maxBuffer: 1e8 },
      (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const written = (name: string, text: string): Promise<void> => writeFile(path.join(cwd, name), text);

async function resultsIn(folder: string): Promise<Results> {
  return JSON.parse(await readFile(path.join(cwd, folder, 'results.json'), 'utf8')) as Results;
}

/** What the README shows of a module of your own. */
async function shownModule(): Promise<string> {
  const readme = await readFile(path.join(import.meta.dirname, '../README.md'), 'utf8');
  const [, text] = /^```mts\n(.*?)^```$/ms.exec(readme.slice(readme.indexOf('## Your own rules'))) ?? [];
  if (text === undefined) throw new Error('README shows no module.');
  return text;
}

const OWN = ['--no-config', '--own', 'conformance/acme.ts'];

describe('rules of your own', { timeout: 120_000 }, () => {
  it('are judged after the standards, counted apart, and told by every report', async () => {
    const { exitCode, stdout } = await program(
      'run',
      ...OWN,
      '--role',
      'transmitter',
      '--only',
      'jwks,acme',
      '--report-dir',
      'checks',
    );
    expect(exitCode).toBe(1);
    const results = await resultsIn('checks');
    expect(resultsProblems(results)).toEqual([]);
    expect(results.sentence).toMatch(
      /^Not conformant: 1 of 1 tested MUSTs of ACME Security Standard failed \(SSF 1\.0, .*; \d+ of \d+ MUSTs tested; .*1 of 1 MUST of ACME Security Standard tested/,
    );
    const ids = results.checks.map(({ id }) => id);
    expect(ids.slice(-2)).toEqual(['acme/tenant-claim', 'acme/tenant-claim']);
    expect(ids.length).toBeGreaterThan(4);
    expect(results.checks.at(-1)).toMatchObject({
      outcome: 'fail',
      level: 'MUST',
      own: 'conformance/acme.ts',
      rerun: expect.stringContaining(
        '--own conformance/acme.ts --role transmitter --only acme/tenant-claim@poll',
      ) as string,
    });
    expect(results.requirements.selected.filter(({ own }) => own === true)).toMatchObject([
      { id: 'ACME-1', spec: 'ACME Security Standard', severity: 'fail' },
    ]);
    expect(results.own?.modules).toMatchObject([
      { name: 'conformance/acme.ts', sha256: expect.stringMatching(/^[\da-f]{64}$/) as string },
    ]);
    expect(stdout).toContain('brought by conformance/acme.ts');
    for (const file of ['report.html', 'junit.xml', 'results.sarif', 'summary.md'])
      expect(await readFile(path.join(cwd, 'checks', file), 'utf8')).toMatch(
        /ACME-1|ACME Security Standard 4\.2/,
      );
  });

  it('are waived, compared, merged and predicted like ours', async () => {
    const shard = (n: number): Promise<Ended> =>
      program(
        'run',
        ...OWN,
        '--role',
        'transmitter',
        '--only',
        'jwks,acme',
        '--delivery',
        'push',
        '--shard',
        `${n}/2`,
        '--report-dir',
        `shard-${n}`,
      );
    await shard(1);
    await shard(2);
    const { exitCode, stderr } = await program('merge', 'shard-1', 'shard-2', '--out', 'merged');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
    const merged = await resultsIn('merged');
    expect(merged.checks.filter(({ own }) => own !== undefined)).toHaveLength(1);
    expect(merged.sentence).toContain('1 of 1 tested MUSTs of ACME Security Standard failed');
    const compared = await program('diff', 'checks', 'merged');
    expect(compared.stdout).not.toContain('your own were others');
    expect((await program('predict', 'merged', '--json')).exitCode).toBeLessThan(2);
    const waiver = ['--reason', 'Next release', '--until', '2999-01-01', '--waivers', 'w.json'];
    // No results are at hand but those of our own peers, which nothing is waived for.
    const known = [...waiver, '--own', 'conformance/acme.ts', '--any-finding'];
    const waived = await program('waive', 'acme/tenant-claim', ...known);
    expect(waived.exitCode).toBe(0);
    const unknown = await program('waive', 'acme/tenant-claim', ...waiver, '--no-config');
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There is no check') as string,
    });
  });

  it('make a profile, which is named in the sentence with what it asks less', async () => {
    const { exitCode } = await program(
      'run',
      ...OWN,
      '--profile',
      'acme',
      '--role',
      'receiver',
      '--only',
      'acme',
      '--report-dir',
      'profile',
    );
    expect(exitCode).toBe(1);
    const results = await resultsIn('profile/receiver-hosted');
    expect(results.profile).toBe('acme');
    expect(results.sentence).toMatch(/\(own profile "ACME Profile 2026": SSF 1\.0 without \d+ of its MUSTs/);
    expect(results.own?.profile).toMatchObject({ base: 'ssf', raised: ['ACME-2'], lowered: [] });
    expect(results.own?.profile?.omitted.every(({ spec }) => spec === 'RISC')).toBe(true);
    expect(results.requirements.selected.some(({ spec }) => spec === 'RISC')).toBe(false);
    expect(results.checks[0]).toMatchObject({ outcome: 'fail', level: 'SHOULD' });
    const html = await readFile(path.join(cwd, 'profile/receiver-hosted/report.html'), 'utf8');
    for (const { id } of results.own?.profile?.omitted ?? []) expect(html).toContain(id);
  });

  it('tell a story with a vendor of your own, and serve that one alone', async () => {
    const { exitCode } = await program(
      'run',
      ...OWN,
      '--scenario',
      'acme-stolen-badge',
      '--report-dir',
      'story',
    );
    expect(exitCode).toBe(0);
    const { scenarios } = await resultsIn('story');
    expect(scenarios).toMatchObject([
      { outcome: 'held', transmitter: { name: 'ACME Gateway', assumptions: ['It forgets nothing.'] } },
    ]);
    const mock = startProgram(['mock', 'acme-gateway', ...OWN], cwd);
    await mock.printed('push endpoint');
    const [, happen = ''] = /(http:\S+\/happen)/.exec(mock.stdout()) ?? [];
    const body = JSON.stringify({ kind: 'sign-in', user: 'anna@example.com', place: 'Berlin' });
    expect((await fetch(happen, { method: 'POST', body })).status).toBe(200);
    await mock.printed('seen  sign-in');
    mock.child.kill('SIGTERM');
    await mock.ended;
  });

  it('are found by the config file, and listed and explained', async () => {
    await written('ssf-conformance.config.json', JSON.stringify({ own: ['conformance/acme.ts'] }));
    const [list, stories, check, story] = await Promise.all([
      program('list', '--profile', 'acme', '--json'),
      program('list', '--scenarios'),
      program('explain', 'acme/stranger-refused'),
      program('explain', 'acme-stolen-badge/acts'),
    ]);
    await rm(path.join(cwd, 'ssf-conformance.config.json'));
    const listed = JSON.parse(list.stdout) as ListedCheck[];
    expect(listed.filter(({ own }) => own === 'conformance/acme.ts')).toHaveLength(2);
    expect(listed.some(({ requirements }) => requirements.every((id) => id.startsWith('RISC-')))).toBe(false);
    expect(stories.stdout).toContain('acme-gateway → acme-gateway');
    expect(check.stdout).toContain('ACME Security Standard 4.2 · SHOULD · ACME-2 (its own)');
    expect(story.stdout).toContain('acme-stolen-badge/acts');
  });

  it('are explained with the flag by which a run finds them', async () => {
    const [check, story, ours, profile, rule] = await Promise.all(
      ['acme/tenant-claim', 'acme-stolen-badge', 'discovery/document', 'acme', 'ACME-2'].map((id) =>
        program('explain', id, ...OWN),
      ),
    );
    const flag = ' --own conformance/acme.ts\n';
    expect(check?.stdout).toContain(`run --only acme/tenant-claim${flag}`);
    expect(story?.stdout).toContain(`run --scenario acme-stolen-badge${flag}`);
    expect(ours?.stdout).toContain('run --only discovery/document\n');
    expect(profile?.stdout).toContain('"ACME Profile 2026", a profile of your own from ssf');
    expect(profile?.stdout).toMatch(/left out: RISC \(\d+\)\n {2}counted for more: ACME-2\n/);
    expect(profile?.stdout).toContain(`run --profile acme${flag}`);
    expect(rule?.stdout).toContain('ACME Security Standard 4.2 · SHOULD · ACME-2\n');
    expect(rule?.stdout).toContain('  acme, of a Receiver\n');
    expect(rule?.stdout).toContain('  acme/stranger-refused, of a Receiver: ');
  });

  it('are proven by a right peer and a broken one, of each role', async () => {
    const { proveCheck } = await loadLibrary();
    const { tenantClaim, strangerRefused } = await import('./testing/own/acme.ts');
    const claims = (all: Record<string, unknown>) => ({ ...all, acme_tenant: 'a' });
    const proven = await proveCheck(tenantClaim, { right: { seams: { claims } }, broken: {} });
    expect(Object.keys(proven.broken)).toEqual(['acme/tenant-claim@push', 'acme/tenant-claim@poll']);
    const refusing: ReceiverSeams = {
      steps: {
        subject: async ({ claims: { sub_id: subject } }, reference) =>
          JSON.stringify(subject).includes('stranger')
            ? { err: 'invalid_request', description: 'Nobody of ours.' }
            : reference(),
      },
    };
    await proveCheck(strangerRefused, { right: { seams: refusing }, broken: {} });
  });

  it('are written as the README shows it', async () => {
    await written('shown.ts', await shownModule());
    const { exitCode } = await program(
      'run',
      '--no-config',
      '--own',
      'shown.ts',
      '--profile',
      'acme',
      '--role',
      'transmitter',
      '--only',
      'acme',
      '--report-dir',
      'shown',
    );
    expect(exitCode).toBe(1);
    const { checks, own } = await resultsIn('shown');
    expect(checks.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['acme/tenant-claim', 'fail'],
      ['acme/tenant-claim', 'fail'],
    ]);
    expect(own?.profile).toMatchObject({ base: 'caep-interop', raised: ['SSF-4.1.9-01'] });
  });

  it.each([
    ['a syntax error', 'export const x = {{;\n', ':1:19: Unexpected token'],
    ['what throws on import', "export const x = 1;\nthrow new TypeError('boom');\n", ':2:7: TypeError: boom'],
    ['no definition', 'export const x = 1;\n', 'exports nothing that defineCheck'],
    ['an import that never ends', 'await new Promise(() => {});\nexport {};\n', 'was not loaded within 10 s'],
    [
      'a family of ours',
      "import { defineCheck } from 'ssf-conformance';\nexport const x = defineCheck({ role: 'receiver', id: 'replay/x' });\n",
      'wrong.ts:2: defineCheck: the family "replay" of replay/x is one of ours',
    ],
    [
      'a title that forges the sentence',
      "import { defineProfile } from 'ssf-conformance';\nexport const x = defineProfile({ name: 'x', title: 'SSF 1.0', base: 'ssf' });\n",
      'wrong.ts:2: defineProfile: title: "SSF 1.0" must not begin with the name of a standard',
    ],
  ])('refuses a module with %s, and says where', async (_, text, complaint) => {
    await written('wrong.ts', text);
    const { exitCode, stderr } = await program('run', '--no-config', '--own', 'wrong.ts');
    expect(stderr).toContain(complaint);
    expect(exitCode).toBe(2);
  });

  it('are errors of their own when they go wrong, take nothing down, and are no pass', async () => {
    await copyFile(path.join(import.meta.dirname, 'testing/own/wild.ts'), path.join(cwd, 'wild.ts'));
    const limits = ['request', 'verification', 'redelivery', 'longPoll'].flatMap((name) => [
      '--limit',
      `${name}=300ms`,
    ]);
    const { exitCode } = await program(
      'run',
      '--no-config',
      '--own',
      'wild.ts',
      '--role',
      'transmitter',
      '--only',
      'jwks,wild',
      '--report-dir',
      'wild',
      ...limits,
    );
    expect(exitCode).toBe(4);
    const { checks, sentence } = await resultsIn('wild');
    const came = Object.fromEntries(checks.map(({ id, outcome, reason }) => [id, [outcome, reason]]));
    expect(came).toMatchObject({
      'wild/throws': ['error', 'The check itself, in wild.ts, failed: TypeError: boom'],
      'wild/hangs': ['error', expect.stringContaining('did not come to an end') as string],
      'wild/blocks': ['error', expect.stringContaining('blocked its thread') as string],
      'wild/names-another': ['error', expect.stringContaining('"W-2", which is none of its rules') as string],
      'wild/exits': ['error', expect.stringContaining('process.exit') as string],
      'wild/judges-nothing': ['error', expect.stringContaining('it judged nothing') as string],
      'wild/forgets-to-await': ['error', expect.stringContaining('is an await missing?') as string],
      'wild/passes': ['pass', undefined],
    });
    expect(
      checks.filter(({ id }) => id.startsWith('jwks/')).every(({ outcome }) => outcome !== 'error'),
    ).toBe(true);
    expect(sentence).toMatch(/^Incomplete: checks of your own went wrong \(wild\/throws, /);
  });
});
