import { randomUUID, sign } from 'node:crypto';
import { listen } from '../../http/listen.ts';
import { rsaKey, type Signer } from '../../receiver/receiver-bench.ts';
import type { VendorReceiver } from '../vendor.ts';
import { type StartOktaItpOptions, startOktaItp } from './start.ts';

export const anna = 'anna@example.com';
const people = [
  { name: 'Anna Lee', email: anna, groups: ['Staff'] },
  { name: 'Bob Ray', email: 'bob@example.com', groups: ['Contractors'] },
];

type Json = Record<string, unknown>;

/** Made once: RSA keys take their time. */
const signer = rsaKey('one');

/** A provider on its socket: metadata and keys. */
export async function startProvider(signedBy: Signer = signer) {
  const listener = await listen([
    {
      method: 'GET',
      path: '/.well-known/ssf-configuration',
      resolve: () =>
        Response.json({ issuer: listener.origin, jwks_uri: `${listener.origin}/jwks`, spec_version: '1_0' }),
    },
    { method: 'GET', path: '/jwks', resolve: () => Response.json({ keys: [signedBy.jwk] }) },
  ]);
  const issuer = listener.origin;
  return {
    issuer,
    metadataUrl: `${issuer}/.well-known/ssf-configuration`,
    jwksUrl: `${issuer}/jwks`,
    close: () => listener.close(),
    /** A signed SET with these events; a claim or header member that is undefined is left out. */
    set(events: Json, claims: Json = {}, header: Json = {}): string {
      const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const head = { alg: 'RS256', typ: 'secevent+jwt', kid: signedBy.jwk.kid, ...header };
      const body = { iss: issuer, aud: AUDIENCE, iat: 1_700_000_000, jti: randomUUID(), events, ...claims };
      const input = `${encode(head)}.${encode(body)}`;
      return `${input}.${sign('sha256', Buffer.from(input), signedBy.key).toString('base64url')}`;
    },
  };
}

export const AUDIENCE = 'https://org.example.com';

type Provider = Awaited<ReturnType<typeof startProvider>>;

export interface OktaBench {
  okta: Awaited<ReturnType<typeof startOktaItp>>;
  provider: Provider;
  /** Pushes a SET; the status and the error code of the answer. */
  push: (
    set: string,
  ) => Promise<{ status: number; err: string | undefined; description: string | undefined }>;
  /** Pushes a SET with one event and gives what it has brought. */
  brings: (events: Json, claims?: Json) => Promise<string[]>;
  close(): Promise<void>;
}

/** Okta and a provider that it trusts. */
export async function openOkta(options: StartOktaItpOptions = {}): Promise<OktaBench> {
  const [okta, provider] = await Promise.all([
    startOktaItp({ people, keyCooldownMs: 5, ...options }),
    startProvider(),
  ]);
  const { issuer, metadataUrl } = provider;
  await okta.trust({ issuer, metadataUrl, audience: AUDIENCE });
  return {
    okta,
    provider,
    push: (set) => pushTo(okta, set),
    async brings(events, claims) {
      const before = okta.effects().length;
      const { status, description } = await pushTo(okta, provider.set(events, claims));
      if (status !== 202) throw new Error(description);
      // Effects come right after the answer.
      await new Promise((resolve) => setImmediate(resolve));
      return okta
        .effects()
        .slice(before)
        .map(({ action }) => action);
    },
    async close() {
      await Promise.all([okta.close(), provider.close()]);
    },
  };
}

async function pushTo({ pushUrl }: VendorReceiver, set: string) {
  const answer = await fetch(pushUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/secevent+jwt' },
    body: set,
  });
  const text = await answer.text();
  const body = (text === '' ? {} : JSON.parse(text)) as { err?: string; description?: string };
  return { status: answer.status, err: body.err, description: body.description };
}

/** user-risk-change as a provider sends it to Okta. */
export function riskTo(current: string, previous: string, more: Json = {}): Json {
  return {
    'https://schemas.okta.com/secevent/okta/event-type/user-risk-change': {
      current_level: current,
      previous_level: previous,
      event_timestamp: 1_700_000_000,
      subject: { user: { format: 'email', email: anna } },
      reason_admin: { en: 'Impossible travel: Berlin and Tokyo' },
      ...more,
    },
  };
}

/** device-compliance-change as a provider sends it to Okta, and as CAEP has it. */
export function complianceTo(current: 'compliant' | 'not-compliant', more: Json = {}): Json {
  return {
    'https://schemas.openid.net/secevent/caep/event-type/device-compliance-change': {
      current_status: current,
      previous_status: current === 'compliant' ? 'not-compliant' : 'compliant',
      event_timestamp: 1_700_000_000,
      subject: { user: { format: 'email', email: anna }, device: { format: 'opaque', id: 'device-1' } },
      reason_admin: { en: 'The disk is not encrypted' },
      ...more,
    },
  };
}
