import type { Delivered, ReceiverProbe, SetSpec } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/** A key that the target cannot know yet: our key `next` under a `kid` that was never used. */
export async function freshKey<R extends RequirementId>(
  r: ReceiverProbe<R>,
): Promise<{ jwk: Record<string, unknown>; set: SetSpec }> {
  const kid = r.random();
  return {
    jwk: { ...(await r.publicJwk('next')), kid },
    set: { key: 'next', header: (header) => ({ ...header, kid }) },
  };
}

/** Delivers one SET after the other, with growing gaps, until one is accepted, up to the limit `keyRefetch`. */
export async function deliverUntilAccepted<R extends RequirementId>(
  r: ReceiverProbe<R>,
  set: SetSpec,
): Promise<{ accepted: boolean; last: Delivered; tries: number }> {
  let tries = 1;
  let last = await r.deliver(set);
  await r.until(async () => {
    if (last.outcome === 'accepted') return true;
    tries += 1;
    last = await r.deliver(set);
    return last.outcome === 'accepted';
  }, r.limits.keyRefetch);
  return { accepted: last.outcome === 'accepted', last, tries };
}

/** How often the target asked for our JWK Set so far. */
export async function countJwksRequests<R extends RequirementId>(r: ReceiverProbe<R>): Promise<number> {
  return (await r.calls()).filter(({ operation }) => operation === 'jwks').length;
}

/** Entries of a JWK Set that a recipient has to pass over (RFC 7517 section 5), and keys that are none of RSA's. */
export const unusableKeys: readonly Record<string, unknown>[] = [
  { kty: 'EXAMPLE', kid: 'unknown-type', use: 'sig', data: 'AQAB' },
  { kty: 'RSA', kid: 'members-missing', use: 'sig', alg: 'RS256' },
  { kty: 'EC', kid: 'not-on-the-curve', use: 'sig', alg: 'ES256', crv: 'P-256', x: 'AQ', y: 'AQ' },
  { kty: 'EC', kid: 'unknown-curve', use: 'sig', crv: 'P-000', x: 'AQ', y: 'AQ' },
  { kid: 'no-type', use: 'sig', n: 'AQAB', e: 'AQAB' },
  // RFC 8037 appendix A.2: a good key of another type.
  {
    kty: 'OKP',
    crv: 'Ed25519',
    kid: 'ed25519',
    use: 'sig',
    x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  },
];
