import { isObject } from '../vocabulary/is-object.ts';

/**
 * E-mail address of the user whom a subject is about; null when it does not tell. Takes complex subjects with a user, and
 * Okta's, which have the members and no format.
 */
export function emailOf(subject: unknown): string | null {
  if (!isObject(subject)) return null;
  const { format, email, uri, sub, identifiers, user } = subject;
  switch (format) {
    case undefined:
    case 'complex':
      return emailOf(user);
    case 'email':
      return address(email);
    case 'account':
    case 'uri':
      return typeof uri === 'string' ? address(uri.replace(/^(?:acct|mailto):/, '')) : null;
    case 'iss_sub':
      return address(sub);
    case 'aliases':
      return Array.isArray(identifiers)
        ? (identifiers.map(emailOf).find((found) => found !== null) ?? null)
        : null;
    default:
      return null;
  }
}

function address(value: unknown): string | null {
  return typeof value === 'string' && /^[^@\s]+@[^@\s]+$/.test(value) ? value : null;
}
