import type { RuleName } from '../../../standard/official/condition.ts';
import { headerOf, isObject, isOneOf, type Json, jsonOf } from '../evidence.ts';
import { requests } from '../requests.ts';
import { ASSUMED, crashes, fails, holds, type Told, untold } from '../told.ts';
import type { Rule } from './rule.ts';

const NOT_SEEN = 'The run recorded no metadata.';

/** A rule about the metadata document. */
function document(judge: (metadata: Json, evidence: Parameters<Rule>[0]) => Told): Rule {
  return (evidence) => (evidence.metadata === null ? untold(NOT_SEEN) : judge(evidence.metadata, evidence));
}

const has = (member: string): Rule =>
  document((metadata) => (member in metadata ? holds : fails(`The metadata has no ${member}.`)));

const URLS = [
  'jwks_uri',
  'configuration_endpoint',
  'status_endpoint',
  'add_subject_endpoint',
  'remove_subject_endpoint',
  'verification_endpoint',
];
const URN = { push: 'urn:ietf:rfc:8935', poll: 'urn:ietf:rfc:8936' } as const;
const KEY_TYPES = ['RSA', 'EC', 'OKP', 'oct'];
const CURVES = ['P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448', 'X25519', 'X448'];

function isHttps(value: unknown, assumeHttps: boolean): boolean {
  return typeof value === 'string' && (assumeHttps ? /^https?:\/\// : /^https:\/\//).test(value);
}

const withoutSlash = (url: string): string => url.replace(/\/$/, '');

/** CAEPIOP 2.3.1 as the official suite compares it: number part, then suffix as text. */
function specVersion(value: unknown): Told {
  if (typeof value !== 'string' || value.trim() === '') return fails('The metadata has no spec_version.');
  if (value.includes('.')) return fails(`spec_version "${value}" has a dot.`);
  const [number = '', ...rest] = value.split('-');
  const suffix = rest.join('-');
  if (!/^\d+(_\d+)?$/.test(number)) return crashes(`spec_version "${value}" is not a number.`);
  const parsed = Number(number.replace('_', '.'));
  if (parsed > 1 || (parsed === 1 && (suffix === '' || suffix >= 'ID2'))) return holds;
  return fails(`spec_version "${value}" is older than 1_0-ID2, compared as text.`);
}

export const metadataRules = {
  'metadata-fetched': (evidence) => {
    const [exchange] = requests.metadata(evidence);
    if (exchange === undefined) return untold(NOT_SEEN);
    const where = { exchange: exchange.id };
    const found = evidence.check('discovery/well-known-location');
    if (evidence.variant.ssf_server_metadata === 'discovery' && found?.outcome === 'fail')
      return fails('The metadata is not at the well-known URL of the issuer.', where);
    const { response } = exchange;
    if (response === null) return fails('The metadata cannot be fetched.', where);
    if (response.status < 200 || response.status > 299)
      return fails(`The metadata comes with status ${response.status}.`, where);
    if (response.body?.truncated === true) return untold('The metadata was too long to be recorded.');
    const json = jsonOf(response.body);
    if (json === undefined) return fails('The metadata is no JSON.', where);
    if (!isObject(json) || typeof json.issuer !== 'string')
      return crashes('The metadata is no JSON object with an issuer.', where);
    return Object.keys(json).length === 0 ? fails('The metadata is empty.', where) : holds;
  },
  'json-type': (evidence, of = 'metadata') => {
    const [exchange] = requests[of](evidence);
    if (exchange?.response === undefined || exchange.response === null) return untold(NOT_SEEN);
    const type = headerOf(exchange.response.headers, 'content-type');
    return type?.split(';')[0]?.trim().toLowerCase() === 'application/json'
      ? holds
      : fails(`Content-Type is ${type ?? 'missing'}.`, { exchange: exchange.id });
  },
  'delivery-supported': document(({ delivery_methods_supported: methods }, { variant }) => {
    if (!Array.isArray(methods)) return crashes('The metadata has no delivery_methods_supported.');
    const urn = URN[variant.ssf_delivery_mode];
    return methods.includes(urn) ? holds : fails(`delivery_methods_supported does not list ${urn}.`);
  }),
  'issuer-configured': document(({ issuer }, { results }) =>
    withoutSlash(String(issuer)) === withoutSlash(results.target.issuer)
      ? holds
      : fails(`issuer is ${JSON.stringify(issuer)}, and ${results.target.issuer} was configured.`),
  ),
  'https-urls': document((metadata, { assumeHttps }) => {
    const wrong = URLS.filter((member) => member in metadata && !isHttps(metadata[member], assumeHttps));
    return wrong.length === 0 ? holds : fails(`Not https: ${wrong.join(', ')}.`);
  }),
  'default-subjects': document(({ default_subjects: value }) =>
    value === undefined || value === 'ALL' || value === 'NONE'
      ? holds
      : fails(`default_subjects is ${JSON.stringify(value)}.`),
  ),
  'oauth-scheme': document(({ authorization_schemes: schemes }) => {
    if (!Array.isArray(schemes)) return fails('The metadata has no authorization_schemes.');
    // Elements before the one that is looked for are judged, too.
    for (const scheme of schemes) {
      const urn: unknown = isObject(scheme) ? scheme.spec_urn : undefined;
      if (typeof urn !== 'string' || !urn.startsWith('urn:'))
        return fails('An authorization scheme has no URN.');
      if (urn === 'urn:ietf:rfc:6749') return holds;
    }
    return fails('authorization_schemes does not list urn:ietf:rfc:6749.');
  }),
  'delivery-methods-present': has('delivery_methods_supported'),
  'spec-version': document(({ spec_version: value }) => specVersion(value)),
  'has-jwks-uri': has('jwks_uri'),
  'has-configuration-endpoint': has('configuration_endpoint'),
  'has-status-endpoint': has('status_endpoint'),
  'has-verification-endpoint': has('verification_endpoint'),
  'no-empty-arrays': document((metadata) => {
    const empty = Object.keys(metadata).filter((member) => {
      const value = metadata[member];
      return Array.isArray(value) && value.length === 0;
    });
    return empty.length === 0 ? holds : fails(`Empty: ${empty.join(', ')}.`);
  }),
  'jwks-uri-valid': document(({ jwks_uri: uri }, { assumeHttps }) =>
    isHttps(uri, assumeHttps) && URL.canParse(String(uri))
      ? holds
      : fails(`jwks_uri is ${JSON.stringify(uri)}.`),
  ),
  'jwks-fetched': (evidence) => {
    if (evidence.metadata !== null && typeof evidence.metadata.jwks_uri !== 'string')
      return fails('The metadata has no jwks_uri.');
    const [exchange] = requests.jwks(evidence);
    if (exchange === undefined) return untold('The run did not fetch the keys.');
    const { response } = exchange;
    if (response?.body?.truncated === true) return untold('The keys were too long to be recorded.');
    const good = response !== null && response.status >= 200 && response.status < 300;
    return good && isObject(jsonOf(response.body))
      ? holds
      : fails('jwks_uri does not give a JSON object.', { exchange: exchange.id });
  },
  'jwks-usable': (evidence) => {
    const [exchange] = requests.jwks(evidence);
    const json = jsonOf(exchange?.response?.body);
    if (exchange === undefined || !isObject(json) || !Array.isArray(json.keys))
      return untold('The run recorded no keys.');
    const strange = json.keys.filter(
      (key) =>
        !isObject(key) ||
        !isOneOf(KEY_TYPES, key.kty) ||
        (key.crv !== undefined && !isOneOf(CURVES, key.crv)),
    );
    return strange.length === 0
      ? holds
      : fails(`${strange.length} of ${json.keys.length} keys are of a kind that is not known.`, {
          exchange: exchange.id,
        });
  },
  'speaks-tls': (evidence) => {
    if (evidence.assumeHttps) return untold(ASSUMED);
    const { issuer } = evidence.results.target;
    if (!issuer.startsWith('https:')) return fails(`${issuer} is plain http: nothing speaks TLS there.`);
    const check = evidence.check('tls/version-1.2');
    const finding = check?.findings.find(
      ({ requirement, message }) =>
        requirement === 'RFC8417-5.1-02' && message.includes(new URL(issuer).hostname),
    );
    if (finding !== undefined) return fails(finding.message);
    return evidence.metadata === null ? untold(NOT_SEEN) : holds;
  },
} satisfies Partial<Record<RuleName, Rule>>;
