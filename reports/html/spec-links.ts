// Where the standards are published, so that a reader can go from a finding to the text. Only links that a reader clicks:
// the page itself loads nothing.
const openid: Record<string, string> = {
  SSF: 'https://openid.net/specs/openid-sharedsignals-framework-1_0-final.html',
  CAEP: 'https://openid.net/specs/openid-caep-1_0-final.html',
  RISC: 'https://openid.net/specs/openid-risc-1_0-final.html',
};

/** What the short names of standards stand for. */
const titles: Record<string, string> = {
  SSF: 'OpenID Shared Signals Framework 1.0',
  CAEP: 'Continuous Access Evaluation Profile 1.0',
  RISC: 'Risk Incident Sharing and Coordination Profile 1.0',
  'CAEP-INTEROP': 'CAEP Interoperability Profile 1.0',
  RFC6125: 'Service identity in TLS',
  RFC6749: 'OAuth 2.0',
  RFC6750: 'OAuth 2.0 Bearer Tokens',
  RFC7515: 'JSON Web Signature',
  RFC7517: 'JSON Web Key',
  RFC7518: 'JSON Web Algorithms',
  RFC7519: 'JSON Web Token',
  RFC8414: 'OAuth 2.0 Authorization Server Metadata',
  RFC8417: 'Security Event Token',
  RFC8615: 'Well-Known URIs',
  RFC8725: 'JSON Web Token Best Current Practices',
  RFC8935: 'Push delivery of SETs',
  RFC8936: 'Poll delivery of SETs',
  RFC9110: 'HTTP Semantics',
  RFC9325: 'Secure use of TLS',
  RFC9493: 'Subject Identifiers for SETs',
  RFC9728: 'OAuth 2.0 Protected Resource Metadata',
};

/** What a standard is called, for who does not know its short name; null when that is all that is known. */
export function specTitle(spec: string): string | null {
  return titles[spec] ?? null;
}

/** URL of a section, or null when it is not known where the standard's text lies. */
export function sectionUrl(spec: string, section: string): string | null {
  const rfc = /^RFC(\d+)$/.exec(spec)?.[1];
  const base = rfc === undefined ? openid[spec] : `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  if (base === undefined) return null;
  return /^\d+(\.\d+)*$/.test(section) ? `${base}#section-${section}` : base;
}
