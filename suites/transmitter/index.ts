import type { TransmitterCheck } from '../harness/check.ts';
import { checks as authorization } from './authorization.ts';
import { checks as bearerTokens } from './bearer-tokens.ts';
import { checks as createStream } from './create-stream.ts';
import { checks as discovery } from './discovery.ts';
import { checks as jwks } from './jwks.ts';
import { checks as metadata } from './metadata.ts';
import { checks as pushDelivery } from './push-delivery.ts';
import { checks as readStream } from './read-stream.ts';
import { checks as streamConfiguration } from './stream-configuration.ts';
import { checks as streamConfigurationDelivery } from './stream-configuration-delivery.ts';
import { checks as streamStatus } from './stream-status.ts';
import { checks as subjects } from './subjects.ts';
import { checks as updateStream } from './update-stream.ts';
import { checks as verification } from './verification.ts';

/** Every check of a Transmitter, family by family in the order in which a run takes them. */
export const transmitterChecks: readonly TransmitterCheck[] = [
  ...discovery,
  ...metadata,
  ...jwks,
  ...authorization,
  ...streamConfiguration,
  ...streamConfigurationDelivery,
  ...createStream,
  ...readStream,
  ...updateStream,
  ...streamStatus,
  ...subjects,
  ...verification,
  ...pushDelivery,
  ...bearerTokens,
];
