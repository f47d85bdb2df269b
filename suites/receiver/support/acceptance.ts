import type { Delivered, ReceiverProbe } from '../../harness/receiver/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { carrier } from './wanted.ts';

/** That a valid SET is taken: RFC 8935 2.2 (SHALL answer 202), RFC 8936 2 (MUST acknowledge). */
export type ReceiptRow = 'RFC8935-2.2-01' | 'RFC8936-2-05';
export const RECEIPT = ['RFC8935-2.2-01', 'RFC8936-2-05'] as const;

export function receiptRow(r: Pick<ReceiverProbe, 'delivery'>): ReceiptRow {
  return r.delivery === 'push' ? 'RFC8935-2.2-01' : 'RFC8936-2-05';
}

/** A SET that was delivered, and in words how it differs from a plain one. */
export interface Tried {
  what: string;
  delivered: Delivered;
}

export function refusedOf(tried: readonly Tried[]): Tried[] {
  return tried.filter(({ delivered }) => delivered.outcome !== 'accepted');
}

/**
 * Whether the target said no: an answer of the 4xx class, an entry in setErrs, or silence on a polled SET that it was
 * given, for setErrs is a MAY (RFC 8936 2.4.4). A 5xx, or no answer at all, is none of somebody who understood.
 */
export function isDeclined({ outcome, status }: Delivered): boolean {
  if (outcome === 'silent') return true;
  return outcome === 'refused' && (status === null || (status >= 400 && status < 500));
}

/** In words what became of a SET. */
export function fateOf({ outcome, status, err, description, delivery }: Delivered): string {
  const why = err === null ? '' : `, ${err}${description === null ? '' : `: ${description}`}`;
  switch (outcome) {
    case 'accepted':
      return delivery === 'push' ? `status ${status}` : 'acknowledged';
    case 'refused':
      return delivery === 'push' ? `status ${status}${why}` : `reported in setErrs${why}`;
    case 'silent':
      return 'neither acknowledged nor reported, although a later SET was';
    case 'unanswered':
      return delivery === 'push' ? 'no answer to the push' : 'never settled';
  }
}

export interface AcceptanceRule<R extends RequirementId> {
  /** What was sent, as the subject of a sentence: `A SET whose ...`. */
  what: string;
  requirement: R;
  /** Default `violates`: the severity of the catalogue. */
  as?: 'violates' | 'warns' | 'notes';
  hint?: string;
}

/**
 * Judges that all of these SETs were taken; what was not is one finding. Any 2xx counts as taken here: the exact status
 * is for the checks of push transport. Ends the check as not-tested when a plain SET is not taken either: then a refusal
 * says nothing of the difference.
 */
export async function expectTaken<R extends RequirementId>(
  r: ReceiverProbe<R>,
  tried: readonly Tried[],
  rule: AcceptanceRule<R>,
): Promise<boolean> {
  const refused = refusedOf(tried);
  const [first] = refused;
  if (first === undefined) return true;
  await requirePlain(r);
  tellRefused(r, refused, rule);
  return false;
}

/** The finding for SETs that were not taken, with the first as evidence. */
export function tellRefused<R extends RequirementId>(
  r: Pick<ReceiverProbe<R>, 'violates' | 'warns' | 'notes'>,
  refused: readonly Tried[],
  { what, requirement, as = 'violates', hint }: AcceptanceRule<R>,
): void {
  const [first] = refused;
  if (first === undefined) return;
  r[as](requirement, {
    message: `${what}: the Receiver does not accept it.`,
    expected: first.delivered.delivery === 'push' ? 'status 202' : 'an acknowledgement',
    actual: refused.map((one) => `${one.what}: ${fateOf(one.delivered)}`).join('; '),
    ...(hint === undefined ? {} : { hint }),
    exchange: first.delivered.exchange ?? undefined,
    set: first.delivered.recorded,
  });
}

/** Ends the check as not-tested when the target does not take a plain SET either. */
export async function requirePlain(r: ReceiverProbe): Promise<void> {
  const plain = await r.deliver({ type: await carrier(r) });
  if (plain.outcome === 'accepted') return;
  r.notTested(
    `A plain SET is not accepted either (${fateOf(plain)}), so that the refusal says nothing; accept-set/plain judges that.`,
  );
}
