import { startCloudflareOne } from '../../mocks/vendors/cloudflare-one/start.ts';
import type { Io } from '../io.ts';
import { portOf, pushTargetOf, type TransmitterFlags, tokenOf } from './transmitter-flags.ts';
import { aligned, curl, mockProgram, serveAtTerminal, trusting } from './vendor-terminal.ts';

/** Serves Cloudflare One's user risk score sharing until the signal. */
export async function mockCloudflareOne(flags: TransmitterFlags, io: Io): Promise<void> {
  const pushTo = pushTargetOf(flags);
  await serveAtTerminal(flags, io, async ({ port, tls, ca, caFile, onLog, onPush }) => {
    const started = await startCloudflareOne({
      port,
      tls,
      ca,
      onLog,
      onPush,
      pushTo,
      dialect: flags.dialect,
      accessToken: flags.accessToken,
    });
    const signIn = (place: string): string =>
      curl(started.happenUrl, { kind: 'sign-in', user: 'anna@example.com', place }, caFile);
    const next =
      pushTo === undefined
        ? `Nobody is pushed to yet: a Receiver makes its stream with the token, or restart it with --push-to URL.\n`
        : `Let the other side trust it:\n  ${mockProgram(io.env)} okta-itp${portOf(pushTo.url)} --well-known ${started.metadataUrl} --audience ${started.audience}${trusting(caFile)}\n`;
    return {
      introduction: `Cloudflare One (mock), user risk score sharing in the ${flags.dialect ?? 'okta'} dialect

${aligned([
  ['status page', started.pageUrl],
  ['issuer', started.issuer],
  ['metadata', started.metadataUrl],
  ['', `${started.oldMetadataUrl} (old name)`],
  ['token', tokenOf(started)],
  ['pushes to', pushTo?.url],
  ['audience', started.audience ?? undefined],
  ['CA', caFile],
])}
${next}
Impossible travel, from another terminal:
${signIn('Berlin')}${signIn('Tokyo')}`,
      close: () => started.close(),
    };
  });
}
