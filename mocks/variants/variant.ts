import type { StartOptions } from '../transmitter/start.ts';

/** A right Transmitter that differs from the reference where the standards leave it free; no check may fail it. */
export interface Variant {
  /** kebab-case, unique. */
  name: string;
  /** What it does otherwise, and where the freedom comes from. */
  freedom: string;
  /** Requirements of which it may be warned: recommendations that it does not follow. Default: none. */
  warns?: readonly string[];
  /** Builds fresh options, with any state the variant needs, for one Transmitter. */
  start(): StartOptions;
}
