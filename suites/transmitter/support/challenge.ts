/** One challenge of a WWW-Authenticate header (RFC 9110 section 11.6.1). Scheme and parameter names in lower case. */
export interface Challenge {
  scheme: string;
  parameters: Record<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`);
const SCHEME = new RegExp(`^(${TOKEN})(?=[\\s,]|$)(?:[ \\t]+([A-Za-z0-9._~+/-]+=*)(?=\\s*(?:,|$)))?`);

/** Reads a WWW-Authenticate header, several values joined by commas; stops where the grammar does. */
export function parseChallenges(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = (header ?? '').trim();
  while (rest !== '') {
    const parameter = PARAMETER.exec(rest);
    const current = challenges.at(-1);
    if (parameter !== null && current !== undefined) {
      const [, name = '', quoted, plain = ''] = parameter;
      current.parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain;
      rest = rest.slice(parameter[0].length);
    } else {
      const scheme = SCHEME.exec(rest);
      if (scheme === null) break;
      challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: {} });
      rest = rest.slice(scheme[0].length);
    }
    rest = rest.replace(/^[\s,]+/, '');
  }
  return challenges;
}

/** The challenge of scheme Bearer (RFC 6750 section 3), if there is one. */
export function bearerChallenge(header: string | undefined): Challenge | undefined {
  return parseChallenges(header).find(({ scheme }) => scheme === 'bearer');
}
