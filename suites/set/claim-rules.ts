import { isScimOnly, isVerification } from './events.ts';
import { isUri } from './member-forms.ts';
import type { ParsedSet } from './parse.ts';
import { setRule } from './rule.ts';
import type { Violation } from './violation.ts';

/** Rules about the claims of a SET's envelope. */

/** A NumericDate above this is in milliseconds or finer: it would be in the year 5138. */
export const LATEST_SECONDS = 100_000_000_000;
/** A time before September 2001 was not written by any issuer of SETs. */
const EARLIEST_SECONDS = 1_000_000_000;
/** How old a SET may be that was made because this run asked for it, s. */
const FRESH = 300;

const has = (claim: string) => (set: ParsedSet) => set.claims !== null && claim in set.claims;

/** RFC 8417 2.2, RFC 7519 4.1.1: `iss` is there, a StringOrURI. */
export const issuer = setRule({
  requirements: ['RFC8417-2.2-01', 'RFC7519-4.1.1-01'],
  reads: 'claims',
  judge: ({ claims }) => {
    const iss = claims?.iss;
    if (iss === undefined || iss === '' || iss === null) {
      const message = iss === undefined ? 'The claim `iss` is missing.' : 'The claim `iss` is empty.';
      return [{ requirement: 'RFC8417-2.2-01', message, expected: 'the URL of the issuer', actual: iss }];
    }
    if (typeof iss === 'string' && (!iss.includes(':') || isUri(iss))) return [];
    return [
      {
        requirement: 'RFC7519-4.1.1-01',
        message: 'The claim `iss` is no StringOrURI.',
        expected: 'a string; a URI if it holds a ":"',
        actual: iss,
      },
    ];
  },
});

/** SSF 4.1.6, 7.1 and 7.2.4: `iss` is that of the stream, character for character. */
export const issuerOfStream = setRule({
  requirements: ['SSF-4.1.6-01', 'SSF-7.1-04', 'SSF-7.2.4-05'],
  reads: 'claims',
  applies: ({ claims }) => typeof claims?.iss === 'string' && claims.iss !== '',
  knows: (context) => context.issuer !== null,
  judge: ({ claims }, context) => {
    const iss = claims?.iss;
    if (context.issuer === null || iss === context.issuer) return [];
    const slash = `${String(iss)}/` === context.issuer || iss === `${context.issuer}/`;
    return [
      {
        requirement: 'SSF-4.1.6-01',
        message: 'The claim `iss` differs from the `iss` of the stream on which the SET came.',
        expected: context.issuer,
        actual: iss,
        ...(slash ? { hint: 'The two differ in a slash at the end; they are compared as strings.' } : {}),
      },
    ];
  },
});

/** RFC 8417 2.2, RFC 7519 2 and 4.1.6: `iat` is there, in seconds, and plausible. */
export const issuedAt = setRule({
  requirements: ['RFC8417-2.2-02', 'RFC7519-4.1.6-01', 'RFC7519-2-01'],
  reads: 'claims',
  judge: ({ claims }, context) => {
    const iat = claims?.iat;
    const expected = 'seconds since 1970-01-01T00:00:00Z at which the SET was issued';
    type Rows = 'RFC8417-2.2-02' | 'RFC7519-4.1.6-01' | 'RFC7519-2-01';
    const wrong = (requirement: Rows, message: string, hint?: string): Violation<Rows>[] => [
      { requirement, message, expected, actual: iat, ...(hint === undefined ? {} : { hint }) },
    ];
    if (iat === undefined) return wrong('RFC8417-2.2-02', 'The claim `iat` is missing.');
    if (typeof iat !== 'number') return wrong('RFC7519-4.1.6-01', 'The claim `iat` is not a JSON number.');
    if (iat >= LATEST_SECONDS)
      return wrong('RFC7519-2-01', 'The claim `iat` is not in seconds (milliseconds?).');
    if (iat > context.arrivedAt + context.clockSkew) {
      const hint = 'If the time is right at the Transmitter, the clocks of the two sides differ.';
      return wrong('RFC8417-2.2-02', 'The claim `iat` lies in the future.', hint);
    }
    const earliest =
      claims !== null && isVerification(claims) && context.runStartedAt !== null
        ? context.runStartedAt - context.clockSkew - FRESH
        : EARLIEST_SECONDS;
    if (iat >= earliest) return [];
    return wrong('RFC8417-2.2-02', 'The claim `iat` lies long before the SET was asked for.');
  },
});

/** RFC 8417 2.2: `jti` is there, a string. */
export const tokenId = setRule({
  requirements: ['RFC8417-2.2-03'],
  reads: 'claims',
  judge: ({ claims }) => {
    const jti = claims?.jti;
    if (typeof jti === 'string' && jti !== '') return [];
    const message =
      jti === undefined ? 'The claim `jti` is missing.' : 'The claim `jti` is no non-empty string.';
    return [
      { requirement: 'RFC8417-2.2-03', message, expected: 'a string that no other SET has', actual: jti },
    ];
  },
});

/** RFC 8417 2.2: `aud` is there. */
export const audiencePresent = setRule({
  requirements: ['RFC8417-2.2-06'],
  reads: 'claims',
  judge: ({ claims }) => {
    if (claims?.aud !== undefined) return [];
    const message = 'The claim `aud` is missing.';
    return [{ requirement: 'RFC8417-2.2-06', message, expected: 'the `aud` of the stream configuration' }];
  },
});

/** RFC 8725 3.9: an issuer that serves several Receivers says which one a SET is for. */
export const audienceOfSeveral = setRule({
  requirements: ['RFC8725-3.9-01'],
  reads: 'claims',
  judge: ({ claims }) => {
    if (claims?.aud !== undefined) return [];
    const message = 'The claim `aud` is missing, although the issuer serves several Receivers.';
    return [{ requirement: 'RFC8725-3.9-01', message, expected: 'the `aud` of the stream configuration' }];
  },
});

/** SSF 4.1.8, RFC 7519 4.1.3: `aud` is a string or an array of strings. */
export const audienceShape = setRule({
  requirements: ['SSF-4.1.8-01', 'RFC7519-4.1.3-02'],
  reads: 'claims',
  applies: has('aud'),
  judge: ({ claims }) => {
    const aud = claims?.aud;
    if (audienceOf(aud) !== null) return [];
    const message = 'The claim `aud` is neither a string nor an array of strings.';
    return [
      { requirement: 'SSF-4.1.8-01', message, expected: 'a string or an array of strings', actual: aud },
    ];
  },
});

/** The audiences that an `aud` names; null if it has not the shape of one. */
export function audienceOf(aud: unknown): string[] | null {
  if (typeof aud === 'string') return [aud];
  if (!Array.isArray(aud)) return null;
  const strings = aud.filter((value) => typeof value === 'string');
  return strings.length === aud.length && aud.length > 0 ? strings : null;
}

/**
 * SSF 4.1.8 and 8.1.1: the SET is for the Receiver of the stream. A SET that names none of the stream's audiences has to
 * be rejected there (RFC 7519 4.1.3); one that names further ones tells them of each other.
 */
export const audienceOfStream = setRule({
  requirements: ['SSF-4.1.8-02'],
  reads: 'claims',
  applies: ({ claims }) => audienceOf(claims?.aud) !== null,
  knows: ({ audience }) => audience !== null,
  judge: ({ claims }, { audience }) => {
    const named = audienceOf(claims?.aud);
    if (audience === null || named === null) return [];
    const foreign = named.filter((value) => !audience.includes(value));
    if (foreign.length === 0) return [];
    const wholly = foreign.length === named.length;
    return [
      {
        requirement: 'SSF-4.1.8-02',
        ...(wholly ? {} : { cap: 'warn' as const }),
        message: wholly
          ? 'The claim `aud` names nobody whom the stream configuration names: the Receiver has to reject the SET.'
          : 'The claim `aud` names somebody whom the stream configuration does not name.',
        expected: audience,
        actual: claims?.aud,
      },
    ];
  },
});

/** SSF 4.1.9: SETs carry a `txn`. */
export const transactionPresent = setRule({
  requirements: ['SSF-4.1.9-01'],
  reads: 'claims',
  judge: ({ claims }) => {
    if (claims?.txn !== undefined) return [];
    const message = 'The claim `txn` is missing.';
    return [{ requirement: 'SSF-4.1.9-01', message, expected: 'an identifier of what caused the event' }];
  },
});

/** SSF 4.1.9 with RFC 8417 2.2: `txn` is a string. */
export const transactionType = setRule({
  requirements: ['SSF-4.1.9-04'],
  reads: 'claims',
  applies: has('txn'),
  judge: ({ claims }) => {
    const txn = claims?.txn;
    if (typeof txn === 'string') return [];
    const message = 'The claim `txn` is not a string.';
    return [{ requirement: 'SSF-4.1.9-04', message, expected: 'a string', actual: txn }];
  },
});

/** SSF 4.1.2: the subject stands in `sub_id`, never in `sub`. */
export const noSubject = setRule({
  requirements: ['SSF-4.1.2-01', 'SSF-4.1.3-01', 'RFC9493-4.1-02'],
  reads: 'claims',
  // SSF speaks of SETs with its own events; a SCIM event may share the stream.
  applies: ({ claims }) => claims !== null && !isScimOnly(claims),
  judge: ({ claims }) => {
    if (claims === null || !('sub' in claims)) return [];
    const message = 'The SET has the claim `sub`.';
    return [
      {
        requirement: 'SSF-4.1.2-01',
        message,
        expected: 'no `sub`: the subject is `sub_id`',
        actual: claims.sub,
      },
    ];
  },
});

/** SSF 4.1.7: a SET does not expire. */
export const noExpiry = setRule({
  requirements: ['SSF-4.1.7-01', 'SSF-4.1.3-03', 'RFC8417-2.2-08'],
  reads: 'claims',
  judge: ({ claims }) => {
    if (claims === null || !('exp' in claims)) return [];
    const message = 'The SET has the claim `exp`, so that it could pass for an ID Token or access token.';
    return [{ requirement: 'SSF-4.1.7-01', message, expected: 'no `exp`', actual: claims.exp }];
  },
});

/** RFC 8417 2.2: `toe` is in seconds. */
export const timeOfEvent = setRule({
  requirements: ['RFC8417-2.2-18'],
  reads: 'claims',
  applies: has('toe'),
  judge: ({ claims }) => {
    const toe = claims?.toe;
    if (typeof toe === 'number' && toe < LATEST_SECONDS) return [];
    const message =
      typeof toe === 'number' ? 'The claim `toe` is not in seconds.' : 'The claim `toe` is no JSON number.';
    return [
      { requirement: 'RFC8417-2.2-18', message, expected: 'seconds since 1970-01-01T00:00:00Z', actual: toe },
    ];
  },
});
