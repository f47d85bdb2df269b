import type { ReceiverSeams } from '../../../mocks/receiver/seams.ts';
import type { Happening } from '../../../mocks/vendors/happening.ts';
import type {
  VendorEvent,
  VendorPerson,
  VendorPolicyRule,
  VendorTransmitterParts,
} from '../../../mocks/vendors/vendor.ts';
import { marked } from './mark.ts';

/** Writes a line of the system's log, which its status page shows. */
export type VendorLog = (type: string, text: string, detail?: Record<string, unknown>) => void;

/** What the sharing side of a system is given. */
export interface SharingParts extends Pick<VendorTransmitterParts, 'emit' | 'dialect'> {
  log: VendorLog;
  /** ms since the epoch. */
  now(): number;
}

/** What the receiving side of a system is given. */
export interface ReceivingParts {
  log: VendorLog;
  /** People whom it knows; empty: anybody. */
  people: readonly VendorPerson[];
  /** Risk policy of the scenario, where it has one. */
  policy: readonly VendorPolicyRule[];
  /** ms since the epoch. */
  now(): number;
}

/**
 * Something happens. `wish` is the event that the scenario wants because of it, absent where it wants none; what is to be
 * shared has been handed to `emit` when this resolves. A RangeError says that the system has no eyes for it.
 */
export type HappenFunction = (happening: Happening, wish?: VendorEvent) => Promise<void> | void;

/** A mock of a system of yours, on top of our reference Transmitter, our reference Receiver, or both. */
export interface OwnVendor {
  /** For `mock NAME` and for the cast of scenarios: kebab-case, unlike ours. */
  name: string;
  /** What people call it: `ACME Gateway`. */
  title: string;
  /** What the mock takes for granted, a sentence each; the report names it. */
  assumptions?: readonly string[];
  /** Its rules as one that shares signals; absent: it shares none. */
  shares?(parts: SharingParts): HappenFunction;
  /** How it differs from the reference Receiver as one that receives signals; absent: it receives none. */
  receives?(parts: ReceivingParts): ReceiverSeams;
}

/** Defines a mock of a system of yours. Export it from a module that the config names in `own`. */
export function defineVendor(vendor: OwnVendor): OwnVendor {
  return marked('vendor', vendor);
}
