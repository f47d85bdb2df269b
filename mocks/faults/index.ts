import { faults as authorization } from './authorization.ts';
import { faults as bearerTokens } from './bearer-tokens.ts';
import { faults as caepInterop } from './caep-interop.ts';
import { faults as createStream } from './create-stream.ts';
import { faults as deleteStream } from './delete-stream.ts';
import { faults as discovery } from './discovery.ts';
import { faults as events } from './events.ts';
import type { Fault } from './fault.ts';
import { faults as isolation } from './isolation.ts';
import { faults as jwks } from './jwks.ts';
import { faults as metadata } from './metadata.ts';
import { faults as oauthMetadata } from './oauth-metadata.ts';
import { faults as pollDelivery } from './poll-delivery.ts';
import { faults as pollDeliverySemantics } from './poll-delivery-semantics.ts';
import { faults as pushClientTls } from './push-client-tls.ts';
import { faults as pushDelivery } from './push-delivery.ts';
import { faults as readStream } from './read-stream.ts';
import { faults as replaceStream } from './replace-stream.ts';
import { faults as scopes } from './scopes.ts';
import { faults as set } from './set.ts';
import { faults as streamConfiguration } from './stream-configuration.ts';
import { faults as streamStatus } from './stream-status.ts';
import { faults as subjectFormats } from './subject-formats.ts';
import { faults as subjects } from './subjects.ts';
import { faults as tls } from './tls.ts';
import { faults as tlsCertificates } from './tls-certificates.ts';
import { faults as tokenEndpoint } from './token-endpoint.ts';
import { faults as updateStream } from './update-stream.ts';
import { faults as verification } from './verification.ts';

/** Every fault of the reference Transmitter. */
export const faults: readonly Fault[] = [
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
  ...createStream,
  ...readStream,
  ...updateStream,
  ...replaceStream,
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
  ...caepInterop,
  ...bearerTokens,
  ...oauthMetadata,
  ...pushClientTls,
];
