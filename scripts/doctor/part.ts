import type { Report } from '../../suites/harness/doctor/line.ts';
import type { Refusal } from '../../suites/harness/preflight.ts';

/** Something that is looked at: this machine, a Transmitter, a Receiver. */
export interface Part {
  /** `Transmitter https://tx.example.com` */
  title: string;
  /** Why the target cannot reach us, as the configuration stands. */
  unreachable?: Refusal | null;
  examine(report: Report): Promise<void>;
}
