import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import type { SeenSet } from '../harness/probe.ts';
import { eventCount, isSignedOtherwise } from '../set/interop-rules.ts';
import { verifySignature } from '../set/verify.ts';
import { bringSet } from './support/order-set.ts';
import { runSets } from './support/run-sets.ts';

/** What the CAEP Interoperability Profile asks of every SET (2.3.3, 2.6, 2.8.1); all that the run saw are judged. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'caep-interop/signing-key',
    title: 'The JWK Set has the key with which SETs are signed now.',
    requirements: ['CAEP-INTEROP-2.3.3-02'],
    what: 'Fetches the JWK Set afresh, has a SET sent, and verifies its signature by the published keys.',
    endpoints: ['jwks_uri'],
    async run(t) {
      const stream = await t.stream();
      const set = await bringSet(t, stream);
      if (set === null)
        return t.notTested('No SET came that was ordered; caep-interop/verification judges that.');
      t.forgetJwks();
      const { keys, exchange } = await t.jwks();
      if (keys === null) return t.notTested('jwks_uri gives no JWK Set; jwks/served judges that.');
      const result = verifySignature(set.parsed, keys);
      if (['unsigned', 'unreadable', 'encrypted', 'symmetric'].includes(result.kind)) {
        return t.notTested(`The SET is ${result.kind}; caep-interop/algorithm judges that.`);
      }
      t.expect(result.kind === 'verified', 'CAEP-INTEROP-2.3.3-02', {
        message: 'The published keys do not verify a fresh SET.',
        expected: 'the current signing key at jwks_uri',
        actual: 'why' in result ? `${result.kind}: ${result.why}` : result.kind,
        hint: 'After a change of keys, publish the new one before anything is signed with it.',
        exchange,
        set,
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/algorithm',
    title: 'Every SET is signed with RS256.',
    requirements: ['CAEP-INTEROP-2.6-01'],
    what: 'Reads alg in the header of every SET that was seen in the run.',
    phase: 'last',
    async run(t) {
      const wrong = (await runSets(t)).filter(({ parsed }) => isSignedOtherwise(parsed));
      t.expect(wrong.length === 0, 'CAEP-INTEROP-2.6-01', {
        message: `${wrong.length} SETs are not signed with RS256.`,
        expected: 'alg RS256',
        actual: [...new Set(wrong.map(({ parsed }) => String(parsed.header?.alg)))].slice(0, 5).join(', '),
        set: wrong[0],
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/key-size',
    title: 'The RSA keys that sign SETs have at least 2048 bits.',
    requirements: ['CAEP-INTEROP-2.6-02'],
    what: 'Finds the published key that verifies each SET of the run, and counts its bits.',
    endpoints: ['jwks_uri'],
    phase: 'last',
    async run(t) {
      const sets = await runSets(t);
      const { keys, exchange } = await t.jwks();
      if (keys === null) return t.notTested('jwks_uri gives no JWK Set; jwks/served judges that.');
      const bits = new Map<number, SeenSet>();
      for (const set of sets.slice(0, MOST_SETS)) {
        const result = verifySignature(set.parsed, keys);
        if (result.kind === 'verified' && result.rsaBits !== null) bits.set(result.rsaBits, set);
      }
      if (bits.size === 0)
        return t.notTested(
          'No SET was signed with a published RSA key; caep-interop/algorithm and signing-key judge that.',
        );
      const shortest = Math.min(...bits.keys());
      t.expect(shortest >= 2048, 'CAEP-INTEROP-2.6-02', {
        message: 'A SET is signed with an RSA key that is too short.',
        expected: 'at least 2048 bits',
        actual: `${shortest} bits`,
        exchange,
        set: bits.get(shortest),
      });
    },
  }),

  transmitterCheck({
    id: 'caep-interop/one-event',
    title: 'Every SET has exactly one event.',
    requirements: ['CAEP-INTEROP-2.8.1-01'],
    what: 'Counts the members of events in every SET that was seen in the run.',
    phase: 'last',
    async run(t) {
      const count = ({ parsed }: SeenSet): number | null => eventCount(parsed);
      const wrong = (await runSets(t)).filter((set) => count(set) !== null && count(set) !== 1);
      t.expect(wrong.length === 0, 'CAEP-INTEROP-2.8.1-01', {
        message: `${wrong.length} SETs do not have exactly one event.`,
        expected: 'one member in events',
        actual: wrong[0] === undefined ? '' : `${count(wrong[0])} members`,
        set: wrong[0],
      });
    },
  }),
];

/** SETs whose signature is verified at most: they are all signed with few keys. */
const MOST_SETS = 200;
