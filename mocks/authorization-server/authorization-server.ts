import { clientCertificateOf } from '../http/client-certificate.ts';
import type { Route } from '../http/route.ts';
import { authenticateClient, type Client } from './client-authentication.ts';
import { TokenError } from './token-error.ts';
import { Tokens } from './tokens.ts';

export type { Client } from './client-authentication.ts';

/** An answer before it is written: status, headers in lower case, JSON body. */
export interface TokenReply {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

/** How an authorization server is to be. */
export interface AuthorizationServerOptions {
  /** Issuer URL; a path is kept. */
  issuer: string;
  /** URL of the token endpoint; default `ISSUER/token`. */
  tokenEndpoint?: string | undefined;
  clients: readonly Client[];
  /** Scopes that can be granted; default `ssf.read` and `ssf.manage` (CAEP-INTEROP 2.7.3). */
  scopes?: readonly string[] | undefined;
  /** Lifetime of the tokens in s, read at each request; default 3600. */
  expiresInS?: number | undefined;
  /** The wall clock, ms since the epoch; default Date.now. */
  now?: (() => number) | undefined;
  /**
   * Mutual TLS (RFC 8705): clients may authenticate by a certificate, and a token that is asked for with one is bound
   * to it. The listener has to ask clients for their certificates. Default: false.
   */
  mutualTls?: boolean | undefined;
  /** Seams: change the token answer, or the metadata document. */
  token?: ((reply: TokenReply) => TokenReply) | undefined;
  metadata?: ((document: Record<string, unknown>) => Record<string, unknown>) | undefined;
}

/** An OAuth 2.0 authorization server that knows the client credentials grant (RFC 6749 4.4). */
export interface AuthorizationServer {
  issuer: string;
  metadataUrl: string;
  tokenEndpoint: string;
  routes: Route[];
  /**
   * Issues an access token without a request. `scope` is a list with blanks, `expiresInS` as in the options, `token` by
   * default a random one.
   */
  issue: (clientId: string, scope: string, expiresInS?: number, token?: string) => string;
  /** What a token stands for; null when it is unknown, revoked or expired. */
  introspect: (
    token: string,
  ) => { client: string; scopes: readonly string[]; certificate: string | null } | null;
  revoke: (token: string) => void;
}

const defaultScopes = ['ssf.read', 'ssf.manage'];

/** Builds the routes of an authorization server (RFC 6749, RFC 8414); nothing is opened. */
export function createAuthorizationServer(options: AuthorizationServerOptions): AuthorizationServer {
  const { issuer, clients, scopes: supported = defaultScopes } = options;
  const lifetimeS = (): number => options.expiresInS ?? 3600;
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const tokenEndpoint = options.tokenEndpoint ?? `${origin}${path}/token`;
  // RFC 8414 section 3: put between host and path.
  const metadataUrl = `${origin}/.well-known/oauth-authorization-server${path}`;
  const tokens = new Tokens(options.now ?? Date.now);

  async function token(request: Request): Promise<TokenReply> {
    try {
      const form = new URLSearchParams(await request.text());
      const { client, scopes } = readRequest(request, form);
      const expiresInS = lifetimeS();
      return reply(200, {
        access_token: tokens.issue(client.id, scopes, expiresInS, bindingOf(request)),
        token_type: 'Bearer',
        expires_in: expiresInS,
        scope: scopes.join(' '),
      });
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return refusal(error);
    }
  }

  /** RFC 8705 section 3: to the certificate with which it is asked for, however the client authenticates. */
  function bindingOf(request: Request): string | null {
    return options.mutualTls === true ? (clientCertificateOf(request)?.thumbprint ?? null) : null;
  }

  function readRequest(request: Request, form: URLSearchParams): { client: Client; scopes: string[] } {
    // RFC 6749 3.2: no parameter comes twice.
    if (new Set(form.keys()).size < form.size) {
      throw new TokenError('invalid_request', 'A parameter comes twice.');
    }
    const client = authenticateClient(request, form, clients);
    const grantType = form.get('grant_type');
    if (!grantType) throw new TokenError('invalid_request', 'grant_type is missing.');
    if (grantType !== 'client_credentials') {
      throw new TokenError('unsupported_grant_type', 'Only client_credentials is supported.');
    }
    const allowed = client.scopes ?? supported;
    const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (asked.some((scope) => !allowed.includes(scope))) {
      throw new TokenError('invalid_scope', `The scopes are: ${allowed.join(' ')}.`);
    }
    return { client, scopes: asked.length > 0 ? [...new Set(asked)] : [...allowed] };
  }

  function metadata(): Record<string, unknown> {
    const document = {
      issuer,
      token_endpoint: tokenEndpoint,
      token_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        ...(options.mutualTls === true ? ['tls_client_auth'] : []),
      ],
      grant_types_supported: ['client_credentials'],
      // RFC 8414 section 2 wants this member and 3.2 forbids an empty one; there is no authorization endpoint.
      response_types_supported: ['none'],
      scopes_supported: [...supported],
      ...(options.mutualTls === true ? { tls_client_certificate_bound_access_tokens: true } : {}),
    };
    return options.metadata?.(document) ?? document;
  }

  const tokenPath = new URL(tokenEndpoint).pathname;
  const metadataPath = new URL(metadataUrl).pathname;
  return {
    issuer,
    metadataUrl,
    tokenEndpoint,
    routes: [
      {
        method: 'POST',
        path: tokenPath,
        resolve: async ({ request }) => {
          const answer = await token(request);
          return toResponse(options.token?.(answer) ?? answer);
        },
      },
      { method: 'GET', path: metadataPath, resolve: () => toResponse(reply(200, metadata())) },
    ],
    issue: (clientId, scope, expiresInS = lifetimeS(), token) =>
      tokens.issue(clientId, scope.split(' '), expiresInS, null, token),
    introspect: (value) => tokens.introspect(value),
    revoke: (value) => tokens.revoke(value),
  };
}

/** RFC 6749 5.1: neither the token nor why there is none may be stored. */
function reply(status: number, body: unknown, headers: Record<string, string> = {}): TokenReply {
  const base = { 'content-type': 'application/json', 'cache-control': 'no-store', pragma: 'no-cache' };
  return { status, headers: { ...base, ...headers }, body };
}

/** RFC 6749 5.2; a 401 always has a challenge (RFC 9110 11.6.1). */
function refusal({ code, message }: TokenError): TokenReply {
  const body = { error: code, error_description: message };
  if (code !== 'invalid_client') return reply(400, body);
  return reply(401, body, { 'www-authenticate': 'Basic realm="oauth"' });
}

function toResponse({ status, headers, body }: TokenReply): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(new TextEncoder().encode(text), { status, headers });
}
