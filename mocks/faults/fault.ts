import type { TransmitterSeams } from '../transmitter/seams.ts';

/** A switch that breaks exactly one rule of the reference Transmitter, so that a check can be seen to fail. */
export interface Fault {
  /** kebab-case, unique: `metadata-issuer-differs`. */
  name: string;
  /** Id of the requirement that it breaks, in the catalogue's numbering. */
  breaks: string;
  /** What the broken Transmitter does, one sentence. */
  summary: string;
  /** Builds fresh seams, with any state the fault needs, for one Transmitter. */
  seams(): TransmitterSeams;
  /** Profile in which the rule counts, if only there. */
  profile?: string;
  /** It only shows where the Transmitter is served over TLS. */
  https?: true;
}
