import type { JsonObject } from '../../harness/probe.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { isDeclined, refusedOf, requirePlain, tellRefused } from './acceptance.ts';
import { deliverVariants } from './deliver-variants.ts';
import { carrier } from './wanted.ts';

export interface FormatRule<R extends RequirementId> {
  format: string;
  /** The row by which a Receiver that supports the format accepts well-formed subjects. */
  requirement: R;
  /** The row by which it has to support the format; null when it need not. */
  duty: R | null;
  /** Subjects by what is special about them; the first is the plainest. */
  subjects: Readonly<Record<string, JsonObject>>;
}

/**
 * Delivers events about well-formed subjects of one format.
 *
 * The rows say: by a Receiver that supports the format. Nothing on the wire tells which formats it supports, so that is
 * seen by what it accepts: all subjects refused means that it does not support it, which is a breach only where the
 * profile wants the format. Some accepted and others called malformed (invalid_request) is a breach, for all of them are
 * well-formed. A refusal with another code may be about whose subject it is (RFC 8935 section 2 lets a recipient say
 * about which subjects it takes SETs): noted.
 */
export async function exerciseFormat<R extends RequirementId>(
  r: ReceiverProbe<R>,
  { format, requirement, duty, subjects }: FormatRule<R>,
): Promise<void> {
  const type = await carrier(r);
  const tried = await deliverVariants(
    r,
    Object.entries(subjects).map(([what, subject]) => ({ what, type, subject })),
  );
  const refused = refusedOf(tried);
  if (refused.length === 0) return;
  await requirePlain(r);
  const what = `An event about a well-formed subject of the format ${format}`;
  if (refused.length < tried.length) {
    const malformed = refused.filter(
      ({ delivered }) => !isDeclined(delivered) || isCalledMalformed(delivered),
    );
    if (malformed.length > 0) tellRefused(r, malformed, { what, requirement });
    else tellRefused(r, refused, { what, requirement, as: 'notes' });
    return;
  }
  if (duty !== null) {
    tellRefused(r, refused, {
      what,
      requirement: duty,
      hint: 'If the Receiver takes events only about users that it knows, the refusal has to say so (access_denied): waive this finding then.',
    });
    return;
  }
  tellRefused(r, refused, {
    what: `${what} (it does not seem to support the format)`,
    requirement,
    as: refused.every(({ delivered }) => isDeclined(delivered)) ? 'notes' : 'warns',
  });
}

/** A refusal without a code gives no other reason. */
function isCalledMalformed({ err }: { err: string | null }): boolean {
  return err === null || err === 'invalid_request';
}
