import type { ParsedSet } from '../parse.ts';
import { criticalViolation, signatureViolation, unnamedKey } from '../signature-violation.ts';
import { verifySignature } from '../verify.ts';
import type { Collection } from './collect.ts';
import { headerPlace, SIGNATURE } from './places.ts';
import type { ReadingContext } from './reading.ts';

/** Outcomes that no key can change. */
const WITHOUT_KEYS: ReadonlySet<string> = new Set(['unsigned', 'symmetric', 'unsupported']);

/** Verifies the signature, as far as the keys are known; that there is none shows without them. */
export function readSignature(set: ParsedSet, { keys }: ReadingContext, into: Collection): void {
  const result = verifySignature(set, keys ?? []);
  if (result.kind === 'unreadable') {
    into.notJudged(SIGNATURE, 'RFC8417-5.1-05', 'the header cannot be read, or names no algorithm');
    return;
  }
  if (result.kind === 'encrypted') {
    into.notJudged(SIGNATURE, 'RFC8417-5.1-05', 'the token is encrypted');
    return;
  }
  const critical = criticalViolation(set.header);
  if (critical !== null)
    into.broken(headerPlace('crit'), { ...critical, message: critical.message.replace('A SET', 'The SET') });
  const isEmpty = result.kind === 'invalid' && result.tried === 0;
  if (keys === null && !isEmpty && !WITHOUT_KEYS.has(result.kind)) {
    into.notJudged(SIGNATURE, 'RFC8417-5.1-05', 'no keys are given to verify it with');
    return;
  }
  const violation = result.kind === 'verified' ? unnamedKey(result) : signatureViolation(result);
  if (violation !== null) {
    into.broken(violation.requirement === 'SSF-4.1.4-01' ? headerPlace('kid') : SIGNATURE, {
      ...violation,
      message: violation.message.replaceAll(/\bA SET\b/g, 'The SET').replaceAll(/\ba SET\b/g, 'the SET'),
    });
  }
  if (result.kind === 'unsupported') {
    into.notJudged(SIGNATURE, 'RFC8417-5.1-05', 'we cannot verify signatures of its algorithm');
  }
  if (result.kind !== 'verified') return;
  if (critical === null) into.kept(SIGNATURE, 'RFC8417-5.1-05');
  else into.notJudged(SIGNATURE, 'RFC8417-5.1-05', 'an extension in `crit` may say how it is verified');
  into.kept(SIGNATURE, 'RFC8417-2.4-01');
  if (violation === null) into.kept(headerPlace('kid'), 'SSF-4.1.4-01');
  if (result.rsaBits !== null) readKeySize(result.rsaBits, into);
}

/** RFC 7518 3.3 and 3.5, and once more the profile: an RSA key below 2048 bits must not be used. */
function readKeySize(bits: number, into: Collection): void {
  for (const requirement of ['RFC7518-3.3-01', 'CAEP-INTEROP-2.6-02'] as const) {
    if (bits >= 2048) into.kept(SIGNATURE, requirement);
    else
      into.broken(SIGNATURE, {
        requirement,
        message: 'The SET is signed with an RSA key that is too short.',
        expected: 'at least 2048 bits',
        actual: `${bits} bits`,
      });
  }
}
