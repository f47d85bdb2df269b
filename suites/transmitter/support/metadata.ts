import type { EndpointName } from '../../harness/check.ts';
import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../../harness/probe.ts';

/** Members of the metadata that hold a URL (SSF 7.1). */
export const ENDPOINTS: readonly EndpointName[] = [
  'jwks_uri',
  'configuration_endpoint',
  'status_endpoint',
  'add_subject_endpoint',
  'remove_subject_endpoint',
  'verification_endpoint',
];

/** The Transmitter metadata; a check that needs it ends as not-tested where none could be read. */
export async function metadataDocument(
  t: Pick<TransmitterProbe, 'metadata' | 'notTested'>,
): Promise<{ document: JsonObject; exchange: Exchange }> {
  const { document, exchange } = await t.metadata();
  if (document === null) {
    t.notTested(
      'No Transmitter metadata could be read; discovery/document and discovery/json-object say why.',
    );
  }
  return { document, exchange };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An absolute http or https URL. */
export function isUrl(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

export function isHttps(value: string): boolean {
  return URL.canParse(value) && new URL(value).protocol === 'https:';
}

/** Whether the management API takes bearer tokens: so said in authorization_schemes, or nothing said at all. */
export function bearerTokensUsed(document: JsonObject): boolean {
  const schemes = document.authorization_schemes;
  if (!Array.isArray(schemes)) return true;
  return schemes.some((scheme) => {
    const urn: unknown = isObject(scheme) ? scheme.spec_urn : undefined;
    return typeof urn === 'string' && /^urn:ietf:rfc:67(49|50)$/i.test(urn);
  });
}
