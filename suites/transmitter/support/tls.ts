import type { TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { type HostAndPort, hostOf, MODERN, type Offered, offer } from '../../support/tls-offers.ts';
import { ENDPOINTS, isHttps, isUrl, metadataDocument } from './metadata.ts';

/** A place where the Transmitter listens for TLS. */
export interface TlsHost extends HostAndPort {
  /** What is served there, for the reader: `issuer, jwks_uri`. */
  serves: string;
}

/** Every host and port that serves the issuer, the metadata or an endpoint, each once. */
export async function tlsHosts<R extends RequirementId>(t: TransmitterProbe<R>): Promise<TlsHost[]> {
  return hostsOf(await advertised(t));
}

/** Every host and port that shows a certificate to Receivers: also those of the token endpoint and of a poll stream. */
export async function certifiedHosts<R extends RequirementId>(t: TransmitterProbe<R>): Promise<TlsHost[]> {
  const urls: Named[] = [
    ...(await advertised(t)),
    { name: 'token endpoint', url: t.tokenEndpoint },
    { name: 'polling', url: await pollUrl(t) },
  ];
  return hostsOf(urls.filter(({ url }) => typeof url === 'string' && isHttps(url)));
}

interface Named {
  name: string;
  url: unknown;
}

async function advertised<R extends RequirementId>(t: TransmitterProbe<R>): Promise<Named[]> {
  const { document } = await metadataDocument(t);
  return [
    { name: 'metadata', url: t.metadataUrl },
    ...ENDPOINTS.map((member) => ({ name: member, url: document[member] })),
  ];
}

/** Where a poll stream is polled; null where none is to be had, which other checks judge. */
async function pollUrl<R extends RequirementId>(t: TransmitterProbe<R>): Promise<string | null> {
  if (!t.deliveries.includes('poll')) return null;
  const created = await t.call('create-stream', { body: await t.streamRequest({ delivery: 'poll' }) });
  return t.adopt(created, 'poll')?.pollUrl ?? null;
}

function hostsOf(urls: readonly Named[]): TlsHost[] {
  const hosts = new Map<string, TlsHost>();
  for (const { name, url } of urls) {
    if (!isUrl(url)) continue;
    const { host, port } = hostOf(url);
    const known = hosts.get(`${host} ${port}`);
    if (known === undefined) hosts.set(`${host} ${port}`, { host, port, serves: name });
    else known.serves += `, ${name}`;
  }
  return [...hosts.values()];
}

/** Where a host is and what it serves, for the reader. */
export function place({ host, port, serves }: TlsHost): string {
  return `${host}:${port} (${serves})`;
}

/**
 * Judges each host with which a TLS connection of today can be made, given what came of that; then ends the check where
 * there is another, of which nothing can be said. What was found before stands.
 */
export async function forEveryHost<R extends RequirementId>(
  t: TransmitterProbe<R>,
  judge: (host: TlsHost, modern: Offered) => Promise<void> | void,
): Promise<void> {
  const unjudged: string[] = [];
  for (const host of await tlsHosts(t)) {
    const modern = await offer(t, host, MODERN);
    if (modern.verdict === 'agreed') await judge(host, modern);
    else unjudged.push(`${place(host)}: ${modern.error}`);
  }
  requireAll(t, unjudged);
}

/** Ends the check where hosts completed no handshake. `unjudged`: each as the reader knows it, with the reason. */
export function requireAll<R extends RequirementId>(
  t: TransmitterProbe<R>,
  unjudged: readonly string[],
): void {
  if (unjudged.length > 0)
    t.notTested(`No TLS 1.2 or 1.3 handshake is completed with ${unjudged.join('; ')}.`);
}
