import { afterEach, describe, expect, test } from 'vitest';
import { eventually, type Meeting, meet } from './client-bench.ts';
import { wellKnown } from './well-known.ts';

const open: Meeting[] = [];

async function begun(...options: Parameters<typeof meet>): Promise<Meeting> {
  const met = await meet(...options);
  open.push(met);
  await met.receiver.begin({ issuer: met.transmitter.issuer, delivery: 'push' });
  return met;
}

/** The forms that were sent to the token endpoint. */
function forms({ calls }: Meeting): Record<string, string>[] {
  return calls
    .filter(({ operation }) => operation === 'token')
    .map(({ body }) => Object.fromEntries(new URLSearchParams(body ?? '')));
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((met) => met.close()));
});

describe('access tokens', () => {
  test('are asked for with the client credentials grant, and sent in the header only', async () => {
    const met = await begun();
    expect(forms(met)).toEqual([{ grant_type: 'client_credentials', scope: 'ssf.read ssf.manage' }]);
    const token = met.calls.find(({ operation }) => operation === 'token');
    expect(token).toMatchObject({
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: expect.stringMatching(/^Basic /) as unknown,
      },
    });
    const create = met.calls.find(({ operation }) => operation === 'create-stream');
    expect(create?.headers.authorization).toMatch(/^Bearer /);
    expect(met.calls.filter(({ url }) => url.includes('access_token'))).toEqual([]);
    expect(met.calls[0]?.headers).toEqual({ accept: 'application/json' });
  });

  test('survive reserved characters in the credentials', async () => {
    const clients = [{ id: 'a:b c', secret: 'ä%:+/' }];
    const met = await begun({ transmitter: { clients } });
    expect(met.operations()).toContain('create-stream');
  });

  test('are got for the names that the protected resource has for its scopes', async () => {
    const scopes = ['signals:all'];
    const resourceAt = (resource: string): Parameters<typeof meet>[0] => ({
      transmitter: {
        clients: [{ id: 'receiver-1', secret: 's', scopes: [...scopes, 'ssf.read', 'ssf.manage'] }],
        seams: {
          routes: (metadata) => [
            {
              method: 'GET',
              path: '/.well-known/oauth-protected-resource',
              resolve: () => {
                const issuer = String(metadata().issuer);
                return Response.json({
                  resource: resource === '' ? issuer : resource,
                  authorization_servers: [issuer],
                  scopes_supported: scopes,
                });
              },
            },
          ],
        },
      },
    });
    expect(forms(await begun(resourceAt('')))[0]?.scope).toBe('signals:all');
    expect(forms(await begun(resourceAt('https://other.example.com')))[0]?.scope).toBe('ssf.read ssf.manage');
  });

  test('are not asked for where the metadata is of another authorization server', async () => {
    const other = { issuer: 'https://other.example.com' };
    const options = {
      transmitter: {
        seams: { authorizationServerMetadata: (document: object) => ({ ...document, ...other }) },
      },
    };
    const met = await begun(options);
    expect(met.operations()).not.toContain('token');
    const careless = await begun({
      ...options,
      receiver: { seams: { quirks: { trustsAuthorizationServer: true } } },
    });
    expect(careless.operations()).toContain('create-stream');
  });

  test('are renewed when they are refused, once', async () => {
    const met = await begun({
      transmitter: {
        seams: {
          before: ({ operation }) =>
            operation === 'read-status'
              ? { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, body: '' }
              : undefined,
        },
      },
    });
    expect(forms(met)).toHaveLength(2);
    expect(met.operations().filter((operation) => operation === 'read-status')).toHaveLength(2);
    expect(met.operations()).toContain('verify');
  });

  test('are renewed before they expire', async () => {
    let now = 1_800_000_000_000;
    const met = await begun({
      transmitter: { expiresInS: 60, now: () => now },
      receiver: { now: () => now },
    });
    now += 55_000;
    await met.receiver.end();
    expect(forms(met)).toHaveLength(2);
    await eventually(() => expect(met.transmitter.transmitter.streams.all()).toEqual([]));
  });

  test('stay as they are by a quirk', async () => {
    let now = 1_800_000_000_000;
    const met = await begun({
      transmitter: { expiresInS: 60, now: () => now },
      receiver: { now: () => now, seams: { quirks: { noTokenRenewal: true } } },
    });
    now += 65_000;
    await met.receiver.end();
    expect(forms(met)).toHaveLength(1);
    expect(met.transmitter.transmitter.streams.all()).toHaveLength(1);
  });

  test('are not used when they are of an unknown type', async () => {
    const met = await begun({
      transmitter: {
        seams: {
          token: (reply) => ({ ...reply, body: { ...Object(reply.body), token_type: 'mac' } as unknown }),
        },
      },
    });
    expect(met.operations()).not.toContain('create-stream');
    expect(met.receiver.log().at(-1)).toMatch(/of type mac/);
  });

  test('are looked for by RFC 8414 between host and path', () => {
    expect(wellKnown('https://a.example/t/', 'oauth-authorization-server')).toBe(
      'https://a.example/.well-known/oauth-authorization-server/t',
    );
  });
});
