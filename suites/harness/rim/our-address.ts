/** How we are reached: where our listeners stand, and what the target is told instead. */
export interface OurAddress {
  /** Host on which we listen; default 127.0.0.1. */
  host?: string | undefined;
  /** Port of the main listener, where it is given. */
  port?: number | undefined;
  publicUrl?: string | undefined;
}

/** The host under which the target reaches our listeners; IPv6 addresses stand in brackets. */
export function publicHostOf({ host = '127.0.0.1', publicUrl }: OurAddress): string {
  if (publicUrl !== undefined) return new URL(publicUrl).hostname;
  // An address that listens everywhere is reached by loopback.
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

/** What a certificate of ours names: every host under which we may be called. */
export function certifiedNames(address: OurAddress): { names: string[]; ips: string[] } {
  const hosts = [address.host ?? '127.0.0.1', publicHostOf(address)];
  const bare = [...new Set(hosts.map((host) => host.replace(/^\[(.*)\]$/, '$1')))];
  const isIp = (host: string): boolean => /^[\d.]+$|:/.test(host);
  return {
    names: [...new Set(['localhost', ...bare.filter((host) => !isIp(host))])],
    ips: [...new Set(['127.0.0.1', ...bare.filter(isIp)])],
  };
}

/**
 * Whether a target reaches further ports of ours, on which scenes stand, where it reaches the main one. A public URL
 * with another port than ours is that of a tunnel or proxy, which knows the main one only.
 */
export function reachesFurtherPorts({ port, publicUrl }: OurAddress): boolean {
  if (publicUrl === undefined) return true;
  const { port: given, protocol } = new URL(publicUrl);
  const shown = given === '' ? (protocol === 'https:' ? 443 : 80) : Number(given);
  return port === shown;
}

/** What a tester has to know of our CA, beside our addresses; nothing where targets need not be told of one. */
export function addressesOfCa(
  authority: { caFile?: string | undefined; about?: string | undefined } | undefined,
): {
  name: string;
  url: string;
}[] {
  if (authority?.caFile === undefined) return [];
  const { caFile, about } = authority;
  return [
    { name: 'our CA', url: about === undefined ? caFile : `${caFile} (${about})` },
    {
      name: 'to trust it',
      url: `NODE_EXTRA_CA_CERTS=${caFile} (Node.js), SSL_CERT_FILE=${caFile} (OpenSSL, Go, Python), or the target's own list`,
    },
  ];
}
