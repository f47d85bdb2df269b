import { describe, expect, it } from 'vitest';
import type { Exchange } from '../exchange.ts';
import { TokenSource } from './credentials.ts';

interface Asked {
  basic: boolean;
  form: Record<string, string>;
}

/** A token source at a server that answers as told; what it was asked is kept. */
function sourceAt(
  answer: (asked: Asked) => number,
  shown: { clientSecret?: string } = { clientSecret: 's' },
): { source: TokenSource; asked: Asked[] } {
  const asked: Asked[] = [];
  const credentials = { clientId: 'c', ...shown, tokenEndpoint: 'https://as.example/token' };
  const source = new TokenSource(
    credentials,
    credentials.tokenEndpoint,
    async (url, form, headers): Promise<Exchange> => {
      const request = { basic: 'authorization' in headers, form: Object.fromEntries(form) };
      asked.push(request);
      const status = answer(request);
      const json =
        status === 200 ? { access_token: 'token-1', expires_in: 3600 } : { error: 'invalid_client' };
      return {
        id: asked.length,
        request: { method: 'POST', url, headers, body: form.toString() },
        response: { status, headers: {}, text: '', bytes: 0, utf8: true, json },
        atMs: 0,
        durationMs: 0,
      };
    },
    () => {},
  );
  return { source, asked };
}

describe('TokenSource', () => {
  it('sends the secret in the body where the server takes it', async () => {
    const { source, asked } = sourceAt(() => 200);
    expect(await source.token(undefined, null)).toBe('token-1');
    expect(asked).toEqual([
      { basic: false, form: { grant_type: 'client_credentials', client_id: 'c', client_secret: 's' } },
    ]);
  });

  it('learns that a server takes it by HTTP Basic only, and keeps to that', async () => {
    const { source, asked } = sourceAt(({ basic }) => (basic ? 200 : 401));
    expect(await source.token(undefined, null)).toBe('token-1');
    await source.request({ scope: 'ssf.read' }, null);
    expect(asked.map(({ basic }) => basic)).toEqual([false, true, true]);
    expect(asked[2]?.form).toEqual({ grant_type: 'client_credentials', scope: 'ssf.read' });
  });

  it('gives no token when neither way is taken', async () => {
    const { source, asked } = sourceAt(() => 401);
    expect(await source.token(undefined, null)).toBeNull();
    expect(asked).toHaveLength(2);
  });

  it('names the client alone where its certificate shows who it is', async () => {
    const { source, asked } = sourceAt(() => 200, {});
    expect(await source.token(undefined, null)).toBe('token-1');
    await source.request({ basic: true }, null);
    const form = { grant_type: 'client_credentials', client_id: 'c' };
    expect(asked).toEqual([
      { basic: false, form },
      { basic: false, form },
    ]);
    const refused = sourceAt(() => 401, {});
    expect(await refused.source.token(undefined, null)).toBeNull();
    expect(refused.asked).toHaveLength(1);
  });

  it('asks once for what it still has', async () => {
    const { source, asked } = sourceAt(() => 200);
    await source.token('ssf.read', null);
    await source.token('ssf.read', null);
    expect(asked).toHaveLength(1);
  });
});
