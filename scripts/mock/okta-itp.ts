import type { StartedVendorTransmitter } from '../../mocks/vendors/host-transmitter.ts';
import { startOktaItp, startOktaTransmitter } from '../../mocks/vendors/okta-itp/index.ts';
import type { VendorReceiver } from '../../mocks/vendors/vendor.ts';
import type { Io } from '../io.ts';
import { examplePeople, type ReceiverFlags, receptionOf } from './receiver-flags.ts';
import { pushTargetOf, type TransmitterFlags, tokenOf } from './transmitter-flags.ts';
import { issuersOf } from './trust-when-there.ts';
import { aligned, type Common, curl, mockProgram, serveAtTerminal, trusting } from './vendor-terminal.ts';

export interface OktaFlags extends ReceiverFlags, TransmitterFlags {
  transmitterPort?: number;
}

/** Serves Okta ITP as Receiver until the signal, with `--push-to` or `--transmitter-port` as Transmitter, too. */
export async function mockOktaItp(flags: OktaFlags, io: Io): Promise<void> {
  const reception = receptionOf(flags);
  const pushTo = pushTargetOf(flags);
  const shares = pushTo !== undefined || flags.transmitterPort !== undefined;
  await serveAtTerminal(flags, io, async (common) => {
    const { port, tls, ca, caFile, onLog } = common;
    const sender = shares ? await startSender(flags, common, pushTo) : null;
    // Last: from when it listens until it waits for its provider there must be no time for a SET, which would be lost.
    const receiver = await startOktaItp({
      port,
      tls,
      ca,
      onLog,
      reading: flags.reading,
      people: examplePeople,
      // Whom its policy signs out is told to those who listen.
      transmitter: () => sender?.vendor,
    }).catch(async (error: unknown) => {
      await sender?.close();
      throw error;
    });
    const audience = reception?.audience ?? new URL(receiver.pushUrl).origin;
    return {
      introduction: `Okta Identity Threat Protection (mock), reading SETs ${flags.reading === 'standard' ? 'as the standards define them' : 'as Okta documents them'}

${aligned([
  ['status page', receiver.pageUrl],
  ['push endpoint', receiver.pushUrl],
  ['audience', audience],
  ['takes SETs of', reception?.metadataUrl],
  ['CA', caFile],
])}${sender === null ? '' : sending(sender, pushTo?.url, caFile)}${reception === null ? nobody(receiver, io, caFile) : ''}`,
      async begin(signal) {
        if (reception === null) return;
        const { metadataUrl } = reception;
        await receiver.trustWhenThere({ metadataUrl, issuers: issuersOf(metadataUrl), audience }, signal);
      },
      async close() {
        await sender?.close();
        await receiver.close();
      },
    };
  });
}

function startSender(
  { dialect, transmitterPort, accessToken }: OktaFlags,
  { tls, ca, onLog, onPush }: Common,
  pushTo: ReturnType<typeof pushTargetOf>,
): Promise<StartedVendorTransmitter> {
  return startOktaTransmitter({
    port: transmitterPort,
    tls,
    ca,
    onLog,
    onPush,
    pushTo,
    dialect,
    accessToken,
  });
}

function sending(
  sender: StartedVendorTransmitter,
  pushesTo: string | undefined,
  caFile: string | undefined,
): string {
  const about = { user: 'anna@example.com' };
  return `
As Transmitter:
${aligned([
  ['status page', sender.pageUrl],
  ['issuer', sender.issuer],
  ['metadata', sender.metadataUrl],
  ['token', tokenOf(sender)],
  ['pushes to', pushesTo],
  ['audience', sender.audience ?? undefined],
])}
${curl(sender.happenUrl, { kind: 'sessions-revoked', ...about, by: 'admin' }, caFile)}`;
}

function nobody(receiver: VendorReceiver, io: Io, caFile: string | undefined): string {
  const { origin } = new URL(receiver.pushUrl);
  const cacert = caFile === undefined ? '' : ` --cacert ${caFile}`;
  return `
It takes SETs of nobody yet. Start a Transmitter, and register it by its metadata (or start this with --well-known URL):
  ${mockProgram(io.env)} cloudflare-one --push-to ${receiver.pushUrl}${trusting(caFile)}
  curl${cacert} -d '{"name":"Cloudflare One","settings":{"well_known_url":"URL"}}' ${origin}/api/v1/security-events-providers
`;
}
