import type { StartReceiverOptions } from '../../receiver/options.ts';

/** A right Receiver that differs from the reference where the standards leave it free; no check may fail it. */
export interface ReceiverVariant {
  /** kebab-case, unique. */
  name: string;
  /** What it does otherwise, and where the freedom comes from. */
  freedom: string;
  form: 'hosted' | 'managed';
  /** The methods by which it takes SETs; default: every one that its form allows. */
  deliveries?: readonly ('push' | 'poll')[];
  /** Requirements of which it may be warned: recommendations that it does not follow. Default: none. */
  warns?: readonly string[];
  /** Checks that cannot be exercised with it, by id, and why. Default: none. */
  untested?: Readonly<Record<string, string>>;
  /** Builds fresh options, with any state the variant needs, for one Receiver. */
  start(): StartReceiverOptions;
}
