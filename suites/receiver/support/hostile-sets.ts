import type { SetSpec } from '../../harness/receiver/probe.ts';

/** A SET with a signature that is not of its claims. */
export const tamperedSignature: SetSpec = {
  compact(token) {
    const at = token.lastIndexOf('.') + 1;
    const first = token[at] === 'A' ? 'B' : 'A';
    return `${token.slice(0, at)}${first}${token.slice(at + 1)}`;
  },
};

/** SETs that every Receiver must refuse, each for another reason; for checks that want refusals of any kind to look at. */
export const hostileSets: readonly SetSpec[] = [
  tamperedSignature,
  { claims: (claims) => ({ ...claims, iss: 'https://another-issuer.example.com' }) },
  { claims: (claims) => ({ ...claims, aud: 'https://another-receiver.example.com' }) },
  {
    claims(claims) {
      const { events: _, ...rest } = claims;
      return rest;
    },
  },
];
