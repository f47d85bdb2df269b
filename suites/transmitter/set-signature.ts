import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { FindingInput, SeenSet, TransmitterProbe } from '../harness/probe.ts';
import { algorithmNamed, keyIdType } from '../set/form-rules.ts';
import { criticalViolation, signatureViolation } from '../set/signature-violation.ts';
import { type Jwk, keysFor, type SignatureResult, verifySignature } from '../set/verify.ts';
import { judgeSeen } from './support/judge-sets.ts';
import { publicPart } from './support/jwk.ts';
import { runSets } from './support/run-sets.ts';

type SignatureRows = 'RFC8417-5.1-05' | 'SSF-4.1.4-01';

/** Whether every SET of the run is signed by its issuer (RFC 8417 5.1, SSF 4.1.4, RFC 7515). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'set/alg',
    title: 'The header of every SET names its algorithm.',
    requirements: algorithmNamed.requirements,
    what: 'Reads alg in the header of every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, algorithmNamed),
  }),

  transmitterCheck({
    id: 'set/signature',
    title: 'The signature of every SET verifies with the keys at jwks_uri.',
    requirements: ['RFC8417-5.1-05', 'SSF-4.1.4-01'],
    what: 'Verifies the signature of every SET that was seen in the run by the key that kid names; keys and algorithms that do not fit each other are not accepted.',
    phase: 'last',
    async run(t) {
      const sets = await runSets(t);
      const signed = sets.filter(({ parsed }) => parsed.parts === 3 && isSigned(parsed.header));
      if (signed.length === 0) {
        t.notApplicable('No SET of the run is signed; set/unsigned says more.');
      }
      const keys = await publishedKeys(t);
      const groups = new Map<
        SignatureResult['kind'] | 'unnamed',
        { result: SignatureResult; sets: SeenSet[] }
      >();
      for (const [set, result] of await verifyAll(t, signed, keys)) {
        const kind = result.kind === 'verified' && result.unnamed === true ? 'unnamed' : result.kind;
        const group = groups.get(kind) ?? { result, sets: [] };
        group.sets.push(set);
        groups.set(kind, group);
      }
      for (const group of groups.values()) report(t, group.result, group.sets);
      const unnamed = groups.get('unnamed');
      if (unnamed !== undefined) {
        const [first] = unnamed.sets;
        t.warns('SSF-4.1.4-01', {
          message:
            'SETs name a key by a kid that the JWK Set gives to none; a key without kid verifies them.',
          expected: 'the kid of the SET at the key, too',
          actual: `kid ${JSON.stringify(first?.parsed.header?.kid)} (${unnamed.sets.length} SETs)`,
          hint: 'Publish the kid with the key: most libraries look the key up by it and refuse the SET when they find none.',
          set: first,
        });
      }
      const critical = signed.filter(({ parsed }) => criticalViolation(parsed.header) !== null);
      const [first] = critical;
      const violation = criticalViolation(first?.parsed.header ?? null);
      if (violation !== null) {
        const { requirement, cap: _, ...finding } = violation;
        const message = `${critical.length} SETs have \`crit\` in their header: Receivers that do not know what it lists must refuse them.`;
        t.warns(requirement, { ...finding, message, set: first });
      }
      const unknown = groups.get('unsupported');
      if (unknown !== undefined) {
        t.notTested(`${unknown.sets.length} SETs are signed with an algorithm that we cannot verify.`);
      }
    },
  }),

  transmitterCheck({
    id: 'set/unsigned',
    title: 'Every SET is protected by a signature, not by the transport alone.',
    requirements: ['RFC8417-2.4-01'],
    what: 'Reads alg in the header of every SET that was seen in the run: none is a warning, since TLS may protect the SET on its way.',
    phase: 'last',
    async run(t) {
      const unsigned = (await runSets(t)).filter(({ parsed }) => parsed.header?.alg === 'none');
      t.expect(unsigned.length === 0, 'RFC8417-2.4-01', {
        message: `${unsigned.length} SETs are not signed: whoever can reach the Receiver can forge them.`,
        expected: 'a signature that verifies with a key at jwks_uri',
        actual: 'alg none',
        hint: 'RFC 8417 section 2.4 leaves integrity to TLS then; most Receivers take no SET with alg none (RFC 8725 section 3.2).',
        set: unsigned[0],
      });
    },
  }),

  transmitterCheck({
    id: 'set/kid',
    title: 'The header of a SET names the key that signed it, where there are several.',
    requirements: ['RFC7515-6-01'],
    what: 'Looks for kid in the header of every signed SET that was seen in the run, if the JWK Set has more than one key that could have signed it.',
    phase: 'last',
    async run(t) {
      const keys = (await t.jwks()).keys ?? [];
      /** How many keys could have signed a SET; the same key may stand there twice, for two algorithms. */
      const candidates = ({ parsed: { header } }: SeenSet): number =>
        new Set(isSigned(header) ? keysFor(String(header?.alg), keys).map(publicPart) : []).size;
      const several = (await runSets(t)).filter((set) => candidates(set) > 1);
      if (several.length === 0) {
        t.notApplicable('The JWK Set has no more than one key that could have signed the SETs of the run.');
      }
      const nameless = several.filter(({ parsed: { header } }) =>
        NAMES.every((name) => header?.[name] === undefined),
      );
      t.expect(nameless.length === 0, 'RFC7515-6-01', {
        message: `${nameless.length} SETs do not say with which of several keys they are signed.`,
        expected: 'kid in the header',
        actual: nameless[0]?.parsed.header,
        set: nameless[0],
      });
    },
  }),

  transmitterCheck({
    id: 'set/kid-string',
    title: 'kid in the header of a SET is a string.',
    requirements: keyIdType.requirements,
    what: 'Reads kid in the header of every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, keyIdType, 'No SET of the run has a kid.'),
  }),
];

/** Header parameters that tell the key (RFC 7515 4.1.2 to 4.1.8). */
const NAMES = ['kid', 'jku', 'jwk', 'x5u', 'x5c', 'x5t', 'x5t#S256'];

function isSigned(header: Record<string, unknown> | null): boolean {
  return header !== null && typeof header.alg === 'string' && header.alg !== 'none';
}

async function publishedKeys(t: Pick<TransmitterProbe, 'jwks' | 'notTested' | 'endpoint'>): Promise<Jwk[]> {
  // Ends the check as not applicable when there is none: jwks/... asks for it where SETs are signed.
  await t.endpoint('jwks_uri');
  const { keys } = await t.jwks();
  return keys ?? t.notTested('jwks_uri gives no JWK Set; the checks of the JWK Set say why.');
}

/** Verifies all; if a key is not found, once more with a JWK Set fetched anew, since keys may have been rotated. */
async function verifyAll(
  t: Pick<TransmitterProbe, 'jwks' | 'forgetJwks'>,
  sets: readonly SeenSet[],
  keys: readonly Jwk[],
): Promise<[SeenSet, SignatureResult][]> {
  const results = sets.map((set): [SeenSet, SignatureResult] => [set, verifySignature(set.parsed, keys)]);
  if (results.every(([, { kind }]) => kind === 'verified')) return results;
  t.forgetJwks();
  const fresh = (await t.jwks()).keys ?? [];
  return results.map(([set, result]) => {
    if (result.kind === 'verified') return [set, result];
    const again = verifySignature(set.parsed, fresh);
    return [set, again.kind === 'verified' ? again : result];
  });
}

function report(t: TransmitterProbe<SignatureRows>, result: SignatureResult, sets: readonly SeenSet[]): void {
  const violation = signatureViolation(result);
  if (violation === null) return;
  const { requirement, cap, message, expected, actual, hint } = violation;
  // set/unsigned judges that.
  if (requirement === 'RFC8417-2.4-01') return;
  const finding: FindingInput = {
    message,
    expected,
    actual: `${String(actual)} (${sets.length} SETs)`,
    set: sets[0],
    ...(hint === undefined ? {} : { hint }),
  };
  if (cap === 'warn') t.warns(requirement, finding);
  else t.violates(requirement, finding);
}
