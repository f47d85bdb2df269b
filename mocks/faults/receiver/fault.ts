import type { ReceiverSeams } from '../../receiver/seams.ts';

/** A switch that breaks exactly one rule of the reference Receiver, so that a check can be seen to fail. */
export interface ReceiverFault {
  /** kebab-case, unique among all faults, also those of the Transmitter; begins with `receiver-`. */
  name: string;
  /** Id of the requirement that it breaks, in the catalogue's numbering. */
  breaks: string;
  /** What the broken Receiver does, one sentence. */
  summary: string;
  /** Builds fresh seams, with any state the fault needs, for one Receiver. */
  seams(): ReceiverSeams;
  /** Form of the target in which the rule shows, if only there: hosted push endpoint, or managed. */
  form?: 'hosted' | 'managed';
  /** It only shows over TLS. */
  https?: true;
}
