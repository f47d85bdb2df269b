import { isObject } from '../../vocabulary/is-object.ts';
import type { Examined, Refusal } from '../seams.ts';
import { duplicateMember } from './duplicate-member.ts';
import { refuse } from './refuse.ts';

const invalid = (description: string): Refusal => refuse('invalid_request', description);

/**
 * Reads a SET: three parts in base64url (RFC 7515 section 7.1), of which header and claims are JSON objects in UTF-8
 * without duplicate members. Fills in `header` and `claims` as far as they can be read, even if it then refuses.
 */
export function form(set: Examined): Refusal | null {
  const parts = set.compact.split('.');
  if (parts.length === 5) return invalid('The SET is encrypted, and there is no key to decrypt it with.');
  const [header, claims, signature] = parts;
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) {
    return invalid('The body is no JWS in compact serialization: it has not three parts.');
  }
  const head = read('header', header);
  if ('value' in head) set.header = head.value;
  const body = read('claims set', claims);
  if ('value' in body) set.claims = body.value;
  if (head.objection) return invalid(head.objection);
  if (body.objection) return invalid(body.objection);
  return isBase64url(signature) ? null : invalid('The signature is not in base64url.');
}

type Reading = { objection: string } | { value: Record<string, unknown>; objection: string | null };

function read(name: string, part: string): Reading {
  if (!isBase64url(part)) return { objection: `The ${name} is not in base64url.` };
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(part, 'base64url'));
    value = JSON.parse(text);
  } catch {
    return { objection: `The ${name} is not JSON in UTF-8.` };
  }
  if (!isObject(value)) return { objection: `The ${name} is not a JSON object.` };
  const twice = duplicateMember(text);
  return {
    value,
    objection: twice === null ? null : `The ${name} has two members named ${JSON.stringify(twice)}.`,
  };
}

/** Without padding, foreign characters or stray bits: there is one way to write it. */
function isBase64url(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}
