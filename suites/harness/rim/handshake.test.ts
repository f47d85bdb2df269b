import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { createAuthority, createIntermediate, selfSigned } from '../../../mocks/http/certificates.ts';
import { MODERN, offer } from '../../support/tls-offers.ts';
import type { HandshakeOutcome, HandshakeSpec } from '../exchange.ts';
import { handshake } from './handshake.ts';

const DAY = 24 * 3_600_000;
const expired = { notBefore: new Date(Date.now() - 9 * DAY), notAfter: new Date(Date.now() - 2 * DAY) };
const future = { notBefore: new Date(Date.now() + 2 * DAY), notAfter: new Date(Date.now() + 9 * DAY) };
const open: (() => void)[] = [];

async function shake(
  tls: TlsOptions,
  ca: string,
  offered: Partial<HandshakeSpec> = {},
): Promise<HandshakeOutcome> {
  const server = createServer(tls).on('tlsClientError', () => undefined);
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const spec = {
    host: '127.0.0.1',
    port,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    verify: true,
  } as const;
  return handshake({ ...spec, ...offered }, 5_000, { ca });
}

async function kinds(tls: TlsOptions, ca: string): Promise<string[]> {
  return ((await shake(tls, ca)).certificate?.failings ?? []).map(({ kind }) => kind);
}

test('an offer that our own library cannot make says nothing of the server', async () => {
  const authority = await createAuthority();
  const asked = (offered: Partial<HandshakeSpec>): Promise<HandshakeOutcome> =>
    authority.issue().then((tls) => shake(tls, authority.ca, offered));
  for (const offered of [{ ciphers: 'NO-SUCH-SUITE' }, { sigalgs: 'no-such+signature' }]) {
    const outcome = await asked(offered);
    expect(outcome.error).toMatch(/^ERR_SSL_NO_OFFER: /);
    const { verdict } = await offer(
      { handshake: async () => outcome },
      { host: '127.0.0.1', port: 1 },
      MODERN,
    );
    expect(verdict).toBe('unknown');
  }
});

afterEach(() => {
  for (const close of open.splice(0)) close();
});

describe('a certificate that is not in force', () => {
  test('of a trusted authority fails for that alone', async () => {
    const { ca, issue } = await createAuthority();
    expect(await kinds(await issue(expired), ca)).toEqual(['expired']);
    expect(await kinds(await issue(future), ca)).toEqual(['not-yet-valid']);
  });

  test('of an intermediate of a trusted authority fails for that alone', async () => {
    const root = await createAuthority();
    const intermediate = await createIntermediate(root);
    expect(await kinds(await intermediate.issue(expired), root.ca)).toEqual(['expired']);
  });

  test('does not hide that it is self-signed', async () => {
    const { ca } = await createAuthority();
    expect(await kinds(await selfSigned(expired), ca)).toEqual(['self-signed', 'expired']);
    expect(await kinds(await selfSigned(future), ca)).toEqual(['self-signed', 'not-yet-valid']);
  });

  test('does not hide that its authority is unknown, sent along or not', async () => {
    const { ca } = await createAuthority();
    const unknown = await createAuthority({ name: 'Unknown' });
    const { key, cert } = await unknown.issue(expired);
    expect(await kinds({ key, cert }, ca)).toEqual(['unknown-authority', 'expired']);
    expect(await kinds({ key, cert: `${cert}\n${unknown.ca}` }, ca)).toEqual([
      'unknown-authority',
      'expired',
    ]);
  });

  test('does not hide that an authority only has the name of a trusted one', async () => {
    const { ca } = await createAuthority({ name: 'Twin' });
    const twin = await createAuthority({ name: 'Twin' });
    expect(await kinds(await twin.issue(expired), ca)).toContain('unknown-authority');
  });

  test('does not hide that an intermediate is missing', async () => {
    const root = await createAuthority();
    const intermediate = await createIntermediate(root);
    const { key, cert } = await intermediate.issue(expired);
    expect(await kinds({ key, cert: cert.replace(intermediate.ca, '') }, root.ca)).toEqual([
      'unknown-authority',
      'expired',
    ]);
  });

  test('does not hide that it is not for servers', async () => {
    const { ca, issue } = await createAuthority();
    expect(await kinds(await issue({ ...expired, use: 'client' }), ca)).toEqual(['unfit', 'expired']);
  });

  test('is told once, with its period, where it signed itself and is trusted', async () => {
    const tls = await selfSigned(expired);
    const { certificate } = await shake(tls, tls.cert);
    expect(certificate?.failings?.map(({ kind }) => kind)).toEqual(['expired']);
    expect(certificate?.failings?.[0]?.detail).not.toContain(';');
  });
});

describe('a server that asks for a client certificate', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('has agreed on %s before it breaks off', async (version) => {
    const { ca, issue } = await createAuthority();
    const asking = { ...(await issue()), requestCert: true, rejectUnauthorized: true, ca };
    const { ok, afterKeys } = await shake(asking, ca, { minVersion: version, maxVersion: version });
    // With TLS 1.3 the client is done before the server has looked.
    expect(ok || afterKeys).toBe(true);
  });

  test('is told from one that does not agree', async () => {
    const { ca, issue } = await createAuthority();
    const only13: TlsOptions = { ...(await issue()), minVersion: 'TLSv1.3' };
    const outcome = await shake(only13, ca, { maxVersion: 'TLSv1.2' });
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome.afterKeys).toBeUndefined();
  });
});
