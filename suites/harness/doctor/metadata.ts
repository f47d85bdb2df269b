import { appendedUrl, wellKnownUrl } from '../../support/well-known.ts';
import type { Exchange } from '../exchange.ts';
import { foreign, jsonObject } from '../preflight/foreign.ts';
import { metadataRefusal } from '../preflight/metadata.ts';
import type { Preflight } from '../preflight.ts';
import type { Teller } from './examination.ts';
import { whoseExchange } from './whose.ts';

type Document = Record<string, unknown>;

/** Whether there is metadata (SSF 7.2), where it belongs or where it was said to be; null when there is none. */
export async function findMetadata(
  run: Preflight,
  expectedUrl: string,
  tell: Teller,
): Promise<{ exchange: Exchange; document: Document } | null> {
  const { metadataUrl, issuer } = run.facts;
  const exchange = await run.ask({ method: 'GET', url: metadataUrl, as: 'nobody' });
  const refusal = await metadataRefusal(run, exchange);
  const document = jsonObject(exchange.response?.json);
  if (refusal !== null || document === null || exchange.response === null) {
    const elsewhere = exchange.response?.status === 404 ? await inWrongPlaces(run) : null;
    if (elsewhere !== null && elsewhere.issuer !== issuer)
      tell.problem(
        `There is none of ${issuer} at ${metadataUrl}, but at ${elsewhere.url} some of the issuer ${foreign(elsewhere.issuer)}.`,
        'configuration',
        'Is that the issuer to test? Then name it with --issuer, as it is written there.',
      );
    else if (elsewhere !== null)
      tell.problem(
        `There is none at ${metadataUrl}, but at ${elsewhere.url}, which is not its place (SSF 7.2).`,
        'target',
        `Serve it where it belongs. To test the rest all the same: --metadata-url ${elsewhere.url}`,
      );
    else
      tell.problem(
        refusal?.sentence ?? 'It was not fetched.',
        whoseExchange(exchange, 'target', { 404: 'configuration' }),
        refusal?.hint ?? 'Try again.',
      );
    return null;
  }
  const { bytes } = exchange.response;
  const said = `${bytes} bytes of JSON in ${Math.round(exchange.durationMs)} ms from ${metadataUrl}`;
  const named = document.issuer;
  if (named === undefined)
    // The rest can be looked at all the same.
    tell.problem(
      `${said}; but it has no issuer, which it must have (SSF 7.1).`,
      'target',
      'Name the issuer in the metadata.',
    );
  else if (named !== issuer)
    tell.note(
      `${said}; but it names the issuer ${typeof named === 'string' ? foreign(named) : '(none)'}, and the one that is tested is ${issuer}.`,
      'configuration',
      'Give the issuer as the target writes it, to the letter; if that is what you gave, the target is wrong, and a run judges it.',
    );
  else if (metadataUrl !== expectedUrl)
    tell.note(`${said}, as --metadata-url says; by SSF 7.2 it belongs at ${expectedUrl}.`, 'target');
  else tell.ok(`${said}.`);
  return { exchange, document };
}

/** Where people put it: as OpenID Connect does, at the host alone, and under the name that drafts had. */
function wrongPlaces(issuer: string, asked: string): string[] {
  const { origin } = new URL(issuer);
  const places = [
    appendedUrl(issuer, 'ssf-configuration'),
    `${origin}/.well-known/ssf-configuration`,
    wellKnownUrl(issuer, 'sse-configuration'),
    appendedUrl(issuer, 'sse-configuration'),
  ];
  return [...new Set(places)].filter((place) => place !== asked);
}

async function inWrongPlaces({ facts, ask }: Preflight): Promise<{ url: string; issuer: string } | null> {
  for (const url of wrongPlaces(facts.issuer, facts.metadataUrl)) {
    const { response } = await ask({ method: 'GET', url, as: 'nobody' });
    const named = jsonObject(response?.json)?.issuer;
    if (response?.status === 200 && typeof named === 'string') return { url, issuer: named };
  }
  return null;
}

const METHODS: ReadonlyMap<string, string> = new Map([
  ['urn:ietf:rfc:8935', 'push'],
  ['urn:ietf:rfc:8936', 'poll'],
]);
const ENDPOINTS = ['configuration', 'status', 'add_subject', 'remove_subject', 'verification'] as const;

/** What the metadata offers, in one line. `wished`: delivery methods that shall be tested. */
export function tellOffers(
  document: Document,
  wished: readonly string[] | undefined,
  tell: Teller,
): { methods: string[] | null } {
  const listed = document.delivery_methods_supported;
  const urns = Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string') : null;
  const methods = urns?.map((urn) => METHODS.get(urn) ?? foreign(urn, 60)) ?? null;
  const there = ENDPOINTS.filter((name) => typeof document[`${name}_endpoint`] === 'string');
  const lacking = ENDPOINTS.filter((name) => !there.includes(name));
  const version = document.spec_version;
  const said = [
    `delivery by ${methods === null ? 'methods that it does not list' : methods.slice(0, 6).join(', ') || 'nothing'}`,
    `endpoints ${there.join(', ') || 'none'}`,
    ...(lacking.length > 0 ? [`none for ${lacking.join(', ')}`] : []),
    `spec_version ${typeof version === 'string' ? foreign(version, 30) : 'not given'}`,
  ].join('; ');
  const missing = wished?.filter((method) => methods !== null && !methods.includes(method)) ?? [];
  if (missing.length > 0)
    tell.problem(
      `${said}. But ${missing.join(' and ')} shall be tested, and is not listed.`,
      'configuration',
      'Leave it out of --delivery, or let the target list it in delivery_methods_supported.',
    );
  else if (!there.includes('configuration'))
    tell.problem(
      `${said}. Without configuration_endpoint no stream can be created, and little be tested.`,
      'target',
      'Advertise it in the metadata.',
    );
  else tell.ok(`${said}.`);
  return { methods };
}
