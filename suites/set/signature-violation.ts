import type { SignatureResult } from './verify.ts';
import type { Violation } from './violation.ts';

export type SignatureRows = 'RFC8417-5.1-05' | 'SSF-4.1.4-01' | 'RFC8417-2.4-01';

const EXPECTED = 'a signature that verifies with the key at jwks_uri that kid names';

/** What is wrong with a SET by what came of verifying its signature (RFC 8417 5.1, SSF 4.1.4); null: nothing, or nothing can be said. */
export function signatureViolation(result: SignatureResult): Violation<SignatureRows> | null {
  const found = (
    requirement: SignatureRows,
    message: string,
    actual: string,
    hint?: string,
  ): Violation<SignatureRows> => ({
    requirement,
    message,
    expected: EXPECTED,
    actual,
    ...(hint === undefined ? {} : { hint }),
  });
  switch (result.kind) {
    case 'invalid':
      return found(
        'RFC8417-5.1-05',
        'The signature of a SET does not verify.',
        result.tried === 0 ? 'the signature is empty' : `tried ${result.tried} key(s)`,
        result.tried === 0
          ? 'An unsigned SET has the alg "none", in exactly this spelling.'
          : 'Either the SET was changed after signing, or another key signed it.',
      );
    case 'symmetric':
      return found(
        'RFC8417-5.1-05',
        'A SET is signed with an HMAC, whose key nobody can have from a JWK Set.',
        `alg ${result.alg}`,
        'If the public key serves as the secret, anybody can forge SETs: let the signer take only asymmetric algorithms.',
      );
    case 'forbidden':
      return found(
        'RFC8417-5.1-05',
        'A SET is signed with an algorithm for which the published key is not meant.',
        result.why,
      );
    case 'no-key':
      return found(
        'SSF-4.1.4-01',
        'The key of a SET is not in the JWK Set.',
        result.why,
        'After a change of keys, publish the new one before anything is signed with it.',
      );
    case 'unusable':
      return found('SSF-4.1.4-01', 'The key that a SET names cannot be read.', result.why);
    case 'undecided':
      return {
        ...found(
          'SSF-4.1.4-01',
          'A SET does not name its key, and there are too many to try.',
          `${result.candidates} keys fit`,
        ),
        cap: 'warn',
      };
    case 'unsigned':
      return found(
        'RFC8417-2.4-01',
        'A SET is not signed: whoever can reach the Receiver can forge it.',
        'alg none',
        'RFC 8417 section 2.4 leaves integrity to TLS then; most Receivers take no SET with alg none (RFC 8725 section 3.2).',
      );
    case 'verified':
    case 'unreadable':
    case 'encrypted':
    case 'unsupported':
      return null;
  }
}

/**
 * What a header with `crit` does to a signature, even to one that verifies: who does not know each of its extensions must
 * reject the SET (RFC 7515 4.1.11), as who is given an empty list. No document of SSF defines one, and that of `b64` is
 * not for JWTs (RFC 7797 7); the parties may have agreed to others.
 */
export function criticalViolation(
  header: Readonly<Record<string, unknown>> | null,
): Violation<'RFC8417-5.1-05'> | null {
  if (header?.crit === undefined) return null;
  return {
    requirement: 'RFC8417-5.1-05',
    cap: 'warn',
    message: 'A SET has `crit` in its header: Receivers that do not know what it lists must refuse it.',
    expected: 'no `crit`',
    actual: header.crit,
    hint: 'RFC 7515 section 4.1.11. Leave `crit` out, unless all Receivers know the extensions.',
  };
}

/** What is wrong with a SET whose signature verifies: it names a key by a `kid` that the JWK Set gives to none. */
export function unnamedKey(
  result: Extract<SignatureResult, { kind: 'verified' }>,
): Violation<'SSF-4.1.4-01'> | null {
  if (result.unnamed !== true) return null;
  return {
    requirement: 'SSF-4.1.4-01',
    cap: 'warn',
    message: 'A SET names a key by a kid that the JWK Set gives to none; a key without kid verifies it.',
    expected: 'the kid of the SET at the key, too',
    hint: 'Publish the kid with the key: most libraries look the key up by it and refuse the SET when they find none.',
  };
}
