import type { ReceiverFault } from './fault.ts';

/** Every fault of the reference Receiver. */
export const receiverFaults: readonly ReceiverFault[] = [];
