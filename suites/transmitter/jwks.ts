import { transmitterCheck } from '../harness/check.ts';
import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject, TransmitterProbe } from '../harness/probe.ts';
import {
  isKnownKind,
  keyName,
  mayVerify,
  missingMembers,
  modulusBits,
  privateMembers,
  publicPart,
  unreadable,
} from './support/jwk.ts';
import { isObject, metadataDocument } from './support/metadata.ts';
import { runSets } from './support/run-sets.ts';

/** SSF 7.1 on jwks_uri, RFC 7517 and RFC 7518: the keys that Receivers judge signatures by. */
export const checks = [
  transmitterCheck({
    id: 'jwks/advertised',
    title: 'A Transmitter that signs its SETs advertises jwks_uri.',
    requirements: ['SSF-7.1-06'],
    what: 'If the metadata has no jwks_uri, looks at the SETs seen in the run: none of them may be signed.',
    async run(t) {
      const { document, exchange } = await metadataDocument(t);
      if ('jwks_uri' in document) return;
      const sets = await runSets(t);
      const signed = sets.find(({ parsed }) => {
        const alg = parsed.header?.alg;
        return typeof alg === 'string' && alg !== 'none';
      });
      if (signed === undefined) return t.notApplicable('The Transmitter does not sign its SETs.');
      t.violates('SSF-7.1-06', {
        message: 'SETs are signed, but the metadata does not say where the keys are.',
        expected: 'jwks_uri in the metadata',
        actual: `no jwks_uri; alg ${String(signed.parsed.header?.alg)} in a SET`,
        exchange,
        set: signed,
      });
    },
  }),

  transmitterCheck({
    id: 'jwks/served',
    title: 'jwks_uri gives a JWK Set: a JSON object with an array of keys.',
    requirements: ['RFC7517-5-01', 'SSF-7.1-05'],
    what: 'Fetches jwks_uri without credentials: status 200, a JSON object whose member keys is an array of objects.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { exchange } = await t.jwks();
      if (!t.expectStatus(exchange, [200], 'RFC7517-5-01', 'GET of jwks_uri')) return;
      const json = exchange.response?.json;
      const keys = isObject(json) ? json.keys : undefined;
      if (!Array.isArray(keys)) {
        t.violates('RFC7517-5-01', {
          message: 'The document at jwks_uri is no JWK Set.',
          expected: 'a JSON object with an array "keys"',
          actual: json === undefined ? 'no JSON' : json,
          hint: 'A bare array of keys, or a single key, is no JWK Set.',
          exchange,
        });
        return;
      }
      const odd = keys.findIndex((key) => !isObject(key));
      t.expect(odd === -1, 'RFC7517-5-01', {
        message: `keys[${odd}] of the JWK Set is no JSON object.`,
        expected: 'an array of JWKs',
        actual: keys[odd] ?? null,
        exchange,
      });
      const type = exchange.response?.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/json' && type !== 'application/jwk-set+json') {
        t.notes('SSF-7.1-05', {
          message: 'The JWK Set is not declared as JSON; some libraries refuse it then.',
          expected: 'application/jwk-set+json or application/json',
          actual: type ?? 'no Content-Type',
          exchange,
        });
      }
    },
  }),

  transmitterCheck({
    id: 'jwks/key-type',
    title: 'Each key in the JWK Set has a kty.',
    requirements: ['RFC7517-4.1-01'],
    what: 'Reads the member kty of each key.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { keys, exchange } = await publishedKeys(t);
      const wrong = offenders(keys, (key) =>
        typeof key.kty === 'string' && key.kty !== '' ? null : 'no kty',
      );
      t.expect(wrong.length === 0, 'RFC7517-4.1-01', {
        message: `A published key does not say of what kind it is: ${list(wrong)}.`,
        expected: 'kty in each key',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'jwks/public-members',
    title: 'Each key of a known kind has the members of its kind and can be read.',
    requirements: ['RFC7517-5-01', 'SSF-7.1-05'],
    what: 'RSA keys have n and e, EC keys crv, x and y, OKP keys crv and x, and the values are keys. Keys of an unknown kind are noted; a set without any usable key is warned of.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { keys, exchange } = await publishedKeys(t);
      const incomplete = offenders(keys, (key) => {
        const missing = missingMembers(key);
        return missing.length === 0 ? null : `no ${missing.join(', ')}`;
      });
      t.expect(incomplete.length === 0, 'RFC7517-5-01', {
        message: `A published key lacks members of its kind: ${list(incomplete)}.`,
        expected: 'RSA: n, e; EC: crv, x, y; OKP: crv, x',
        exchange,
      });
      const complete = keys.filter((key) => missingMembers(key).length === 0 && key.kty !== 'oct');
      const broken = offenders(complete.filter(isKnownKind), unreadable);
      t.expect(broken.length === 0, 'RFC7517-5-01', {
        message: `A published key cannot be read as a public key: ${list(broken)}.`,
        expected: 'base64url values that make a key',
        exchange,
      });
      const foreign = offenders(complete, (key) =>
        typeof key.kty === 'string' && !isKnownKind(key)
          ? `${key.kty} ${typeof key.crv === 'string' ? key.crv : ''}`.trim()
          : null,
      );
      if (foreign.length === 0) return;
      const isAll = foreign.length === keys.length;
      const finding = {
        message: isAll
          ? `None of the published keys is of a kind that Receivers commonly know: ${list(foreign)}.`
          : `Some published keys are of a kind that few Receivers know; they will skip them: ${list(foreign)}.`,
        expected: 'RSA, EC or OKP keys with registered curves',
        exchange,
      };
      if (isAll) t.warns('RFC7517-5-01', finding);
      else t.notes('SSF-7.1-05', finding);
    },
  }),

  transmitterCheck({
    id: 'jwks/no-private-keys',
    title: 'No private and no symmetric key is published.',
    requirements: ['RFC7517-5-02'],
    what: 'Looks in the keys at jwks_uri for d, p, q, dp, dq, qi, oth, k and priv, and for keys of kind oct.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { keys, exchange } = await publishedKeys(t);
      const leaks = offenders(keys, (key) => {
        if (key.kty === 'oct') return 'a symmetric key';
        const members = privateMembers(key);
        return members.length === 0 ? null : `member ${members.join(', ')}`;
      });
      t.expect(leaks.length === 0, 'RFC7517-5-02', {
        message: `Secret key material is published, anybody can sign with it: ${list(leaks)}.`,
        expected: 'public members only',
        actual: list(leaks),
        hint: 'Revoke these keys. Of a key pair publish only the public part (toPublicKey, publicJwk, asPublic); a symmetric key has none and does not belong into this document at all.',
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'jwks/unique-kid',
    title: 'Different keys have different key ids.',
    requirements: ['RFC7517-4.5-01'],
    what: 'Looks for different keys of the same kind that share a kid. Keys of different kinds may, as equivalents of each other.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { keys, exchange } = await publishedKeys(t);
      const byId = new Map<string, string>();
      const shared = new Set<string>();
      for (const key of keys) {
        const { kid, kty } = key;
        if (typeof kid !== 'string') continue;
        const id = JSON.stringify([kid, kty]);
        const part = publicPart(key);
        if (byId.has(id) && byId.get(id) !== part) shared.add(kid);
        byId.set(id, part);
      }
      t.expect(shared.size === 0, 'RFC7517-4.5-01', {
        message: 'Different keys share a key id, so a Receiver cannot tell by which one to verify.',
        expected: 'a distinct kid for each key',
        actual: [...shared].slice(0, 5),
        exchange,
      });
    },
  }),

  transmitterCheck({
    id: 'jwks/rsa-key-size',
    title: 'RSA keys for signatures have at least 2048 bits.',
    requirements: ['RFC7518-3.3-01'],
    what: 'Counts the bits of the modulus of each RSA key that may be used for signatures.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const { keys, exchange } = await publishedKeys(t);
      const short = offenders(keys, (key) => {
        const bits = mayVerify(key) ? modulusBits(key) : null;
        return bits !== null && bits < 2048 ? `${bits} bits` : null;
      });
      t.expect(short.length === 0, 'RFC7518-3.3-01', {
        message: `An RSA key is too short: ${list(short)}.`,
        expected: 'at least 2048 bits',
        exchange,
      });
    },
  }),
];

async function publishedKeys(
  t: Pick<TransmitterProbe, 'jwks' | 'notTested'>,
): Promise<{ keys: JsonObject[]; exchange: Exchange }> {
  const { keys, exchange } = await t.jwks();
  if (keys === null) return t.notTested('jwks_uri gives no JWK Set; jwks/served judges that.');
  return { keys, exchange };
}

/** The keys about which `judge` has something to say, with what it says. */
function offenders(keys: readonly JsonObject[], judge: (key: JsonObject) => string | null): string[] {
  return keys.flatMap((key, index) => {
    const complaint = judge(key);
    return complaint === null ? [] : [`${keyName(key, index)}: ${complaint}`];
  });
}

function list(items: readonly string[]): string {
  const shown = items.slice(0, 5).join('; ');
  return items.length > 5 ? `${shown}; and ${items.length - 5} more` : shown;
}
