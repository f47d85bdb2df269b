import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { connectionRefusal } from '../preflight/connection.ts';
import { foreign, jsonObject } from '../preflight/foreign.ts';
import type { Preflight } from '../preflight.ts';
import type { Teller } from './examination.ts';
import { whoseExchange } from './whose.ts';

/** Keys that are looked at, and that are named in the line. */
const LOOKED_AT = 500;
const NAMED = 5;

/** Whether the JWK Set can be fetched and has keys by which SETs can be verified. Nothing else hangs on it. */
export async function tellKeys(run: Preflight, jwksUri: unknown, tell: Teller): Promise<true> {
  if (typeof jwksUri !== 'string')
    return tell.note('The metadata has no jwks_uri: nobody can verify its SETs.', 'target');
  if (!URL.canParse(jwksUri) || !/^https?:$/.test(new URL(jwksUri).protocol)) {
    tell.problem(
      `The jwks_uri is no http or https URL: ${foreign(jwksUri, 100)}`,
      'target',
      'Mend the metadata.',
    );
    return true;
  }
  const exchange = await run.ask({ method: 'GET', url: jwksUri, as: 'nobody' });
  const { response } = exchange;
  if (response === null) {
    const refusal = connectionRefusal(exchange, 'The JWK Set');
    const whose = whoseExchange(exchange, 'target');
    tell.problem(refusal?.sentence ?? 'It was not fetched.', whose, refusal?.hint ?? 'Try again.');
    return true;
  }
  const keys: unknown = jsonObject(response.json)?.keys;
  if (response.status !== 200 || !Array.isArray(keys)) {
    const what = response.status === 200 ? 'something that is no JWK Set' : String(response.status);
    tell.problem(`${jwksUri} answers ${what}.`, 'target', 'It must answer {"keys": […]} (RFC 7517 5).');
    return true;
  }
  const looked = keys.slice(0, LOOKED_AT).map(describe);
  if (looked.some((key) => key === 'private')) {
    tell.problem(
      'A private key is published there.',
      'target',
      'Take it out at once, and replace it: whoever read it can sign in its name.',
    );
    return true;
  }
  const usable = looked.filter((key) => key !== null);
  const named = usable.slice(0, NAMED).join(', ') + (usable.length > NAMED ? ', …' : '');
  const said = `${count(keys.length, 'key')} at ${jwksUri}, ${usable.length} for signatures${named === '' ? '' : `: ${named}`}`;
  if (usable.length > 0) return tell.ok(`${said}.`);
  tell.problem(
    `${said}.`,
    'target',
    'Publish the public key by which its SETs are signed: RSA of 2048 bits or more, EC or Ed25519.',
  );
  return true;
}

/** `RSA 2048 "kid"`; null for what verifies no signature of a SET. */
function describe(key: unknown): string | null {
  const jwk = jsonObject(key);
  if (jwk === null || jwk.use === 'enc' || jwk.kty === 'oct') return null;
  if (typeof jwk.d === 'string') return 'private';
  try {
    // Sound: what is no key is refused by throwing.
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({
      key: jwk as JsonWebKey,
      format: 'jwk',
    });
    if (type === 'rsa' && (details?.modulusLength ?? 0) < 2048) return null;
    const size = type === 'rsa' ? ` ${details?.modulusLength}` : '';
    const curve = typeof jwk.crv === 'string' ? ` ${foreign(jwk.crv, 12)}` : '';
    const kid = typeof jwk.kid === 'string' ? ` "${foreign(jwk.kid, 40)}"` : ' without kid';
    return `${String(type).toUpperCase()}${size}${curve}${kid}`;
  } catch {
    return null;
  }
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
