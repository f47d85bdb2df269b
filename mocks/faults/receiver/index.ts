import type { ReceiverFault } from './fault.ts';
import { faults as polling } from './polling.ts';

/** Every fault of the reference Receiver. */
export const receiverFaults: readonly ReceiverFault[] = [...polling];
