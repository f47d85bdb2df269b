import type { CraftedSet, ReceiverProbe, SetSpec } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import {
  type BrokenRule,
  judgeEffects,
  judgeRefusals,
  noteEither,
  type Tried,
  wasNeverHandedOut,
} from './judge-refusals.ts';

/** One way to break the rule. */
export interface Variant {
  /** Names it within the rule: "with an empty signature". */
  what: string;
  set: CraftedSet | SetSpec;
}

/** Delivers each variant between two good SETs and judges them together: what is the same breach is one finding. */
export async function expectRefusals<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: BrokenRule<R>,
): Promise<void> {
  await attackWithEach(r, variants, (tried) => judgeRefusals(r, tried, rule));
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
  await attackWithEach(r, variants, (tried) => judgeEffects(r, tried, rule));
}

/** Delivers what no standard obliges a Receiver to refuse, and notes what it made of it. */
export async function noteWhatIsTaken<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: { what: string; requirement: R; allowed?: string },
): Promise<void> {
  await attackWithEach(r, variants, (tried) => noteEither(r, tried, rule, 'taken'));
}

/** Delivers what a Receiver may take and need not, where taking it is usual: a refusal is noted. */
export async function noteWhatIsRefused<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  rule: { what: string; requirement: R },
): Promise<void> {
  await attackWithEach(r, variants, (tried) => noteEither(r, tried, rule, 'refused'));
}

/** What was tried is judged even where the target does not let us go on. */
async function attackWithEach<R extends RequirementId>(
  r: ReceiverProbe<R>,
  variants: readonly Variant[],
  judgeAll: (tried: readonly Tried[]) => void,
): Promise<void> {
  const tried: Tried[] = [];
  try {
    for (const { what, set } of variants) {
      const attacked = await r.attack(set);
      if (wasNeverHandedOut(attacked)) {
        return r.notTested('The target did not poll while a SET was waiting for it.');
      }
      // One failure of a good SET may pass; who takes no other either was spoilt.
      const after = attacked.after.outcome === 'accepted' ? attacked.after : await r.deliver({});
      tried.push({ what, attacked: { ...attacked, after } });
      if (after.outcome !== 'accepted') return;
    }
  } finally {
    judgeAll(tried);
  }
}
