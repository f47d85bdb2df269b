import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../mocks/http/certificates.ts';
import type { CheckResult, Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { receiverChecks } from '../suites/receiver/index.ts';
import { transmitterChecks } from '../suites/transmitter/index.ts';
import { familyOf } from './selection.ts';
import { PROGRAM, type Program, startProgram, temporaryFolder } from './testing/program.ts';

const TOKEN = 's3cret-receiver-token';

/** Programs that speak TLS with each other, every certificate judged by whom it is shown to. */
describe('over TLS, program against program,', { timeout: 240_000 }, () => {
  let folder: string;
  let programs: Program[];
  beforeEach(async () => {
    folder = await temporaryFolder();
    programs = [];
    const authority = await createAuthority({ name: 'Acme test CA' });
    await keep('acme.pem', authority.ca);
    await keep('acme-key.pem', authority.key);
  });
  afterEach(async () => {
    for (const { child } of programs) child.kill('SIGTERM');
    await Promise.all(programs.map(({ ended }) => ended));
    await rm(folder, { recursive: true, force: true });
  });

  const keep = (name: string, text: string): Promise<void> => writeFile(path.join(folder, name), text);
  const start = (...args: string[]): Program => {
    const program = startProgram(args, folder);
    programs.push(program);
    return program;
  };
  /** The checks of these families that ran, after a run that ended well. */
  async function ranWell(run: Program, ...families: string[]): Promise<CheckResult[]> {
    expect({ code: await run.ended, error: run.stderr() }).toEqual({ code: 0, error: '' });
    const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8');
    expect(text).not.toContain('PRIVATE KEY');
    const results = JSON.parse(text) as Results;
    expect(resultsProblems(results)).toEqual([]);
    expect(results.omissions).toEqual([]);
    return results.checks.filter(({ id }) => families.includes(familyOf(id)));
  }
  const passed = (checks: readonly { id: string }[], family: string): string[] =>
    checks
      .filter(({ id }) => familyOf(id) === family)
      .map(({ id }) => `${id} pass`)
      .toSorted();
  const outcomes = (checks: readonly CheckResult[]): string[] =>
    checks.map(({ id, outcome }) => `${id} ${outcome}`).toSorted();

  /** A mock Transmitter, and the flags with which it is tested. */
  async function transmitter(...more: string[]): Promise<string[]> {
    const mock = start(
      'mock',
      'transmitter',
      '--tls-ca',
      'acme.pem',
      '--tls-ca-key',
      'acme-key.pem',
      ...more,
    );
    await mock.printed('Ctrl-C');
    const of = (name: string): string =>
      new RegExp(`^${name} +(\\S+)$`, 'm').exec(mock.stdout())?.[1] ?? `no ${name}`;
    expect(of('issuer')).toMatch(/^https:/);
    return ['--issuer', of('issuer'), '--ca', 'acme.pem', '--trigger-url', of('trigger')];
  }

  it('a Transmitter that trusts the CA that is given pushes to no endpoint with a bad certificate', async () => {
    const target = await transmitter();
    const [, secret = ''] = /receiver-1, secret (\S+),/.exec(programs[0]?.stdout() ?? '') ?? [];
    const args = [...target, '--client-id', 'receiver-1', '--client-secret', secret];
    const given = ['--tls-ca', 'acme.pem', '--tls-ca-key', 'acme-key.pem'];
    const run = start(...args, ...given, '--only', 'push-client-tls', '--limit', 'quiet=300ms');
    const checks = await ranWell(run, 'push-client-tls');
    expect(outcomes(checks)).toEqual(passed(transmitterChecks, 'push-client-tls'));
    expect(run.stdout()).toContain('acme.pem (given, valid until');
  });

  it('mutual TLS stands in for secrets, and for each Receiver with its own certificate', async () => {
    const clients = await createAuthority({ name: 'Client CA' });
    await keep('clients.pem', clients.ca);
    for (const name of ['receiver-1', 'receiver-2']) {
      const { cert, key } = await clients.issue({ use: 'client', names: [name] });
      await keep(`${name}.pem`, cert);
      await keep(`${name}-key.pem`, key);
    }
    // It has to trust our CA before the run: another one, of which only that it is kept matters.
    const first = start('--issuer', 'https://127.0.0.1:1', '--access-token', 'some-token', '--tls');
    expect(await first.ended).toBe(3);
    expect(first.stdout()).toContain('ca.pem (made now');
    const target = await transmitter('--client-ca', 'clients.pem', '--ca', '.ssf-conformance/ca.pem');

    const client = (name: string): object => ({
      clientId: name,
      clientCertificate: { cert: `${name}.pem`, key: `${name}-key.pem` },
    });
    await keep(
      'ssf-conformance.config.json',
      JSON.stringify({
        transmitter: { auth: client('receiver-1'), secondReceiver: client('receiver-2') },
        harness: { tls: true },
        limits: { quiet: '300ms' },
      }),
    );
    const families = ['token-endpoint', 'authorization', 'isolation', 'verification'];
    const run = start(...target, ...families.flatMap((family) => ['--only', family]));
    const checks = await ranWell(run, ...families);
    expect(run.stdout()).toContain('ca.pem (that of earlier runs)');
    expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(20);
    expect(
      checks.filter(({ outcome }) => outcome === 'not-tested').map(({ id, hook }) => [id, hook]),
    ).toEqual([['token-endpoint/basic-challenge', 'client-secret']]);
  });

  it('a Receiver that is told our CA when it starts calls no issuer with a bad certificate', async () => {
    const command = `exec '${process.execPath}' '${PROGRAM}' mock receiver --issuer "$SSF_ISSUER" --delivery "$SSF_DELIVERY" --audience "$SSF_AUDIENCE" --access-token ${TOKEN} --ca "$SSF_CA_FILE" --tls-ca acme.pem --tls-ca-key acme-key.pem`;
    const target = ['--start-command', command, '--receiver-access-token', TOKEN, '--ca', 'acme.pem'];
    const run = start(
      ...target,
      '--tls',
      '--delivery',
      'push,poll',
      '--only',
      'receiver-tls',
      '--limit',
      'quiet=300ms',
    );
    const checks = await ranWell(run, 'receiver-tls');
    expect(outcomes(checks)).toEqual(passed(receiverChecks, 'receiver-tls'));
  });
});
