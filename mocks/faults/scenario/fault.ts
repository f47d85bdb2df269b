import type { ReceiverSeams } from '../../receiver/seams.ts';
import type { TransmitterSeams } from '../../transmitter/seams.ts';
import type { VendorEvent } from '../../vendors/vendor.ts';

/** One way in which a side of a scenario does not do its part. Made anew for every play: what it counts starts at zero. */
export interface ScenarioFault {
  /** kebab-case, begins with the side: `transmitter-loses-an-event`. */
  name: string;
  title: string;
  side: 'transmitter' | 'receiver';
  /** Name of the expectation that it breaks: `arrives`, `acts`, ... */
  breaks: string;
  /** Scenarios in which it can show; absent: in all that have the expectation. */
  only?: readonly string[];
  seams(): {
    /** What goes out in place of the nth event (from 0) of the play; nothing: it is lost. */
    emission?(event: VendorEvent, nth: number): VendorEvent[] | Promise<VendorEvent[]>;
    /** Laid into the Transmitter. */
    transmitter?: TransmitterSeams;
    /** Laid into the Receiver: `effects` changes what it does because of a SET, `pushReply` what it answers. */
    receiver?: ReceiverSeams;
    /** What the Receiver does can be seen only by whoever has asked in vain so many ms after it, and asks again. */
    effectsAfterMs?: number;
  };
}
