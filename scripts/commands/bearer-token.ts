import { InvalidArgumentError } from 'commander';

/** Parses an access token that a mock is given: what a bearer may present (RFC 6750 section 2.1, `b64token`). */
export function bearerToken(text: string): string {
  if (!/^[\w.~+/-]+=*$/.test(text))
    throw new InvalidArgumentError(
      'Expected letters, digits and - . _ ~ + / only, as a bearer token has them.',
    );
  return text;
}
