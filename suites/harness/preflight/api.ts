import { randomUUID } from 'node:crypto';
import { isLoopback } from '../../support/loopback.ts';
import type { Exchange, Identity } from '../exchange.ts';
import type { Preflight, Refusal } from '../preflight.ts';
import { connectionRefusal, tlsCause } from './connection.ts';
import { foreign, jsonObject } from './foreign.ts';
import { missingTokenEndpoint, tokenRefusal } from './token.ts';

/** Credentials that must work, and how they are called. */
interface Probe {
  as: Identity;
  token: string;
  hint: string;
}

/** Why the target's API takes none of the tokens of the run. */
export async function apiRefusal(run: Preflight, metadata: Exchange): Promise<Refusal | null> {
  const nowhere = missingTokenEndpoint(run);
  if (nowhere) return nowhere;
  const endpoint = usableEndpoint(jsonObject(metadata.response?.json)?.configuration_endpoint);
  // Whether there must be one, and of what kind, is for the checks.
  if (endpoint === null) return null;
  for (const probe of probesOf(run)) {
    const refusal = await probeRefusal(run, probe, endpoint);
    if (refusal) return refusal;
  }
  return null;
}

function probesOf({ facts: { hooks } }: Preflight): Probe[] {
  const byClient = hooks.includes('client-credentials');
  const receiver: Probe = byClient
    ? {
        as: 'receiver',
        token: 'the token that the token endpoint gave',
        hint: 'Does it need a scope (--scope), an audience or a resource? Are target and token endpoint of one deployment?',
      }
    : {
        as: 'receiver',
        token: 'the access token',
        hint: 'Has it expired, or was it issued for another deployment or audience?',
      };
  // With a dead token the other Receiver would be kept from everything, and the target would seem to separate them.
  const second: Probe = {
    as: 'second',
    token: "the second Receiver's token",
    hint: 'Check --second-access-token, or --second-client-id and --second-client-secret.',
  };
  const readOnly: Probe = {
    as: { scope: 'ssf.read' },
    token: 'the read-only token',
    hint: 'Check --read-only-access-token.',
  };
  return [
    receiver,
    ...(hooks.includes('second-receiver') ? [second] : []),
    // With client credentials the scope is asked for; whether it is given is for the checks.
    ...(hooks.includes('scoped-token') && !byClient ? [readOnly] : []),
  ];
}

async function probeRefusal(run: Preflight, probe: Probe, endpoint: string): Promise<Refusal | null> {
  let list = await run.ask({ method: 'GET', url: endpoint, as: probe.as });
  let as = probe.as;
  if (list.error?.kind === 'no-token') {
    if (run.facts.hooks.includes('client-credentials') && as === 'receiver') return tokenRefusal(run);
    if (as !== 'receiver') return { sentence: `There is no way to get ${probe.token}.`, hint: probe.hint };
    // No credentials are configured: perhaps none are needed.
    as = 'nobody';
    list = await run.ask({ method: 'GET', url: endpoint, as });
  }
  if (list.response === null) {
    // The metadata could be fetched, so that this is another host of the target's, whose certificate the checks judge.
    const isJudged = list.error?.kind === 'tls' && tlsCause(list.error.message)?.isTargets === true;
    return isJudged ? null : connectionRefusal(list, 'The configuration endpoint');
  }
  const { status } = list.response;
  if (status !== 401 && status !== 403) return null;
  // One operation alone that refuses the token is a finding; a token that nothing takes is not the target's fault.
  const query = { stream_id: `preflight-${randomUUID()}` };
  const read = await run.ask({ method: 'GET', url: endpoint, as, query });
  if (read.response?.status !== 401 && read.response?.status !== 403) return null;
  if (as === 'nobody')
    return {
      sentence: `${endpoint} answers ${status}: it asks for credentials, and none are configured.`,
      hint: 'Pass --access-token T, or --client-id ID and --client-secret S.',
    };
  const challenge = list.response.headers['www-authenticate'];
  const said = challenge === undefined ? '' : `; it says ${foreign(challenge)}`;
  if (status === 401)
    return { sentence: `${endpoint} refuses ${probe.token} (401${said}).`, hint: probe.hint };
  return {
    sentence: `${endpoint} does not let ${probe.token} read streams (403${said}).`,
    hint: 'The Receiver lacks a scope or a permission; the CAEP Interoperability Profile calls the scope ssf.manage.',
  };
}

/** Null for what a token should not be sent to; the checks judge it. */
function usableEndpoint(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)) ? value : null;
}
