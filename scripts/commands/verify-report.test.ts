import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attest } from '../../reports/attestation/attest.ts';
import { type Statement, statementOf } from '../../reports/attestation/statement.ts';
import { renderHtml, renderJunit } from '../../reports/index.ts';
import type { Results } from '../../reports/results.ts';
import { hostileResults, sampleResults } from '../../reports/sample.ts';
import { conclude } from '../../suites/harness/conclude.ts';
import { TOOL } from '../../suites/harness/tool.ts';
import { readSigningKey } from '../attestation/signing-key.ts';
import { capture } from '../testing/capture.ts';

/** A folder with a key, its JWK Set and a signed report; each test has a copy. */
let template: string;
let cwd: string;
const folders: string[] = [];

beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'verify-'));
  folders.push(template);
  cwd = template;
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeFile(path.join(cwd, 'key.pem'), pem, { mode: 0o600 });
  await put('report/results.json', `${JSON.stringify(honest(), null, 2)}\n`);
  await put('report/junit.xml', renderJunit(honest()));
  await capture(['sign', 'report', '--key', 'key.pem', '--signer', 'QA'], { cwd });
  const { stdout } = await capture(['sign', '--print-jwks', '--key', 'key.pem'], { cwd });
  await put('keys.json', stdout);
});
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'verify-'));
  folders.push(cwd);
  await cp(template, cwd, { recursive: true });
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** As a run of this version leaves them. */
const honest = (results: Results = sampleResults()): Results => conclude({ ...results, tool: TOOL });

async function put(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(cwd, name)), { recursive: true });
  await writeFile(path.join(cwd, name), text);
}

const read = (name: string): Promise<string> => readFile(path.join(cwd, name), 'utf8');
const RESULTS = 'report/results.json';
const PAGE = 'report/report.html';

async function change(name: string, edit: (text: string) => string): Promise<void> {
  const text = await read(name);
  const changed = edit(text);
  expect(changed).not.toBe(text);
  await put(name, changed);
}

async function changeResults(edit: (results: Results) => void): Promise<void> {
  await change(RESULTS, (text) => {
    const results = JSON.parse(text) as Results;
    edit(results);
    return `${JSON.stringify(results, null, 2)}\n`;
  });
}

/** Results with a signature that no command would give them. */
async function putSigned(results: Results, edit: (statement: Statement) => Statement = (one) => one) {
  const key = await readSigningKey('key.pem', cwd);
  const statement = statementOf(results, renderHtml(results), { signedAt: new Date() });
  await put(RESULTS, JSON.stringify({ ...results, attestation: await attest(edit(statement), key) }));
}

const verify = (...argv: string[]) => capture(['verify-report', ...argv], { cwd });
const trusted = (name: string) => verify(name, '--jwks', 'keys.json');

async function state(name: string): Promise<[exitCode: number, state: unknown, problem: unknown]> {
  const { exitCode, stdout } = await verify(name, '--jwks', 'keys.json', '--json');
  const { state: found, files } = JSON.parse(stdout) as { state: string; files: { problems: string[] }[] };
  return [exitCode, found, files.flatMap(({ problems }) => problems)[0]];
}

describe('verify-report', () => {
  it.each(['report', RESULTS, PAGE])(
    'says who signed what and when, and that nothing was changed: %s',
    async (name) => {
      const { exitCode, stdout, stderr } = await trusted(name);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toMatch(/^✓ Signed, and not changed since\.\n/);
      for (const text of [
        /Signed by +QA\n/,
        /On +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n/,
        /Key +[\w-]{43} \(EdDSA\), of keys\.json\n/,
        /Verdict +Not conformant: 3 of 11 tested MUSTs failed/,
        /Exit code +1\n/,
        /Target +transmitter https:\/\/signals\.example\.com\/tenants\/acme\n/,
        /Tool +ssf-conformance \d+\.\d+\.\d+, catalogue/,
      ])
        expect(stdout).toMatch(text);
    },
  );

  it('tells programs the same', async () => {
    const { stdout } = await verify('report', '--jwks', 'keys.json', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'unchanged',
      signed: {
        signer: 'QA',
        verdict: 'non-conformant',
        key: { alg: 'EdDSA' },
        exitCode: 1,
        tool: { version: TOOL.version },
      },
      files: [
        { file: path.join('report', 'results.json'), state: 'unchanged', problems: [] },
        { file: path.join('report', 'report.html'), state: 'unchanged', problems: [] },
      ],
    });
  });

  it('says what in the folder the signature is not over', async () => {
    await put('report/junit.xml', renderJunit(sampleResults()));
    const { exitCode, stdout } = await trusted('report');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Not covered by the signature: junit.xml.');
  });

  it('says when it was judged by other rules than those of its version', async () => {
    expect((await trusted('report')).stdout).not.toContain('another catalogue of rules');
    const results = honest();
    results.tool = { ...TOOL, catalogue: '0'.repeat(64) };
    await putSigned(results);
    expect((await trusted(RESULTS)).stdout).toContain('another catalogue of rules');
  });

  it('takes a statement of a version that did not say the exit code, and none that says another', async () => {
    await putSigned(honest(), (statement) => {
      const { exitCode: _, ...rest } = statement;
      return rest;
    });
    const { exitCode, stdout } = await trusted(RESULTS);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('Exit code');
    await putSigned(honest(), (statement) => ({ ...statement, exitCode: 0 }));
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'changed']);
  });

  it('does not let a report act on the terminal, whatever was signed', async () => {
    await put(RESULTS, JSON.stringify(honest(hostileResults())));
    await capture(['sign', 'report', '--key', 'key.pem'], { cwd });
    const { exitCode, stdout } = await trusted('report');
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it('takes results that are laid out otherwise for the same, and says so', async () => {
    await change(RESULTS, (text) => `\uFEFF${JSON.stringify(JSON.parse(text))}`);
    const { exitCode, stdout } = await trusted(RESULTS);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('It is laid out otherwise than it was written; the content is the same.');
    await change(RESULTS, (text) => {
      const members = Object.entries(JSON.parse(text.slice(1)) as object).toReversed();
      return JSON.stringify(Object.fromEntries(members)).replace('"profile":"ssf"', '"profile":"\\u0073sf"');
    });
    expect((await trusted(RESULTS)).exitCode).toBe(0);
  });
});

describe('verify-report finds out', () => {
  it.each<[string, (results: Results) => void]>([
    ['a better verdict', (results) => void Object.assign(results, { verdict: 'conformant' })],
    [
      'a finding that was taken out',
      (results) => results.checks.find(({ findings }) => findings.length > 0)?.findings.pop(),
    ],
    [
      'an exchange that was changed',
      ({ exchanges }) => void Object.assign(exchanges[0] ?? {}, { durationMs: 0.01 }),
    ],
    ['a member that was added', (results) => void Object.assign(results, { __note: 'fine' })],
    ['another target', ({ target }) => void Object.assign(target, { issuer: 'https://other.example' })],
  ])('%s', async (_, edit) => {
    await changeResults(edit);
    expect(await state(RESULTS)).toEqual([1, 'changed', 'The content is not what was signed.']);
    const { stdout } = await trusted('report');
    expect(stdout).toMatch(/^✗ Changed since it was signed\./);
    expect(stdout).toContain('What the signature vouches for, which is not what lies here:');
    expect(stdout).toContain('✓ report/report.html: not changed');
  });

  it('a member that stands twice, of which a reader sees the one and a program the other', async () => {
    await change(RESULTS, (text) => text.replace('"verdict":', '"verdict": "conformant",\n  "verdict":'));
    const [exitCode, found, problem] = await state(RESULTS);
    expect([exitCode, found]).toEqual([1, 'changed']);
    expect(problem).toContain('The member "verdict" stands twice');
  });

  it('a number that is read as that which was signed, and is another', async () => {
    await change(RESULTS, (text) => text.replace('"seed": 42', '"seed": 42.00000000000000000001'));
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'changed']);
    await change(RESULTS, (text) => text.replace('"seed": 42.00000000000000000001', '"seed": 1e999'));
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'changed']);
  });

  it('a signature of another report', async () => {
    await put('other/results.json', JSON.stringify({ ...honest(), seed: 7 }));
    await capture(['sign', 'other', '--key', 'key.pem'], { cwd });
    const { attestation } = JSON.parse(await read('other/results.json')) as Results;
    await changeResults((results) => void Object.assign(results, { attestation }));
    expect(await state(RESULTS)).toEqual([1, 'changed', 'The content is not what was signed.']);
  });

  it('a page beside results of another run, each of which is signed', async () => {
    await put('other/results.json', JSON.stringify({ ...honest(), seed: 7 }));
    await capture(['sign', 'other', '--key', 'key.pem'], { cwd });
    await put(PAGE, await read('other/report.html'));
    const { exitCode, stdout } = await trusted('report');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('results.json and report.html are of different runs.');
  });

  it('a signature that was taken out', async () => {
    await changeResults((results) => delete results.attestation);
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'unsigned']);
    expect((await trusted('report')).exitCode).toBe(1);
    await put(PAGE, renderHtml(sampleResults()));
    const { exitCode, stdout } = await trusted(PAGE);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✗ Not signed\.\n/);
  });

  it('something else in the place of the signature', async () => {
    await changeResults((results) => void Object.assign(results, { attestation: 'a.b.c' }));
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'not-trusted']);
    await changeResults((results) => void Object.assign(results, { attestation: { trusted: true } }));
    expect((await state(RESULTS)).slice(0, 2)).toEqual([1, 'not-trusted']);
  });

  it('a key that is not among those that are trusted, even where the file brings it along', async () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await put('thief.pem', pem);
    const thief = await readSigningKey('thief.pem', cwd);
    const results = { ...sampleResults(), verdict: 'conformant' as const };
    const statement = statementOf(results, renderHtml(results), { signer: 'QA', signedAt: new Date() });
    const attestation = await attest(statement, thief);
    await put(RESULTS, JSON.stringify({ ...results, attestation, jwks: { keys: [thief.jwk] } }));
    const [exitCode, found, problem] = await state(RESULTS);
    expect([exitCode, found]).toEqual([1, 'not-trusted']);
    expect(problem).toContain('is not in the JWK Set');
    const { stdout } = await trusted(RESULTS);
    expect(stdout).toMatch(/^✗ The signature is not to be relied on\.\n/);
    expect(stdout).not.toContain('Signed by');
  });

  it('a statement that contradicts the results that it is over', async () => {
    const key = await readSigningKey('key.pem', cwd);
    const results = sampleResults();
    const statement = statementOf(results, renderHtml(results), { signedAt: new Date() });
    const attestation = await attest({ ...statement, verdict: 'conformant', sentence: 'Conformant.' }, key);
    await put(RESULTS, JSON.stringify({ ...results, attestation }));
    await put(PAGE, renderHtml({ ...results, attestation }));
    for (const name of [RESULTS, PAGE]) expect((await state(name)).slice(0, 2)).toEqual([1, 'changed']);
  });

  it('a visible text that was changed on the page', async () => {
    await change(PAGE, (page) => page.replace('Not conformant', 'Conformant'));
    expect(await state(PAGE)).toEqual([
      1,
      'changed',
      'The page is not what was signed; the results that it carries are.',
    ]);
  });

  it.each<[string, (page: string) => string]>([
    ['a comment', (page) => page.replace('</body>', '<!-- x --></body>')],
    ['a byte order mark', (page) => `\uFEFF${page}`],
    ['a blank at the end', (page) => `${page} `],
    ['other line ends', (page) => page.replaceAll('\n', '\r\n')],
    ['blanks around the signature', (page) => page.replace(/(id="attestation">)([^<]+)/, '$1 $2\n')],
  ])('%s on the page', async (_, edit) => {
    await change(PAGE, edit);
    const [exitCode, found] = await state(PAGE);
    // What stands in the slot is the signature, and blanks around it show nothing.
    expect([exitCode, found]).toEqual(
      edit.toString().includes('attestation') ? [0, 'unchanged'] : [1, 'changed'],
    );
  });

  it('a second slot, or a second copy of the results', async () => {
    const page = await read(PAGE);
    const slot = /<script[^>]*id="attestation">[^<]*<\/script>/.exec(page)?.[0] ?? '';
    const data = /<script[^>]*id="results-data"[^>]*>[^<]*<\/script>/.exec(page)?.[0] ?? '';
    expect([slot, data].every((one) => one.length > 100)).toBe(true);
    for (const copy of [slot, data, '<p id=attestation>', "<SCRIPT\nID='results-data'></SCRIPT>"]) {
      for (const at of ['<main', '</body>']) {
        await put(PAGE, page.replace(at, `${copy}${at}`));
        expect((await state(PAGE)).slice(0, 2)).toEqual([1, 'changed']);
      }
    }
  });

  it('results in the page that are not its own, or burst', async () => {
    const page = await read(PAGE);
    const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
    const embed = (bytes: Buffer) =>
      page.replace(
        /(id="results-data"[^>]*>)[^<]*/,
        `$1${brotliCompressSync(bytes, quickly).toString('base64')}`,
      );
    for (const bytes of [
      Buffer.from(JSON.stringify({ ...sampleResults(), seed: 7 })),
      Buffer.from('{}'),
      Buffer.from(JSON.stringify(sampleResults()).replace('"seed":42', '"seed":1e999')),
      Buffer.alloc(201_000_000),
    ]) {
      await put(PAGE, embed(bytes));
      expect((await state(PAGE)).slice(0, 2)).toEqual([1, 'changed']);
    }
  });

  it('a signature of the future', async () => {
    const key = await readSigningKey('key.pem', cwd);
    const results = sampleResults();
    const signedAt = new Date(Date.now() + 86_400_000);
    const attestation = await attest(statementOf(results, renderHtml(results), { signedAt }), key);
    await put(RESULTS, JSON.stringify({ ...results, attestation }));
    const [exitCode, found, problem] = await state(RESULTS);
    expect([exitCode, found]).toEqual([1, 'not-trusted']);
    expect(problem).toContain('signed in the future');
  });
});

describe('verify-report without the keys', () => {
  it('ends with an exit code of its own, and says so to programs, too', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    try {
      const { exitCode, stdout, stderr } = await verify('report', '--jwks', url, '--json');
      expect(exitCode).toBe(3);
      expect(stderr).toBe(`The keys cannot be had: ${url} answers 404.\n`);
      expect(JSON.parse(stdout)).toMatchObject({ state: 'not-verified', problems: [`${url} answers 404.`] });
    } finally {
      server.close();
    }
  });
});

describe('verify-report refuses', () => {
  it.each<[string, string[], string]>([
    ['no JWK Set', ['report'], "required option '--jwks <url-or-file>' not specified"],
    ['no report', ['--jwks', 'keys.json'], "missing required argument 'report'"],
    ['a report that is not there', ['reprt', '--jwks', 'keys.json'], 'Did you mean "report"?'],
    ['a JWK Set that is not there', ['report', '--jwks', 'key.json'], '--jwks: there is no file "key.json".'],
    ['a JWK Set that is none', ['report', '--jwks', RESULTS], 'It is no JWK Set'],
    ['a private key in place of a JWK Set', ['report', '--jwks', 'key.pem'], '"key.pem" is not JSON'],
    [
      'keys over plain http',
      ['report', '--jwks', 'http://vendor.example/jwks'],
      'keys are taken from https URLs only',
    ],
    [
      'keys over anything else',
      ['report', '--jwks', 'file:///etc/passwd'],
      'keys are taken from https URLs only',
    ],
    [
      'credentials in the URL',
      ['report', '--jwks', 'https://a:b@vendor.example/jwks'],
      'the URL holds credentials',
    ],
    ['a report that is something else', ['keys.json', '--jwks', 'keys.json'], 'it has no schemaVersion'],
    [
      'a report that is neither JSON nor a page',
      ['key.pem', '--jwks', 'keys.json'],
      'is neither a results.json nor',
    ],
    [
      'a report of a kind that is not signed',
      ['report/junit.xml', '--jwks', 'keys.json'],
      'carries no signature',
    ],
    ['an unknown flag', ['report', '--jwks', 'keys.json', '--key', 'x'], "unknown option '--key'"],
  ])('%s', async (_, argv, message) => {
    const { exitCode, stdout, stderr } = await verify(...argv);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('a JWK Set that shows a private or a symmetric key', async () => {
    const shown = await exportJWK(generateKeyPairSync('ed25519').privateKey);
    const published = JSON.parse(await read('keys.json')) as { keys: object[] };
    for (const key of [shown, { kty: 'oct', k: 'AAAA' }]) {
      await put('shown.json', JSON.stringify({ keys: [...published.keys, key] }));
      const { exitCode, stderr } = await verify('report', '--jwks', 'shown.json');
      expect(exitCode).toBe(2);
      expect(stderr).toContain('It shows a private or a symmetric key');
      expect(stderr).not.toContain(String((shown as { d?: string }).d));
    }
  });

  it('files that are too large, or are no text', async () => {
    await writeFile(path.join(cwd, 'large.json'), '');
    await truncate(path.join(cwd, 'large.json'), 300 * 1024 * 1024);
    expect(await trusted('large.json')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is too large') as unknown,
    });
    expect(await verify('report', '--jwks', 'large.json')).toMatchObject({ exitCode: 2 });
    await writeFile(path.join(cwd, 'bytes.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    expect((await trusted('bytes.json')).stderr).toContain('is not UTF-8');
  });
});
