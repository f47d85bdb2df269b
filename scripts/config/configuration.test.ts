import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';
import type { RunFlags } from './flags.ts';

describe('flags over a config file', () => {
  let cwd = '';
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'ssf-configuration-'));
    await writeFile(
      path.join(cwd, 'ssf-conformance.config.json'),
      JSON.stringify({
        transmitter: { issuer: 'http://127.0.0.1:1', auth: { accessToken: '${SSF_TOKEN}' } },
        limits: { verification: '${LIMIT}' },
      }),
    );
  });
  afterEach(() => rm(cwd, { recursive: true }));
  const read = (flags: RunFlags, env: Record<string, string> = {}) => readConfiguration(flags, { cwd, env });

  test('replace what refers to a variable that is not set', async () => {
    const { config } = await read({ accessToken: 'from-flag' }, { LIMIT: '5s' });
    expect(config.transmitter?.auth).toEqual({ accessToken: 'from-flag' });
  });

  test('also by another kind of credentials', async () => {
    const { config } = await read({ clientId: 'a', clientSecret: 'b' }, { LIMIT: '5s' });
    expect(config.transmitter?.auth).toEqual({ clientId: 'a', clientSecret: 'b' });
  });

  test('and nothing else: what is left has to be set, and the variable is named', async () => {
    await expect(read({}, { LIMIT: '5s' })).rejects.toThrow(
      'transmitter.auth.accessToken refers to the environment variable SSF_TOKEN, which is not set.',
    );
    await expect(read({ issuer: 'http://127.0.0.1:2' }, { LIMIT: '5s', SSF_TOKEN: '' })).rejects.toThrow(
      'is empty',
    );
    await expect(read({ accessToken: 'x' })).rejects.toThrow('LIMIT, which is not set');
  });

  test('show a certificate of ours to the target, whichever it is', async () => {
    const files = { clientCert: 'c.pem', clientKey: 'k.pem' };
    const clientCertificate = { cert: path.join(cwd, 'c.pem'), key: path.join(cwd, 'k.pem') };
    const transmitter = await read({ ...files, clientId: 'a', tls: true }, { LIMIT: '5s' });
    expect(transmitter.config.transmitter?.auth).toEqual({ clientId: 'a', clientCertificate });
    expect(transmitter.config.harness).toEqual({ tls: true });
    const receiver = await read(
      { ...files, receiver: 'https://rx.example' },
      { LIMIT: '5s', SSF_TOKEN: 't' },
    );
    expect(receiver.config.receiver).toEqual({ url: 'https://rx.example', clientCertificate });
    const ours = await read({ tlsCa: 'ca.pem', accessToken: 't' }, { LIMIT: '5s' });
    expect(ours.config.harness?.tls).toEqual({ ca: path.join(cwd, 'ca.pem') });
    await expect(read({ clientCert: 'c.pem' }, { LIMIT: '5s' })).rejects.toThrow('belong together');
  });

  test('a value of a variable that looks like a reference stays as it is', async () => {
    const { config } = await read({}, { LIMIT: '5s', SSF_TOKEN: '${OTHER}' });
    expect(config.transmitter?.auth).toEqual({ accessToken: '${OTHER}' });
  });
});
