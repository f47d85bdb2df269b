import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import type { Results } from '../../reports/results.ts';
import { resultsProblems } from '../../reports/results-schema.ts';
import { startProgram, temporaryFolder } from '../testing/program.ts';

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
      `ssf-conformance run --issuer ${target.issuer} --access-token … --seed 5 --only ${checks[0]?.id}`,
    );
    expect(program.stdout()).toContain('conformance-report/report.html');
    expect(program.stdout().replaceAll(/\s+/g, ' ')).toContain(sentence);
    for (const file of ['results.json', 'report.html', 'junit.xml', 'summary.md']) {
      const text = await readFile(path.join(folder, 'conformance-report', file), 'utf8');
      expect({ file, leaks: text.includes(token) }).toEqual({ file, leaks: false });
    }
    expect(program.stdout() + program.stderr()).not.toContain(token);
  });

  it('works from a config file alone, with the secret from the environment; flags win', async () => {
    await writeFile(
      path.join(folder, 'ssf-conformance.config.ts'),
      `import { defineConfig } from ${JSON.stringify(path.resolve(import.meta.dirname, '../index.ts'))};
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
