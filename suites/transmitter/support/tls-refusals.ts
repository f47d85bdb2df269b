import type { TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { agreed, type Offered, ONLY_10, ONLY_11, ONLY_12, offer } from '../../support/tls-offers.ts';
import { forEveryHost, place, type TlsHost } from './tls.ts';

/** Judges that no host agrees on TLS 1.1 or 1.0. */
export async function refusesOldVersions<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
): Promise<void> {
  const unknown: string[] = [];
  await forEveryHost(t, async (host) => {
    for (const what of [ONLY_11, ONLY_10]) {
      const outcome = await offer(t, host, what);
      if (outcome.verdict === 'unknown') unknown.push(`${what.maxVersion}: ${outcome.error}`);
      t.expect(outcome.verdict !== 'agreed', requirement, {
        message: `${place(host)} still agrees on an old version of TLS.`,
        expected: 'TLS 1.2 or later only',
        actual: agreed(outcome),
        hint: 'Set the minimum protocol version of the server or of the load balancer to TLS 1.2.',
      });
    }
  });
  if (unknown.length > 0)
    t.notTested(`An old version could not be offered, or was not answered (${unknown[0]}).`);
}

/**
 * Judges that no host agrees on the suites, each group offered alone with TLS 1.2.
 * `also`: judges what came of an offer as of today.
 */
export async function refusesSuites<R extends RequirementId>(
  t: TransmitterProbe<R>,
  requirement: R,
  offers: readonly { suites: string; ciphers: string }[],
  also?: (host: TlsHost, modern: Offered) => void,
): Promise<void> {
  const unknown: string[] = [];
  await forEveryHost(t, async (host, modern) => {
    also?.(host, modern);
    for (const { suites, ciphers } of offers) {
      const outcome = await offer(t, host, { ...ONLY_12, ciphers });
      if (outcome.verdict === 'unknown') unknown.push(`${suites}: ${outcome.error}`);
      t.expect(outcome.verdict !== 'agreed', requirement, {
        message: `${place(host)} agrees on ${suites}.`,
        expected: 'a refusal',
        actual: agreed(outcome),
      });
    }
  });
  if (unknown.length > 0)
    t.notTested(`Some suites could not be offered, or were not answered (${unknown[0]}).`);
}
