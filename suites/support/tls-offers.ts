import type { HandshakeOutcome, HandshakeSpec } from '../harness/exchange.ts';

export interface HostAndPort {
  host: string;
  port: number;
}

export type Offer = Omit<HandshakeSpec, 'host' | 'port'>;

export type Offered = HandshakeOutcome & { verdict: 'agreed' | 'refused' | 'unknown' };

/** TLS 1.2 and 1.3 as any client of today offers them. */
export const MODERN: Offer = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' };
export const ONLY_12: Offer = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
export const ONLY_13: Offer = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' };
export const ONLY_11: Offer = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' };
export const ONLY_10: Offer = { minVersion: 'TLSv1', maxVersion: 'TLSv1' };

/** Suites that are offered alone with TLS 1.2, as OpenSSL lists. */
export const NULL_SUITES = 'eNULL:@SECLEVEL=0';
export const ANONYMOUS_SUITES = 'aNULL:!eNULL:@SECLEVEL=0';
export const STATIC_RSA_SUITES = 'kRSA:!eNULL:@SECLEVEL=0';
export const FINITE_FIELD_DH_SUITES = 'kDHE:!aNULL:!eNULL:@SECLEVEL=0';

/** Names of suites with authenticated encryption. */
export const AEAD = /_(GCM|CCM|CCM_8|POLY1305)(_|$)/;

/** Failures that say nothing about what the server would agree to. */
const NOT_A_REFUSAL = /^(no handshake within|ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)/;
/** Our own library cannot make the offer. */
const NOT_OFFERED =
  /^ERR_SSL_(NO_OFFER|NO_CIPHER|NO_CIPHERS_AVAILABLE|NO_PROTOCOLS_AVAILABLE|UNSUPPORTED_PROTOCOL|INTERNAL_ERROR)/;

/** The host and port of a URL; port 443 where it names none, as TLS is what is asked of it. */
export function hostOf(url: string): HostAndPort {
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 443 : Number(port) };
}

/** What a host says to an offer: agreed, refused, or nothing that could be judged, with the reason. */
export async function offer(
  probe: { handshake(spec: HandshakeSpec): Promise<HandshakeOutcome> },
  { host, port }: HostAndPort,
  what: Offer,
): Promise<Offered> {
  let outcome = await probe.handshake({ host, port, ...what });
  // A reset is the answer of some servers, but of a weary network too.
  if (outcome.error === 'ECONNRESET') outcome = await probe.handshake({ host, port, ...what });
  if (outcome.ok) return { ...outcome, verdict: 'agreed' };
  const error = outcome.error ?? '';
  if (outcome.afterKeys === true) {
    const why = `it agreed, then broke off with ${error}, as a server does that asks for a client certificate: --client-cert FILE`;
    return { ...outcome, error: why, verdict: 'unknown' };
  }
  const isUnknown = NOT_A_REFUSAL.test(error) || NOT_OFFERED.test(error);
  return { ...outcome, verdict: isUnknown ? 'unknown' : 'refused' };
}

/** How an agreement reads in a finding. */
export function agreed({ protocol, cipher }: HandshakeOutcome): string {
  return `${protocol ?? 'unknown version'}, ${cipher ?? 'unknown suite'}`;
}
