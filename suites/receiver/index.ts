import type { ReceiverCheck } from '../harness/receiver/check.ts';

/** Every check of a Receiver. */
export const receiverChecks: readonly ReceiverCheck[] = [];
