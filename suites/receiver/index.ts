import type { ReceiverCheck } from '../harness/receiver/check.ts';
import { checks as pollLoop } from './poll-loop.ts';
import { checks as pollRequests } from './poll-requests.ts';
import { checks as receiverDelivery } from './receiver-delivery.ts';

/** Every check of a Receiver; those of SETs that must be accepted first, since the others build on them. */
export const receiverChecks: readonly ReceiverCheck[] = [...pollLoop, ...pollRequests, ...receiverDelivery];
