import { expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { findTokenEndpoint } from './token-endpoint.ts';

/** Answers these documents, and 404 for all else; remembers what was asked for. */
function serving(documents: Record<string, unknown>) {
  const asked: string[] = [];
  const get = async (url: string): Promise<Exchange> => {
    asked.push(url);
    const json = documents[url];
    const response = {
      status: json === undefined ? 404 : 200,
      headers: {},
      text: '',
      bytes: 0,
      utf8: true,
      json,
    };
    const request = { method: 'GET', url, headers: {}, body: null };
    return { id: asked.length, request, response, atMs: 0, durationMs: 1 };
  };
  return { asked, get };
}

const ISSUER = 'https://t.example/one';
const RESOURCE = 'https://t.example/.well-known/oauth-protected-resource/one';

test('the token endpoint of an authorization server that the resource names comes first', async () => {
  const { get } = serving({
    [RESOURCE]: { authorization_servers: ['https://as.example/x'] },
    'https://as.example/.well-known/oauth-authorization-server/x': {
      token_endpoint: 'https://as.example/token',
    },
    'https://t.example/.well-known/oauth-authorization-server/one': {
      token_endpoint: 'https://t.example/token',
    },
  });
  expect(await findTokenEndpoint(ISSUER, get)).toBe('https://as.example/token');
});

test('a secret is not sent where everybody could read it', async () => {
  const { get } = serving({
    'https://t.example/.well-known/oauth-authorization-server': { token_endpoint: 'http://t.example/token' },
  });
  expect(await findTokenEndpoint(ISSUER, get)).toBeNull();
});

test('a target that names authorization servers without end is asked for a few of them only', async () => {
  const servers = Array.from({ length: 10_000 }, (_, i) => `https://as-${i}.example`);
  const { asked, get } = serving({ [RESOURCE]: { authorization_servers: ['data:,x', 7, ...servers] } });
  expect(await findTokenEndpoint(ISSUER, get)).toBeNull();
  expect(asked.length).toBeLessThan(10);
  expect(asked.every((url) => url.startsWith('https:'))).toBe(true);
});
