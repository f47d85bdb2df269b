import { isObject } from '../../vocabulary/is-object.ts';
import type { ReceiverQuirks } from '../seams.ts';
import { noStrangers, objectOf, stringsOf, usableUrl } from './answers.ts';
import { Untrusted } from './failure.ts';
import type { Outlet } from './outlet.ts';
import { transmitterMetadataUrl } from './well-known.ts';

/** What the Receiver needs of the Transmitter configuration metadata (SSF 7.1). */
export interface TransmitterMetadata {
  issuer: string;
  jwksUri: string;
  configurationEndpoint: string | undefined;
  statusEndpoint: string | undefined;
  verificationEndpoint: string | undefined;
  /** undefined: not told. */
  deliveryMethods: readonly string[] | undefined;
  criticalSubjectMembers: readonly string[];
}

const endpoints = [
  'configuration_endpoint',
  'status_endpoint',
  'add_subject_endpoint',
  'remove_subject_endpoint',
  'verification_endpoint',
] as const;
const known = [
  ...endpoints,
  'spec_version',
  'issuer',
  'jwks_uri',
  'delivery_methods_supported',
  'critical_subject_members',
  'authorization_schemes',
  'default_subjects',
];
/** OAuth 2.0, and its bearer tokens by themselves. */
const schemes = ['urn:ietf:rfc:6749', 'urn:ietf:rfc:6750'];

/**
 * Gets and validates the metadata of an issuer (SSF 7.2). Throws Untrusted when it does not hold, after which nothing
 * of it is used (7.2.4); GivenUp when it cannot be had.
 */
export async function discover(
  outlet: Outlet,
  transmitter: { issuer: string; metadataUrl?: string | undefined },
  signal: AbortSignal,
): Promise<TransmitterMetadata> {
  const { issuer } = transmitter;
  const { quirks, log } = outlet;
  trustworthy(issuer);
  const url = transmitter.metadataUrl ?? transmitterMetadataUrl(issuer, quirks);
  const answer = await outlet.repeated({ operation: 'metadata', method: 'GET', url }, { signal });
  const document = objectOf(answer, [200], `Metadata at ${url}`);
  noStrangers(document, known, 'metadata', quirks);
  // SSF 7.2.4: identical, so that neither case nor a slash is forgiven.
  const overlooked = document.issuer === undefined && quirks.trustsMissingIssuer === 'metadata';
  if (document.issuer !== issuer && !quirks.trustsMetadataIssuer && !overlooked) {
    throw new Untrusted(`The metadata at ${url} is of issuer ${String(document.issuer)}, not ${issuer}.`);
  }
  // SSF 7.1: an absent version means the first implementer's draft.
  log(`Found ${issuer}, which implements ${JSON.stringify(document.spec_version ?? '1_0-ID1')}.`);
  checkSchemes(document.authorization_schemes);
  const [configurationEndpoint, statusEndpoint, , , verificationEndpoint] = endpoints.map((name) =>
    endpoint(document, name, issuer, quirks),
  );
  const jwksUri = endpoint(document, 'jwks_uri', issuer, quirks);
  if (jwksUri === undefined) throw new Untrusted('The metadata has no jwks_uri, no SET can be verified.');
  return {
    issuer,
    jwksUri,
    configurationEndpoint,
    statusEndpoint,
    verificationEndpoint,
    deliveryMethods: stringsOf(document.delivery_methods_supported),
    criticalSubjectMembers: stringsOf(document.critical_subject_members) ?? [],
  };
}

/** SSF 7.2: an issuer is https; plain http is for trying things out on one machine. */
function trustworthy(issuer: string): void {
  if (!URL.canParse(issuer)) throw new Untrusted(`The issuer is no URL: ${issuer}.`);
  const { protocol, hostname } = new URL(issuer);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && here)) {
    throw new Untrusted(`The issuer is not https: ${issuer}.`);
  }
}

/** SSF 7.1.1: whoever names schemes, but none of ours, cannot be called. */
function checkSchemes(value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) return;
  const named = value.map((scheme: unknown) => (isObject(scheme) ? scheme.spec_urn : scheme));
  if (named.some((urn) => typeof urn === 'string' && schemes.includes(urn))) return;
  throw new Untrusted(`No authorization scheme that we know: ${JSON.stringify(named)}.`);
}

function endpoint(
  document: Record<string, unknown>,
  name: string,
  issuer: string,
  quirks: Partial<ReceiverQuirks>,
): string | undefined {
  const value = document[name];
  return typeof value === 'string' ? usableUrl(value, name, issuer, quirks) : undefined;
}
