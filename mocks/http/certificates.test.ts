import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type ConnectionOptions, connect } from 'node:tls';
import { BasicConstraintsExtension, PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { authorityOf, createAuthority, selfSigned } from './certificates.ts';
import { type Listener, listen, type TlsOptions } from './listen.ts';
import type { Route } from './route.ts';

const routes: Route[] = [
  { method: 'GET', path: '/', resolve: () => new Response('secure') },
  { method: 'GET', path: '/reset', resolve: () => Response.error() },
];
const open: { close(): Promise<void> }[] = [];

async function serve(tls: TlsOptions, onConnectionError?: (error: Error) => void): Promise<Listener> {
  const listener = await listen(routes, { tls, onConnectionError });
  open.push(listener);
  return listener;
}

async function get(url: string, ca: string): Promise<string> {
  const dispatcher = new Agent({ connect: { ca } });
  open.push(dispatcher);
  return (await request(url, { dispatcher })).body.text();
}

/** Protocol of a handshake that worked, else the code of its error. */
function handshake(port: number, options: ConnectionOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, ...options });
    socket.on('secureConnect', () => {
      resolve(socket.getProtocol() ?? undefined);
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('a certificate of our authority', () => {
  test('is trusted by who trusts the authority, for localhost and 127.0.0.1', async () => {
    const { ca, issue } = await createAuthority();
    const { origin, port } = await serve(await issue());
    expect(origin).toBe(`https://127.0.0.1:${port}`);
    expect(await get(`${origin}/`, ca)).toBe('secure');
    expect(await handshake(port, { ca, servername: 'localhost' })).toBe('TLSv1.3');
  });

  test('is refused by everybody else', async () => {
    const errors: Error[] = [];
    const { port } = await serve(await (await createAuthority()).issue(), (error) => errors.push(error));
    expect(await handshake(port, {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('is refused for another name', async () => {
    const { ca, issue } = await createAuthority();
    const { port } = await serve(await issue({ names: ['other.example'], ips: [] }));
    expect(await handshake(port, { ca, servername: 'localhost' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  test('is refused when it has expired', async () => {
    const { ca, issue } = await createAuthority();
    const { port } = await serve(await issue({ notAfter: new Date(Date.now() - 1000) }));
    expect(await handshake(port, { ca })).toBe('CERT_HAS_EXPIRED');
  });

  test('may have an RSA key of any length', async () => {
    const { cert } = await (await createAuthority()).issue({ rsaBits: 1024 });
    const key = new X509Certificate(cert).publicKey;
    expect(key.asymmetricKeyType).toBe('rsa');
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(1024);
  });
});

describe('an authority that was kept', () => {
  test('goes on issuing under its own name and key identifier', async () => {
    const made = await createAuthority({ name: 'Kept, with a comma', notAfter: new Date(Date.now() + 1e10) });
    const kept = await authorityOf(made.ca, made.key);
    const { cert, key } = await kept.issue({ names: ['kept.example'] });
    const [authority, leaf] = [new X509Certificate(made.ca), new X509Certificate(cert)];
    expect(leaf.checkIssued(authority)).toBe(true);
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(key))).toBe(true);
    const { port } = await serve({ cert, key });
    expect(await handshake(port, { ca: made.ca, servername: 'kept.example' })).toBe('TLSv1.3');
  });

  test('may have an RSA key, or an EC key on another curve', async () => {
    for (const algorithm of [
      {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        modulusLength: 2048,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
    ]) {
      const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
      const certificate = await X509CertificateGenerator.createSelfSigned({
        name: 'O=Somebody, CN=Company CA',
        keys,
        signingAlgorithm: algorithm,
        extensions: [new BasicConstraintsExtension(true, undefined, true)],
      });
      const ca = certificate.toString('pem');
      const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
      const { port } = await serve(await (await authorityOf(ca, key)).issue());
      expect(await handshake(port, { ca })).toBe('TLSv1.3');
    }
  });
});

test('a self-signed certificate is refused unless it is itself trusted', async () => {
  const tls = await selfSigned();
  const { port } = await serve(tls);
  expect(await handshake(port, {})).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await handshake(port, { ca: tls.cert })).toBe('TLSv1.3');
});

test('the listener speaks TLS 1.0 when told to', async () => {
  const { port } = await serve({ ...(await selfSigned()), minVersion: 'TLSv1', maxVersion: 'TLSv1' });
  const old: ConnectionOptions = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
  expect(await handshake(port, { ...old, rejectUnauthorized: false })).toBe('TLSv1');
});

test('a handshake that fails is told', async () => {
  let told: (error: Error) => void = () => {};
  const error = new Promise<Error>((resolve) => {
    told = resolve;
  });
  const { port } = await serve({ ...(await selfSigned()), minVersion: 'TLSv1.3' }, (e) => told(e));
  expect(await handshake(port, { maxVersion: 'TLSv1.2', rejectUnauthorized: false })).toMatch(
    /ERR_SSL|RESET/,
  );
  expect(await error).toBeInstanceOf(Error);
});

test('Response.error() resets an https connection too', async () => {
  const { ca, issue } = await createAuthority();
  const { origin } = await serve(await issue());
  await expect(get(`${origin}/reset`, ca)).rejects.toMatchObject({ code: 'ECONNRESET' });
});
