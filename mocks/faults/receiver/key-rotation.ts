import type { ReceiverSeams } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';

/** After a change of the key the one from before is refused once. */
function refusesFormerKey(): ReceiverSeams {
  const seen = new Set<unknown>();
  let latest: unknown;
  return {
    steps: {
      signature: async (set, reference) => {
        const refusal = await reference();
        const { kid, alg } = set.header;
        if (refusal !== null || alg !== 'RS256' || kid === undefined) return refusal;
        const isFormer = kid !== latest && seen.has(kid);
        seen.add(kid);
        latest = kid;
        return isFormer ? { err: 'invalid_key', description: 'The key is out of use.' } : null;
      },
    },
  };
}

/** Faults in what is done when the JWK Set changes. */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-never-refetches-keys',
    breaks: 'SSF-4.1.4-02',
    summary: 'Fetches the JWK Set once and never again.',
    seams: () => ({ quirks: { neverRefetchesKeys: true } }),
  },
  {
    name: 'receiver-refuses-former-key',
    breaks: 'SSF-4.1.4-01',
    summary: 'Refuses the key from before once it has seen a new one, though both are in the JWK Set.',
    seams: refusesFormerKey,
  },
  {
    name: 'receiver-keeps-retired-keys',
    breaks: 'SSF-4.1.4-01',
    summary: 'Adds the keys that it fetches to those that it has.',
    seams: () => ({ quirks: { keepsRetiredKeys: true } }),
  },
  {
    name: 'receiver-chokes-on-unusable-keys',
    breaks: 'RFC7517-5-03',
    summary: 'Takes no key out of a JWK Set that has one which cannot be used.',
    seams: () => ({ quirks: { strictJwks: true } }),
  },
];
