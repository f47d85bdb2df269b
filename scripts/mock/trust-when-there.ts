import { setTimeout as sleep } from 'node:timers/promises';
import type { VendorReceiver } from '../../mocks/vendors/vendor.ts';
import { targetUrl } from '../config/urls.ts';
import { UsageError } from '../usage-error.ts';

/** How long after a failed look at the metadata the next one comes, ms. */
const RETRY_MS = 200;

const WELL_KNOWN = /\/\.well-known\/(?:ssf|sse|risc)-configuration/;

/**
 * Issuers whose metadata may be at this URL (SSF 7.2.1): the URL without the well-known name between host and path. A
 * final slash may be the issuer's own, or come with the old name.
 * @throws UsageError
 */
export function issuersOf(metadataUrl: string): string[] {
  targetUrl(metadataUrl, '--well-known');
  if (!WELL_KNOWN.test(metadataUrl))
    throw new UsageError('--well-known has no /.well-known/ssf-configuration in it.', {
      hint: 'Such as https://transmitter.example.com/.well-known/ssf-configuration (or the old name, sse-configuration).',
    });
  const issuer = metadataUrl.replace(WELL_KNOWN, '');
  return [issuer.replace(/\/$/, ''), ...(issuer.endsWith('/') ? [issuer] : [])];
}

/** Lets a Receiver trust the Transmitter of a metadata URL; waits for it, as it may not be there yet. */
export async function trustWhenThere(
  receiver: VendorReceiver,
  { metadataUrl, audience }: { metadataUrl: string; audience: string },
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const issuers = issuersOf(metadataUrl);
  for (let told = ''; signal?.aborted !== true; await sleep(RETRY_MS)) {
    const failures: string[] = [];
    for (const issuer of issuers) {
      try {
        await receiver.trust({ issuer, metadataUrl, audience });
        return log(`Takes SETs of ${issuer} for ${audience}`);
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    const [why = ''] = failures;
    if (why !== told) log(`Waits for the Transmitter: ${why}`);
    told = why;
  }
}
