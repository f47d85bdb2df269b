import { examineReceiver } from '../../suites/harness/doctor/receiver.ts';
import { examineTransmitter } from '../../suites/harness/doctor/transmitter.ts';
import type { Refusal } from '../../suites/harness/preflight.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import { resolveLimits } from '../config/limits.ts';
import { requireReachableInbox, requireReachableIssuer, resolveHarness } from '../config/listen.ts';
import { DEFAULT_STATE_DIR, receiverTarget } from '../config/resolve-receiver.ts';
import { resolveTransmitter } from '../config/resolve-transmitter.ts';
import { openStateDir } from '../config/state-dir.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { Part } from './part.ts';

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
  const { delivery } = config;
  const unreachable = await refusalOf(requireReachableInbox(issuer, delivery, reach));
  return {
    title: `Transmitter ${target.issuer}`,
    examine: (report) =>
      examineTransmitter(
        {
          ...options,
          ...reach,
          ...(delivery === undefined ? {} : { delivery }),
          ...(io.signal === undefined ? {} : { signal: io.signal }),
          target,
          limits,
          unreachable,
          readOnly,
          env: io.env,
        },
        report,
      ),
  };
}

/**
 * The Receiver that is configured; null when none is.
 * @throws UsageError when the parts of the configuration do not fit together
 */
export async function receiverPart(
  config: ConformanceConfig,
  readOnly: boolean,
  io: Io,
): Promise<Part | null> {
  const { receiver, delivery } = config;
  if (receiver === undefined || Object.keys(receiver).length === 0) return null;
  const limits = resolveLimits(config.limits ?? {});
  const target = await receiverTarget(receiver, limits, io);
  const reach = resolveHarness(config.harness ?? {});
  const unreachable =
    target.pushUrl === undefined
      ? null
      : await refusalOf(requireReachableIssuer(new URL(target.pushUrl), reach));
  // Where a run would stand, so that what somebody is told of it stays true.
  const state = await openStateDir(io.cwd, receiver.stateDir ?? DEFAULT_STATE_DIR);
  const listen =
    reach.listen ??
    (target.start === undefined ? { host: '127.0.0.1', port: await state.port() } : undefined);
  return {
    title: `Receiver ${target.pushUrl ?? (target.poll === true ? 'that polls us' : 'that is started')}`,
    examine: (report) =>
      examineReceiver(
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
          env: io.env,
        },
        report,
      ),
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
