import type { Attacked, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { REGISTERED_ERROR_CODES } from './error-codes.ts';

/** An error code that is right for a SET, and why (RFC 8935 section 2.4 leaves it open in places). */
export interface RightCode {
  err: string;
  why: string;
}

/** The rule that SETs break. */
export interface BrokenRule<R extends RequirementId> {
  /** What is wrong with the SET, as the beginning of a sentence: "A SET of another issuer". */
  what: string;
  requirement: R;
  hint?: string;
  /** `warn`: taking such a SET is at most a warning, whatever the catalogue says of the requirement. */
  atMost?: 'warn';
  codes?: { requirement: R; right: readonly RightCode[] };
}

/** A variant of the breach, and what became of it. */
export interface Tried {
  what: string;
  attacked: Attacked;
}

type Report = (finding: Parameters<ReceiverProbe['violates']>[1]) => void;

/**
 * Judges SETs that all break one rule: they have to be refused, for the right reason, and without effect. Whether they
 * are is a matter of `requirement`; the code only of `codes.requirement`, where one is named. The form of the refusal
 * (400, JSON, language, registered code) is judged by `error-response/*` for all refusals of the run, and not here.
 */
export function judgeRefusals<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns'>,
  tried: readonly Tried[],
  rule: BrokenRule<R>,
): void {
  const report = reporter(r, rule);
  const { taken, refused } = byOutcome(tried);
  if (taken.length > 0) {
    const polled = taken[0]?.attacked.delivery === 'poll';
    report({
      message: `${rule.what}: the Receiver accepted it.`,
      expected: polled ? 'no acknowledgement' : 'status 400',
      actual: listed(taken.map(({ what, attacked }) => prefixed(what, shownOutcome(attacked)))),
      ...(rule.hint === undefined ? {} : { hint: rule.hint }),
      ...evidence(taken),
    });
  }
  const acted = refused.filter(hasActed);
  if (acted.length > 0) {
    reportEffects(
      report,
      acted,
      `${rule.what}: the Receiver did not accept it but acted on it all the same.`,
    );
  }
  judgeAfter(report, refused, rule.what);
  if (rule.codes !== undefined) judgeCodes(r, refused, rule.what, rule.codes);
}

/** Judges SETs that may be refused, or taken and left alone: acting on one is the breach, taking it is noted. */
export function judgeEffects<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns' | 'notes'>,
  tried: readonly Tried[],
  rule: BrokenRule<R>,
): void {
  const report = reporter(r, rule);
  const { taken, refused } = byOutcome(tried);
  const acted = tried.filter(hasActed);
  if (acted.length > 0) reportEffects(report, acted, `${rule.what}: the Receiver acted on it.`);
  else noteOutcome(r, taken, rule, 'the Receiver accepts it, which no standard forbids');
  judgeAfter(report, tried, rule.what);
  if (rule.codes !== undefined) judgeCodes(r, refused, rule.what, rule.codes);
}

/** Notes which SETs were taken, or refused, of those with which a Receiver may do either. */
export function noteEither<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'notes'>,
  tried: readonly Tried[],
  rule: { what: string; requirement: R; allowed?: string },
  noteworthy: 'taken' | 'refused',
): void {
  const { taken, refused } = byOutcome(tried);
  if (noteworthy === 'taken') {
    const allowed = rule.allowed ?? 'which no standard forbids';
    noteOutcome(r, taken, rule, `the Receiver accepts it, ${allowed}`);
  } else {
    noteOutcome(r, refused, rule, 'the Receiver does not accept it, to which no standard obliges it');
  }
  judgeAfter((finding) => r.notes(rule.requirement, finding), tried, rule.what);
}

function noteOutcome<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'notes'>,
  tried: readonly Tried[],
  rule: { what: string; requirement: R },
  outcome: string,
): void {
  if (tried.length === 0) return;
  r.notes(rule.requirement, {
    message: `${rule.what}: ${outcome}.`,
    actual: listed(tried.map(({ what, attacked }) => prefixed(what, shownOutcome(attacked)))),
    ...evidence(tried),
  });
}

function reporter<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns'>,
  { requirement, atMost }: BrokenRule<R>,
): Report {
  return (finding) => (atMost === 'warn' ? r.warns(requirement, finding) : r.violates(requirement, finding));
}

function byOutcome(tried: readonly Tried[]): { taken: Tried[]; refused: Tried[] } {
  const isTaken = ({ attacked }: Tried): boolean => attacked.outcome === 'accepted';
  return { taken: tried.filter(isTaken), refused: tried.filter((one) => !isTaken(one)) };
}

function hasActed({ attacked: { effects } }: Tried): boolean {
  return effects !== null && effects.length > 0;
}

function reportEffects(report: Report, acted: readonly Tried[], message: string): void {
  report({
    message,
    expected: 'no effect',
    actual: listed(acted.map(({ what, attacked }) => prefixed(what, JSON.stringify(attacked.effects)))),
    ...evidence(acted),
  });
}

/** A hostile SET that spoils what comes after it has done its work, whatever it was answered. */
function judgeAfter(report: Report, tried: readonly Tried[], rule: string): void {
  const spoilt = tried.find(
    ({ attacked }) => attacked.after.outcome !== 'accepted' && !wasNeverHandedOut(attacked),
  );
  if (spoilt === undefined) return;
  const { after } = spoilt.attacked;
  report({
    message: `${rule}: after it the Receiver no longer accepts a good SET.`,
    expected: 'the next good SET is accepted',
    actual: prefixed(spoilt.what, shownOutcome(after)),
    exchange: after.exchange ?? undefined,
    set: after.recorded,
  });
}

/** It waited in the queue of a poll stream, and the target did not come. */
export function wasNeverHandedOut({ delivery, outcome }: Attacked): boolean {
  return delivery === 'poll' && outcome === 'unanswered';
}

function judgeCodes<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates'>,
  refused: readonly Tried[],
  rule: string,
  { requirement, right }: { requirement: R; right: readonly RightCode[] },
): void {
  const wrong = refused.filter(
    ({ attacked: { err } }) =>
      err !== null && REGISTERED_ERROR_CODES.has(err) && right.every((code) => code.err !== err),
  );
  if (wrong.length === 0) return;
  r.violates(requirement, {
    message: `${rule}: refused, but with the error code of another reason.`,
    expected: right.map((code) => `${code.err} (${code.why})`).join(' or '),
    actual: listed(wrong.map(({ what, attacked }) => prefixed(what, attacked.err ?? ''))),
    ...evidence(wrong),
  });
}

function evidence(tried: readonly Tried[]): Pick<Parameters<Report>[0], 'exchange' | 'set'> {
  const first = tried[0]?.attacked;
  return { exchange: first?.exchange ?? undefined, set: first?.recorded };
}

function shownOutcome({ outcome, delivery, status }: Attacked | Attacked['after']): string {
  if (status !== null) return `status ${status}`;
  return outcome === 'accepted' && delivery === 'poll' ? 'acknowledged' : outcome;
}

function prefixed(what: string, text: string): string {
  return what === '' ? text : `${what}: ${text}`;
}

function listed(texts: readonly string[]): string {
  return texts.join('; ');
}
