import type { Attacked, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';

/** An error code that is right for a SET, and why (RFC 8935 section 2.4 leaves it open in places). */
export interface RightCode {
  err: string;
  why: string;
}

/**
 * Judges that a hostile SET was refused, for the right reason, and had no effect. Whether it is refused is a matter of
 * `requirement`; the code only of `codes.requirement`, where one is named. The form of the refusal (400, JSON, language)
 * is judged by `error-response/*` for all refusals of the run, and not here.
 */
export function expectRefusal<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'expect' | 'violates'>,
  attacked: Attacked,
  rule: {
    what: string;
    requirement: R;
    hint?: string;
    codes?: { requirement: R; right: readonly RightCode[] };
  },
): void {
  const { outcome, exchange, recorded, err } = attacked;
  const evidence = { exchange: exchange ?? undefined, set: recorded };
  if (outcome === 'accepted') {
    r.violates(rule.requirement, {
      message: `${rule.what}: the Receiver accepted it.`,
      expected: attacked.delivery === 'push' ? 'status 400' : 'no acknowledgement',
      actual: attacked.delivery === 'push' ? `status ${attacked.status}` : 'acknowledged',
      ...(rule.hint === undefined ? {} : { hint: rule.hint }),
      ...evidence,
    });
    return;
  }
  if (attacked.effects !== null && attacked.effects.length > 0) {
    r.violates(rule.requirement, {
      message: `${rule.what}: the Receiver refused it but acted on it all the same.`,
      expected: 'no effect',
      actual: attacked.effects,
      ...evidence,
    });
  }
  if (attacked.after.outcome !== 'accepted') {
    r.violates(rule.requirement, {
      message: `${rule.what}: after it the Receiver no longer accepts a good SET.`,
      expected: 'the next good SET is accepted',
      actual: `${attacked.after.outcome}${attacked.after.status === null ? '' : `, status ${attacked.after.status}`}`,
      exchange: attacked.after.exchange ?? undefined,
      set: attacked.after.recorded,
    });
  }
  if (rule.codes === undefined || err === null) return;
  r.expect(
    rule.codes.right.some((code) => code.err === err),
    rule.codes.requirement,
    {
      message: `${rule.what}: refused, but with the error code of another reason.`,
      expected: rule.codes.right.map((code) => `${code.err} (${code.why})`).join(' or '),
      actual: err,
      ...evidence,
    },
  );
}
