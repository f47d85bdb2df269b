// An application's own test: it tells Okta of a risk, and Okta is a mock inside this process. No socket is opened.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { HttpResponse, http } from 'msw';
import { startOktaItp, toHandlers } from 'ssf-conformance/mocks';
import { expect, test } from 'ssf-conformance/vitest';

const org = 'https://acme.okta.example';
const issuer = 'https://app.example.com';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const metadata = { issuer, jwks_uri: `${issuer}/jwks.json` };
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }] };

/** What is tested here: the vendor's code. */
async function reportRisk(email: string, level: 'low' | 'high', why: string): Promise<void> {
  const token = await new SignJWT({
    iss: issuer,
    aud: org,
    jti: randomUUID(),
    txn: randomUUID(),
    sub_id: { format: 'email', email },
    events: {
      'https://schemas.okta.com/secevent/okta/event-type/user-risk-change': {
        subject: { user: { format: 'email', email } },
        current_level: level,
        previous_level: level === 'high' ? 'low' : 'high',
        event_timestamp: Math.floor(Date.now() / 1000),
        initiating_entity: 'policy',
        reason_admin: { en: why },
      },
    },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt', kid: 'key-1' })
    .setIssuedAt()
    .sign(privateKey);
  const answer = await fetch(`${org}/security/api/v1/security-events`, {
    method: 'POST',
    headers: { 'content-type': 'application/secevent+jwt' },
    body: token,
  });
  if (answer.status !== 202) throw new Error(`Okta answered ${answer.status}: ${await answer.text()}`);
}

test('a high risk that the application reports ends the sessions of the user at Okta', async ({
  network,
  start,
}) => {
  const people = [{ name: 'Anna Lee', email: 'anna@example.com', groups: ['Finance'] }];
  const okta = await start.other(startOktaItp({ origin: org, people }));
  network.use(
    ...toHandlers(okta),
    http.get(`${issuer}/.well-known/ssf-configuration`, () => HttpResponse.json(metadata)),
    http.get(metadata.jwks_uri, () => HttpResponse.json(jwks)),
  );
  await okta.trust({ issuer, metadataUrl: `${issuer}/.well-known/ssf-configuration`, audience: org });

  await reportRisk('anna@example.com', 'high', 'Impossible travel: Berlin and Tokyo');

  const type = 'https://schemas.okta.com/secevent/okta/event-type/user-risk-change';
  await expect(okta).toHaveDelivered(type, { subject: { email: 'anna@example.com' } });
  expect(okta.effects().map(({ action }) => action)).toContain('end-sessions');
  expect(okta.sets()[0]?.token).toBeConformantSet({ issuer, audience: org, jwks: publicKey });
});
