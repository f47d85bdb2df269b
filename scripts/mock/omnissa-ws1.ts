import { startOmnissaAccess } from '../../mocks/vendors/omnissa-ws1/access.ts';
import { startOmnissaWs1 } from '../../mocks/vendors/omnissa-ws1/start.ts';
import type { VendorReceiver } from '../../mocks/vendors/vendor.ts';
import type { Io } from '../io.ts';
import { examplePeople, type ReceiverFlags, receptionOf } from './receiver-flags.ts';
import { portOf, pushTargetOf, type TransmitterFlags, tokenOf } from './transmitter-flags.ts';
import { trustWhenThere } from './trust-when-there.ts';
import { aligned, type Common, curl, mockProgram, serveAtTerminal, trusting } from './vendor-terminal.ts';

export interface OmnissaFlags extends ReceiverFlags, TransmitterFlags {
  accessPort?: number;
}

/** Serves Workspace ONE UEM as Transmitter until the signal, and with `--well-known` Omnissa Access as Receiver. */
export async function mockOmnissaWs1(flags: OmnissaFlags, io: Io): Promise<void> {
  const reception = receptionOf(flags);
  const pushTo = pushTargetOf(flags);
  await serveAtTerminal(flags, io, async (common) => {
    const { port, tls, ca, caFile, onLog, onPush, log } = common;
    const { dialect, accessToken } = flags;
    const uem = await startOmnissaWs1({ port, tls, ca, onLog, onPush, pushTo, dialect, accessToken });
    const access = await startAccess(flags, common).catch(async (error: unknown) => {
      await uem.close();
      throw error;
    });
    const audience = reception?.audience ?? new URL(access.pushUrl).origin;
    const device = { id: 'd1', owner: 'anna@example.com' };
    const report = (posture: Record<string, unknown>): string =>
      curl(uem.happenUrl, { kind: 'device-report', device, posture }, caFile);
    return {
      introduction: `Omnissa Workspace ONE (mock)

UEM, Transmitter of device-compliance-change in the ${flags.dialect ?? 'okta'} dialect:
${aligned([
  ['status page', uem.pageUrl],
  ['issuer', uem.issuer],
  ['metadata', uem.metadataUrl],
  ['token', tokenOf(uem)],
  ['pushes to', pushTo?.url],
  ['audience', uem.audience ?? undefined],
])}
Access, Receiver:
${aligned([
  ['status page', access.pageUrl],
  ['push endpoint', access.pushUrl],
  ['Authorization', access.pushAuthorization ?? undefined],
  ['audience', audience],
  ['takes SETs of', reception?.metadataUrl ?? 'nobody; restart it with --well-known URL'],
  ['CA', caFile],
])}
Let the other side trust UEM:
  ${mockProgram(io.env)} okta-itp${pushTo === undefined ? '' : portOf(pushTo.url)} --well-known ${uem.metadataUrl}${uem.audience === null ? '' : ` --audience ${uem.audience}`}${trusting(caFile)}

A device that loses its encryption and gets it back, from another terminal:
${report({ encrypted: false })}${report({ encrypted: true })}`,
      async begin(signal) {
        if (reception === null) return;
        const { metadataUrl } = reception;
        await trustWhenThere(access, { metadataUrl, audience }, log, signal);
      },
      async close() {
        await access.close();
        await uem.close();
      },
    };
  });
}

function startAccess(
  { accessPort, reading }: OmnissaFlags,
  { tls, ca, onLog }: Common,
): Promise<VendorReceiver> {
  return startOmnissaAccess({ port: accessPort, tls, ca, onLog, reading, people: examplePeople });
}
