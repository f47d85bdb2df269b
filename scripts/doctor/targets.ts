import { takeSteps } from '../../suites/harness/doctor/examination.ts';
import { examineReceiver } from '../../suites/harness/doctor/receiver.ts';
import { examineTransmitter } from '../../suites/harness/doctor/transmitter.ts';
import type { Refusal } from '../../suites/harness/preflight.ts';
import { isLoopback } from '../../suites/support/loopback.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { resolveLimits } from '../config/limits.ts';
import { requireReachableInbox, requireReachableIssuer, resolveHarness } from '../config/listen.ts';
import type { ResolveContext } from '../config/resolve.ts';
import { DEFAULT_STATE_DIR, receiverTarget } from '../config/resolve-receiver.ts';
import { resolveTransmitter } from '../config/resolve-transmitter.ts';
import { openStateDir } from '../config/state-dir.ts';
import { resolveTls } from '../config/tls.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { Part } from './part.ts';
import { tlsSteps } from './tls.ts';

/**
 * The Transmitter that is configured; null when none is.
 * @throws UsageError when the parts of the configuration do not fit together
 */
export async function transmitterPart(
  config: ConformanceConfig,
  readOnly: boolean,
  io: Io,
): Promise<Part | null> {
  const limits = resolveLimits(config.limits ?? {});
  const { issuer, options } = await resolveTransmitter(config.transmitter, limits, io);
  const { target } = options;
  if (issuer === null || target === 'built-in') return null;
  const reach = resolveHarness(config.harness ?? {});
  const ours = await ourTls(config, reach, io);
  const { clientCertificate } = target;
  const { delivery } = config;
  const unreachable =
    (await refusalOf(requireReachableInbox(issuer, delivery, reach))) ??
    (await loopbackRefusal(reach.publicUrl, issuer, requireReachableInbox(issuer, delivery, {})));
  return {
    title: `Transmitter ${target.issuer}`,
    unreachable,
    examine: async (report) => {
      await takeSteps(tlsSteps({ ours, clientCertificate }, report), report, io.signal);
      await examineTransmitter(
        {
          ...options,
          ...reach,
          ...(delivery === undefined ? {} : { delivery }),
          ...(io.signal === undefined ? {} : { signal: io.signal }),
          target,
          limits,
          unreachable,
          readOnly,
          pushAuthority: ours,
          env: io.env,
        },
        report,
      );
    },
  };
}

/**
 * The Receiver that is configured; null when none is.
 * @throws UsageError when the parts of the configuration do not fit together
 */
export async function receiverPart(
  config: ConformanceConfig,
  readOnly: boolean,
  io: Io & Pick<ResolveContext, 'startHook'>,
): Promise<Part | null> {
  const { receiver = {}, delivery } = config;
  if (io.startHook === undefined && Object.keys(receiver).length === 0) return null;
  const limits = resolveLimits(config.limits ?? {});
  const target = await receiverTarget(receiver, limits, io);
  const reach = resolveHarness(config.harness ?? {});
  const url = target.pushUrl === undefined ? null : new URL(target.pushUrl);
  const unreachable =
    url === null
      ? null
      : ((await refusalOf(requireReachableIssuer(url, reach))) ??
        (await loopbackRefusal(reach.publicUrl, url, requireReachableIssuer(url, {}))));
  const ours = await ourTls(config, reach, io);
  // Where a run would stand, so that what somebody is told of it stays true.
  const state = await openStateDir(io.cwd, receiver.stateDir ?? DEFAULT_STATE_DIR);
  const listen =
    reach.listen ??
    (target.start === undefined ? { host: '127.0.0.1', port: await state.port() } : undefined);
  return {
    title: `Receiver ${target.pushUrl ?? (target.poll === true ? 'that polls us' : 'that is started')}`,
    examine: async (report) => {
      const { clientCertificate } = target;
      await takeSteps(tlsSteps({ ours, clientCertificate }, report), report, io.signal);
      await examineReceiver(
        {
          target,
          deliveries: delivery,
          limits,
          listen,
          publicUrl: reach.publicUrl,
          stateDir: state.folder,
          signal: io.signal,
          unreachable,
          readOnly,
          authority: ours,
          env: io.env,
        },
        report,
      );
    },
  };
}

/** Our side of TLS where no target is named that it could be told with; null where our endpoints speak plain http. */
export async function ourTlsPart(config: ConformanceConfig, io: Io): Promise<Part | null> {
  const ours = await ourTls(config, resolveHarness(config.harness ?? {}), io);
  if (ours === undefined) return null;
  return {
    title: 'Our endpoints',
    examine: (report) =>
      takeSteps(tlsSteps({ ours, clientCertificate: undefined }, report), report, io.signal),
  };
}

/** File with the certificate of the CA of our endpoints; null where they have none. */
export async function caFileOf(config: ConformanceConfig, io: Io): Promise<string | null> {
  const ours = await ourTls(config, resolveHarness(config.harness ?? {}), io);
  return ours?.caFile ?? null;
}

/** As a run has it; made where there is none yet, so that the target can be told before the first run. */
function ourTls(
  { harness, receiver }: ConformanceConfig,
  { listen, publicUrl }: ReturnType<typeof resolveHarness>,
  { cwd }: Io,
): ReturnType<typeof resolveTls> {
  const stateDir = receiver?.stateDir ?? DEFAULT_STATE_DIR;
  return resolveTls(harness?.tls, { ...listen, publicUrl, cwd, stateDir });
}

/** A public URL on loopback is none for a target elsewhere; `without`: what holds where no address is given at all. */
async function loopbackRefusal(
  publicUrl: string | undefined,
  target: URL,
  without: Promise<void>,
): Promise<Refusal | null> {
  const refusal = await refusalOf(without);
  if (refusal === null || publicUrl === undefined || !isLoopback(new URL(publicUrl).hostname)) return null;
  return {
    sentence: `${target.hostname} is not on this machine, and --public-url ${publicUrl} means each machine itself.`,
    hint: refusal.hint,
  };
}

/** What a run would end with is one line of many here. */
async function refusalOf(required: Promise<void>): Promise<Refusal | null> {
  try {
    await required;
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { sentence: error.message, hint: error.hint ?? '' };
  }
}
