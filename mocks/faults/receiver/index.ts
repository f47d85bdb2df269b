import { faults as errorResponse } from './error-response.ts';
import type { ReceiverFault } from './fault.ts';
import { faults as pollErrors } from './poll-errors.ts';
import { faults as polling } from './polling.ts';
import { faults as pushCredentials } from './push-credentials.ts';
import { faults as pushEndpointTls } from './push-endpoint-tls.ts';
import { faults as pushRequests } from './push-requests.ts';
import { faults as replay } from './replay.ts';

/** Every fault of the reference Receiver. */
export const receiverFaults: readonly ReceiverFault[] = [
  ...polling,
  ...pushRequests,
  ...pushCredentials,
  ...errorResponse,
  ...pollErrors,
  ...replay,
  ...pushEndpointTls,
];
