import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority, selfSigned } from '../../mocks/http/certificates.ts';
import { temporaryFolder } from '../testing/program.ts';
import type { HarnessConfig } from './define-config.ts';
import { readClientCertificate, resolveTls } from './tls.ts';

const DAY = 24 * 3_600_000;

describe('resolveTls', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await temporaryFolder();
  });
  afterEach(() => rm(cwd, { recursive: true, force: true }));

  const resolve = (
    tls: HarnessConfig['tls'],
    more: { publicUrl?: string; host?: string; dry?: boolean } = {},
  ): ReturnType<typeof resolveTls> => resolveTls(tls, { cwd, stateDir: 'state', ...more });
  const keep = async (name: string, text: string): Promise<string> => {
    const file = path.join(cwd, name);
    await writeFile(file, text);
    return file;
  };
  /** A CA as files. */
  const authority = async (notAfter?: Date): Promise<{ ca: string; caKey: string; pem: string }> => {
    const made = await createAuthority({ name: 'Acme CA', notAfter });
    return { ca: await keep('ca.pem', made.ca), caKey: await keep('ca-key.pem', made.key), pem: made.ca };
  };

  it('refuses a file with a private key where targets are given that file to trust it', async () => {
    const { ca, caKey, pem } = await authority();
    const both = await keep('both.pem', `${await readFile(caKey, 'utf8')}\n${pem}`);
    const words = `${both} holds a private key`;
    await expect(resolve({ ca: both, caKey })).rejects.toThrow(words);
    await expect(resolve({ ca: both, caKey: both })).rejects.toThrow(words);
    expect((await resolve({ ca, caKey: both }))?.caFile).toBe(ca);

    const own = await selfSigned();
    const pair = await keep('pair.pem', `${own.key}\n${own.cert}`);
    await expect(resolve({ cert: pair, key: pair })).rejects.toThrow(`${pair} holds a private key`);
  });

  it('leaves plain http as it is', async () => {
    expect(await resolve(undefined)).toBeUndefined();
    expect(await resolve(false)).toBeUndefined();
    expect(await readdir(cwd)).toEqual([]);
  });

  it('makes a CA once and keeps it, its key for this user only', async () => {
    const first = await resolve(true);
    expect(first?.about).toContain('made now');
    const caFile = path.join(cwd, 'state/ca.pem');
    expect(first?.caFile).toBe(caFile);
    const ca = await readFile(caFile, 'utf8');
    expect(ca).not.toContain('PRIVATE');
    expect((await stat(path.join(cwd, 'state/authority.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(caFile)).mode & 0o777 & 0o044).toBe(0o044);

    await rm(caFile);
    const second = await resolve(true);
    expect(second?.about).toBe('that of earlier runs');
    expect(await readFile(caFile, 'utf8')).toBe(ca);
    for (const one of [first, second]) {
      const leaf = new X509Certificate((await one?.issue({ names: ['rx.example'] }))?.cert ?? '');
      expect(leaf.verify(new X509Certificate(ca).publicKey)).toBe(true);
      expect(leaf.checkHost('rx.example')).toBe('rx.example');
    }
  });

  it('has one CA in the end when two runs begin at once', async () => {
    const made = await Promise.all([resolve(true), resolve(true), resolve(true)]);
    const ca = new X509Certificate(await readFile(path.join(cwd, 'state/ca.pem'), 'utf8'));
    for (const one of made)
      expect(new X509Certificate((await one?.issue())?.cert ?? '').verify(ca.publicKey)).toBe(true);
  });

  it('makes a new one where the kept one ends, and says what to do where it cannot be read', async () => {
    await resolve(true);
    const file = path.join(cwd, 'state/authority.pem');
    const old = await createAuthority({ notAfter: new Date(Date.now() + DAY / 2) });
    await writeFile(file, `${old.key}\n${old.ca}\n`);
    expect((await resolve(true))?.about).toContain('made now');
    expect(await readFile(path.join(cwd, 'state/ca.pem'), 'utf8')).not.toContain(old.ca);

    await writeFile(file, 'nothing');
    await expect(resolve(true)).rejects.toThrow('does not hold our CA');
  });

  it('writes nothing where nothing is run', async () => {
    expect(await resolve(true, { dry: true })).toBeDefined();
    expect(await readdir(cwd)).toEqual([]);
  });

  it('takes a CA, and shows what stands between it and its root', async () => {
    const { pem, ca, caKey } = await authority();
    const given = await resolve({ ca, caKey });
    expect(given).toMatchObject({
      caFile: ca,
      about: expect.stringContaining('given, valid until') as unknown,
    });
    expect(given?.isFixed).toBeUndefined();
    const { cert = '' } = (await given?.issue()) ?? {};
    expect(cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(new X509Certificate(cert).checkIssued(new X509Certificate(pem))).toBe(true);
  });

  it('takes a certificate as it is, and knows that no other can be made', async () => {
    const made = await selfSigned({ names: ['rx.example'] });
    const files = { cert: await keep('cert.pem', made.cert), key: await keep('key.pem', made.key) };
    const fixed = await resolve(files, { publicUrl: 'https://rx.example' });
    expect(fixed).toMatchObject({ isFixed: true, caFile: files.cert });
    expect((await fixed?.issue({ names: ['other.example'] }))?.cert.trim()).toBe(made.cert.trim());
    expect(await resolve(files)).toBeDefined();
    await expect(resolve(files, { publicUrl: 'https://tunnel.example' })).rejects.toThrow(
      'is not for tunnel.example, where the target reaches us',
    );
  });

  it('refuses a public URL that is plain http', async () => {
    await expect(resolve(true, { publicUrl: 'http://tunnel.example' })).rejects.toThrow('is plain http');
  });

  it.each([
    [{ ca: 'a' }, 'harness.tls.ca (--tls-ca) is given without caKey'],
    [{ caKey: 'a' }, 'harness.tls.caKey (--tls-ca-key) is given without ca'],
    [{ cert: 'a' }, 'harness.tls.cert is given without key'],
    [{ key: 'a' }, 'harness.tls.key is given without cert'],
    [{ ca: 'a', key: 'b' }, 'has a CA and a certificate'],
    [{}, 'says neither a CA nor a certificate'],
  ])('refuses %j, which is half of something', async (tls, message) => {
    await expect(resolve(tls as HarnessConfig['tls'])).rejects.toThrow(message);
  });

  it('says of every file what is wrong with it', async () => {
    const { ca, caKey } = await authority();
    const other = await createAuthority();
    const leaf = await other.issue();
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    const past = await createAuthority({ notAfter: new Date(Date.now() - 60_000) });
    const broken = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
    const of = async (cert: string, key: string): Promise<string> => {
      const files = { ca: await keep('x.pem', cert), caKey: await keep('x-key.pem', key) };
      return resolve(files).then(
        () => 'nothing',
        (error: unknown) => String(error),
      );
    };
    const pem = await readFile(ca, 'utf8');
    const key = await readFile(caKey, 'utf8');
    expect(await of('hello', key)).toContain('harness.tls.ca (--tls-ca): ');
    expect(await of('hello', key)).toContain('holds no certificate in PEM form');
    expect(await of(pem, 'hello')).toContain('holds no private key in PEM form');
    expect(await of(pem, broken)).toContain('the private key in');
    expect(await of(pem, other.key)).toContain('does not belong to the certificate in');
    expect(await of(pem, String(encrypted))).toContain('is encrypted');
    expect(await of(pem, String(ed25519))).toContain('does not belong');
    expect(await of(leaf.cert, leaf.key)).toContain('is not that of a CA');
    expect(await of(past.ca, past.key)).toContain('expired on ');
    await expect(resolve({ ca: path.join(cwd, 'none.pem'), caKey })).rejects.toThrow('ENOENT');
  });
});

describe('readClientCertificate', () => {
  it('names the flag, and never shows the key', async () => {
    const cwd = await temporaryFolder();
    try {
      const { issue } = await createAuthority();
      const [one, another] = [await issue({ use: 'client' }), await issue({ use: 'client' })];
      const cert = path.join(cwd, 'c.pem');
      const key = path.join(cwd, 'k.pem');
      await writeFile(cert, one.cert);
      await writeFile(key, another.key);
      const failure = await readClientCertificate(
        { cert, key },
        'transmitter.auth.clientCertificate',
        true,
      ).catch(String);
      expect(failure).toContain('transmitter.auth.clientCertificate.key (--client-key): the private key in');
      expect(failure).not.toContain(another.key.split('\n')[1]);
      await writeFile(key, one.key);
      expect(await readClientCertificate({ cert, key }, 'receiver.clientCertificate', true)).toMatchObject({
        key: expect.stringContaining('PRIVATE KEY') as unknown,
      });
    } finally {
      await rm(cwd, { recursive: true, force: true });
    }
  });
});
