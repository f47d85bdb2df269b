import type { VendorPerson } from '../../mocks/vendors/vendor.ts';
import { UsageError } from '../usage-error.ts';
import { issuersOf } from './trust-when-there.ts';
import type { VendorFlags } from './vendor-terminal.ts';

/** Flags of vendors' mocks that receive signals. */
export interface ReceiverFlags extends VendorFlags {
  wellKnown?: string;
  audience?: string;
  reading?: 'own' | 'standard';
}

/** Whom the mocks know from the beginning; others come in by what is said of them. */
export const examplePeople: readonly VendorPerson[] = [
  { name: 'Anna Lee', email: 'anna@example.com', groups: ['Finance'] },
  { name: 'Ben Fox', email: 'ben@example.com', groups: ['Engineering'] },
];

/**
 * The Transmitter whose SETs are taken; null for none.
 * @throws UsageError
 */
export function receptionOf({
  wellKnown,
  audience,
}: ReceiverFlags): { metadataUrl: string; audience: string | undefined } | null {
  if (wellKnown === undefined) {
    if (audience !== undefined) throw new UsageError('--audience is given without --well-known.');
    return null;
  }
  issuersOf(wellKnown);
  return { metadataUrl: wellKnown, audience };
}
