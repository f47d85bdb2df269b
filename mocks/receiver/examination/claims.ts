import { isObject } from '../../vocabulary/is-object.ts';
import type { Examined, Refusal } from '../seams.ts';
import type { Examination } from './examination.ts';
import { refuse } from './refuse.ts';

/** How far the Transmitter's clock may be from ours, s (RFC 7519 4.1.4: usually no more than a few minutes). */
const LEEWAY_S = 60;

/** SSF 4.1.6: exactly the issuer whose metadata was asked for and that the stream's configuration names. */
export function issuer({ claims }: Examined, examination: Examination): Refusal | null {
  if (typeof claims.iss !== 'string') return refuse('invalid_request', '`iss` is missing or not a string.');
  return claims.iss === examination.issuer
    ? null
    : refuse('invalid_issuer', 'SETs of this issuer are not taken here.');
}

/** RFC 7519 4.1.3: who does not find itself among the audience rejects the token. */
export function audience({ claims }: Examined, examination: Examination): Refusal | null {
  const { aud } = claims;
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return named.some((name) => typeof name === 'string' && examination.audience.includes(name))
    ? null
    : refuse('invalid_audience', 'This Receiver is not among the audience of the SET.');
}

/**
 * RFC 8417 section 2.2: `iat`, `jti` and `events` are there. Not looked at: how old or young `iat` is, for nothing says
 * that it limits a SET's life; what else there is (SSF 4.2.3); whether several types are names of one (SSF 4.2.1).
 */
export function claims({ claims: { iat, jti, events } }: Examined): Refusal | null {
  if (!isTime(iat)) return refuse('invalid_request', '`iat` is missing or not a number.');
  if (typeof jti !== 'string' || jti === '') {
    return refuse('invalid_request', '`jti` is missing or not a string.');
  }
  if (!isObject(events) || Object.keys(events).length === 0) {
    return refuse('invalid_request', '`events` is missing, empty or not an object.');
  }
  const broken = Object.keys(events).find((type) => !isObject(events[type]));
  return broken === undefined
    ? null
    : refuse('invalid_request', `The event ${broken} in \`events\` is not an object.`);
}

/** RFC 7519 4.1.4 and 4.1.5. A SET should not have them (SSF 4.1.7), but where they are they mean what they say. */
export function times({ claims: { exp, nbf } }: Examined, { now }: Examination): Refusal | null {
  if (exp !== undefined && !(isTime(exp) && now < exp + LEEWAY_S)) {
    return refuse('invalid_request', 'The SET has expired by its `exp`.');
  }
  return nbf !== undefined && !(isTime(nbf) && now >= nbf - LEEWAY_S)
    ? refuse('invalid_request', 'The SET is not valid yet by its `nbf`.')
    : null;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
