import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Captured, capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

const ISSUER = 'https://tx.example.com/tenant-1';
const ENV = { SSF_TOKEN: 'a-token-nobody-sees', OTHER: 'other' };

interface Told {
  plan: string;
  variants: Record<string, string>[];
  config: Record<string, unknown>;
  commands: string[];
  lacks: string[];
  unused: string[];
}

describe('export-official-config', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const exported = (...args: string[]): Promise<Captured> =>
    capture(['export-official-config', ...args], { cwd: folder, env: ENV });
  const told = async (...args: string[]): Promise<Told> =>
    JSON.parse((await exported('--json', ...args)).stdout) as Told;

  it('writes a Transmitter with a token, the secret by its name', async () => {
    const { stdout, stderr, exitCode } = await exported('--issuer', ISSUER, '--access-token', '${SSF_TOKEN}');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      alias: 'ssf-transmitter-tx-example-com',
      description: 'SSF Transmitter, exported by ssf-conformance',
      ssf: { transmitter: { issuer: ISSUER, access_token: '${SSF_TOKEN}' } },
    });
    expect(stderr).toContain(
      'scripts/run-test-plan.py "openid-ssf-transmitter-test-plan[ssf_delivery_mode=push][ssf_profile=default][ssf_auth_mode=static][ssf_server_metadata=discovery]" filled.json',
    );
    expect(stderr).toContain("envsubst '$SSF_TOKEN' < official.json > filled.json");
    expect(stdout + stderr).not.toContain(ENV.SSF_TOKEN);
  });

  it('writes client credentials, and says what it fills in', async () => {
    const { plan, variants, config, lacks, unused } = await told(
      '--issuer',
      ISSUER,
      '--client-id',
      'rx',
      '--client-secret',
      'typed-secret',
      '--profile',
      'caep-interop',
      '--delivery',
      'poll',
      '--trigger-command',
      './fire.sh',
      '--seed',
      '3',
    );
    expect(plan).toBe('openid-ssf-transmitter-caep-test-plan');
    expect(variants).toEqual([
      {
        ssf_delivery_mode: 'poll',
        ssf_auth_mode: 'dynamic',
        server_metadata: 'discovery',
        client_registration: 'static_client',
        client_auth_type: 'client_secret_basic',
        ssf_server_metadata: 'discovery',
      },
    ]);
    expect(config).toMatchObject({
      server: { discoveryUrl: 'https://tx.example.com/.well-known/oauth-authorization-server/tenant-1' },
      client: { client_id: 'rx', client_secret: '${SSF_CLIENT_SECRET}', scope: 'ssf.read ssf.manage' },
    });
    expect(lacks.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['A scope', 'Where the']);
    expect(unused.join(' ')).toMatch(/transmitter\.trigger.*seed/);
  });

  it('names metadata that stand elsewhere, and a token endpoint', async () => {
    const elsewhere = 'https://tx.example.com/ssf.json';
    const { variants, config, lacks } = await told(
      '--issuer',
      ISSUER,
      '--metadata-url',
      elsewhere,
      '--client-id',
      'rx',
      '--client-secret',
      's',
      '--token-endpoint',
      'https://as.example.com/token',
      '--scope',
      'ssf.manage',
    );
    expect(variants[0]).toMatchObject({ ssf_server_metadata: 'static', server_metadata: 'static' });
    expect(config).toMatchObject({
      ssf: { transmitter: { configuration_metadata_endpoint: elsewhere } },
      server: { token_endpoint: 'https://as.example.com/token' },
    });
    expect(lacks).toEqual([]);
  });

  it('writes a Receiver, and says that a hosted one cannot be tested there', async () => {
    const subject = { format: 'opaque', id: 'u-1' };
    await writeFile(
      path.join(folder, 'ssf-conformance.config.json'),
      JSON.stringify({
        receiver: {
          start: { command: './start.sh' },
          audience: 'https://rx.example.com',
          subject,
          auth: { accessToken: '${SSF_TOKEN}' },
        },
        delivery: ['push'],
      }),
    );
    const managed = await told();
    expect(managed.config).toMatchObject({
      ssf: {
        transmitter: { access_token: '${SSF_TOKEN}' },
        stream: { audience: 'https://rx.example.com' },
        subjects: { valid: subject },
      },
    });
    expect(managed.lacks).toEqual([]);
    expect(managed.unused).toEqual([expect.stringContaining('receiver.start')]);
    const hosted = await told(
      '--no-config',
      '--receiver',
      'https://rx.example.com/events',
      '--audience',
      'rx',
    );
    expect(hosted.lacks[0]).toContain('creates its stream itself');
  });

  it('writes secrets only when asked to, to a file that only the owner reads, old rights or not', async () => {
    const file = path.join(folder, 'official.json');
    await writeFile(file, 'old');
    await chmod(file, 0o644);
    const { stdout, stderr, exitCode } = await exported(
      '--issuer',
      ISSUER,
      '--access-token',
      '${SSF_TOKEN}',
      '--out',
      'official.json',
      '--with-secrets',
    );
    expect(exitCode).toBe(0);
    expect(await readFile(file, 'utf8')).toContain(ENV.SSF_TOKEN);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stdout + stderr).not.toContain(ENV.SSF_TOKEN);
    expect(stdout).toContain(file);
    expect(stdout).not.toContain('envsubst');
  });

  it.each([
    [[], 'There is no target'],
    [['--issuer', ISSUER, '--with-secrets'], 'Add --out FILE.'],
    [['--issuer', ISSUER, '--plan', 'openid-ssf-receiver-test-plan'], 'is for a receiver'],
    [['--issuer', ISSUER, '--plan', 'openid-ssf-transmitter-plan'], 'Did you mean'],
    [['--issuer', ISSUER, '--variant', 'x=y'], 'no parameter "x"'],
    [['--issuer', ISSUER, '--out', 'no/such/folder.json'], 'cannot be written (ENOENT)'],
    [['--isuer', ISSUER], '--issuer'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await exported(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
