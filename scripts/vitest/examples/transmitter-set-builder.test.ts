// A Transmitter's own unit test: what its SET builder makes keeps the rules.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { describe, expect, test } from 'ssf-conformance/vitest';

const issuer = 'https://transmitter.example.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What is tested here: the vendor's code. */
function sessionRevoked(email: string, audience: string, extra: JWTPayload = {}): Promise<string> {
  return new SignJWT({
    iss: issuer,
    aud: audience,
    jti: randomUUID(),
    txn: randomUUID(),
    sub_id: { format: 'email', email },
    events: {
      'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {
        event_timestamp: Math.floor(Date.now() / 1000),
        initiating_entity: 'policy',
        reason_admin: { en: 'Impossible travel' },
      },
    },
    ...extra,
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: 'key-1' })
    .setIssuedAt()
    .sign(privateKey);
}

describe('the SET builder', () => {
  test('makes SETs that keep the rules of SSF and of the CAEP Interoperability Profile', async () => {
    const token = await sessionRevoked('anna@example.com', 'https://receiver.example.com');
    expect(token).toBeConformantSet({
      issuer,
      audience: 'https://receiver.example.com',
      jwks: publicKey,
      profile: 'caep-interop',
    });
    expect(token).toHaveEvent('session-revoked', { subject: { format: 'email', email: 'anna@example.com' } });
  });

  test('is caught when it lets SETs expire', async () => {
    const token = await sessionRevoked('anna@example.com', 'rx', { exp: 4_102_444_800 });
    expect(token).not.toBeConformantSet();
    expect(token).toBreakRule('SSF-4.1.7-01');
  });
});
