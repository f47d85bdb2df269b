import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import { appendedUrl, wellKnownUrl } from '../support/well-known.ts';
import { isObject, isUrl, metadataDocument } from './support/metadata.ts';

/** SSF 7.2: where the metadata is, how it is served, and whether it belongs to the issuer that was asked for. */
export const checks = [
  transmitterCheck({
    id: 'discovery/well-known-location',
    title: 'The metadata stands where the issuer puts it: the well-known name is between host and path.',
    requirements: ['SSF-7.2-02', 'SSF-7.2.1-04', 'RFC8615-3-01'],
    what: 'Builds the URL from the issuer as SSF 7.2 and 7.2.1 say (name between host and path, final slash of the path dropped) and asks for it without credentials.',
    async run(t) {
      const url = wellKnownUrl(t.issuer, 'ssf-configuration');
      const exchange = await getMetadata(t, url);
      // How the metadata is served where we read it is judged elsewhere; where we did not, it must be metadata.
      const isThere = url === t.metadataUrl ? !isMissing(exchange) : isObject(exchange.response?.json);
      if (isThere) return;
      if (url !== t.metadataUrl && !t.metadataUrl.includes('/.well-known/')) {
        return t.notApplicable(
          `The metadata was found at ${t.metadataUrl} only, which is no well-known URL: the Transmitter offers no discovery.`,
        );
      }
      const appended = appendedUrl(t.issuer, 'ssf-configuration');
      const other = appended === url ? exchange : await getMetadata(t, appended);
      t.violates('SSF-7.2-02', {
        message: 'There is no metadata at the well-known URL that follows from the issuer.',
        expected: `metadata at ${url}`,
        actual: `${seen(exchange)}${other.response?.status === 200 ? `; ${appended} is answered 200` : ''}`,
        hint: 'Insert /.well-known/ssf-configuration between the host and the path of the issuer; do not append it.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'discovery/document',
    title: 'The metadata is answered to GET with status 200 and as application/json.',
    requirements: ['SSF-7.2.3-01', 'SSF-7.2-04', 'SSF-7.2.1-02'],
    what: 'Fetches the metadata without credentials and looks at the status and the media type; what a POST is answered is only noted.',
    async run(t) {
      const { exchange } = await t.metadata();
      if (isMissing(exchange)) {
        return t.notTested(`${t.metadataUrl} gives no metadata; discovery/well-known-location judges that.`);
      }
      if (!t.expectStatus(exchange, [200], 'SSF-7.2.3-01', 'GET of the metadata')) return;
      t.expectJsonType(exchange, 'SSF-7.2.3-01', 'GET of the metadata');
      const post = await t.request({ method: 'POST', url: t.metadataUrl, as: 'nobody', json: {} });
      if (post.response !== null && post.response.status < 300) {
        t.notes('SSF-7.2.1-02', {
          message: 'The metadata is also served to POST; Receivers only ever ask with GET.',
          expected: '405 or another 4xx',
          actual: seen(post),
          exchange: post,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'discovery/json-object',
    title: 'The metadata is a JSON object.',
    requirements: ['SSF-7.2-03'],
    what: 'Parses the body of the metadata answer: well-formed UTF-8, JSON, an object.',
    async run(t) {
      const { exchange } = await t.metadata();
      const { response } = exchange;
      if (response === null || response.status >= 300) {
        return t.notTested('The metadata request did not succeed; discovery/document judges that.');
      }
      const { json, utf8, text } = response;
      const isRight = t.expect(isObject(json), 'SSF-7.2-03', {
        message: 'The document at the well-known URL is no JSON object.',
        expected: 'a JSON object',
        actual: json === undefined ? `no JSON: ${text.slice(0, 120)}` : json,
        exchange,
      });
      if (!isRight) return;
      t.expect(utf8, 'SSF-7.2-03', {
        message: 'The metadata is not well-formed UTF-8, so it is no JSON (RFC 8259 section 8.1).',
        expected: 'UTF-8',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'discovery/issuer-form',
    title: 'The metadata names its issuer: an https URL without query and fragment.',
    requirements: ['SSF-7.1-03'],
    what: 'Reads the member issuer. The scheme https is not asked of a target on plain http loopback.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const issuer = document.issuer;
      const say = (message: string, expected: string): void =>
        t.violates('SSF-7.1-03', { message, expected, actual: issuer ?? 'no member issuer', exchange });
      if (typeof issuer !== 'string' || !URL.canParse(issuer)) {
        return say('The metadata has no issuer that is a URL.', 'an https URL');
      }
      if (t.https && new URL(issuer).protocol !== 'https:')
        say('The issuer is no https URL.', 'scheme https');
      if (/[?#]/.test(issuer)) say('The issuer has a query or a fragment.', 'neither ? nor #');
    },
  }),

  transmitterCheck({
    id: 'discovery/issuer-equals',
    title: 'The issuer in the metadata is identical to the Issuer URL from which the metadata was found.',
    requirements: ['SSF-7.2.4-03'],
    what: 'Compares the member issuer with the configured issuer, character by character.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      const issuer = document.issuer;
      if (typeof issuer !== 'string') {
        return t.notTested('The metadata has no issuer; discovery/issuer-form judges that.');
      }
      const sameButSlash = issuer.replace(/\/$/, '') === t.issuer.replace(/\/$/, '');
      t.expect(issuer === t.issuer, 'SSF-7.2.4-03', {
        message:
          'The metadata belongs to another issuer than the one that was asked for, so a Receiver must not use it.',
        expected: t.issuer,
        actual: issuer,
        hint: sameButSlash
          ? 'Only the final slash differs. If the Transmitter documents its issuer as in the metadata, configure it here in exactly that form.'
          : 'The issuer is built from a fixed base URL or from the Host header instead of from the issuer that was asked for.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'discovery/unknown-issuer',
    title: 'Metadata of an issuer that does not exist is refused with a fitting status.',
    requirements: ['SSF-7.2.3-06'],
    what: 'Asks for the metadata of an invented issuer path on the same host; 404 or another 4xx is right.',
    async run(t) {
      const invented = `${new URL(t.issuer).origin}/no-such-issuer-${t.random().slice(0, 12)}`;
      const exchange = await getMetadata(t, wellKnownUrl(invented, 'ssf-configuration'));
      const { response } = exchange;
      // The text only asks for "the applicable status": a redirect (to a log-in page, say) is no success either.
      if (response !== null && response.status >= 300 && response.status < 500) return;
      const named: unknown = isObject(response?.json) ? response.json.issuer : undefined;
      if (named === invented) {
        t.notes('SSF-7.2.3-06', {
          message: 'Any issuer path is answered with metadata in its name.',
          actual: invented,
          exchange,
        });
        return;
      }
      t.violates('SSF-7.2.3-06', {
        message:
          named === t.issuer
            ? 'The metadata of this issuer is also served for an issuer that does not exist.'
            : 'The metadata request for an issuer that does not exist is not refused with a fitting status.',
        expected: '404, or another 4xx',
        actual: seen(exchange),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'discovery/risc-configuration',
    title: 'The metadata is not published at the old location risc-configuration.',
    requirements: ['SSF-7.2.2-02'],
    what: 'Asks for /.well-known/risc-configuration with the path of the issuer; metadata there is for old RISC Transmitters only.',
    async run(t) {
      const exchange = await getMetadata(t, wellKnownUrl(t.issuer, 'risc-configuration'));
      const { response } = exchange;
      const publishes = response?.status === 200 && isObject(response.json) && 'issuer' in response.json;
      t.expect(!publishes, 'SSF-7.2.2-02', {
        message: 'The metadata is published at risc-configuration, which new services should not do.',
        expected: 'metadata at ssf-configuration only',
        actual: seen(exchange),
        hint: 'A Transmitter that served RISC Receivers before may keep it; then read this as a remark.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'discovery/method-not-allowed',
    title: 'A 405 says in Allow which methods there are.',
    requirements: ['RFC9110-15.5.6-01'],
    what: 'Sends POST to the metadata and to the keys, and GET to the endpoints that take POST only, and reads the header Allow of each 405.',
    async run(t) {
      const { document } = await metadataDocument(t);
      const asks: ['GET' | 'POST', unknown][] = [
        ['POST', t.metadataUrl],
        ['POST', document.jwks_uri],
        ['GET', document.verification_endpoint],
        ['GET', document.add_subject_endpoint],
        ['GET', document.remove_subject_endpoint],
      ];
      const refusals: Exchange[] = [];
      for (const [method, url] of asks) {
        if (!isUrl(url)) continue;
        const post = method === 'POST' ? { as: 'nobody' as const, json: {} } : {};
        const exchange = await t.request({ method, url, ...post });
        if (exchange.response?.status === 405) refusals.push(exchange);
      }
      if (refusals.length === 0) return t.notApplicable('No method that does not fit was answered 405.');
      const silent = refusals.filter(({ response }) => response?.headers.allow === undefined);
      t.expect(silent.length === 0, 'RFC9110-15.5.6-01', {
        message: `${silent.length} of ${refusals.length} answers of status 405 have no header Allow.`,
        expected: 'Allow with the methods of the resource',
        actual: 'no Allow',
        exchange: silent[0],
      });
    },
  }),
];

type Asking = { request(spec: { method: string; url: string; as: 'nobody' }): Promise<Exchange> };

function getMetadata(t: Asking, url: string): Promise<Exchange> {
  return t.request({ method: 'GET', url, as: 'nobody' });
}

function isMissing({ response }: Exchange): boolean {
  return response === null || response.status === 404 || response.status === 410;
}

function seen({ response, error }: Exchange): string {
  if (response === null) return `no answer (${error?.message ?? 'unknown'})`;
  return `status ${response.status}, ${response.headers['content-type'] ?? 'no Content-Type'}`;
}
