import type { Results } from '../../reports/results.ts';
import { type BuiltInTarget, startBuiltInTarget } from './built-in-target.ts';
import { cleanUp } from './clean-up.ts';
import { judgeRun } from './judge-run.ts';
import { preflight } from './preflight.ts';
import { addressesOfCa } from './rim/our-address.ts';
import type { RunOptions } from './run-options.ts';
import { openSession } from './session.ts';

export type RunOutcome =
  | { results: Results }
  /** The run did not start (exit code 3). */
  | { preflight: { sentence: string; hint: string } };

/** The reference Transmitter is next door: what does not come from it at once does not come. */
const BUILT_IN_LIMITS = { quiet: 300 };

/** One conformance run of a Transmitter, from preflight to results. Throws only for faults of our own. */
export async function runConformance(options: RunOptions): Promise<RunOutcome> {
  const progress = options.onProgress ?? (() => undefined);
  let builtIn: BuiltInTarget | null = null;
  if (options.target === 'built-in') {
    progress({ kind: 'phase', text: 'Starting the reference Transmitter' });
    // An RSA certificate, so that the rules about its size have something to be held against.
    const seams = { tls: { rsaBits: 2048 } };
    builtIn = await startBuiltInTarget({ https: true, peer: { seed: options.seed, seams } });
  }
  try {
    return await runAgainst(options, builtIn);
  } finally {
    await builtIn?.close();
  }
}

async function runAgainst(options: RunOptions, builtIn: BuiltInTarget | null): Promise<RunOutcome> {
  const progress = options.onProgress ?? (() => undefined);
  const { target, auth, secondAuth, trigger } = options;
  const session = await openSession({
    ...(target === 'built-in' ? { issuer: '' } : target),
    auth,
    secondAuth,
    trigger,
    pushAuthority: options.tls,
    ...builtIn?.session,
    deliveries: options.delivery,
    profile: options.profile,
    limits: builtIn === null ? options.limits : { ...BUILT_IN_LIMITS, ...options.limits },
    seed: options.seed,
    listen: options.listen,
    publicUrl: options.publicUrl,
    signal: options.signal,
  });
  try {
    await options.onOpen?.({
      secrets: session.secrets,
      startedAtMs: performance.now() - session.now(),
    });
    const addresses = addressesOfCa(builtIn === null ? options.tls : undefined);
    if (addresses.length > 0) progress({ kind: 'addresses', addresses });
    progress({ kind: 'phase', text: `Looking at ${session.facts.issuer}` });
    const obstacle = await preflight(session.facts, session.rim);
    if (obstacle !== null && options.signal?.aborted !== true) {
      // The target's words are quoted, and it may have quoted our token.
      return { preflight: session.secrets.maskDeep(obstacle) };
    }
    await session.noteForeignStreams();
    await session.findDeliveries();
    const { rim, facts, recorder, secrets } = session;
    const { issuer, metadataUrl } = facts;
    return await judgeRun(options, {
      role: 'transmitter',
      rim,
      facts,
      recorder,
      secrets,
      target: { role: 'transmitter', issuer, metadataUrl, builtIn: builtIn !== null },
      cleanUp: () => cleanUp(session),
    });
  } finally {
    await session.close();
  }
}
