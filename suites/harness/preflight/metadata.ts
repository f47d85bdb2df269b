import type { Exchange, ExchangeResponse } from '../exchange.ts';
import type { Preflight, Refusal } from '../preflight.ts';
import { connectionRefusal } from './connection.ts';
import { foreign, jsonObject } from './foreign.ts';

/** Why the metadata cannot be read at all. A document that can be read is for the checks to judge. */
export async function metadataRefusal(run: Preflight, exchange: Exchange): Promise<Refusal | null> {
  const { response } = exchange;
  if (response === null) return connectionRefusal(exchange, 'The metadata');
  if (jsonObject(response.json) && response.status >= 200 && response.status < 300) return null;
  const at = `The metadata URL ${run.facts.metadataUrl}`;
  const elsewhere = response.status === 404 ? await metadataElsewhere(run) : null;
  if (elsewhere !== null)
    return {
      sentence: `${at} answers ${response.status}; there is metadata at ${elsewhere}, but SSF 7.2 puts the well-known part between host and path.`,
      hint: `To test the rest all the same: --metadata-url ${elsewhere}`,
    };
  return statusRefusal(at, response) ?? bodyRefusal(at, response);
}

function statusRefusal(at: string, { status, headers }: ExchangeResponse): Refusal | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return {
      sentence: `${at} redirects (${status}) to ${foreign(headers.location ?? 'nowhere')}; redirects are not followed.`,
      hint: 'Name the issuer as the target itself writes it in its metadata, or the final place with --metadata-url.',
    };
  if (status === 401 || status === 403)
    return {
      sentence: `${at} answers ${status}: it asks for credentials, and metadata is asked for without any.`,
      hint: 'Open the URL to everybody, or let the harness past the proxy in front of it.',
    };
  if (status >= 500)
    return {
      sentence: `${at} answers ${status}: the target, or a proxy in front of it, is failing.`,
      hint: 'Its log says why.',
    };
  return {
    sentence: `${at} answers ${status}: there is no metadata.`,
    hint: 'Is the issuer right, with its path? If the metadata lies elsewhere: --metadata-url URL',
  };
}

function bodyRefusal(at: string, response: ExchangeResponse): Refusal {
  const { text, headers } = response;
  if (text.trim() === '')
    return {
      sentence: `${at} answers ${response.status} with an empty body.`,
      hint: "The target's log may say why.",
    };
  if (/html/i.test(headers['content-type'] ?? '') || /^\s*<(?:!doctype|html)/i.test(text))
    return {
      sentence: `${at} answers with an HTML page instead of JSON.`,
      hint: 'That is often a login page, a proxy, or the front page of another application: check host, port and path.',
    };
  if (response.json === undefined)
    return {
      sentence: `${at} answers with something that is not JSON: ${foreign(text, 80)}`,
      hint: 'The metadata must be one JSON object (SSF 7.2.3).',
    };
  return {
    sentence: `${at} answers with JSON that is not an object.`,
    hint: 'The metadata must be one JSON object (SSF 7.2.3).',
  };
}

/** The usual mistake: the well-known part behind the issuer's path (as OpenID Connect Discovery has it). */
async function metadataElsewhere({ facts, ask }: Preflight): Promise<string | null> {
  const appended = `${facts.issuer.replace(/\/$/, '')}/.well-known/ssf-configuration`;
  if (appended === facts.metadataUrl) return null;
  const { response } = await ask({ method: 'GET', url: appended, as: 'nobody' });
  return response?.status === 200 && jsonObject(response.json) ? appended : null;
}
