import { isLoopback } from '../../support/loopback.ts';

/** Whether credentials may travel to the URL: by TLS, or without leaving the machine (RFC 6750 5.3). */
export function isConfidential(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname);
}
