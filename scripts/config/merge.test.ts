import { describe, expect, it } from 'vitest';
import { mergeConfig } from './merge.ts';

describe('mergeConfig', () => {
  it('lets flags win member by member and keeps the rest of the file', () => {
    const file = {
      seed: 1,
      delivery: ['push' as const, 'poll' as const],
      limits: { request: '1s' as const, quiet: '2s' as const },
      harness: { listen: '127.0.0.1:1' },
      transmitter: { issuer: 'https://a.example', auth: { clientId: 'c', clientSecret: 's', scope: 'x' } },
    };
    const flags = {
      delivery: ['poll' as const],
      limits: { request: '3s' as const },
      harness: { publicUrl: 'https://rx.example' },
      transmitter: { auth: { clientSecret: 't' } },
    };
    expect(mergeConfig(file, flags)).toEqual({
      seed: 1,
      delivery: ['poll'],
      limits: { request: '3s', quiet: '2s' },
      harness: { listen: '127.0.0.1:1', publicUrl: 'https://rx.example' },
      transmitter: { issuer: 'https://a.example', auth: { clientId: 'c', clientSecret: 't', scope: 'x' } },
    });
  });

  it('replaces client credentials of the file by a token of the flags, and the other way round', () => {
    const byClient = {
      transmitter: { issuer: 'i', auth: { clientId: 'c', clientSecret: 's', tokenEndpoint: 'e' } },
    };
    const byToken = { transmitter: { issuer: 'i', auth: { accessToken: 't', readOnlyAccessToken: 'r' } } };
    expect(mergeConfig(byClient, { transmitter: { auth: { accessToken: 't' } } }).transmitter?.auth).toEqual({
      accessToken: 't',
    });
    expect(
      mergeConfig(byToken, { transmitter: { auth: { clientId: 'c', clientSecret: 's' } } }).transmitter?.auth,
    ).toEqual({ clientId: 'c', clientSecret: 's', readOnlyAccessToken: 'r' });
  });

  it('speaks TLS with the certificates of the file, unless a flag names others', () => {
    const file = { harness: { tls: { ca: 'ca.pem', caKey: 'ca-key.pem' }, listen: '127.0.0.1:1' } };
    expect(mergeConfig(file, { harness: { tls: true } }).harness).toEqual(file.harness);
    const flags = { harness: { tls: { ca: 'other.pem', caKey: 'other-key.pem' } } };
    expect(mergeConfig(file, flags).harness?.tls).toEqual(flags.harness.tls);
    expect(mergeConfig({ harness: { tls: false } }, { harness: { tls: true } }).harness?.tls).toBe(true);
  });

  it('leaves the secret of the file to another client of the flags that shows a certificate', () => {
    const file = { transmitter: { auth: { clientId: 'a', clientSecret: 's', scope: 'x' } } };
    const clientCertificate = { cert: 'c.pem', key: 'k.pem' };
    const by = (auth: object): object | undefined =>
      mergeConfig(file, { transmitter: { auth: { ...auth, clientCertificate } } }).transmitter?.auth;
    expect(by({ clientId: 'b' })).toEqual({ clientId: 'b', scope: 'x', clientCertificate });
    expect(by({})).toEqual({ clientId: 'a', clientSecret: 's', scope: 'x', clientCertificate });
  });

  it('does not look for the metadata of another issuer where the file says', () => {
    const file = { transmitter: { issuer: 'https://a.example', metadataUrl: 'https://a.example/m' } };
    const merged = mergeConfig(file, { transmitter: { issuer: 'https://b.example' } });
    expect(merged.transmitter).toEqual({ issuer: 'https://b.example' });
  });

  it('starts the target of flags in place of that of the file, and keeps what the file says of its kind', () => {
    const file = {
      target: { container: { dockerfile: './Dockerfile', ports: [8080], env: { A: '1', B: '2' } } },
    };
    expect(
      mergeConfig(file, { target: { container: { image: 'acme/tx:1', env: { B: '3' } } } }).target,
    ).toEqual({
      container: { image: 'acme/tx:1', ports: [8080], env: { A: '1', B: '3' } },
    });
    expect(mergeConfig(file, { target: { command: './tx' } }).target).toEqual({ command: './tx' });
    const byCommand = { target: { command: './tx', env: { A: '1' } } };
    expect(mergeConfig(byCommand, { target: { container: { image: 'x' } } }).target).toEqual({
      container: { image: 'x' },
    });
  });

  it('plays the scenarios of flags whatever the file chooses, and runs the checks of flags whatever it plays', () => {
    const people = [{ email: 'a@corp.example' }];
    const file = { only: ['jwks'], skip: ['x'], scenarios: { people } };
    expect(mergeConfig(file, { scenarios: { names: ['storm'] } })).toEqual({
      scenarios: { names: ['storm'], people },
    });
    const playing = { scenarios: { names: ['all'], people } };
    expect(mergeConfig(playing, { only: ['jwks'] })).toEqual({ only: ['jwks'], scenarios: { people } });
    expect(mergeConfig(playing, {})).toEqual(playing);
    // Both at once are refused later.
    const both = { only: ['jwks'], scenarios: { names: ['storm'] } };
    expect(mergeConfig({}, both)).toEqual(both);
  });
});
