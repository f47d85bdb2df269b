import { setTimeout as sleep } from 'node:timers/promises';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import { listen } from '../../mocks/http/listen.ts';
import type { Route } from '../../mocks/http/route.ts';
import type { StartedReceiver } from '../../mocks/receiver/options.ts';
import { startReceiver } from '../../mocks/receiver/start.ts';
import { readCa } from '../config/ca.ts';
import { targetUrl } from '../config/urls.ts';
import { whenAborted } from '../interruption.ts';
import type { Io } from '../io.ts';
import { asUsageError } from '../listen-error.ts';
import { programName } from '../rerun.ts';
import { UsageError } from '../usage-error.ts';
import { type HttpsFlags, mockAuthority } from './authority.ts';
import { findFault } from './find-fault.ts';
import { loggingReceiverSeams } from './receiver-log.ts';

export interface ReferenceReceiverOptions extends HttpsFlags {
  /** Hosted: metadata URL of the Transmitter whose SETs it takes. */
  wellKnown?: string;
  audience?: string;
  pushAuthorization?: string;
  /** Hosted: polls there. */
  pollUrl?: string;
  /** Managed: begins at this issuer. */
  issuer?: string;
  delivery?: 'push' | 'poll';
  accessToken?: string;
  clientId?: string;
  clientSecret?: string;
  ca?: string;
  port?: number;
  controlPort?: number;
  fault?: string;
}

/** How long after a failed look at the metadata of a hosted Receiver the next one comes, ms. */
const RETRY_MS = 200;

/** Serves the reference Receiver, hosted or managed, until the signal; prints what it does. */
export async function mockReferenceReceiver(options: ReferenceReceiverOptions, io: Io): Promise<void> {
  requireOneForm(options);
  const fault =
    options.fault === undefined ? undefined : findFault(options.fault, receiverFaults, 'mock receiver');
  const seams = fault?.seams() ?? {};
  if (seams.tls !== undefined && options.https !== true && options.tlsCa === undefined)
    throw new UsageError(`The fault ${fault?.name} is one of TLS and shows with --https only.`);
  const ca = options.ca === undefined ? undefined : await readCa(options.ca, '--ca');
  const log = (line: string): void => {
    io.stdout.write(`${new Date().toISOString().slice(11, 23)} ${line}\n`);
  };
  const tls = await mockAuthority(options, seams.tls?.rsaBits);
  try {
    const receiver = await startReceiver({
      port: options.port,
      // Its Transmitter may come up at any time.
      firstRetryMs: 100,
      audience: options.audience,
      pushAuthorization: options.pushAuthorization,
      credentials: credentialsOf(options),
      ca,
      ...(tls === null ? {} : { tls: tls.identity }),
      seams: loggingReceiverSeams(seams, log),
      onLog: log,
    }).catch(asUsageError);
    try {
      const control = await listen([effectsRoute(receiver)], { port: options.controlPort }).catch(
        asUsageError,
      );
      try {
        io.stdout.write(
          introduction(options, { receiver, fault, control: `${control.origin}/effects`, ca: tls?.file, io }),
        );
        await Promise.race([whenAborted(io.signal), begin(receiver, options, log, io.signal)]);
        await whenAborted(io.signal);
      } finally {
        await control.close();
      }
    } finally {
      await receiver.close();
    }
  } finally {
    await tls?.remove();
  }
}

/** @throws UsageError */
function requireOneForm(options: ReferenceReceiverOptions): void {
  const { wellKnown, issuer, delivery, audience, pollUrl, accessToken, clientId, clientSecret } = options;
  if (wellKnown !== undefined && issuer !== undefined)
    throw new UsageError('--well-known (a hosted Receiver) and --issuer (a managed one) exclude each other.');
  for (const [flag, url] of Object.entries({
    '--well-known': wellKnown,
    '--issuer': issuer,
    '--poll-url': pollUrl,
  }))
    if (url !== undefined) targetUrl(url, flag);
  if (accessToken !== undefined && (clientId !== undefined || clientSecret !== undefined))
    throw new UsageError('--access-token and client credentials exclude each other.');
  if ((clientId === undefined) !== (clientSecret === undefined))
    throw new UsageError('--client-id and --client-secret belong together.');
  if (wellKnown !== undefined) {
    if (audience === undefined) throw new UsageError('--well-known is given without --audience.');
    if (delivery !== undefined)
      throw new UsageError('--delivery is for a managed Receiver (--issuer).', {
        hint: 'A hosted one takes pushes; with --poll-url it polls, too.',
      });
    if (pollUrl !== undefined && accessToken === undefined)
      throw new UsageError('--poll-url is given without --access-token.');
  } else if (pollUrl !== undefined) {
    throw new UsageError('--poll-url is for a hosted Receiver (--well-known).');
  } else if (delivery === undefined) {
    throw new UsageError('--issuer is given without --delivery push or --delivery poll.');
  }
}

function credentialsOf({
  accessToken,
  clientId,
  clientSecret,
}: ReferenceReceiverOptions):
  | { accessToken: string }
  | { clientId: string; clientSecret: string }
  | undefined {
  if (accessToken !== undefined) return { accessToken };
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** Begins as it was told; a hosted one waits for its Transmitter, which may not be there yet. */
async function begin(
  receiver: StartedReceiver,
  options: ReferenceReceiverOptions,
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { wellKnown, issuer, delivery = 'push', audience = '', pollUrl } = options;
  if (wellKnown === undefined) {
    if (issuer !== undefined)
      await receiver.begin({ issuer, delivery }).catch((error: unknown) => log(said(error)));
    return;
  }
  const transmitter = { issuer: issuerOf(wellKnown), metadataUrl: wellKnown, audience };
  for (let told = ''; signal?.aborted !== true; await sleep(RETRY_MS)) {
    try {
      await (pollUrl === undefined ? receiver.trust(transmitter) : receiver.pollFrom(transmitter, pollUrl));
      return log(`Takes SETs of ${transmitter.issuer} for ${audience}`);
    } catch (error) {
      if (said(error) !== told) log(`Waits for the Transmitter: ${said(error)}`);
      told = said(error);
    }
  }
}

/** The issuer whose metadata is at this URL (SSF 7.2.1): the URL without the well-known name between host and path. */
function issuerOf(metadataUrl: string): string {
  return metadataUrl.replace('/.well-known/ssf-configuration', '');
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function effectsRoute(receiver: StartedReceiver): Route {
  return { method: 'GET', path: '/effects', resolve: () => Response.json(receiver.effects()) };
}

function introduction(
  options: ReferenceReceiverOptions,
  parts: {
    receiver: StartedReceiver;
    fault: (typeof receiverFaults)[number] | undefined;
    control: string;
    ca: string | undefined;
    io: Io;
  },
): string {
  const { receiver, fault, control, ca, io } = parts;
  const form = options.wellKnown === undefined ? `managed, by ${options.delivery}` : 'hosted';
  const broken = fault
    ? `with the fault ${fault.name}: ${fault.summary} (breaks ${fault.breaks})`
    : 'faultless';
  const test = options.wellKnown === undefined ? '' : howToTest(options, { receiver, control, ca, io });
  return `Reference Receiver (${form}), ${broken}

push endpoint  ${receiver.pushUrl}
effects        ${control}
${ca === undefined ? '' : `CA             ${ca}\n`}${test}
Ctrl-C ends it. What it does:
`;
}

function howToTest(
  { wellKnown = '', audience = '', pushAuthorization, pollUrl, accessToken }: ReferenceReceiverOptions,
  {
    receiver,
    control,
    ca,
    io,
  }: { receiver: StartedReceiver; control: string; ca: string | undefined; io: Io },
): string {
  const target =
    pollUrl === undefined
      ? `--receiver ${receiver.pushUrl} --audience ${audience}`
      : `--poll --receiver-access-token ${accessToken} --audience ${audience}`;
  const authorization = pushAuthorization === undefined ? '' : ` --push-authorization '${pushAuthorization}'`;
  const trusted = ca === undefined ? '' : ` --ca ${ca}`;
  return `
Test it from another terminal:
  ${programName(io.env)} ${target}${authorization}${trusted} --listen ${new URL(wellKnown).host} --effects-command 'curl -sf ${control}'
`;
}
