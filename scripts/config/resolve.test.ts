import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { temporaryFolder } from '../testing/program.ts';
import type { ConformanceConfig } from './define-config.ts';
import { absolutePaths, resolveOptions } from './resolve.ts';

const context = { env: {}, cwd: '/somewhere' };
const local = 'http://127.0.0.1:8080';

describe('resolveOptions', () => {
  it('tests the built-in Transmitter when nothing is configured', async () => {
    expect(await resolveOptions({}, context)).toEqual({
      target: 'built-in',
      profile: 'ssf',
      limits: {},
      failOn: 'must',
      allowUntested: false,
      requireComplete: false,
    });
  });

  it('hands on everything that is configured', async () => {
    const config: ConformanceConfig = {
      transmitter: {
        issuer: local,
        metadataUrl: `${local}/metadata`,
        auth: { clientId: 'a', clientSecret: 's', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
        secondReceiver: { clientId: 'b', clientSecret: 't' },
      },
      delivery: ['poll'],
      profile: 'caep-interop',
      harness: { listen: '127.0.0.1:9999', publicUrl: 'https://rx.example/hook' },
      limits: { verification: '2m', quiet: '250ms' },
      only: ['verification'],
      skip: ['jwks'],
      seed: 3,
      failOn: 'should',
      allowUntested: true,
      requireComplete: true,
    };
    expect(await resolveOptions(config, context)).toEqual({
      target: { issuer: local, metadataUrl: `${local}/metadata` },
      auth: { clientId: 'a', clientSecret: 's', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
      secondAuth: { clientId: 'b', clientSecret: 't', tokenEndpoint: `${local}/token`, scope: 'ssf.manage' },
      delivery: ['poll'],
      profile: 'caep-interop',
      listen: { host: '127.0.0.1', port: 9999 },
      publicUrl: 'https://rx.example/hook',
      limits: { verification: 120_000, quiet: 250 },
      only: ['verification'],
      skip: ['jwks'],
      seed: 3,
      failOn: 'should',
      allowUntested: true,
      requireComplete: true,
    });
  });

  it.each<[ConformanceConfig, string]>([
    [{ transmitter: { auth: { accessToken: 't' } } }, 'transmitter.auth is given, but no issuer'],
    [{ transmitter: { issuer: local, metadataUrl: 'http://tx.example/m' } }, 'plain http'],
    [
      { transmitter: { issuer: local, secondReceiver: { accessToken: 't' } } },
      'no credentials of the first Receiver',
    ],
    [
      { transmitter: { issuer: local, auth: { accessToken: 't' }, secondReceiver: { accessToken: 't' } } },
      'the same as those of the first',
    ],
    [
      {
        transmitter: {
          issuer: local,
          auth: { clientId: 'a', clientSecret: 's' },
          secondReceiver: { clientId: 'a', clientSecret: 's' },
        },
      },
      'the same as those of the first',
    ],
    [
      {
        transmitter: {
          issuer: local,
          auth: { accessToken: 't' },
          secondReceiver: { clientId: 'b', clientSecret: 's' },
        },
      },
      'tokenEndpoint',
    ],
    [{ limits: { quiet: '0s' } }, 'limits.quiet: expected a duration of more than zero'],
    [{ skip: ['nothing/such'] }, '--skip: there is no check'],
    [{ transmitter: { issuer: 'https://192.0.2.1' } }, 'could not push'],
    [{ transmitter: { issuer: local, ca: '/does/not/exist.pem' } }, 'ENOENT'],
  ])('refuses %j', async (config, message) => {
    await expect(resolveOptions(config, context)).rejects.toThrow(message);
  });

  describe('with files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await temporaryFolder();
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('reads the CA and makes a trigger', async () => {
      const { ca } = await createAuthority();
      await writeFile(path.join(folder, 'ca.pem'), ca);
      const config = absolutePaths(
        {
          transmitter: {
            issuer: 'https://localhost',
            ca: 'ca.pem',
            trigger: { command: 'pwd >&2; exit 1', cwd: '.' },
          },
        },
        folder,
      );
      const { target, trigger } = await resolveOptions(config, { env: process.env, cwd: '/' });
      expect(target).toEqual({ issuer: 'https://localhost', ca: ca.trim() });
      const outcome = await trigger?.({ scenario: '', type: '', subject: {}, event: {}, streamId: '' });
      expect(outcome?.message).toContain(path.basename(folder));
    });
  });
});

describe('absolutePaths', () => {
  it('starts relative paths at the given folder', () => {
    expect(absolutePaths({ reportDir: 'out', transmitter: { ca: '../ca.pem' } }, '/a/b')).toEqual({
      reportDir: '/a/b/out',
      transmitter: { ca: '/a/ca.pem' },
    });
  });
});
