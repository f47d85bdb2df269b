import { isIP } from 'node:net';
import type { MemberForm } from '../standard/subject-formats.ts';

/** What is wrong with a value of a form; null if nothing is. `lenient`: it is wrong only by a narrow reading. */
export interface FormFault {
  message: string;
  expected: string;
  lenient?: true;
}

type Form = (value: string) => FormFault | null;

const fault = (expected: string, message = 'has not the form that its format demands'): FormFault => ({
  message,
  expected,
});

/** The forms of members whose value is a string. */
const stringForms: Readonly<Record<Exclude<MemberForm, 'identifiers' | 'ip-addresses'>, Form>> = {
  string: () => null,
  // RFC 7565 7: `acct` "@" host; an "@" of the user part is percent-encoded.
  'acct-uri': (value) =>
    /^acct:[^@\s]+@[^@\s]+$/i.test(value) ? null : fault('an acct URI such as acct:user@example.com'),
  // RFC 7519 2, StringOrURI.
  'string-or-uri': (value) =>
    !value.includes(':') || isUri(value)
      ? null
      : fault('a URI, since it holds a ":" (RFC 7519 section 2)', 'holds a ":" but is no URI'),
  'addr-spec': addrSpec,
  e164: phoneNumber,
  'did-url': (value) =>
    /^did:[a-z0-9]+:[\w.:%/?#&=;,+~!$'()*@[\]-]+$/.test(value)
      ? null
      : fault('a DID URL such as did:example:123456'),
  uri: (value) => (isUri(value) ? null : fault('a URI with a scheme (RFC 3986)')),
};

/** What is wrong with the value of a member, which is neither missing nor empty. */
export function formFault(form: MemberForm, value: unknown): FormFault | null {
  if (form === 'identifiers') return Array.isArray(value) ? null : fault('an array of subject identifiers');
  if (form === 'ip-addresses') return Array.isArray(value) ? null : fault('an array of strings');
  if (typeof value !== 'string') return fault('a string', 'is not a string');
  return stringForms[form](value);
}

/** RFC 3986 3: a scheme, then characters that a URI may hold, in which "%" begins an escape. */
export function isUri(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(value);
}

/** RFC 4001: a textual IPv4 or IPv6 address; a zone (%eth0) belongs to its zoned types. */
export function isIpAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', zone, ...rest] = value.split('%');
  return rest.length === 0 && zone !== '' && isIP(address) !== 0;
}

/**
 * RFC 5322 3.4.1: local-part "@" domain. The formal grammar allows quoted local parts, literal domains and comments;
 * only what no addr-spec can be is refused.
 */
function addrSpec(value: string): FormFault | null {
  const wish = 'an addr-spec such as user@example.com';
  // No address is as long; the searches below would take ever longer.
  if (value.length > 2_000) return /^[^@]+@[^@]+$/.test(value) ? null : fault(wish);
  if (/^mailto:/i.test(value)) return fault(wish, 'is a mailto: URI, not an address');
  if (/^[^"]*<.*>\s*$/.test(value)) return fault(wish, 'has a display name or angle brackets');
  const bare = value.replaceAll(/"(?:[^"\\]|\\.)*"/g, 'q');
  if (!/^[^@]+@[^@]+$/.test(bare)) return fault(wish);
  if (!/\s/.test(bare)) return null;
  return { ...fault(wish, 'holds white space'), lenient: true };
}

/** E.164: the number with country code, at most 15 digits. */
function phoneNumber(value: string): FormFault | null {
  const wish = 'an E.164 number such as +12065550100';
  if (/^\+[1-9][0-9]{1,14}$/.test(value)) return null;
  // SSF section 5 itself shows a number with blanks among the SETs that it calls conforming.
  if (/^\+[1-9][0-9]{1,14}$/.test(value.replaceAll(' ', ''))) {
    return { ...fault(wish, 'holds blanks'), lenient: true };
  }
  return fault(wish);
}
