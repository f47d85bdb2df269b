import { hostTransmitter, type StartedVendorTransmitter } from '../../mocks/vendors/host-transmitter.ts';
import { transmitterPage } from '../../mocks/vendors/transmitter-page.ts';
import type { VendorReceiver } from '../../mocks/vendors/vendor.ts';
import type { OwnVendor } from '../../suites/harness/own/define-vendor.ts';
import { ownTransmitter, startOwnReceiver } from '../../suites/harness/own/vendors.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { examplePeople, type ReceiverFlags, receptionOf } from './receiver-flags.ts';
import { pushTargetOf, type TransmitterFlags, tokenOf } from './transmitter-flags.ts';
import { trustWhenThere } from './trust-when-there.ts';
import { aligned, type Common, curl, serveAtTerminal } from './vendor-terminal.ts';

export interface OwnVendorFlags extends ReceiverFlags, TransmitterFlags {
  receiverPort?: number;
}

/** Serves a vendor's system of the tester's own until the signal: as Transmitter, as Receiver, or as both. */
export async function mockOwnVendor(vendor: OwnVendor, flags: OwnVendorFlags, io: Io): Promise<void> {
  const reception = receptionOf(flags);
  const pushTo = pushTargetOf(flags);
  const { title } = vendor;
  if (pushTo !== undefined && vendor.shares === undefined)
    throw new UsageError(`--push-to: ${title} shares no signals.`);
  if (reception !== null && vendor.receives === undefined)
    throw new UsageError(`--well-known: ${title} receives no signals.`);
  await serveAtTerminal(flags, io, async (common) => {
    const { caFile, log } = common;
    const sharing = vendor.shares === undefined ? null : await startSharing(vendor, pushTo, flags, common);
    const receiving =
      vendor.receives === undefined
        ? null
        : await startReceiving(vendor, flags, common, sharing !== null).catch(async (error: unknown) => {
            await sharing?.close();
            throw error;
          });
    const audience = reception?.audience ?? (receiving === null ? '' : new URL(receiving.pushUrl).origin);
    return {
      introduction: `${title} (mock of your own)
${sharing === null ? '' : sharingLines(sharing, pushTo?.url, caFile)}${receiving === null ? '' : receivingLines(receiving, audience, reception?.metadataUrl, caFile)}`,
      async begin(signal) {
        if (reception === null || receiving === null) return;
        await trustWhenThere(receiving, { metadataUrl: reception.metadataUrl, audience }, log, signal);
      },
      async close() {
        await receiving?.close();
        await sharing?.close();
      },
    };
  });
}

function startSharing(
  vendor: OwnVendor,
  pushTo: ReturnType<typeof pushTargetOf>,
  { dialect = 'standard', accessToken }: OwnVendorFlags,
  { port, tls, ca, onLog, onPush }: Common,
): Promise<StartedVendorTransmitter> {
  return hostTransmitter(
    { port, tls, ca, onPush, pushTo, dialect, accessToken },
    {
      create: (parts) => ownTransmitter(vendor, parts, onLog),
      page: (started) =>
        transmitterPage(started, {
          title: vendor.title,
          lead: 'A mock of your own, on the reference Transmitter.',
        }),
    },
  );
}

function startReceiving(
  vendor: OwnVendor,
  { port, receiverPort }: OwnVendorFlags,
  { tls, ca, onLog }: Common,
  alsoShares: boolean,
): Promise<VendorReceiver> {
  return startOwnReceiver(vendor, {
    port: alsoShares ? receiverPort : (receiverPort ?? port),
    tls,
    ca,
    onLog,
    people: examplePeople,
  });
}

function sharingLines(
  started: StartedVendorTransmitter,
  pushTo: string | undefined,
  caFile: string | undefined,
): string {
  const signIn = { kind: 'sign-in', user: 'anna@example.com', place: 'Berlin' };
  return `
Transmitter:
${aligned([
  ['status page', started.pageUrl],
  ['issuer', started.issuer],
  ['metadata', started.metadataUrl],
  ['token', tokenOf(started)],
  ['pushes to', pushTo],
  ['audience', started.audience ?? undefined],
  ['CA', caFile],
])}
Let something happen, from another terminal:
${curl(started.happenUrl, signIn, caFile)}`;
}

function receivingLines(
  receiver: VendorReceiver,
  audience: string,
  metadataUrl: string | undefined,
  caFile: string | undefined,
): string {
  return `
Receiver:
${aligned([
  ['status page', receiver.pageUrl],
  ['push endpoint', receiver.pushUrl],
  ['Authorization', receiver.pushAuthorization ?? undefined],
  ['audience', audience],
  ['takes SETs of', metadataUrl ?? 'nobody; restart it with --well-known URL'],
  ['CA', caFile],
])}`;
}
