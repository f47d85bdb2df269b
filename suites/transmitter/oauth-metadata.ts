import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../harness/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { appendedUrl, wellKnownUrl } from '../support/well-known.ts';
import { objectIn, outcomeOf, statusOf } from './support/answers.ts';

const AUTHORIZATION_SERVER = 'oauth-authorization-server';
const PROTECTED_RESOURCE = 'oauth-protected-resource';

/** Metadata of the authorization server (RFC 8414) and of the protected resource (RFC 9728), where they are published. */
export const checks = [
  transmitterCheck({
    id: 'oauth-metadata/authorization-server-location',
    title:
      'Authorization server metadata stands where its issuer puts it: the well-known name between host and path.',
    requirements: ['RFC8414-3-01'],
    what: 'Looks for the metadata at the servers that the protected resource names, at the issuer of the Transmitter, at its host and at that of the token endpoint, also behind the whole path, where it is put by mistake; the issuer that a document names must lead back to a document.',
    async run(t) {
      const { document, exchange } = await authorizationServer(t);
      const { issuer } = document;
      if (typeof issuer !== 'string' || !URL.canParse(issuer)) {
        t.violates('RFC8414-3-01', {
          message:
            'The authorization server metadata names no issuer, so that its own location cannot be right.',
          expected: 'an issuer URL',
          actual: issuer ?? 'no issuer',
          exchange,
        });
        return;
      }
      const url = wellKnownUrl(issuer, AUTHORIZATION_SERVER);
      const right = url === exchange.request.url ? exchange : await get(t, url);
      t.expect(statusOf(right) === 200 && objectIn(right) !== null, 'RFC8414-3-01', {
        message: `The authorization server metadata names the issuer ${issuer}, but is not where that issuer puts it.`,
        expected: `metadata at ${url}`,
        actual: `${outcomeOf(right)}; there is a document at ${exchange.request.url}`,
        exchange: right,
      });
    },
  }),

  transmitterCheck({
    id: 'oauth-metadata/authorization-server-answer',
    title: 'Authorization server metadata is answered 200 as application/json.',
    requirements: ['RFC8414-3.2-01'],
    what: 'Looks at status and media type of the authorization server metadata.',
    async run(t) {
      const { exchange } = await authorizationServer(t);
      if (!t.expectStatus(exchange, [200], 'RFC8414-3.2-01', 'GET of the authorization server metadata'))
        return;
      t.expectJsonType(exchange, 'RFC8414-3.2-01', 'GET of the authorization server metadata');
    },
  }),

  transmitterCheck({
    id: 'oauth-metadata/protected-resource',
    title: 'Protected resource metadata stands where its resource puts it, and lists the scopes.',
    requirements: ['RFC9728-3-01', 'RFC9728-3-03'],
    what: 'Looks for protected resource metadata at the issuer and at the configuration endpoint; the resource that it names must lead back to it. A missing scopes_supported is a warning.',
    async run(t) {
      const { document } = await t.metadata();
      const found = await firstDocument(
        t,
        [t.issuer, document?.configuration_endpoint, new URL(t.issuer).origin],
        PROTECTED_RESOURCE,
      );
      if (found === null) return t.notApplicable('No protected resource metadata (RFC 9728) is published.');
      const { resource, scopes_supported: scopes } = found.document;
      if (typeof resource === 'string' && URL.canParse(resource)) {
        const right = await atItsPlace(t, resource, found.exchange);
        t.expect(statusOf(right) === 200, 'RFC9728-3-01', {
          message: 'The protected resource metadata is not where the resource that it names puts it.',
          expected: `metadata at ${wellKnownUrl(resource, PROTECTED_RESOURCE)}`,
          actual: `${outcomeOf(right)}; there is a document at ${found.exchange.request.url}`,
          exchange: right,
        });
      }
      t.expect(Array.isArray(scopes) && scopes.length > 0, 'RFC9728-3-03', {
        message: 'The protected resource metadata does not list its scopes.',
        expected: 'scopes_supported',
        actual: scopes ?? 'no scopes_supported',
        exchange: found.exchange,
      });
    },
  }),
];

interface Found {
  document: JsonObject;
  exchange: Exchange;
}

/** The authorization server metadata that can be found from what is known of the Transmitter. */
async function authorizationServer<R extends RequirementId>(t: TransmitterProbe<R>): Promise<Found> {
  const resource = await firstDocument(t, [t.issuer], PROTECTED_RESOURCE);
  const named = resource?.document.authorization_servers;
  const issuers = [
    ...(Array.isArray(named) ? (named as unknown[]) : []),
    t.issuer,
    new URL(t.issuer).origin,
    t.tokenEndpoint === null ? null : new URL(t.tokenEndpoint).origin,
  ];
  const found = await firstDocument(t, issuers, AUTHORIZATION_SERVER);
  if (found !== null) return found;
  return t.notApplicable('No authorization server metadata (RFC 8414) was found.');
}

/**
 * What is answered where a resource puts its metadata. RFC 9728 3.1 drops a final slash behind the host; one behind a
 * path it drops by one reading and keeps by another.
 */
async function atItsPlace<R extends RequirementId>(
  t: TransmitterProbe<R>,
  resource: string,
  found: Exchange,
): Promise<Exchange> {
  const url = wellKnownUrl(resource, PROTECTED_RESOURCE);
  const kept = new URL(resource).pathname.endsWith('/') ? `${url}/` : url;
  if ([url, kept].includes(found.request.url)) return found;
  const exchange = await get(t, url);
  return kept === url || statusOf(exchange) === 200 ? exchange : get(t, kept);
}

/** The first JSON object at the well-known URL of one of the identifiers, or at the one that is built by mistake. */
async function firstDocument<R extends RequirementId>(
  t: TransmitterProbe<R>,
  identifiers: readonly unknown[],
  name: string,
): Promise<Found | null> {
  const urls = identifiers.flatMap((one) =>
    typeof one === 'string' && URL.canParse(one) && /^https?:/.test(one)
      ? [wellKnownUrl(one, name), appendedUrl(one, name)]
      : [],
  );
  for (const url of new Set(urls)) {
    const exchange = await get(t, url);
    const status = statusOf(exchange) ?? 0;
    const document = objectIn(exchange);
    if (status >= 200 && status < 300 && document !== null) return { document, exchange };
  }
  return null;
}

function get<R extends RequirementId>(t: TransmitterProbe<R>, url: string): Promise<Exchange> {
  return t.request({ method: 'GET', url, as: 'nobody' });
}
