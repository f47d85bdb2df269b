import type {
  StartedVendorTransmitter,
  StartVendorTransmitterOptions,
} from '../../mocks/vendors/host-transmitter.ts';
import { isLoopback } from '../../suites/support/loopback.ts';
import { flagName } from '../config/flags.ts';
import { targetUrl } from '../config/urls.ts';
import { UsageError } from '../usage-error.ts';
import type { VendorFlags } from './vendor-terminal.ts';

/** Flags of vendors' mocks that share signals. */
export interface TransmitterFlags extends VendorFlags {
  dialect?: 'okta' | 'standard';
  pushTo?: string;
  pushAuthorization?: string;
  pushAudience?: string;
  accessToken?: string;
}

/**
 * Where SETs are pushed to without a managed stream.
 * @throws UsageError
 */
export function pushTargetOf({
  pushTo,
  pushAuthorization,
  pushAudience,
}: TransmitterFlags): StartVendorTransmitterOptions['pushTo'] {
  if (pushTo === undefined) {
    for (const [name, value] of Object.entries({ pushAuthorization, pushAudience }))
      if (value !== undefined) throw new UsageError(`${flagName(name)} is given without --push-to.`);
    return undefined;
  }
  targetUrl(pushTo, '--push-to');
  return { url: pushTo, authorization: pushAuthorization, audience: pushAudience };
}

/** A token with which a Receiver can make its own stream. */
export function tokenOf({ transmitter }: StartedVendorTransmitter): string | undefined {
  return transmitter.clients[0]?.token;
}

/** The flag with which a mock of a Receiver listens where pushes go. */
export function portOf(pushUrl: string): string {
  const { port, hostname } = new URL(pushUrl);
  return isLoopback(hostname) && port !== '' ? ` --port ${port}` : '';
}
