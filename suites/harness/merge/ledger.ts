import type { Ledger, LedgerEntry, Results } from '../../../reports/results.ts';
import { bestSkew, ledgerOfEntries } from '../../scenarios/ledger/index.ts';

/**
 * The ledger of a whole run: the entries of all parts, and what comes of them.
 * @param entries of all parts, in their order
 */
export function mergedLedger(
  entries: LedgerEntry[],
  ledgers: readonly Ledger[],
  samples: Results['timing']['samples'],
): Ledger {
  return ledgerOfEntries(entries, {
    limits: configuredIn(ledgers[0]),
    enforced: ledgers.some(({ enforced }) => enforced),
    verificationsMs: samples.flatMap(({ name, ms }) => (name === 'verification' ? [ms] : [])),
    clockSkew: bestSkew(ledgers.map(({ clockSkew }) => clockSkew)),
    emptyPollsMs: ledgers.flatMap(({ emptyPollsMs }) => emptyPollsMs),
  });
}

/** The limits that the tester set; the others have their defaults. */
function configuredIn(ledger: Ledger | undefined): Record<string, number> {
  const own = ledger?.limits.filter(({ source }) => source === 'configured') ?? [];
  return Object.fromEntries(own.map(({ name, limitMs }) => [name, limitMs]));
}
