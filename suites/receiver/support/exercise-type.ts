import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { fateOf, isDeclined, refusedOf, requirePlain, tellRefused } from './acceptance.ts';
import { deliverVariants, type Variant } from './deliver-variants.ts';
import { wants } from './wanted.ts';

/** Events of one type, and the row that wants them accepted. */
export interface TypeRule<R extends RequirementId> {
  type: string;
  /** What the events have in common, as the subject of a sentence. */
  what: string;
  requirement: R;
  variants: readonly Omit<Variant, 'type'>[];
  /** Another check judges whether the target takes the type at all: here that is the condition. */
  conditional?: boolean;
}

/**
 * Delivers well-formed events of one type and judges that they are accepted.
 *
 * The rows say: by a Receiver that asked for the type. A managed one tells that in `events_requested`; what it did not
 * ask for we would not send, so that the check does not apply. Of a hosted one nobody knows what it wants: RFC 8935
 * section 2 lets it say which SETs it is willing to take, and no error code means "not this type". So a hosted target
 * that refuses every event of a type is not at fault (noted); one that takes some of them wants the type, and then a
 * refusal of the others is a breach.
 */
export async function exerciseType<R extends RequirementId>(
  r: ReceiverProbe<R>,
  rule: TypeRule<R>,
): Promise<void> {
  const { type, what, requirement } = rule;
  const wanted = await wants(r, type);
  if (wanted === 'no') r.notApplicable(`The Receiver did not ask for ${nameOf(type)}.`);
  const tried = await deliverVariants(
    r,
    rule.variants.map((variant) => ({ ...variant, type })),
  );
  const refused = refusedOf(tried);
  const [first] = refused;
  if (first === undefined) return;
  await requirePlain(r);
  const all = refused.length === tried.length;
  if (all && rule.conditional === true) {
    r.notApplicable(
      `The Receiver accepts no event of ${nameOf(type)} (${fateOf(first.delivered)}); accept-event/${nameOf(type)} judges that.`,
    );
  }
  if (all && wanted === 'unknown') {
    const declined = refused.every(({ delivered }) => isDeclined(delivered));
    tellRefused(r, refused, {
      what: `${what} (nobody knows whether the Receiver wants this type)`,
      requirement,
      as: declined ? 'notes' : 'warns',
    });
    return;
  }
  tellRefused(r, refused, { what, requirement });
}

/** The last part of an event type URI. */
export function nameOf(type: string): string {
  return type.slice(type.lastIndexOf('/') + 1);
}
