/** Where the Transmitter can be reached: URLs for documents, paths for routes. */
export interface Endpoints {
  /** SSF 7.2: put between host and path of the issuer. */
  metadata: string;
  jwks: string;
  configuration: string;
  status: string;
  addSubject: string;
  removeSubject: string;
  verification: string;
  /** The poll URL of a stream (SSF 6.1.2: one for each). */
  poll(streamId: string): string;
  /** The path below which all but the metadata lies, for the table of routes. */
  base: string;
}

/** The well-known URL of an issuer, without the terminating `/` of its path (SSF 7.2.1, RFC 8414 section 3). */
function wellKnown(issuer: string, name: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/${name}${pathname.replace(/\/$/, '')}`;
}

export function endpointsOf(issuer: string): Endpoints {
  const { origin, pathname } = new URL(issuer);
  const base = pathname.replace(/\/$/, '');
  const under = `${origin}${base}`;
  return {
    metadata: wellKnown(issuer, 'ssf-configuration'),
    jwks: `${under}/jwks.json`,
    configuration: `${under}/ssf/streams`,
    status: `${under}/ssf/status`,
    addSubject: `${under}/ssf/subjects/add`,
    removeSubject: `${under}/ssf/subjects/remove`,
    verification: `${under}/ssf/verify`,
    poll: (streamId) => `${under}/ssf/poll/${encodeURIComponent(streamId)}`,
    base,
  };
}
