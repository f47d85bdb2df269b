import type { HandshakeOutcome, HandshakeSpec } from '../../harness/exchange.ts';
import type { TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { ENDPOINTS, isUrl, metadataDocument } from './metadata.ts';

/** A place where the Transmitter listens for TLS. */
export interface TlsHost {
  host: string;
  port: number;
  /** What is served there, for the reader: `issuer, jwks_uri`. */
  serves: string;
}

type Offer = Pick<HandshakeSpec, 'minVersion' | 'maxVersion'> & { ciphers?: string };

/** TLS 1.2 and 1.3 as any client of today offers them. */
export const MODERN: Offer = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' };
export const ONLY_12: Offer = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
export const ONLY_13: Offer = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' };
export const ONLY_11: Offer = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' };
export const ONLY_10: Offer = { minVersion: 'TLSv1', maxVersion: 'TLSv1' };

/** Failures that say nothing about what the server would agree to. */
const NOT_A_REFUSAL = /^(no handshake within|ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)/;
/** Our own library cannot make the offer. */
const NOT_OFFERED =
  /^ERR_SSL_(NO_CIPHER|NO_CIPHERS_AVAILABLE|NO_PROTOCOLS_AVAILABLE|UNSUPPORTED_PROTOCOL|INTERNAL_ERROR)/;

/** Every host and port that serves the issuer, the metadata or an endpoint, each once. */
export async function tlsHosts<R extends RequirementId>(t: TransmitterProbe<R>): Promise<TlsHost[]> {
  const { document } = await metadataDocument(t);
  const urls: [string, unknown][] = [['metadata', t.metadataUrl]];
  for (const member of ENDPOINTS) urls.push([member, document[member]]);
  const hosts = new Map<string, TlsHost>();
  for (const [name, url] of urls) {
    if (!isUrl(url)) continue;
    const { host, port } = hostOf(url);
    const known = hosts.get(`${host} ${port}`);
    if (known === undefined) hosts.set(`${host} ${port}`, { host, port, serves: name });
    else known.serves += `, ${name}`;
  }
  return [...hosts.values()];
}

/** The host and port of a URL; port 443 where it names none, as TLS is what is asked of it. */
export function hostOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 443 : Number(port) };
}

/** What a host says to an offer: agreed, refused, or nothing that could be judged, with the reason. */
export async function offer<R extends RequirementId>(
  t: TransmitterProbe<R>,
  { host, port }: Pick<TlsHost, 'host' | 'port'>,
  what: Offer,
): Promise<HandshakeOutcome & { verdict: 'agreed' | 'refused' | 'unknown' }> {
  let outcome = await t.handshake({ host, port, ...what });
  // A reset is the answer of some servers, but of a weary network too.
  if (outcome.error === 'ECONNRESET') outcome = await t.handshake({ host, port, ...what });
  if (outcome.ok) return { ...outcome, verdict: 'agreed' };
  const error = outcome.error ?? '';
  const isUnknown = NOT_A_REFUSAL.test(error) || NOT_OFFERED.test(error);
  return { ...outcome, verdict: isUnknown ? 'unknown' : 'refused' };
}

/** The hosts with which a TLS connection of today can be made; ends the check where there is none. */
export async function reachableHosts<R extends RequirementId>(t: TransmitterProbe<R>): Promise<TlsHost[]> {
  const reachable: TlsHost[] = [];
  for (const host of await tlsHosts(t)) {
    if ((await offer(t, host, MODERN)).verdict === 'agreed') reachable.push(host);
  }
  if (reachable.length === 0) t.notTested('No host of the Transmitter completes a TLS 1.2 or 1.3 handshake.');
  return reachable;
}

/** How an agreement reads in a finding. */
export function agreed({ protocol, cipher }: HandshakeOutcome): string {
  return `${protocol ?? 'unknown version'}, ${cipher ?? 'unknown suite'}`;
}
