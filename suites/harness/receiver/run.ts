import { judgeRun } from '../judge-run.ts';
import { addressesOfCa } from '../rim/our-address.ts';
import type { RunOutcome } from '../run.ts';
import type { ReceiverRunOptions } from '../run-options.ts';
import { type BuiltInReceiver, startBuiltInReceiver } from './built-in-receiver.ts';
import { receiverPreflight } from './preflight.ts';
import { openReceiverSession } from './session.ts';
import type { ReceiverTarget } from './session-options.ts';

/** The reference Receiver is next door: what does not come from it at once does not come. */
const BUILT_IN_LIMITS = { quiet: 200, longPoll: 300, start: 5_000, pollInterval: 5_000, effect: 5_000 };

/** One conformance run of a Receiver, from preflight to results. Throws only for faults of our own. */
export async function runReceiver(options: ReceiverRunOptions): Promise<RunOutcome> {
  const { target, onProgress } = options;
  if (!('builtIn' in target)) return runAgainst(options, target, null);
  onProgress?.({ kind: 'phase', text: `Starting the reference Receiver (${target.builtIn})` });
  const builtIn = await startBuiltInReceiver({ form: target.builtIn, https: true });
  try {
    return await runAgainst(options, builtIn.target, builtIn);
  } finally {
    await builtIn.close();
  }
}

async function runAgainst(
  options: ReceiverRunOptions,
  target: ReceiverTarget,
  builtIn: BuiltInReceiver | null,
): Promise<RunOutcome> {
  const session = await openReceiverSession({
    target,
    deliveries: options.delivery,
    profile: options.profile,
    limits: builtIn === null ? options.limits : { ...BUILT_IN_LIMITS, ...options.limits },
    seed: options.seed,
    listen: options.listen,
    publicUrl: options.publicUrl,
    stateDir: options.stateDir,
    authority: builtIn === null ? options.tls : (builtIn.authority ?? undefined),
    signal: options.signal,
  });
  try {
    await options.onOpen?.(session);
    const { facts, rim, recorder, secrets } = session;
    await builtIn?.register(facts);
    if (builtIn === null) {
      const addresses = [
        { name: 'our issuer', url: facts.issuer },
        { name: 'its metadata', url: facts.metadataUrl },
        ...(session.pollUrl === null ? [] : [{ name: 'poll URL', url: session.pollUrl }]),
        ...addressesOfCa(options.tls),
      ];
      options.onProgress?.({ kind: 'addresses', addresses });
      const obstacle = await receiverPreflight(facts, rim, {
        tell: (text) => options.onProgress?.({ kind: 'phase', text }),
        starts: target.start !== undefined,
        signal: options.signal,
      });
      if (obstacle !== null && options.signal?.aborted !== true) {
        return { preflight: secrets.maskDeep(obstacle) };
      }
    }
    return await judgeRun(options, {
      role: 'receiver',
      rim,
      facts,
      recorder,
      secrets,
      target: {
        role: 'receiver',
        issuer: facts.issuer,
        metadataUrl: facts.metadataUrl,
        builtIn: builtIn !== null,
        form: facts.form,
        ...(session.pollUrl === null ? {} : { endpoint: session.pollUrl }),
        ...(facts.pushUrl === null ? {} : { endpoint: facts.pushUrl }),
      },
      cleanUp: async () => {
        await rim.stop();
        return [];
      },
    });
  } finally {
    await session.close();
  }
}
