import 'reflect-metadata';
import { X509CertificateGenerator } from '@peculiar/x509';
import { exportJWK } from 'jose';
import { arrivalOf } from '../../../../mocks/http/arrival.ts';
import { type Listener, listen, type TlsOptions } from '../../../../mocks/http/listen.ts';
import type { Recorder } from '../../rim/recorder.ts';
import type { Attribution } from './attribution.ts';
import type { PeerKey, PeerKeys } from './keys.ts';

/** A request that came to the attacker's server. */
interface Trapped {
  method: string;
  url: string;
  atMs: number;
}

export interface TrapOptions {
  /** Where to listen, and the host under which the target reaches it. */
  host: string;
  publicHost: string;
  tls: TlsOptions | undefined;
  keys: PeerKeys;
  recorder: Recorder;
  attribution: Attribution;
  startedAtMs: number;
}

/**
 * A server of an attacker: under every path it serves the attacker's key, as certificate where the path ends in `.pem`,
 * and for every issuer on it metadata that leads to that key.
 */
export interface Trap {
  url: string;
  requests: readonly Trapped[];
  close(): Promise<void>;
}

/** Requests that are kept. */
const KEPT = 2_000;

export async function openTrap(options: TrapOptions): Promise<Trap> {
  const { keys, recorder, attribution, startedAtMs } = options;
  const attacker = await keys.get('attacker');
  const jwks = JSON.stringify({ keys: [keys.published('attacker')] });
  const certificate = await certificateOf(attacker);
  const requests: Trapped[] = [];
  const listener: Listener = await listen(
    [
      {
        method: '*',
        path: '*',
        resolve: ({ request }) => {
          const { pathname, search } = new URL(request.url);
          const { at, rawHeaders } = arrivalOf(request);
          const trapped = { method: request.method, url: origin + pathname + search, atMs: at - startedAtMs };
          const [type, body] = pathname.endsWith('.pem')
            ? ['application/x-pem-file', certificate]
            : ['application/json', metadataAt(origin, pathname) ?? jwks];
          if (requests.length < KEPT) {
            requests.push(trapped);
            recorder.exchange({
              direction: 'from-target',
              check: attribution.check,
              atMs: trapped.atMs,
              durationMs: 0,
              request: { method: trapped.method, url: trapped.url, headers: rawHeaders, body: null },
              response: { status: 200, headers: [['content-type', type]], body },
            });
          }
          return new Response(new TextEncoder().encode(body), { headers: { 'content-type': type } });
        },
      },
    ],
    { host: options.host, tls: options.tls },
  );
  const origin = `${options.tls === undefined ? 'http' : 'https'}://${options.publicHost}:${listener.port}`;
  return { url: origin, requests, close: () => listener.close() };
}

/** Metadata of the issuer that this well-known path belongs to, inserted or appended; null for another path. */
function metadataAt(origin: string, path: string): string | null {
  const place = /\/\.well-known\/(?:ssf-configuration|oauth-authorization-server|openid-configuration)/;
  if (!place.test(path)) return null;
  const issuer = origin + path.replace(place, '');
  return JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks.json` });
}

/** A certificate of the attacker's key, signed with that key, in PEM. */
async function certificateOf({ privateKey, publicJwk }: PeerKey): Promise<string> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=attacker.example',
    keys: {
      publicKey: await crypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
      privateKey: await crypto.subtle.importKey('jwk', await exportJWK(privateKey), algorithm, false, [
        'sign',
      ]),
    },
    signingAlgorithm: algorithm,
  });
  return certificate.toString('pem');
}
