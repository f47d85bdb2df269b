import { expect, test } from 'vitest';
import { answer, match, refuse } from '../http/router.ts';
import { type AuthorizationServerOptions, createAuthorizationServer } from './authorization-server.ts';

const client = { id: 'receiver one', secret: 's:e c+r%t' };
const basic = (id: string, secret: string) => {
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`;
};
const granted = { grant_type: 'client_credentials' };
const inBody = { client_id: client.id, client_secret: client.secret };

function server(options: Partial<AuthorizationServerOptions> = {}) {
  const made = createAuthorizationServer({
    issuer: 'https://ssf.example.com/oauth',
    clients: [client],
    ...options,
  });
  async function send(url: string, init?: RequestInit) {
    const request = new Request(url, init);
    const matched = match(made.routes, request.method, new URL(url).pathname);
    const response = matched.route === null ? refuse(matched.allow) : await answer(matched, request);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  }
  const ask = (form: string | Record<string, string>, headers: Record<string, string> = {}) =>
    send(made.tokenEndpoint, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { ...made, ask, send };
}

test('a client gets a token by HTTP Basic or by the form', async () => {
  const { ask, introspect } = server();
  for (const answered of [
    await ask(granted, { authorization: basic(client.id, client.secret) }),
    await ask({ ...granted, ...inBody }),
  ]) {
    expect(answered.status).toBe(200);
    expect(answered.headers.get('cache-control')).toBe('no-store');
    expect(answered.json).toEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'ssf.read ssf.manage',
    });
    const token = String(answered.json.access_token);
    expect(introspect(token)).toMatchObject({ client: client.id, scopes: ['ssf.read', 'ssf.manage'] });
  }
});

test('a token has the asked scope', async () => {
  const { ask, introspect } = server();
  const { json } = await ask({ ...granted, ...inBody, scope: 'ssf.read' });
  expect(json.scope).toBe('ssf.read');
  expect(introspect(String(json.access_token))?.scopes).toEqual(['ssf.read']);
});

test('a token stops to work when it expires or is revoked', () => {
  let now = 0;
  const { issue, introspect, revoke } = server({ now: () => now, expiresInS: 10 });
  const token = issue(client.id, 'ssf.read');
  expect(introspect(token)).not.toBeNull();
  now = 10_000;
  expect(introspect(token)).toBeNull();
  const other = issue(client.id, 'ssf.read');
  revoke(other);
  expect(introspect(other)).toBeNull();
});

test.each([
  ['no grant type', { ...inBody }, 400, 'invalid_request'],
  ['another grant type', { ...inBody, grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['an unknown scope', { ...inBody, ...granted, scope: 'ssf.read root' }, 400, 'invalid_scope'],
  ['a wrong secret', { ...inBody, ...granted, client_secret: 'x' }, 401, 'invalid_client'],
  ['no client', granted, 401, 'invalid_client'],
])('%s is an error', async (_, form, status, error) => {
  const { ask } = server();
  const answered = await ask(form);
  expect([answered.status, answered.json.error]).toEqual([status, error]);
  expect(answered.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="oauth"' : null);
  expect(answered.headers.get('cache-control')).toBe('no-store');
});

test('a parameter that comes twice and a client that authenticates twice are invalid requests', async () => {
  const { ask } = server();
  const twice = `grant_type=client_credentials&${new URLSearchParams(inBody).toString()}&scope=ssf.read&scope=ssf.read`;
  expect((await ask(twice)).json.error).toBe('invalid_request');
  const both = await ask({ ...granted, ...inBody }, { authorization: basic(client.id, client.secret) });
  expect(both.json.error).toBe('invalid_request');
});

test('the metadata lies between host and path of the issuer, without empty members', async () => {
  const { send, issuer, tokenEndpoint, metadataUrl } = server();
  expect(metadataUrl).toBe('https://ssf.example.com/.well-known/oauth-authorization-server/oauth');
  const { status, headers, json } = await send(metadataUrl);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json');
  expect(json).toMatchObject({
    issuer,
    token_endpoint: tokenEndpoint,
    scopes_supported: ['ssf.read', 'ssf.manage'],
  });
  for (const value of Object.values(json)) expect(value).not.toEqual([]);
});

test('the token endpoint takes POST only', async () => {
  const { send, tokenEndpoint } = server();
  const { status, headers } = await send(tokenEndpoint);
  expect([status, headers.get('allow')]).toEqual([405, 'POST']);
});

test('seams change the answer and the metadata', async () => {
  const { ask, send, metadataUrl } = server({
    token: (reply) => ({ ...reply, status: 503 }),
    metadata: (document) => ({ ...document, issuer: 'https://other.example.com' }),
  });
  expect((await ask({ ...granted, ...inBody })).status).toBe(503);
  expect((await send(metadataUrl)).json.issuer).toBe('https://other.example.com');
});
