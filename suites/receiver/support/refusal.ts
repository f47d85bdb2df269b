import type { Attacked, CraftedSet, ReceiverProbe, SetSpec } from '../../harness/receiver/probe.ts';
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

/** One way to break the rule. */
export interface Variant {
  /** Names it within the rule: "with an empty signature". */
  what: string;
  set: CraftedSet | SetSpec;
}

type Tried = { what: string; attacked: Attacked };

/**
 * Judges that a hostile SET was refused, for the right reason, and had no effect. Whether it is refused is a matter of
 * `requirement`; the code only of `codes.requirement`, where one is named. The form of the refusal (400, JSON, language,
 * registered code) is judged by `error-response/*` for all refusals of the run, and not here.
 */
export function expectRefusal<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns'>,
  attacked: Attacked,
  rule: BrokenRule<R>,
): void {
  judge(r, [{ what: '', attacked }], rule);
}

/** Delivers each variant between two good SETs and judges them together: what is the same breach is one finding. */
export async function expectRefusals<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: BrokenRule<R>,
): Promise<void> {
  judge(r, await attackWithEach(r, variants), rule);
}

/**
 * Delivers what a Receiver may refuse, or take and leave alone: acting on it is the breach. That it was taken is noted;
 * what was made of it is only known with the hook `effects`.
 */
export async function expectNoEffect<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: BrokenRule<R>,
): Promise<void> {
  const tried = await attackWithEach(r, variants);
  const report = reporter(r, rule);
  const taken = tried.filter(({ attacked }) => attacked.outcome === 'accepted');
  const acted = tried.filter(hasActed);
  if (acted.length > 0) reportEffects(report, acted, `${rule.what}: the Receiver acted on it.`);
  else if (taken.length > 0) noteTaken(r, taken, rule);
  judgeAfter(report, tried, rule.what);
  const refused = tried.filter(({ attacked }) => attacked.outcome !== 'accepted');
  if (rule.codes !== undefined) judgeCodes(r, refused, rule.what, rule.codes);
}

/** Delivers what no standard obliges a Receiver to refuse, and notes what it made of it. */
export async function noteWhatIsTaken<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: { what: string; requirement: R },
): Promise<void> {
  const tried = await attackWithEach(r, variants);
  const taken = tried.filter(({ attacked }) => attacked.outcome === 'accepted');
  if (taken.length > 0) noteTaken(r, taken, rule);
  judgeAfter((finding) => r.notes(rule.requirement, finding), tried, rule.what);
}

/** Delivers what a Receiver may take and need not, where taking it is usual: a refusal is noted. */
export async function noteWhatIsRefused<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: { what: string; requirement: R },
): Promise<void> {
  const tried = await attackWithEach(r, variants);
  const refused = tried.filter(({ attacked }) => attacked.outcome !== 'accepted');
  if (refused.length > 0) {
    r.notes(rule.requirement, {
      message: `${rule.what}: the Receiver does not accept it, to which no standard obliges it.`,
      actual: listed(refused.map(({ what, attacked }) => prefixed(what, shownOutcome(attacked)))),
      ...evidence(refused),
    });
  }
  judgeAfter((finding) => r.notes(rule.requirement, finding), tried, rule.what);
}

async function attackWithEach<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const { what, set } of variants) tried.push({ what, attacked: await r.attack(set) });
  return tried;
}

function judge<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns'>,
  tried: readonly Tried[],
  rule: BrokenRule<R>,
): void {
  const report = reporter(r, rule);
  const taken = tried.filter(({ attacked }) => attacked.outcome === 'accepted');
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
  const refused = tried.filter(({ attacked }) => attacked.outcome !== 'accepted');
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

type Report = (finding: Parameters<ReceiverProbe['violates']>[1]) => void;

function reporter<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns'>,
  { requirement, atMost }: BrokenRule<R>,
): Report {
  return (finding) => (atMost === 'warn' ? r.warns(requirement, finding) : r.violates(requirement, finding));
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

function noteTaken<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'notes'>,
  taken: readonly Tried[],
  rule: { what: string; requirement: R },
): void {
  r.notes(rule.requirement, {
    message: `${rule.what}: the Receiver accepts it, which no standard forbids.`,
    actual: listed(taken.map(({ what, attacked }) => prefixed(what, shownOutcome(attacked)))),
    ...evidence(taken),
  });
}

/** A hostile SET that spoils what comes after it has done its work, whatever it was answered. */
function judgeAfter(report: Report, tried: readonly Tried[], rule: string): void {
  const spoilt = tried.find(({ attacked }) => attacked.after.outcome !== 'accepted');
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
