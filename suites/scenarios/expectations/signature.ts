import { criticalViolation, signatureViolation } from '../../set/signature-violation.ts';
import { verifySignature } from '../../set/verify.ts';
import type { Expectation } from '../expectation.ts';
import { noSet } from './set.ts';
import { reviewOf } from './support/review.ts';
import { reportViolations, type SeenViolation } from './support/violations.ts';

export const signature: Expectation = {
  name: 'signature',
  side: 'transmitter',
  title: 'Every SET is signed with a key of the JWK Set of its issuer.',
  what: 'Verifies the signature of each SET that crossed the wire by the key that kid names; keys and algorithms that do not fit each other are not accepted.',
  requirements: ['RFC8417-5.1-05', 'SSF-4.1.4-01', 'RFC8417-2.4-01'],
  concerns: () => true,
  judge(performance, judge) {
    const { sets, keys } = performance;
    if (sets.length === 0) return judge.notTested(noSet(reviewOf(performance).untold));
    if (keys === null) return judge.notTested('The JWK Set of the Transmitter could not be had.');
    const results = sets.map((set) => ({ set, result: verifySignature(set.parsed, keys) }));
    reportViolations(
      judge,
      results.flatMap(({ set, result }): SeenViolation[] => {
        const violation =
          result.kind === 'verified' && result.unnamed ? unnamed(set) : signatureViolation(result);
        return [violation, criticalViolation(set.parsed.header)].flatMap((found) =>
          found === null ? [] : [{ violation: found, set }],
        );
      }),
    );
    const unknown = results.filter(
      ({ result }) => result.kind === 'unsupported' || result.kind === 'encrypted',
    );
    if (unknown.length > 0) {
      judge.notTested(
        `${unknown.length} SETs are encrypted, or signed with an algorithm that we cannot verify.`,
      );
    }
  },
};

function unnamed({ parsed }: SeenViolation['set']): SeenViolation['violation'] {
  return {
    requirement: 'SSF-4.1.4-01',
    cap: 'warn',
    message: 'A SET names its key by a kid that the JWK Set gives to none; a key without kid verifies it.',
    expected: 'the kid of the SET at the key, too',
    actual: parsed.header?.kid,
    hint: 'Publish the kid with the key: most libraries look the key up by it and refuse the SET when they find none.',
  };
}
