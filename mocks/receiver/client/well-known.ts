import type { ReceiverQuirks } from '../seams.ts';

/**
 * URL of a metadata document: the name goes between host and path, a final slash of the path comes off first (SSF
 * 7.2.1, RFC 8414 3.1, RFC 9728 3.1).
 */
export function wellKnown(identifier: string, name: string): string {
  const { origin, pathname } = new URL(identifier);
  return `${origin}/.well-known/${name}${pathname.replace(/\/$/, '')}`;
}

/** Where the Transmitter configuration metadata of an issuer is. */
export function transmitterMetadataUrl(issuer: string, quirks: Partial<ReceiverQuirks>): string {
  if (quirks.appendsWellKnown) return `${issuer.replace(/\/$/, '')}/.well-known/ssf-configuration`;
  const url = wellKnown(issuer, 'ssf-configuration');
  return quirks.keepsFinalSlash && issuer.endsWith('/') ? `${url}/` : url;
}
