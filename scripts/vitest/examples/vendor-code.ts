// Stands for a vendor's own code, which the example in README tests.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export const issuer = 'https://transmitter.example.com';
export const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }] };

/** Makes a SET that tells that the sessions of a user were revoked. */
export function revocation(email: string, audience: string): Promise<string> {
  const event = {
    event_timestamp: Math.floor(Date.now() / 1000),
    reason_admin: { en: 'Impossible travel' },
  };
  return new SignJWT({
    aud: audience,
    txn: randomUUID(),
    sub_id: { format: 'email', email },
    events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': event },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: 'key-1' })
    .setIssuer(issuer)
    .setIssuedAt()
    .setJti(randomUUID())
    .sign(privateKey);
}

/** Pushes a SET (RFC 8935). */
export async function push(url: string, token: string): Promise<void> {
  const headers = { 'content-type': 'application/secevent+jwt', accept: 'application/json' };
  const { status } = await fetch(url, { method: 'POST', headers, body: token });
  if (status !== 202) throw new Error(`The Receiver answered ${status}.`);
}

/** A push endpoint that takes the SETs of one Transmitter. */
export async function startHandler(transmitter: { metadataUrl: string }, audience: string) {
  const answer = await fetch(transmitter.metadataUrl);
  const metadata = (await answer.json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const check = (token: string) =>
    jwtVerify(token, keys, { issuer: metadata.issuer, audience, typ: 'secevent+jwt' });
  const server = createServer((request, response) => {
    const failed = { 'content-type': 'application/json', 'content-language': 'en' };
    request
      .toArray()
      .then((chunks: unknown[]) => check(chunks.join('')))
      .then(() => response.writeHead(202).end())
      .catch((error: unknown) => {
        const body = { err: 'invalid_request', description: String(error) };
        response.writeHead(400, failed).end(JSON.stringify(body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    close: () => server.close(),
  };
}
