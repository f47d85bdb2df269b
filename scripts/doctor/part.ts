import type { Report } from '../../suites/harness/doctor/line.ts';

/** Something that is looked at: this machine, a Transmitter, a Receiver. */
export interface Part {
  /** `Transmitter https://tx.example.com` */
  title: string;
  examine(report: Report): Promise<void>;
}
