import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleResults } from '../../reports/sample.ts';
import { capture } from '../testing/capture.ts';

const attack = '::error title=pwn::injected '.repeat(40);
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'github-log-'));
  const results = sampleResults((own) => `${own} ${attack}`);
  const kept = results.checks.map((check) =>
    check.outcome === 'fail' ? { ...check, outcome: 'pass' as const, findings: [] } : check,
  );
  const set = [
    { alg: 'RS256', typ: 'secevent+jwt' },
    { iss: attack, aud: [attack], exp: attack },
  ];
  const waiver = { check: 'set/typ', reason: attack, until: '2099-12-31' };
  const files = {
    'old.json': JSON.stringify({ ...results, checks: kept }),
    'new.json': JSON.stringify(results),
    'set.jwt': `${set.map(encoded).join('.')}.AAAA`,
    'keys.json': '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}',
    'ssf-conformance.waivers.json': JSON.stringify({ waivers: [waiver] }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
});
afterAll(() => rm(cwd, { recursive: true }));

const commands: [string, ...string[]][] = [
  ['diff', 'old.json', 'new.json'],
  ['predict', 'new.json'],
  ['lens', 'set.jwt'],
  ['doctor', '--issuer', 'http://127.0.0.1:9', '--read-only'],
  ['verify-report', 'new.json', '--jwks', 'keys.json'],
  ['waive', '--list'],
];

describe('within GitHub Actions', () => {
  test.each(commands)('nothing that %s prints is read as a workflow command', async (...argv) => {
    const plain = await capture(argv, { cwd });
    const { exitCode, stdout } = await capture(argv, { cwd, env: { GITHUB_ACTIONS: 'true' } });
    expect(plain.stdout).not.toBe('');
    expect(exitCode).toBe(plain.exitCode);
    expect(stdout).toMatch(/^::stop-commands::([\w-]{36})\n.+\n::\1::\n$/s);
  });

  test.each(commands)('%s --json prints one document and nothing else', async (...argv) => {
    const { stdout } = await capture([...argv, '--json'], { cwd, env: { GITHUB_ACTIONS: 'true' } });
    expect(() => JSON.parse(stdout) as unknown).not.toThrow();
  });
});
