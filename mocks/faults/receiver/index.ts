import { faults as acceptEvent } from './accept-event.ts';
import { faults as acceptFlow } from './accept-flow.ts';
import { faults as acceptSet } from './accept-set.ts';
import { faults as acceptSubject } from './accept-subject.ts';
import { faults as effects } from './effects.ts';
import { faults as errorResponse } from './error-response.ts';
import type { ReceiverFault } from './fault.ts';
import { faults as keyRotation } from './key-rotation.ts';
import { faults as pollErrors } from './poll-errors.ts';
import { faults as polling } from './polling.ts';
import { faults as pushCredentials } from './push-credentials.ts';
import { faults as pushEndpointCertificate } from './push-endpoint-certificate.ts';
import { faults as pushEndpointTls } from './push-endpoint-tls.ts';
import { faults as pushRequests } from './push-requests.ts';
import { faults as receiverDiscovery } from './receiver-discovery.ts';
import { faults as receiverRequests } from './receiver-requests.ts';
import { faults as receiverRobustness } from './receiver-robustness.ts';
import { faults as receiverStreams } from './receiver-streams.ts';
import { faults as receiverTls } from './receiver-tls.ts';
import { faults as receiverTokens } from './receiver-tokens.ts';
import { faults as refuseClaims } from './refuse-claims.ts';
import { faults as refuseEvent } from './refuse-event.ts';
import { faults as refuseForm } from './refuse-form.ts';
import { faults as refuseKeys } from './refuse-keys.ts';
import { faults as refuseSignature } from './refuse-signature.ts';
import { faults as refuseSubject } from './refuse-subject.ts';
import { faults as refuseType } from './refuse-type.ts';
import { faults as replay } from './replay.ts';

/** Every fault of the reference Receiver. */
export const receiverFaults: readonly ReceiverFault[] = [
  ...acceptSet,
  ...acceptEvent,
  ...acceptSubject,
  ...acceptFlow,
  ...effects,
  ...polling,
  ...pushRequests,
  ...pushCredentials,
  ...errorResponse,
  ...pollErrors,
  ...replay,
  ...pushEndpointTls,
  ...pushEndpointCertificate,
  ...refuseSignature,
  ...refuseKeys,
  ...refuseForm,
  ...refuseClaims,
  ...refuseType,
  ...refuseSubject,
  ...refuseEvent,
  ...keyRotation,
  ...receiverStreams,
  ...receiverDiscovery,
  ...receiverTokens,
  ...receiverRequests,
  ...receiverTls,
  ...receiverRobustness,
];
