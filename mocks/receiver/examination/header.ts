import type { Examined, Refusal } from '../seams.ts';
import type { Examination } from './examination.ts';
import { refuse } from './refuse.ts';

/** SSF 4.1.1: SETs are explicitly typed, so that no other JWT of the issuer passes for one (RFC 8417 section 2.3). */
export function typ({ header }: Examined): Refusal | null {
  // RFC 7515 4.1.9: a media type, in any case, that may do without `application/`.
  const name = typeof header.typ === 'string' ? header.typ.toLowerCase() : '';
  return name === 'secevent+jwt' || name === 'application/secevent+jwt'
    ? null
    : refuse('invalid_request', 'The token is no SET: `typ` of its header is not secevent+jwt.');
}

/** RFC 8725 section 3.1: the Receiver says which algorithms it takes, not the token. */
export function algorithm({ header }: Examined, { algorithms }: Examination): Refusal | null {
  // RFC 7515 4.1.1: compared as it stands, so that `None` is no more taken than `none`.
  return typeof header.alg === 'string' && algorithms.includes(header.alg)
    ? null
    : refuse('invalid_key', `\`alg\` of the header is none of ${algorithms.join(', ')}.`);
}

/** RFC 7515 section 4.1.11: what must be understood and is not makes the token invalid. We know no extensions. */
export function critical({ header }: Examined): Refusal | null {
  if ('crit' in header) {
    return refuse('invalid_request', '`crit` of the header demands an extension that is not known here.');
  }
  // RFC 7797 section 6: it had to stand in `crit`; and section 7 keeps it out of JWTs.
  return 'b64' in header && header.b64 !== true
    ? refuse('invalid_request', 'The claims of a SET are encoded in base64url; `b64` must not be false.')
    : null;
}
