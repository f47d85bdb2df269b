import type { ReceiverCheck } from '../harness/receiver/check.ts';
import { checks as acceptEvent } from './accept-event.ts';
import { checks as acceptEventValues } from './accept-event-values.ts';
import { checks as acceptEventWanted } from './accept-event-wanted.ts';
import { checks as acceptFlow } from './accept-flow.ts';
import { checks as acceptSet } from './accept-set.ts';
import { checks as acceptSetUnknown } from './accept-set-unknown.ts';
import { checks as acceptSubject } from './accept-subject.ts';
import { checks as acceptVerification } from './accept-verification.ts';
import { checks as effects } from './effects.ts';
import { checks as errorLanguage } from './error-language.ts';
import { checks as errorResponse } from './error-response.ts';
import { checks as keyRotation } from './key-rotation.ts';
import { checks as pollErrors } from './poll-errors.ts';
import { checks as pollLoop } from './poll-loop.ts';
import { checks as pollRequests } from './poll-requests.ts';
import { checks as pushBodies } from './push-bodies.ts';
import { checks as pushCredentials } from './push-credentials.ts';
import { checks as pushEndpointCertificate } from './push-endpoint-certificate.ts';
import { checks as pushEndpointTls } from './push-endpoint-tls.ts';
import { checks as pushEndpointUrl } from './push-endpoint-url.ts';
import { checks as pushRequests } from './push-requests.ts';
import { checks as receiverDelivery } from './receiver-delivery.ts';
import { checks as receiverDiscovery } from './receiver-discovery.ts';
import { checks as receiverRequests } from './receiver-requests.ts';
import { checks as receiverRequestsAbilities } from './receiver-requests-abilities.ts';
import { checks as receiverRequestsEnd } from './receiver-requests-end.ts';
import { checks as receiverRequestsPace } from './receiver-requests-pace.ts';
import { checks as receiverRequestsSubjects } from './receiver-requests-subjects.ts';
import { checks as receiverRequestsUpdates } from './receiver-requests-updates.ts';
import { checks as receiverRobustness } from './receiver-robustness.ts';
import { checks as receiverStreams } from './receiver-streams.ts';
import { checks as receiverStreamsValidation } from './receiver-streams-validation.ts';
import { checks as receiverTls } from './receiver-tls.ts';
import { checks as receiverTlsElsewhere } from './receiver-tls-elsewhere.ts';
import { checks as receiverTokens } from './receiver-tokens.ts';
import { checks as receiverTokensDiscovery } from './receiver-tokens-discovery.ts';
import { checks as receiverTokensRequests } from './receiver-tokens-requests.ts';
import { checks as refuseClaims } from './refuse-claims.ts';
import { checks as refuseEvent } from './refuse-event.ts';
import { checks as refuseForm } from './refuse-form.ts';
import { checks as refuseKeys } from './refuse-keys.ts';
import { checks as refuseSignature } from './refuse-signature.ts';
import { checks as refuseSubject } from './refuse-subject.ts';
import { checks as refuseType } from './refuse-type.ts';
import { checks as replay } from './replay.ts';
import { checks as responsiveness } from './responsiveness.ts';

/** Every check of a Receiver; those of SETs that must be accepted first, since the others build on them. */
export const receiverChecks: readonly ReceiverCheck[] = [
  ...pushRequests,
  ...acceptSet,
  ...acceptSetUnknown,
  ...acceptEvent,
  ...acceptEventValues,
  ...acceptEventWanted,
  ...acceptSubject,
  ...acceptFlow,
  ...acceptVerification,
  ...effects,
  ...pollLoop,
  ...pollRequests,
  ...receiverDelivery,
  ...pushBodies,
  ...pushCredentials,
  ...pushEndpointTls,
  ...pushEndpointCertificate,
  ...pushEndpointUrl,
  ...responsiveness,
  ...replay,
  ...errorResponse,
  ...errorLanguage,
  ...pollErrors,
  ...refuseSignature,
  ...refuseKeys,
  ...refuseForm,
  ...refuseClaims,
  ...refuseType,
  ...refuseSubject,
  ...refuseEvent,
  ...keyRotation,
  ...receiverStreams,
  ...receiverStreamsValidation,
  ...receiverDiscovery,
  ...receiverTokens,
  ...receiverTokensRequests,
  ...receiverTokensDiscovery,
  ...receiverRequests,
  ...receiverRequestsPace,
  ...receiverRequestsUpdates,
  ...receiverRequestsSubjects,
  ...receiverRequestsAbilities,
  ...receiverTls,
  ...receiverTlsElsewhere,
  ...receiverRobustness,
  // They may end the life that all share.
  ...receiverRequestsEnd,
];
