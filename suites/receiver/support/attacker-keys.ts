import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/** Members of a JOSE header that offer the attacker's key. */
export interface KeyOffer {
  name: string;
  header: Record<string, unknown>;
}

/**
 * Every way in which a JOSE header can offer a key (RFC 7515 sections 4.1.2 to 4.1.6), each under the attacker's `kid`
 * and under that of our key: some Receivers look for the one, some for the other.
 */
export async function attackerKeyHeaders<R extends RequirementId>(r: ReceiverProbe<R>): Promise<KeyOffer[]> {
  const jwk = await r.publicJwk('attacker');
  const { kid } = await r.publicJwk('current');
  const { url } = await r.trap();
  const certificate = await r.request({ method: 'GET', url: certificateUrl(url) });
  const offers: KeyOffer[] = [
    { name: 'jwk', header: { jwk } },
    { name: 'x5c', header: { x5c: [derOf(certificate.response?.text ?? '')] } },
    { name: 'jku', header: { jku: url } },
    { name: 'x5u', header: { x5u: certificateUrl(url) } },
    // For those who look whether a URL begins, ends, or has something in it, like the right one.
    { name: 'jku that ends with our jwks_uri', header: { jku: `${url}/jwks.json?${r.jwksUri}` } },
    { name: 'jku that begins with our origin', header: { jku: withUserInfo(url, new URL(r.issuer).host) } },
  ];
  return offers.flatMap(({ name, header }) => [
    { name: `${name} under the attacker's kid`, header },
    { name: `${name} under our kid`, header: { ...header, kid } },
  ]);
}

/** The same place, but the URL begins with a foreign host: what stands before `@` is no host (RFC 3986 section 3.2.1). */
function withUserInfo(url: string, host: string): string {
  return url.replace('://', `://${host}@`);
}

/** Where the attacker's server has its certificate; every other path has its JWK Set. */
export function certificateUrl(trapUrl: string): string {
  return `${trapUrl}/certificate.pem`;
}

/** The certificate in base64, as it stands in `x5c` (RFC 7515 section 4.1.6). */
function derOf(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}
