import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trustedKeys } from '../../reports/attestation/trusted-keys.ts';
import { verifyAttestation } from '../../reports/attestation/verify.ts';
import { attestationIn, extractResults } from '../../reports/html/embed.ts';
import { renderHtml } from '../../reports/index.ts';
import type { Results } from '../../reports/results.ts';
import { resultsProblems } from '../../reports/results-schema.ts';
import { hostileResults, sampleResults } from '../../reports/sample.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { TOOL } from '../../suites/harness/tool.ts';
import { capture } from '../testing/capture.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'sign-'));
  await put('report/results.json', JSON.stringify(honest(), null, 2));
  await put('key.pem', pemOf(generateKeyPairSync('ed25519').privateKey));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

/** As a run of this version leaves them. */
const honest = (results: Results = sampleResults()): Results => conclude({ ...results, tool: TOOL });

async function put(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
  await writeFile(path.join(cwd, name), text, { mode: 0o600 });
}

const read = (name: string): Promise<string> => readFile(path.join(cwd, name), 'utf8');
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const sign = (...argv: string[]) => capture(['sign', ...argv], { cwd });

async function printedKeys(...argv: string[]) {
  const { stdout } = await sign('--print-jwks', '--key', 'key.pem', ...argv);
  return trustedKeys(JSON.parse(stdout));
}

describe('sign', () => {
  it.each<[string, () => KeyObject]>([
    ['EdDSA', () => generateKeyPairSync('ed25519').privateKey],
    ['ES256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ])('puts one and the same signature into the results and their page (%s)', async (alg, make) => {
    await put('key.pem', pemOf(make()));
    const { exitCode, stdout, stderr } = await sign(
      'report',
      '--key',
      'key.pem',
      '--signer',
      'QA, Example Corp.',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Signed as QA, Example Corp.: Not conformant');
    const results = JSON.parse(await read('report/results.json')) as Results;
    expect(resultsProblems(results)).toEqual([]);
    const page = await read('report/report.html');
    expect(attestationIn(page)).toBe(results.attestation);
    const { statement, key } = await verifyAttestation(
      results.attestation ?? '',
      await printedKeys(),
      new Date(),
    );
    expect(key.alg).toBe(alg);
    expect(statement).toMatchObject({
      signer: 'QA, Example Corp.',
      verdict: 'non-conformant',
      exitCode: 1,
    });
  });

  it('leaves everything else of the results as it was, and makes the page that "report" makes of them', async () => {
    await sign('report/results.json', '--key', 'key.pem');
    const { attestation, ...rest } = JSON.parse(await read('report/results.json')) as Results;
    expect(rest).toEqual(honest());
    const page = await read('report/report.html');
    expect(page).toBe(renderHtml({ ...honest(), attestation: attestation ?? '' }));
    expect(extractResults(page)).toEqual({ ...rest, attestation });
    expect((await readdir(path.join(cwd, 'report'))).toSorted()).toEqual(['report.html', 'results.json']);
  });

  it('signs what a hostile target said, too', async () => {
    await put('report/results.json', JSON.stringify(honest(hostileResults())));
    expect((await sign('report', '--key', 'key.pem')).exitCode).toBe(0);
    const { attestation = '' } = JSON.parse(await read('report/results.json')) as Results;
    await expect(verifyAttestation(attestation, await printedKeys(), new Date())).resolves.toBeDefined();
  });

  it('puts the page beside results of another name, under that name', async () => {
    await put('acme.json', JSON.stringify(honest()));
    await sign('acme.json', '--key', 'key.pem');
    expect(attestationIn(await read('acme.html'))).not.toBeNull();
  });

  it('replaces a signature that was there', async () => {
    await sign('report', '--key', 'key.pem');
    const { stdout } = await sign('report', '--key', 'key.pem', '--kid', 'second', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ replaced: true, key: { kid: 'second', alg: 'EdDSA' } });
    const { attestation = '' } = JSON.parse(await read('report/results.json')) as Results;
    const { key } = await verifyAttestation(attestation, await printedKeys('--kid', 'second'), new Date());
    expect(key.kid).toBe('second');
  });

  it('never shows the key', async () => {
    const pem = await read('key.pem');
    const secret = pem.split('\n')[1] ?? '';
    const outputs = [
      await sign('report', '--key', 'key.pem', '--json'),
      await sign('--print-jwks', '--key', 'key.pem'),
      await sign('report', '--key', 'key.pem'),
    ];
    await put('broken.pem', pem.replace(secret, `${secret.slice(0, 30)}!`));
    outputs.push(await sign('report', '--key', 'broken.pem'));
    const files = await Promise.all(['report/results.json', 'report/report.html'].map(read));
    const all = [...outputs.map(({ stdout, stderr }) => stdout + stderr), ...files].join('\n');
    for (const piece of [secret, secret.slice(0, 30), secret.slice(-30)]) expect(all).not.toContain(piece);
    const jwks = JSON.parse(outputs[1]?.stdout ?? '') as { keys: object[] };
    expect(jwks.keys.map((key) => Object.keys(key).toSorted())).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
    ]);
  });

  it('warns of a key that others can read', async () => {
    await chmod(path.join(cwd, 'key.pem'), 0o644);
    const { exitCode, stderr } = await sign('report', '--key', 'key.pem');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr:
        'Warning: Others on this machine can read key.pem, and so sign in your name: chmod 600 key.pem\n',
    });
  });
});

describe('sign refuses', () => {
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
  const encrypted = { cipher: 'aes-256-cbc', passphrase: 'x' } as const;

  it.each<[string, () => string, string]>([
    [
      'an RSA key',
      () => pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      'is of the type rsa; Ed25519 and P-256',
    ],
    ['a P-384 key', () => pemOf(ec('P-384')), 'is of the type ec on the curve secp384r1'],
    ['an X25519 key', () => pemOf(generateKeyPairSync('x25519').privateKey), 'is of the type x25519'],
    [
      'a public key',
      () => generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'is a public key; only the private one signs',
    ],
    [
      'an encrypted key',
      () =>
        ec('P-256')
          .export({ type: 'pkcs8', format: 'pem', ...encrypted })
          .toString(),
      '--key <(openssl pkey -in bad.pem)',
    ],
    [
      'an encrypted key of old',
      () =>
        ec('P-256')
          .export({ type: 'sec1', format: 'pem', ...encrypted })
          .toString(),
      'is encrypted',
    ],
    [
      'a certificate',
      () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      'is a certificate; name its private key',
    ],
    ['a JWK', () => '{"kty":"OKP"}', 'is JSON; a key is read as PEM'],
    [
      'a key of OpenSSH',
      () => '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      'is in the format of OpenSSH',
    ],
    [
      'garbage in the form of a key',
      () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      'looks like a private key, but cannot be read',
    ],
    ['garbage', () => '\u0000\u0001', 'is no private key in PEM'],
    ['an empty file', () => '', 'is no private key in PEM'],
    ['a large file', () => 'x'.repeat(100_000), 'is too large for a key'],
  ])('%s', async (_, make, message) => {
    await put('bad.pem', make());
    const before = await read('report/results.json');
    const { exitCode, stdout, stderr } = await sign('report', '--key', 'bad.pem');
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(await read('report/results.json')).toBe(before);
    expect(await readdir(path.join(cwd, 'report'))).toEqual(['results.json']);
  });

  it.each<[string, string[], string]>([
    ['no results', ['--key', 'key.pem'], 'There is nothing to sign.'],
    ['no key', ['report'], "required option '--key <file>' not specified"],
    ['a key that is not there', ['report', '--key', 'kee.pem'], '--key: there is no file "kee.pem".'],
    ['a folder as a key', ['report', '--key', 'report'], '--key: "report" is a folder.'],
    ['results that are not there', ['reprot', '--key', 'key.pem'], 'Did you mean "report"?'],
    ['results with --print-jwks', ['report', '--key', 'key.pem', '--print-jwks'], 'name no results with it'],
    ['an empty name', ['report', '--key', 'key.pem', '--signer', ' '], '--signer is empty.'],
    ['a name that hides itself', ['report', '--key', 'key.pem', '--signer', 'QA\u202e'], 'cannot be shown'],
    [
      'a name without end',
      ['report', '--key', 'key.pem', '--kid', 'k'.repeat(201)],
      '--kid is longer than 200',
    ],
  ])('%s', async (_, argv, message) => {
    const { exitCode, stderr } = await sign(...argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('a page, and says what to name instead', async () => {
    await put('report/report.html', renderHtml(sampleResults()));
    const { exitCode, stderr } = await sign('report/report.html', '--key', 'key.pem');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Name the results.json that it was made from');
  });

  it('results that say one thing to people and another to programs', async () => {
    const text = await read('report/results.json');
    await put('report/results.json', text.replace('"verdict":', '"verdict": "conformant", "verdict":'));
    const { exitCode, stderr } = await sign('report', '--key', 'key.pem');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The member "verdict" stands twice');
  });

  it('a verdict that does not follow from the checks', async () => {
    await put('report/results.json', JSON.stringify({ ...honest(), verdict: 'conformant', exitCode: 0 }));
    const { exitCode, stderr } = await sign('report', '--key', 'key.pem');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('it says conformant (exit code 0), but its checks come to non-conformant');
  });

  const withoutFailures = (results: Results): void => {
    for (const check of results.checks) if (check.outcome === 'fail') check.outcome = 'pass';
  };
  const changed = 'was changed after the run, and is not signed: ';
  it.each<[string, (results: Results) => unknown, string]>([
    ['a sentence', (results) => (results.sentence = 'Conformant.'), `${changed}what it says as "sentence"`],
    ['a count', ({ summary }) => (summary.byOutcome.pass = 999), `${changed}what it says as "summary"`],
    [
      'rules that were tested',
      ({ requirements }) => requirements.tested.pop(),
      `${changed}what it says as "requirements"`,
    ],
    [
      'an outcome beside the findings of another',
      (results) => {
        withoutFailures(results);
        Object.assign(results, conclude(results));
      },
      'is pass, which its findings contradict',
    ],
    [
      'an outcome that nothing was found for',
      ({ checks }) => {
        for (const check of checks) if (check.outcome === 'fail') check.findings = [];
      },
      'is fail, which its findings contradict',
    ],
    [
      'results of another version',
      ({ tool }) => (tool.version = '9.9.9'),
      'was made by version 9.9.9, and is not signed',
    ],
    [
      'results of another catalogue',
      ({ tool }) => (tool.catalogue = '0'.repeat(64)),
      'was judged by another catalogue of rules',
    ],
  ])('%s that does not follow from the rest', async (_, edit, message) => {
    const results = structuredClone(honest());
    edit(results);
    const text = JSON.stringify(results);
    await put('report/results.json', text);
    const { exitCode, stderr } = await sign('report', '--key', 'key.pem');
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(await read('report/results.json')).toBe(text);
  });
});
