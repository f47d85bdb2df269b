/**
 * The well-known URL of an issuer or a resource: the name goes between host and path, and the path loses its final `/`
 * (SSF 7.2 and 7.2.1, RFC 8414 section 3.1, RFC 9728 section 3.1, RFC 8615 section 3).
 * @throws TypeError when the identifier is no URL
 */
export function wellKnownUrl(identifier: string, name: string): string {
  const { origin, pathname } = new URL(identifier);
  return `${origin}/.well-known/${name}${pathname.replace(/\/$/, '')}`;
}

/** The form that is often built by mistake: the name behind the issuer's whole path. */
export function appendedUrl(issuer: string, name: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/${name}`;
}
