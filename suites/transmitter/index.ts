import type { TransmitterCheck } from '../harness/check.ts';
import { checks as authorization } from './authorization.ts';
import { checks as bearerTokens } from './bearer-tokens.ts';
import { checks as caepInterop } from './caep-interop.ts';
import { checks as caepInteropSets } from './caep-interop-sets.ts';
import { checks as caepInteropStreams } from './caep-interop-streams.ts';
import { checks as caepInteropTokens } from './caep-interop-tokens.ts';
import { checks as createStream } from './create-stream.ts';
import { checks as createStreamDefaults } from './create-stream-defaults.ts';
import { checks as createStreamRefusals } from './create-stream-refusals.ts';
import { checks as deleteStream } from './delete-stream.ts';
import { checks as discovery } from './discovery.ts';
import { checks as events } from './events.ts';
import { checks as eventsDelivered } from './events-delivered.ts';
import { checks as eventsInterop } from './events-interop.ts';
import { checks as eventsSeen } from './events-seen.ts';
import { checks as isolation } from './isolation.ts';
import { checks as jwks } from './jwks.ts';
import { checks as metadata } from './metadata.ts';
import { checks as oauthMetadata } from './oauth-metadata.ts';
import { checks as pollDelivery } from './poll-delivery.ts';
import { checks as pollDeliveryAcknowledgement } from './poll-delivery-acknowledgement.ts';
import { checks as pollDeliveryRefusals } from './poll-delivery-refusals.ts';
import { checks as pollDeliverySemantics } from './poll-delivery-semantics.ts';
import { checks as pollDeliveryTransport } from './poll-delivery-transport.ts';
import { checks as pushClientTls } from './push-client-tls.ts';
import { checks as pushDelivery } from './push-delivery.ts';
import { checks as pushDeliveryRetransmission } from './push-delivery-retransmission.ts';
import { checks as readStream } from './read-stream.ts';
import { checks as replaceStream } from './replace-stream.ts';
import { checks as replaceStreamRefusals } from './replace-stream-refusals.ts';
import { checks as scopes } from './scopes.ts';
import { checks as set } from './set.ts';
import { checks as setClaims } from './set-claims.ts';
import { checks as setSignature } from './set-signature.ts';
import { checks as setSubject } from './set-subject.ts';
import { checks as streamConfiguration } from './stream-configuration.ts';
import { checks as streamConfigurationDelivery } from './stream-configuration-delivery.ts';
import { checks as streamStatus } from './stream-status.ts';
import { checks as streamStatusRefusals } from './stream-status-refusals.ts';
import { checks as subjectFormats } from './subject-formats.ts';
import { checks as subjectPrincipals } from './subject-principals.ts';
import { checks as subjects } from './subjects.ts';
import { checks as tls } from './tls.ts';
import { checks as tlsCertificates } from './tls-certificates.ts';
import { checks as tlsProfile } from './tls-profile.ts';
import { checks as tokenEndpoint } from './token-endpoint.ts';
import { checks as tokenEndpointProfile } from './token-endpoint-profile.ts';
import { checks as updateStream } from './update-stream.ts';
import { checks as updateStreamRefusals } from './update-stream-refusals.ts';
import { checks as verification } from './verification.ts';
import { checks as verificationRequests } from './verification-requests.ts';

/** Every check of a Transmitter, family by family in the order in which a run takes them. */
export const transmitterChecks: readonly TransmitterCheck[] = [
  ...discovery,
  ...metadata,
  ...jwks,
  ...tls,
  ...tlsCertificates,
  ...tokenEndpoint,
  ...authorization,
  ...scopes,
  ...isolation,
  ...streamConfiguration,
  ...streamConfigurationDelivery,
  ...createStream,
  ...createStreamRefusals,
  ...readStream,
  ...updateStream,
  ...updateStreamRefusals,
  ...replaceStream,
  ...replaceStreamRefusals,
  ...deleteStream,
  ...streamStatus,
  ...subjects,
  ...verification,
  ...pushDelivery,
  ...pollDelivery,
  ...pollDeliverySemantics,
  ...events,
  ...subjectFormats,
  ...set,
  ...setSignature,
  ...setClaims,
  ...caepInterop,
  ...bearerTokens,
  ...caepInteropSets,
  ...caepInteropStreams,
  ...caepInteropTokens,
  ...createStreamDefaults,
  ...eventsDelivered,
  ...eventsInterop,
  ...eventsSeen,
  ...oauthMetadata,
  ...pollDeliveryAcknowledgement,
  ...pollDeliveryRefusals,
  ...pollDeliveryTransport,
  ...pushClientTls,
  ...pushDeliveryRetransmission,
  ...setSubject,
  ...streamStatusRefusals,
  ...subjectPrincipals,
  ...tlsProfile,
  ...tokenEndpointProfile,
  ...verificationRequests,
];
