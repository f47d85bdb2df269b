import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Exchange } from '../harness/exchange.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { Scene, ScriptedAnswer } from '../harness/receiver/exchange.ts';
import type { ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { attackerKeyHeaders, certificateUrl } from './support/attacker-keys.ts';
import { isTaken, push } from './support/push.ts';
import { expectRefusals, noteWhatIsRefused, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forSignature } from './support/right-codes.ts';
import { countJwksRequests, deliverUntilAccepted } from './support/rotation.ts';
import { signedAnew, without } from './support/token.ts';

/** SETs that are signed rightly, but with a key that is not one of the issuer's, or not good enough. */
export const checks = [
  receiverCheck({
    id: 'refuse-keys/foreign-key',
    title: 'A SET that is signed with a key which is not in the JWK Set is refused.',
    requirements: [
      'SSF-4.1.4-01',
      'CAEP-INTEROP-2.6-03',
      'RFC8935-2-02',
      'RFC8417-5.1-06',
      'RFC8725-3.8-01',
      'RFC7515-5.2-01',
      'RFC8725-3.3-01',
      'RFC8935-2.4-02',
    ],
    what: "Delivers SETs signed with an attacker's key: under the `kid` of our key, also with other algorithms, under an unknown one, without any, and under ones that look like a path or a query. A SET signed with our key whose `kid` is missing or unknown is sent too and only noted.",
    delivery: 'each',
    async run(r) {
      const { kid } = await r.publicJwk('current');
      const { kid: ecKid } = await r.publicJwk('ec');
      const variants = [
        underKid('the kid of our key', kid),
        ...['RS384', 'RS512', 'PS256', 'PS512'].map((alg) => withAlgorithm(alg, kid)),
        foreignEcKey('the kid of our EC key, ES256', ecKid),
        foreignEcKey('the kid of our RSA key, ES256', kid),
        ...foreignKeys(r.random(), ecKid),
      ];
      await expectRefusals(r, variants, {
        what: "A SET signed with an attacker's key",
        requirement: 'SSF-4.1.4-01',
        hint: 'Verify with the keys of jwks_uri only, and refuse when none of them fits.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
      await noteWhatIsRefused(r, [{ what: 'no kid', set: { header: (header) => without(header, 'kid') } }], {
        what: 'A SET signed with one of our two keys without saying which',
        requirement: 'SSF-4.1.4-01',
      });
      await noteWhatIsTaken(
        r,
        [{ what: 'unknown kid', set: { header: (header) => ({ ...header, kid: r.random() }) } }],
        {
          what: 'A SET signed with our key under a `kid` that is not in the JWK Set',
          requirement: 'SSF-4.1.4-01',
        },
      );
    },
  }),

  receiverCheck({
    id: 'refuse-keys/keys-in-the-header',
    title: 'A key that a SET brings along, or points to, is not trusted.',
    requirements: ['RFC8725-3.8-01', 'RFC8935-2-02', 'RFC8417-5.1-06', 'SSF-4.1.4-01', 'RFC8935-2.4-02'],
    what: "Delivers SETs signed with an attacker's key that stands in `jwk` or `x5c` of the header, or at the URL in `jku` or `x5u`, on a server of the attacker, also where that URL has ours in it; and ones with a shared secret or an EC key in `jwk`.",
    delivery: 'each',
    async run(r) {
      const headers = await attackerKeyHeaders(r);
      const variants = headers.map(
        ({ name, header }): Variant => ({
          what: name,
          set: { key: 'attacker', header: (own) => ({ ...own, ...header }) },
        }),
      );
      variants.push(ownSecret(r.random()), ownEcKey(r.random()));
      await expectRefusals(r, variants, {
        what: 'A SET whose header says where to find the key',
        requirement: 'RFC8725-3.8-01',
        hint: 'Keys come from jwks_uri of the issuer, never from the token.',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-keys/foreign-urls',
    title: 'A URL in the header of a SET is not fetched.',
    requirements: ['RFC8725-3.10-01'],
    what: "Delivers SETs with `jku` and `x5u` in the header, signed with our key and with the attacker's, and looks whether the server there was asked for anything. Whether they are accepted is not judged here.",
    delivery: 'each',
    async run(r) {
      for (const name of ['jku', 'x5u']) {
        for (const key of ['attacker', 'current'] as const) {
          const { url: trap, marker } = await r.trap();
          const url = name === 'x5u' ? certificateUrl(trap) : trap;
          const { exchange, recorded } = await r.attack({
            key,
            header: (header) => ({ ...header, [name]: url }),
          });
          r.expect(!(await r.trapped(marker)), 'RFC8725-3.10-01', {
            message: `The Receiver fetched the URL in \`${name}\` of a SET.`,
            expected: 'no request to a URL that anybody can put there',
            actual: `a request to ${url}`,
            hint: 'Whoever may send you a token can make your server call any address within its reach (SSRF).',
            exchange: exchange ?? undefined,
            set: recorded,
          });
        }
      }
    },
  }),

  receiverCheck({
    id: 'refuse-keys/keys-out-of-reach',
    title: 'While no key can be had, a SET that is signed with a foreign key is not accepted.',
    requirements: ['SSF-4.1.4-01', 'RFC8935-2-02', 'RFC8417-5.1-06'],
    what: "Lets the JWK Set be answered with 503, be no JSON, or be empty, and delivers SETs signed with an attacker's key under an unknown `kid` until the Receiver has asked for it. How they are refused is open: nothing can be said of them at that time. What becomes of good SETs meanwhile is not judged.",
    delivery: 'each',
    async run(r) {
      await requireGoodSet(r);
      const taken: { what: string; exchange: Exchange | undefined }[] = [];
      for (const [what, scene] of Object.entries(outages)) {
        await r.scene(scene);
        const { isTaken: wasTaken, exchange } = await deliverForeign(r);
        if (wasTaken) taken.push({ what, exchange });
        await r.scene({});
        await deliverUntilAccepted(r, {});
      }
      const [first] = taken;
      if (first === undefined) return;
      r.violates('SSF-4.1.4-01', {
        message: 'While our JWK Set cannot be had, a SET with a signature that proves nothing is accepted.',
        expected: 'no SET is accepted whose signature was not verified',
        actual: `accepted while ${taken.map(({ what }) => what).join('; ')}`,
        hint: 'Without a key the answer is no: 400 with invalid_key, or 503 until the keys are there.',
        exchange: first.exchange,
      });
    },
  }),

  receiverCheck({
    id: 'refuse-keys/weak-key',
    title: 'A SET that is signed with an RSA key below 2048 bits is refused.',
    requirements: ['CAEP-INTEROP-2.6-04'],
    what: 'Adds an RSA key of 1024 bits to the JWK Set and delivers a SET signed with it. Whether it is refused for its length, or because the new key is not known yet, cannot be told: only acceptance is a finding.',
    delivery: 'each',
    async run(r) {
      await r.scene({ keys: ['current', 'ec', 'weak'] });
      // Twice: the first may only make the Receiver fetch the JWK Set again.
      await expectRefusals(
        r,
        [
          { what: 'first SET', set: { key: 'weak' } },
          { what: 'second SET', set: { key: 'weak' } },
        ],
        {
          what: 'A SET signed with an RSA key of 1024 bits',
          requirement: 'CAEP-INTEROP-2.6-04',
        },
      );
    },
  }),
];

/** What keeps a Receiver from our keys. */
const outages: Readonly<Record<string, Scene>> = {
  'the JWK Set is answered with 503': answering({ kind: 'reply', status: 503 }),
  'the JWK Set is no JSON': answering({ kind: 'reply', status: 200, body: '<html></html>' }),
  'the JWK Set is empty': { keys: [] },
};

function answering(answer: ScriptedAnswer): Scene {
  return { answers: [{ operation: 'jwks', answers: [answer], always: true }] };
}

/** Delivers SETs of an attacker until one is accepted, or one was not although the JWK Set had been asked for. */
async function deliverForeign<R extends RequirementId>(r: ReceiverProbe<R>): Promise<Taking> {
  const kid = r.random();
  const set: SetSpec = { key: 'attacker', header: (header) => ({ ...header, kid }) };
  const before = await countJwksRequests(r);
  let last: Taking = { isTaken: false, exchange: undefined };
  await r.until(async () => {
    last = await takes(r, set);
    return last.isTaken || (await countJwksRequests(r)) > before;
  }, r.limits.keyRefetch);
  return last;
}

interface Taking {
  isTaken: boolean;
  exchange: Exchange | undefined;
}

/** Without the patience that a push deserves which is answered 503: that it is, is no wonder here. */
async function takes<R extends RequirementId>(r: ReceiverProbe<R>, spec: SetSpec): Promise<Taking> {
  if (r.delivery === 'push') {
    const { compact } = await r.craft(spec);
    const exchange = await push(r, { body: compact, once: true });
    return { isTaken: isTaken(exchange), exchange };
  }
  const { outcome, exchange } = await r.deliver(spec);
  return { isTaken: outcome === 'accepted', exchange: exchange ?? undefined };
}

async function requireGoodSet<R extends RequirementId>(r: ReceiverProbe<R>): Promise<void> {
  const { outcome } = await r.deliver({});
  if (outcome !== 'accepted') return r.notTested(`A good SET is not accepted (${outcome}).`);
}

function withAlgorithm(alg: string, kid: unknown): Variant {
  return {
    what: `the kid of our key, ${alg}`,
    set: { key: 'attacker', alg, header: (header) => ({ ...header, kid }) },
  };
}

/** Signed with an EC key that nobody ever saw. */
function foreignEcKey(what: string, kid: unknown): Variant {
  return { what, set: { compact: (token) => signedWithNewKey(token, () => ({ kid })) } };
}

function ownEcKey(kid: string): Variant {
  return {
    what: 'jwk with an EC key',
    set: { compact: (token) => signedWithNewKey(token, (jwk) => ({ kid, jwk })) },
  };
}

function signedWithNewKey(token: string, members: (jwk: object) => Record<string, unknown>): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const header = { alg: 'ES256', ...members(publicKey.export({ format: 'jwk' })) };
  return signedAnew(token, header, (input) =>
    sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  );
}

function ownSecret(kid: string): Variant {
  const secret = Buffer.from(kid);
  const jwk = { kty: 'oct', k: secret.toString('base64url') };
  return {
    what: 'jwk with a shared secret',
    set: {
      compact: (token) =>
        signedAnew(token, { alg: 'HS256', kid, jwk }, (input) =>
          createHmac('sha256', secret).update(input).digest(),
        ),
    },
  };
}

function underKid(what: string, kid: unknown): Variant {
  return { what, set: { key: 'attacker', header: (header) => ({ ...header, kid }) } };
}

function foreignKeys(unknown: string, ecKid: unknown): Variant[] {
  return [
    underKid('the kid of our key for another algorithm', ecKid),
    underKid('an unknown kid', unknown),
    { what: 'no kid', set: { key: 'attacker', header: (header) => without(header, 'kid') } },
    underKid('a path as kid', '../../../../../../dev/null'),
    underKid('a query as kid', "' OR '1'='1"),
  ];
}
