import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../../mocks/faults/index.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import type { Results, WaiverRow } from '../../reports/results.ts';
import { resultsProblems } from '../../reports/results-schema.ts';
import type { RunDocument } from '../run-document.ts';
import { startProgram, temporaryFolder } from '../testing/program.ts';

interface RunDocuments {
  exitCode: number;
  runs: RunDocument[];
}

interface Ran {
  exitCode: number | null;
  document: RunDocuments;
  stderr: string;
}

describe('run against another process', { timeout: 120_000 }, () => {
  let target: StartedTransmitter;
  let token: string;
  let folder: string;
  beforeAll(async () => {
    target = await startTransmitter();
    token = target.clients[0]?.token ?? '';
  });
  afterAll(() => target.close());
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const results = async (where = 'conformance-report'): Promise<Results> => {
    const value: unknown = JSON.parse(await readFile(path.join(folder, where, 'results.json'), 'utf8'));
    expect(resultsProblems(value)).toEqual([]);
    return value as Results;
  };

  it('works from flags alone: reports, verdict, and a line that runs a check again without the secret', async () => {
    const args = [
      '--issuer',
      target.issuer,
      '--access-token',
      token,
      '--only',
      'discovery,jwks',
      '--seed',
      '5',
    ];
    const program = startProgram(args, folder);
    expect(await program.ended).toBe(0);
    const { checks, verdict, sentence, seed } = await results();
    expect({ verdict, seed }).toEqual({ verdict: 'conformant', seed: 5 });
    expect(new Set(checks.map(({ id }) => id.split('/')[0]))).toEqual(new Set(['discovery', 'jwks']));
    expect(checks[0]?.rerun).toBe(
      `ssf-conformance run --issuer ${target.issuer} --access-token '\${SSF_ACCESS_TOKEN}' --seed 5 --only ${checks[0]?.id}`,
    );
    expect(program.stdout()).toContain('conformance-report/report.html');
    expect(program.stdout().replaceAll(/\s+/g, ' ')).toContain(sentence);
    for (const file of [
      'results.json',
      'report.html',
      'junit.xml',
      'results.sarif',
      'summary.md',
      'badge.svg',
    ]) {
      const text = await readFile(path.join(folder, 'conformance-report', file), 'utf8');
      expect({ file, leaks: text.includes(token) }).toEqual({ file, leaks: false });
    }
    expect(program.stdout() + program.stderr()).not.toContain(token);
  });

  it('works from a config file alone, with the secret from the environment; flags win', async () => {
    await writeFile(
      path.join(folder, 'ssf-conformance.config.ts'),
      `import { defineConfig } from 'ssf-conformance';
       export default defineConfig({
         transmitter: { issuer: '${target.issuer}', auth: { accessToken: '\${SSF_TOKEN}' } },
         only: ['jwks'],
         reportDir: 'from-file',
         limits: { verification: '30s' },
       });`,
    );
    const fromFile = startProgram(['run', '--quiet'], folder, { SSF_TOKEN: token });
    expect(await fromFile.ended).toBe(0);
    expect(fromFile.stdout()).toBe(
      `${(await results('from-file')).sentence}\nreport  from-file/report.html\n`,
    );
    expect((await results('from-file')).timing.limits).toMatchObject({ verification: 30_000 });

    const flagsWin = startProgram(['--only', 'discovery', '--report-dir', 'x', '--quiet'], folder, {
      SSF_TOKEN: token,
    });
    expect(await flagsWin.ended).toBe(0);
    expect((await results('x')).checks.every(({ id }) => id.startsWith('discovery/'))).toBe(true);

    const unset = startProgram(['run'], folder);
    expect(await unset.ended).toBe(2);
    expect(unset.stderr()).toContain(
      'transmitter.auth.accessToken refers to the environment variable SSF_TOKEN',
    );
  });

  it('says in one sentence and a hint why it did not start, and leaves no report of an earlier run', async () => {
    const args = ['--issuer', target.issuer, '--access-token', token, '--only', 'jwks', '--quiet'];
    expect(await startProgram(args, folder).ended).toBe(0);
    const refused = startProgram(['--issuer', target.issuer, '--access-token', 'expired-token'], folder);
    expect(await refused.ended).toBe(3);
    expect(refused.stderr()).toContain('refuses the access token (401');
    expect(refused.stderr()).toContain('Has it expired');
    expect(refused.stderr() + refused.stdout()).not.toContain('expired-token');
    await expect(results()).rejects.toThrow('ENOENT');
  });

  it('deletes its streams on Ctrl-C, says so, and reports what it has seen', async () => {
    const stalled = await startTransmitter({ seams: { quirks: { verificationSilent: true } } });
    try {
      const args = [
        '--issuer',
        stalled.issuer,
        '--access-token',
        stalled.clients[0]?.token ?? '',
        '--only',
        'verification',
      ];
      const program = startProgram(args, folder);
      await waitFor(() => stalled.transmitter.streams.all().length > 0);
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(130);
      expect(stalled.transmitter.streams.all()).toEqual([]);
      expect((await results()).interrupted).toBe(true);
      expect(program.stdout()).toMatch(/Deleted \d+ stream/);
    } finally {
      await stalled.close();
    }
  });

  it('lets a waived failure not fail, fails when another rule is broken or the waiver is stale, and compares', async () => {
    const broken = faults.find(({ name }) => name === 'jwks-publishes-private-keys');
    const wrong = await startTransmitter({ seams: broken?.seams() ?? {} });
    const argsOf = ({ issuer, clients }: StartedTransmitter): string[] =>
      ['--issuer', issuer, '--access-token', clients[0]?.token ?? ''].concat(['--only', 'jwks', '--json']);
    const run = async (of: StartedTransmitter, ...more: string[]): Promise<Ran> => {
      const program = startProgram([...argsOf(of), ...more], folder);
      const exitCode = await program.ended;
      return { exitCode, document: JSON.parse(program.stdout()) as RunDocuments, stderr: program.stderr() };
    };
    const waivers = async (): Promise<WaiverRow[]> => (await results()).waivers ?? [];
    const file = path.join(folder, 'ssf-conformance.waivers.json');
    try {
      const failed = await run(wrong);
      expect(failed).toMatchObject({ exitCode: 1, document: { exitCode: 1 } });
      expect(failed.document.runs[0]).toMatchObject({ name: 'transmitter', verdict: 'non-conformant' });
      const [failure] = failed.document.runs[0]?.failures ?? [];
      expect(failure).toMatchObject({ check: 'jwks/no-private-keys' });

      const old = await results();
      await writeFile(path.join(folder, 'old.json'), JSON.stringify(old));
      const terms = ['--reason', 'Known.', '--until', '2099-12-31'];
      expect(await startProgram(['waive', failure?.check ?? '', ...terms], folder).ended).toBe(0);
      const waived = await run(wrong, '--against', 'old.json', '--new-only');
      expect(waived).toMatchObject({ exitCode: 0, document: { exitCode: 0 } });
      expect(waived.document.runs[0]).toMatchObject({ verdict: 'conformant', failures: [] });
      expect(waived.document.runs[0]?.sentence).toContain(
        'Conformant as far as tested but for what is waived',
      );
      expect(waived.document.runs[0]?.comparison?.changed).toMatchObject([
        { before: 'fail', after: 'waived' },
      ]);
      expect(waived.stderr).toContain('Gate: only what is new');
      expect(await waivers()).toMatchObject([{ state: 'used', requirements: [failure?.requirement] }]);

      await writeFile(path.join(folder, 'waived.json'), JSON.stringify(await results()));
      const without = await run(wrong, '--no-waivers', '--against', 'waived.json', '--new-only');
      expect(without).toMatchObject({ exitCode: 0, document: { runs: [{ verdict: 'non-conformant' }] } });
      expect(without.document.runs[0]?.comparison?.newlyFailing).toEqual([]);

      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replace(failure?.requirement ?? '', 'SSF-7.1-10'));
      expect((await run(wrong)).exitCode).toBe(1);
      expect(await waivers()).toMatchObject([{ state: 'exceeded' }]);
      await writeFile(file, text.replace('2099', '2000'));
      expect((await run(wrong)).exitCode).toBe(1);
      expect(await waivers()).toMatchObject([{ state: 'expired' }]);
      await writeFile(file, text);

      const stale = await run(target);
      expect(stale).toMatchObject({ exitCode: 1, document: { runs: [{ verdict: 'conformant' }] } });
      expect(stale.stderr).toContain('waive --remove jwks/no-private-keys');
      expect(await waivers()).toMatchObject([{ state: 'stale' }]);

      const sound = { ...(await results()), target: old.target };
      await writeFile(path.join(folder, 'sound.json'), JSON.stringify(sound));
      const newly = await run(wrong, '--no-waivers', '--against', 'sound.json', '--new-only');
      expect(newly).toMatchObject({ exitCode: 1 });
      expect(newly.document.runs[0]?.comparison?.newlyFailing).toHaveLength(1);
    } finally {
      await wrong.close();
    }
  });

  it('runs a part of the checks, and does not fail when none is left for it', async () => {
    const args = ['--issuer', target.issuer, '--access-token', token, '--only', 'jwks/served,jwks/key-type'];
    const ran: (string | undefined)[] = [];
    for (const index of [1, 2, 3]) {
      const program = startProgram([...args, '--shard', `${index}/3`, '--quiet'], folder);
      expect(await program.ended).toBe(0);
      const { checks, shard, seed, verdict, notices, exitCode } = await results();
      expect({ shard, seed, notices, exitCode }).toEqual({
        shard: { index, count: 3 },
        seed: 1,
        notices: [],
        exitCode: 0,
      });
      expect(verdict).toBe(index === 3 ? 'incomplete' : 'conformant');
      ran.push(...checks.map(({ id }) => id));
    }
    expect(ran).toEqual(['jwks/served', 'jwks/key-type']);
  });

  it('prints one JSON document of a run that did not start, too', async () => {
    const program = startProgram(['--issuer', target.issuer, '--access-token', 'no-token', '--json'], folder);
    expect(await program.ended).toBe(3);
    expect(JSON.parse(program.stdout())).toMatchObject({
      exitCode: 3,
      runs: [{ name: 'transmitter', verdict: null, exitCode: 3, reports: {} }],
    });
    expect(program.stdout()).not.toContain('no-token');
  });

  it('writes its reports although nobody reads its output any more', async () => {
    const args = ['--issuer', target.issuer, '--access-token', token, '--only', 'discovery'];
    const program = startProgram(args, folder);
    program.child.stdout.destroy();
    expect(await program.ended).toBe(0);
    expect((await results()).verdict).toBe('conformant');
  });

  it('calls it wrong usage when its own port is taken', async () => {
    const port = new URL(target.issuer).port;
    const program = startProgram(
      ['--issuer', target.issuer, '--access-token', token, '--listen', `127.0.0.1:${port}`],
      folder,
    );
    expect(await program.ended).toBe(2);
    expect(program.stderr()).toContain(`Cannot listen at 127.0.0.1:${port}: it is in use.`);
  });
});

/** Looks again and again until it holds; the test's own time limit is the deadline. */
async function waitFor(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
