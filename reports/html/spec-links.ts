// Where the standards are published, so that a reader can go from a finding to the text. Only links that a reader clicks:
// the page itself loads nothing.
const openid: Record<string, string> = {
  SSF: 'https://openid.net/specs/openid-sharedsignals-framework-1_0-final.html',
  CAEP: 'https://openid.net/specs/openid-caep-1_0-final.html',
  RISC: 'https://openid.net/specs/openid-risc-1_0-final.html',
};

/** URL of a section, or null when it is not known where the standard's text lies. */
export function sectionUrl(spec: string, section: string): string | null {
  const rfc = /^RFC(\d+)$/.exec(spec)?.[1];
  const base = rfc === undefined ? openid[spec] : `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  if (base === undefined) return null;
  return /^\d+(\.\d+)*$/.test(section) ? `${base}#section-${section}` : base;
}
