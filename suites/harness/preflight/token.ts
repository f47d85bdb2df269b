import { randomUUID } from 'node:crypto';
import type { Exchange, Identity, RequestSpec } from '../exchange.ts';
import type { PreflightFacts, Refusal } from '../preflight.ts';
import { connectionRefusal } from './connection.ts';
import { foreign } from './foreign-text.ts';

/** RFC 6749 section 5.2, and what usually is behind it. */
const TOKEN_ERRORS: Record<string, string> = {
  invalid_client: 'Check --client-id and --client-secret.',
  invalid_scope: 'Check --scope: the client may not have these scopes, or must name some.',
  unauthorized_client: 'The client is not allowed to use the client credentials grant: allow it there.',
  unsupported_grant_type:
    'The server does not offer the client credentials grant; pass a token with --access-token.',
};

/** Why the token endpoint gives no token, when the run needs one from it. */
export async function tokenRefusal(
  facts: PreflightFacts,
  requestToken: () => Promise<Exchange>,
): Promise<Refusal | null> {
  if (facts.credentials !== 'client-credentials') return null;
  if (facts.tokenEndpoint === null)
    return {
      sentence: `No token endpoint can be found for ${facts.issuer}: no authorization server metadata (RFC 8414) names one.`,
      hint: 'Name it with --token-endpoint URL, or pass a token with --access-token.',
    };
  const exchange = await requestToken();
  const { response } = exchange;
  if (response === null) return connectionRefusal(exchange, 'A token');
  const at = `The token endpoint ${facts.tokenEndpoint}`;
  const answer = object(response.json);
  if (response.status === 200 && typeof answer?.['access_token'] === 'string') return null;
  const code = typeof answer?.['error'] === 'string' ? answer['error'] : null;
  if (code !== null) {
    const words = answer?.['error_description'];
    const detail = typeof words === 'string' ? ` (${foreign(words)})` : '';
    return {
      sentence: `${at} refuses the client: ${foreign(code, 60)}${detail}.`,
      hint: TOKEN_ERRORS[code] ?? 'Check --client-id, --client-secret and --scope.',
    };
  }
  if (response.status === 200)
    return {
      sentence: `${at} answers 200, but without an access_token.`,
      hint: 'Is this URL the token endpoint of an OAuth 2.0 authorization server?',
    };
  if (response.status === 401)
    return { sentence: `${at} refuses the client (401).`, hint: 'Check --client-id and --client-secret.' };
  return {
    sentence: `${at} answers ${response.status} instead of a token.`,
    hint: 'Check --token-endpoint; by default the one of the authorization server metadata (RFC 8414) is used.',
  };
}

interface Probe {
  as: Identity;
  /** Whose token, in a sentence. */
  token: string;
  hint: string;
}

/** Why the target's API refuses the tokens of the run. */
export async function apiRefusal(
  facts: PreflightFacts,
  metadata: Exchange,
  ask: (spec: RequestSpec) => Promise<Exchange>,
): Promise<Refusal | null> {
  const endpoint = usableEndpoint(object(metadata.response?.json)?.['configuration_endpoint']);
  // Whether there must be one, and of what kind, is for the checks.
  if (endpoint === null) return null;
  for (const probe of probesOf(facts)) {
    const refusal = await probeRefusal(probe, endpoint, facts, ask);
    if (refusal) return refusal;
  }
  return null;
}

function probesOf(facts: PreflightFacts): Probe[] {
  const first =
    facts.credentials === 'client-credentials'
      ? {
          token: 'the token that the token endpoint gave',
          hint: 'Does the token need a scope (--scope), an audience, or a resource? Are target and token endpoint of one deployment?',
        }
      : {
          token: 'the access token',
          hint: 'Has it expired, or was it issued for another deployment or audience?',
        };
  const probes: Probe[] = [{ as: 'receiver', ...first }];
  // With a dead token the other Receiver would be kept from everything, and the target would seem to separate them.
  if (facts.second)
    probes.push({
      as: 'second',
      token: "the second Receiver's token",
      hint: 'Check --second-access-token, or --second-client-id and --second-client-secret.',
    });
  if (facts.readOnlyToken)
    probes.push({
      as: { scope: 'ssf.read' },
      token: 'the read-only token',
      hint: 'Check --read-only-access-token.',
    });
  return probes;
}

async function probeRefusal(
  probe: Probe,
  endpoint: string,
  facts: PreflightFacts,
  ask: (spec: RequestSpec) => Promise<Exchange>,
): Promise<Refusal | null> {
  const list = await ask({ method: 'GET', url: endpoint, as: probe.as });
  if (list.response === null) return connectionRefusal(list, 'The configuration endpoint');
  const { status } = list.response;
  if (status !== 401 && status !== 403) return null;
  // One operation alone that refuses the token is a finding; a token that nothing takes is not the target's fault.
  const query = { stream_id: `preflight-${randomUUID()}` };
  const read = await ask({ method: 'GET', url: endpoint, as: probe.as, query });
  if (read.response?.status !== 401 && read.response?.status !== 403) return null;
  if (facts.credentials === 'none')
    return {
      sentence: `${endpoint} answers ${status}: it asks for credentials, and none are configured.`,
      hint: 'Pass --access-token T, or --client-id ID and --client-secret S.',
    };
  const challenge = list.response.headers['www-authenticate'];
  const said = challenge === undefined ? '' : `; it says ${foreign(challenge)}`;
  if (status === 401)
    return { sentence: `${endpoint} refuses ${probe.token} (401${said}).`, hint: probe.hint };
  return {
    sentence: `${endpoint} knows ${probe.token}, but does not let it read streams (403${said}).`,
    hint: 'The Receiver lacks a scope or a permission; where the CAEP Interoperability Profile is followed: ssf.manage.',
  };
}

/** Null for what a token should not be sent to; the checks judge it. */
function usableEndpoint(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const { protocol, hostname } = new URL(value);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && loopback) ? value : null;
}

function object(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
