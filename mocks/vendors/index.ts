import { createCloudflareOne } from './cloudflare-one/rules.ts';
import { createIdentityProvider } from './identity-provider/index.ts';
import { createOktaTransmitter, startOktaItp } from './okta-itp/index.ts';
import { startOmnissaAccess } from './omnissa-ws1/access.ts';
import { createWorkspaceOne } from './omnissa-ws1/uem.ts';
import { startRelyingParty } from './relying-party/index.ts';
import type {
  StartVendorReceiverOptions,
  VendorReceiver,
  VendorTransmitter,
  VendorTransmitterParts,
} from './vendor.ts';

export { oktaEventTypes } from './okta-itp/index.ts';

/** Vendors' systems that share signals. */
const transmitters = {
  'cloudflare-one': (parts: VendorTransmitterParts) => createCloudflareOne(parts),
  'omnissa-ws1': (parts: VendorTransmitterParts) => createWorkspaceOne(parts),
  'okta-itp': createOktaTransmitter,
  'identity-provider': (parts: VendorTransmitterParts) => createIdentityProvider(parts),
} satisfies Record<string, (parts: VendorTransmitterParts) => VendorTransmitter>;

/** Vendors' systems that receive them. */
const receivers = {
  'okta-itp': startOktaItp,
  'omnissa-access': startOmnissaAccess,
  'relying-party': startRelyingParty,
} satisfies Record<string, (options: StartVendorReceiverOptions) => Promise<VendorReceiver>>;

/** The names of them, by the side on which they play. */
export const ourVendors = {
  transmitter: Object.keys(transmitters),
  receiver: Object.keys(receivers),
} as const;

/** The rules of a vendor's system, on the Transmitter of the caller. */
export function createTransmitterMock(
  name: keyof typeof transmitters,
  parts: VendorTransmitterParts,
): VendorTransmitter {
  return transmitters[name](parts);
}

/** A vendor's system on its socket. Rejects when the port cannot be had. */
export function startReceiverMock(
  name: keyof typeof receivers,
  options: StartVendorReceiverOptions,
): Promise<VendorReceiver> {
  return receivers[name](options);
}
