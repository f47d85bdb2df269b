import {
  hostTransmitter,
  type StartedVendorTransmitter,
  type StartVendorTransmitterOptions,
} from '../host-transmitter.ts';
import { transmitterPage } from '../transmitter-page.ts';
import { createOktaTransmitter } from './transmitter.ts';

/** Serves Okta as Transmitter, which shares session-revoked and credential-change. Rejects when the port cannot be had. */
export function startOktaTransmitter(
  options: StartVendorTransmitterOptions = {},
): Promise<StartedVendorTransmitter> {
  return hostTransmitter(options, {
    create: (parts) => createOktaTransmitter(parts, { onLog: options.onLog }),
    page: (started) =>
      transmitterPage(started, {
        title: 'Okta as Transmitter',
        lead: 'A mock of Okta that shares session-revoked and credential-change.',
      }),
  });
}
