import { isLoopback } from '../../suites/support/loopback.ts';
import { UsageError } from '../usage-error.ts';

/** What listens on every address, and names none that could be called. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '*';
}

/**
 * A URL to which credentials may be sent: https, or http on loopback, without user name and password.
 * @param name how the user calls it, for messages
 * @throws UsageError
 */
export function targetUrl(text: string, name: string): URL {
  const url = parseUrl(text, name);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new UsageError(
      `${name} ${text} is plain http. Tokens would cross the network readable for everybody; http is accepted on loopback only.`,
      { hint: 'Use https (--ca FILE for a private CA), or run the target on 127.0.0.1, ::1 or localhost.' },
    );
  return url;
}

/** The base URL of something that others call: http or https, without query and fragment. */
export function baseUrl(text: string, name: string): URL {
  const url = parseUrl(text, name);
  refuseQueryAndFragment(text, name);
  return url;
}

/** SSF 7.2: an issuer has neither query nor fragment. The text is kept as it is, because issuers are compared as they are. */
export function issuerUrl(text: string, name: string): URL {
  const url = targetUrl(text, name);
  refuseQueryAndFragment(text, name);
  return url;
}

function refuseQueryAndFragment(text: string, name: string): void {
  // Not url.search: it is empty for a lone "?".
  if (text.includes('?')) throw new UsageError(`${name} must not have a query ("?").`);
  if (text.includes('#')) throw new UsageError(`${name} must not have a fragment ("#").`);
}

function parseUrl(text: string, name: string): URL {
  if (/\s/.test(text)) throw new UsageError(`${name} holds white space.`);
  if (!URL.canParse(text))
    throw new UsageError(`${name} is not a URL.`, { hint: 'Such as https://transmitter.example.com' });
  const url = new URL(text);
  if (url.username || url.password)
    throw new UsageError(`${name} holds a user name or password; credentials do not belong into a URL.`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new UsageError(`${name} must be an https URL, or http on loopback; its scheme is ${url.protocol}`);
  return url;
}
