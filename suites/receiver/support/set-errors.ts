import type { SeenCall } from '../../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { provoke } from './refusals.ts';

/** A poll that reports errors: setErrs is there, and not an empty object. */
export interface ErrorReport {
  call: SeenCall;
  setErrs: unknown;
}

/**
 * Every poll of the run with setErrs. Where there was none, some hostile SETs are offered first. Ends the check as
 * not-applicable for a Receiver that reports none: setErrs is a MAY (RFC 8936 section 2.4.4).
 */
export async function reports<R extends RequirementId>(r: ReceiverProbe<R>): Promise<ErrorReport[]> {
  if ((await reportsSeen(r)).length === 0) await provoke(r);
  const seen = await reportsSeen(r);
  if (seen.length === 0) return r.notApplicable('The Receiver reports no errors, which it need not.');
  return seen;
}

/** The entries of setErrs that are objects. */
export function entriesOf(setErrs: unknown): Record<string, unknown>[] {
  if (typeof setErrs !== 'object' || setErrs === null) return [];
  return Object.values(setErrs as Record<string, unknown>).filter(
    (entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null,
  );
}

async function reportsSeen<R extends RequirementId>(r: ReceiverProbe<R>): Promise<ErrorReport[]> {
  return (await r.calls()).flatMap((call) => {
    if (call.operation !== 'poll' || typeof call.json !== 'object' || call.json === null) return [];
    const { setErrs } = call.json as Record<string, unknown>;
    if (setErrs === undefined) return [];
    const isEmpty =
      typeof setErrs === 'object' &&
      setErrs !== null &&
      !Array.isArray(setErrs) &&
      Object.keys(setErrs).length === 0;
    return isEmpty ? [] : [{ call, setErrs }];
  });
}
