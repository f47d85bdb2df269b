import { describe, expect, it } from 'vitest';
import { secretsOf } from './secrets-of.ts';

describe('what must not be shown of a target that we start', () => {
  it('is our credentials, and what its environment announces as a secret', () => {
    expect(
      secretsOf({
        transmitter: { auth: { clientId: 'rx', clientSecret: 'of-the-client' } },
        receiver: { pushAuthorization: 'Bearer of-the-push' },
        target: {
          env: { DB_PASSWORD: 'hunter2-hunter2', SECRETS: 'one-secret,two-secret', LEVEL: 'debugging' },
        },
      }),
    ).toEqual(['of-the-client', 'Bearer of-the-push', 'hunter2-hunter2', 'one-secret', 'two-secret']);
  });

  it('is no address, path or switch, whatever it is called: the report would lose it everywhere', () => {
    const env = {
      TOKEN_ENDPOINT: 'https://as.example/token',
      JWKS_KEY_URL: '{{harness.jwksUri}}',
      KEY_FILE: '/certs/key.pem',
      AUTH_REQUIRED: 'true',
      TOKEN_LIFETIME: '36000000',
      API_KEY: 'short',
    };
    expect(secretsOf({ target: { container: { env } } })).toEqual([]);
  });
});
