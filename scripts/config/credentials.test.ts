import { describe, expect, it } from 'vitest';
import { resolveCredentials } from './credentials.ts';

const names = { path: 'transmitter.auth', flags: '--access-token T' };

describe('resolveCredentials', () => {
  it('takes a token, or client credentials, or nothing', () => {
    expect(resolveCredentials({ accessToken: 't' }, names)).toEqual({ accessToken: 't' });
    const client = {
      clientId: 'c',
      clientSecret: 's',
      tokenEndpoint: 'https://as.example/token',
      scope: 'a b',
    };
    expect(resolveCredentials(client, names)).toEqual(client);
    expect(resolveCredentials({}, names)).toBeUndefined();
  });

  it.each([
    [{ accessToken: 't', clientId: 'c' }, 'use a token or client credentials'],
    [{ clientId: 'c' }, 'transmitter.auth.clientId is given without transmitter.auth.clientSecret'],
    [{ clientSecret: 's' }, 'transmitter.auth.clientSecret is given without transmitter.auth.clientId'],
    [{ scope: 'x' }, 'transmitter.auth.scope is given without credentials'],
    [{ readOnlyAccessToken: 'x' }, 'transmitter.auth.readOnlyAccessToken is given without credentials'],
    [{ accessToken: 'two words' }, 'cannot stand in an Authorization header'],
    [{ accessToken: 'line\nbreak' }, 'cannot stand in an Authorization header'],
    [{ clientId: 'c', clientSecret: 's', tokenEndpoint: 'http://as.example/token' }, 'plain http'],
  ])('refuses %j', (auth, message) => {
    expect(() => resolveCredentials(auth, names)).toThrow(message);
  });

  it('does not repeat a secret in what it says', () => {
    expect(() => resolveCredentials({ accessToken: 's3cret token' }, names)).not.toThrow('s3cret');
  });
});
