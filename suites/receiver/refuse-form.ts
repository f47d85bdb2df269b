import { CompactEncrypt, importJWK } from 'jose';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { CraftedSet, ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { expectRefusals, noteWhatIsTaken, type Variant } from './support/refusal.ts';
import { forHeader, forSignature } from './support/right-codes.ts';
import { withParts } from './support/token.ts';

/** Tokens that are no SET in their form: what carries the claims is broken, or is something else than a JWS. */
export const checks = [
  receiverCheck({
    id: 'refuse-form/malformed',
    title: 'A token that cannot be parsed is refused as invalid_request.',
    requirements: [
      'RFC7519-7.2-01',
      'RFC8417-2-02',
      'RFC8935-2-01',
      'RFC8935-2.4-01',
      'RFC7515-5.2-01',
      'RFC7515-4.1-01',
    ],
    what: 'Delivers tokens that are rightly signed, as far as that is possible, but have two or four parts, or a header or claims that are no JSON object. Padding and blanks within the base64url, and a JWS in JSON, are at most a warning. Members that stand twice, of which only the first is right, are sent too and only noted.',
    delivery: 'each',
    async run(r) {
      await expectRefusals(r, malformed, {
        what: 'A token that is no JWT',
        requirement: 'RFC7519-7.2-01',
        codes: { requirement: 'RFC8935-2.4-01', right: forHeader },
      });
      await expectRefusals(r, loose(r), {
        what: 'A token with characters that are not of base64url',
        requirement: 'RFC7515-5.2-01',
        // RFC 7515 5.2 demands a strict decoder; a loose one reads nothing but what was signed.
        atMost: 'warn',
        codes: { requirement: 'RFC8935-2.4-01', right: forHeader },
      });
      await expectRefusals(r, inJson, {
        what: 'A JWS in JSON serialization',
        requirement: 'RFC7519-7.2-01',
        // A JWT is a compact serialization (RFC 7519 section 3), but the signature is as good here.
        atMost: 'warn',
        codes: { requirement: 'RFC8935-2.4-01', right: forHeader },
      });
      await noteWhatIsTaken(r, [twiceInHeader, twiceInClaims(r.audience)], {
        what: 'A token with a member that stands twice, wrong in the second place',
        requirement: 'RFC7515-4.1-01',
      });
    },
  }),

  receiverCheck({
    id: 'refuse-form/encrypted',
    title: 'An encrypted token in place of a signed one is refused.',
    requirements: ['RFC8417-5.1-06', 'RFC8935-2-01', 'RFC8935-2-02', 'RFC8935-2.4-02'],
    what: 'Delivers a good SET and its bare claims as JWE, encrypted for our own public key: the Receiver cannot read it, and anybody can make it.',
    delivery: 'each',
    async run(r) {
      const good = await r.craft();
      const contents = [
        ['a SET', good.compact, 'secevent+jwt'],
        ['claims', JSON.stringify(good.claims), undefined],
      ] as const;
      const variants: Variant[] = [];
      for (const [what, content, cty] of contents) {
        variants.push({ what: `${what} in a JWE`, set: await encrypted(r, good, content, cty) });
      }
      await expectRefusals(r, variants, {
        what: 'A JWE where a JWS is due',
        requirement: 'RFC8417-5.1-06',
        codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
      });
    },
  }),

  receiverCheck({
    id: 'refuse-form/nested',
    title: 'A signed token within a signed token is refused when one of the signatures is wrong.',
    requirements: ['RFC7519-7.2-01', 'RFC8417-5.1-06', 'RFC8935-2-02', 'RFC8935-2.4-02'],
    what: "Delivers nested JWTs (`cty` JWT) of which the inner or the outer one is signed with an attacker's key. One with two right signatures, which RFC 7519 allows, is only noted.",
    delivery: 'each',
    async run(r) {
      await expectRefusals(
        r,
        [
          {
            what: "attacker's SET in our token",
            set: await nested(r, { inner: 'attacker', outer: 'current' }),
          },
          {
            what: "our SET in an attacker's token",
            set: await nested(r, { inner: 'current', outer: 'attacker' }),
          },
        ],
        {
          what: 'A nested token of which one signature is wrong',
          requirement: 'RFC7519-7.2-01',
          codes: { requirement: 'RFC8935-2.4-02', right: forSignature },
        },
      );
      await noteWhatIsTaken(
        r,
        [{ what: 'both ours', set: await nested(r, { inner: 'current', outer: 'current' }) }],
        { what: 'A nested token with right signatures', requirement: 'RFC7519-7.2-01' },
      );
    },
  }),
];

const malformed: readonly Variant[] = [
  { what: 'two parts', set: { compact: (token) => token.slice(0, token.lastIndexOf('.')) } },
  { what: 'four parts', set: { compact: (token) => `${token}.e30` } },
  { what: 'a header that is an array', set: { headerText: (json) => `[${json}]` } },
  { what: 'a header that is cut short', set: { headerText: (json) => json.slice(0, -1) } },
  { what: 'claims that are an array', set: { claimsText: (json) => `[${json}]` } },
  { what: 'claims that are a string', set: { claimsText: (json) => JSON.stringify(json) } },
  { what: 'claims that are cut short', set: { claimsText: (json) => json.slice(0, -1) } },
  { what: 'claims followed by other text', set: { claimsText: (json) => `${json}{}` } },
  { what: 'no claims', set: { claimsText: () => '' } },
];

/** RFC 7515 section 7.2. */
const inJson: readonly Variant[] = [
  {
    what: 'flattened',
    set: { compact: (token) => JSON.stringify(jsonParts(token)) },
  },
  {
    what: 'general',
    set: {
      compact: (token) => {
        const { payload, ...signature } = jsonParts(token);
        return JSON.stringify({ payload, signatures: [signature] });
      },
    },
  },
];

function jsonParts(token: string): { protected: string; payload: string; signature: string } {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return { protected: header, payload, signature };
}

/** Signed over what they really hold, so that a loose decoder finds nothing wrong. */
function loose<R extends RequirementId>(r: ReceiverProbe<R>): Variant[] {
  const signed = async (header: string, payload: string): Promise<string> => {
    const input = `${header}.${payload}`;
    return `${input}.${await r.sign({ key: 'current', alg: 'RS256', input })}`;
  };
  const changed = (change: (payload: string) => string): SetSpec => ({
    // One byte more than a multiple of three: the part that needs two signs of padding.
    claimsText: (json) => json + ' '.repeat((4 - (Buffer.byteLength(json) % 3)) % 3),
    compact: async (token) => {
      const [header = '', payload = ''] = token.split('.');
      return signed(header, change(payload));
    },
  });
  return [
    { what: 'padding behind the claims', set: changed((payload) => `${payload}==`) },
    {
      what: 'a line break in the claims',
      set: changed((payload) => `${payload.slice(0, 64)}\n${payload.slice(64)}`),
    },
    {
      what: 'a blank in the signature',
      set: {
        compact: (token) =>
          withParts(token, ({ signature }) => ({
            signature: `${signature.slice(0, 64)} ${signature.slice(64)}`,
          })),
      },
    },
  ];
}

const twiceInHeader: Variant = {
  what: 'alg: RS256, then one that does not exist',
  set: {
    header: (header) => ({ ...header, alg: 'RS999' }),
    headerText: (json) => json.replace('{', '{"alg":"RS256",'),
  },
};

function twiceInClaims(audience: string): Variant {
  return {
    what: 'aud: ours, then another',
    set: {
      claims: (claims) => ({ ...claims, aud: 'https://other-receiver.example.com' }),
      claimsText: (json) => json.replace('{', `{"aud":${JSON.stringify(audience)},`),
    },
  };
}

async function encrypted<R extends RequirementId>(
  r: ReceiverProbe<R>,
  set: CraftedSet,
  content: string,
  cty: string | undefined,
): Promise<CraftedSet> {
  const { kid, kty, n, e } = await r.publicJwk('current');
  const key = await importJWK({ kty: String(kty), n: String(n), e: String(e), alg: 'RSA-OAEP-256' });
  const compact = await new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      typ: 'secevent+jwt',
      kid: String(kid),
      ...(cty === undefined ? {} : { cty }),
    })
    .encrypt(key);
  return { ...set, compact };
}

/** A SET in a token (RFC 7519 section 5.2); its identifier and its subject are those of the SET within. */
async function nested<R extends RequirementId>(
  r: ReceiverProbe<R>,
  keys: { inner: 'current' | 'attacker'; outer: 'current' | 'attacker' },
): Promise<CraftedSet> {
  const { kid } = await r.publicJwk('current');
  const underOurKid = (header: Record<string, unknown>): Record<string, unknown> => ({ ...header, kid });
  const inner = await r.craft({ key: keys.inner, header: underOurKid });
  const outer = await r.craft({
    key: keys.outer,
    header: (header) => ({ ...underOurKid(header), cty: 'JWT' }),
    claimsText: () => inner.compact,
  });
  return { ...inner, compact: outer.compact };
}
