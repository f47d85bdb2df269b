import type { FindingInput } from '../harness/probe.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { Delivered, ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { countJwksRequests, deliverUntilAccepted, freshKey, unusableKeys } from './support/rotation.ts';

/** With fewer SETs than this it cannot be told whether the JWK Set is fetched for each. */
const MANY_SETS = 20;

/** What a Receiver does when the keys in the JWK Set change (SSF 4.1.4, RFC 7517 section 5). */
export const checks = [
  receiverCheck({
    id: 'key-rotation/new-key',
    title: 'After a rotation the new key is accepted, and the old one as long as it is in the JWK Set.',
    requirements: ['SSF-4.1.4-02', 'SSF-4.1.4-01', 'CAEP-INTEROP-2.4.2-01'],
    what: 'Adds a key to the JWK Set and delivers SETs signed with it until one is accepted, up to the limit keyRefetch; then one signed with the key from before.',
    delivery: 'each',
    async run(r) {
      await requireGoodSet(r);
      const fresh = await freshKey(r);
      const before = await countJwksRequests(r);
      await r.scene({ foreignKeys: [fresh.jwk] });
      const { accepted, last, tries } = await deliverUntilAccepted(r, fresh.set);
      if (!accepted) {
        const requests = (await countJwksRequests(r)) - before;
        return r.violates('SSF-4.1.4-02', {
          message: `A SET signed with a new key of the JWK Set is not accepted within ${r.limits.keyRefetch} ms.`,
          expected: 'the JWK Set is fetched again when a `kid` is not known, and the new key is used',
          actual: `${tries} SETs were not accepted (the last: ${shown(last)}); requests for the JWK Set in that time: ${requests}`,
          hint: 'Fetch jwks_uri again on an unknown `kid`, with a pause between two such requests.',
          ...evidence(last),
        });
      }
      r.expect((await countJwksRequests(r)) > before, 'CAEP-INTEROP-2.4.2-01', {
        message: 'A SET is accepted though the Receiver cannot know its key: it did not ask for our JWK Set.',
        expected: 'keys are fetched from jwks_uri',
        actual: `${shown(last)}, without a request for the JWK Set since the key is in it`,
        ...evidence(last),
      });
      const old = await r.deliver({});
      r.expect(old.outcome === 'accepted', 'SSF-4.1.4-01', {
        message: 'With a new key in the JWK Set the old one, which is still there, is not accepted any more.',
        expected: 'SETs of every key in the JWK Set are accepted',
        actual: shown(old),
        ...evidence(old),
      });
    },
  }),

  receiverCheck({
    id: 'key-rotation/unusable-keys',
    title: 'Keys in the JWK Set that cannot be used are passed over.',
    requirements: ['RFC7517-5-03'],
    what: 'Puts a key of unknown type, keys with members missing or broken, and keys of other types into the JWK Set, with a new key behind them, and delivers SETs signed with that one until one is accepted. Where the Receiver does not fetch the JWK Set again, nothing is said.',
    delivery: 'each',
    async run(r) {
      await requireGoodSet(r);
      const fresh = await freshKey(r);
      const before = await countJwksRequests(r);
      await r.scene({ foreignKeys: [...unusableKeys, fresh.jwk] });
      const { accepted, last } = await deliverUntilAccepted(r, fresh.set);
      const isFetched = (await countJwksRequests(r)) > before;
      await recover(r);
      if (!isFetched) return r.notTested('The Receiver did not fetch the JWK Set again.');
      r.expect(accepted, 'RFC7517-5-03', {
        message: 'With unusable keys in the JWK Set a SET signed with a usable one is not accepted.',
        expected: 'keys of an unknown type, or with missing or broken members, are ignored one by one',
        actual: shown(last),
        hint: 'Parse the keys one by one, or only the one with the right `kid`.',
        ...evidence(last),
      });
    },
  }),

  receiverCheck({
    id: 'key-rotation/retired-key',
    title: 'A key that was taken out of the JWK Set is not accepted any more once that was seen.',
    requirements: ['SSF-4.1.4-01', 'RFC8935-2-02', 'SSF-4.1.4-02'],
    what: 'Puts another key in the place of ours, delivers SETs signed with it until the Receiver has fetched the JWK Set and accepts one, and then one signed with the retired key. At the end the key is back. How often the JWK Set was fetched in the whole run is noted when it was for nearly every SET.',
    delivery: 'each',
    // A Receiver that is slow to see that the key is back would spoil what comes after.
    phase: 'last',
    async run(r) {
      await requireGoodSet(r);
      const before = await countJwksRequests(r);
      await r.scene({ keys: ['next', 'ec'] });
      const { accepted } = await deliverUntilAccepted(r, { key: 'next' });
      const isFetched = (await countJwksRequests(r)) > before;
      const retired = isFetched && accepted ? await r.deliver({}) : null;
      await recover(r);
      if (retired === null) {
        // No standard says how soon it has to look; key-rotation/new-key says what is thought of it.
        return r.notes('SSF-4.1.4-01', {
          message:
            'Whether a retired key is still accepted could not be seen: the Receiver did not fetch the JWK Set without it and accept the key in its place.',
        });
      }
      // No text says how long a key may be kept that was fetched once, and libraries keep each `kid` for hours.
      if (retired.outcome === 'accepted') {
        r.warns('SSF-4.1.4-01', {
          message: 'A SET signed with a key that is no longer in the JWK Set is accepted.',
          expected: 'a key that the issuer has withdrawn is not used any more',
          actual: shown(retired),
          hint: 'Put what you fetched in the place of the keys that you have; do not add to them.',
          ...evidence(retired),
        });
      }
      const requests = await countJwksRequests(r);
      const sets = r.delivered().length;
      if (sets < MANY_SETS || requests < sets / 2) return;
      r.notes('SSF-4.1.4-02', {
        message:
          'The Receiver asks for the JWK Set again and again: whoever sends it SETs makes it attack its Transmitter.',
        expected: 'keys are kept for a while, with a pause between two requests',
        actual: `${requests} requests for ${sets} SETs`,
      });
    },
  }),
];

/** Of a Receiver that takes none of our SETs nothing can be learnt about keys. */
async function requireGoodSet<R extends RequirementId>(r: ReceiverProbe<R>): Promise<void> {
  const good = await r.deliver({});
  if (good.outcome !== 'accepted') return r.notTested(`A good SET is not accepted (${shown(good)}).`);
}

/** Our own keys are back, and the Receiver has seen it: what comes next must not suffer. */
async function recover<R extends RequirementId>(r: ReceiverProbe<R>): Promise<void> {
  await r.scene({});
  await deliverUntilAccepted(r, {});
}

function shown({ outcome, status }: Delivered): string {
  return status === null ? outcome : `status ${status}`;
}

function evidence({ exchange, recorded }: Delivered): Pick<FindingInput, 'exchange' | 'set'> {
  return { exchange: exchange ?? undefined, set: recorded };
}
