import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import { STREAM_UPDATED, VERIFICATION } from '../standard/vocabulary.ts';
import {
  expectTaken,
  fateOf,
  isDeclined,
  RECEIPT,
  receiptRow,
  refusedOf,
  requirePlain,
  tellRefused,
} from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { streamSubject } from './support/subjects.ts';
import { carrier } from './support/wanted.ts';

const BURST = 200;

/** Rate limits and maintenance are nobody's breach (RFC 6585 section 4, RFC 9110 15.6.4). */
const BUSY = [429, 503];

/** Ends the check where the target takes no verification event at all: then a refusal is not about what is wrong. */
async function requireVerification(r: ReceiverProbe): Promise<void> {
  const good = await r.deliver(await verification(r, {}));
  if (good.outcome === 'accepted') return;
  await requirePlain(r);
  const reason = `A right verification event is not accepted either (${fateOf(good)}); accept-flow/unsolicited-verification judges that.`;
  // A hosted target was never told the id of a stream.
  if (r.form === 'hosted') r.notApplicable(reason);
  r.notTested(reason);
}

/** A verification event about the stream, with these members. */
async function verification(r: ReceiverProbe, event: Record<string, unknown>): Promise<SetSpec> {
  return { type: VERIFICATION, subject: await streamSubject(r), event };
}

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-flow/burst',
    title: `A Receiver takes ${BURST} SETs that come at once.`,
    what: `Delivers ${BURST} right SETs at once. Pushes that are put off with 429 or 503 are only noted.`,
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const delivered = await r.deliverAll(Array.from({ length: BURST }, () => ({ type })));
      const refused = delivered.filter(({ outcome }) => outcome !== 'accepted');
      const [first] = refused;
      if (first === undefined) return;
      // Where none was accepted it may be that none ever is.
      if (refused.length === BURST) await requirePlain(r);
      const busy = refused.every(({ status }) => status !== null && BUSY.includes(status));
      r[busy ? 'notes' : 'violates'](receiptRow(r), {
        message: `${refused.length} of ${BURST} right SETs that came at once are not accepted.`,
        expected: r.delivery === 'push' ? 'status 202 for each' : 'an acknowledgement for each',
        actual: fateOf(refused.find(({ status }) => !BUSY.includes(status ?? 0)) ?? first),
        exchange: first.exchange ?? undefined,
        set: first.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'accept-flow/out-of-order',
    title: 'A Receiver takes SETs that come in another order than that in which they were issued.',
    what: 'Delivers right SETs about one user whose `iat` goes back by some seconds from one to the next.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const { subject } = await r.craft();
      const now = Math.floor(Date.now() / 1000);
      const tried = await deliverVariants(
        r,
        [0, 20, 10, 40].map((ago) => ({
          what: ago === 0 ? 'issued now' : `issued ${ago} s ago`,
          type,
          subject,
          claims: (claims) => ({ ...claims, iat: now - ago }),
        })),
      );
      await expectTaken(r, tried, {
        what: 'A SET that was issued before one that came earlier',
        requirement: receiptRow(r),
        // No sentence says that order must not matter: it follows from retransmission, and from `sets` being an object.
        as: 'warns',
        hint: 'SETs may be sent again after others (RFC 8935 section 2), and a polled answer has no order.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-flow/unsolicited-verification',
    title:
      'A Receiver accepts a verification event that it did not ask for, and does nothing about it to any user',
    what: 'Delivers a verification event without `state` that nobody asked for. A hosted target was never told the id of a stream, so that its refusal is only noted.',
    requirements: ['SSF-8.1.4-03', 'SSF-8.1.4.1-11'],
    delivery: 'each',
    async run(r) {
      const [tried] = await deliverVariants(r, [
        { what: 'a verification event without state', ...(await verification(r, {})) },
      ]);
      if (tried === undefined) return;
      const taken = await expectTaken(r, [tried], {
        what: 'A verification event that nobody asked for',
        requirement: 'SSF-8.1.4-03',
        as: r.form === 'hosted' && isDeclined(tried.delivered) ? 'notes' : 'violates',
        hint: 'SSF section 8.1.4: a Transmitter may send a verification event at any time.',
      });
      if (!taken || !r.hooks.includes('effects')) return;
      // What would be done because of it is done when the next effect is there.
      const plain = await r.deliver({ type: await carrier(r) });
      await r.awaitEffect(plain.set);
      const effects = r.effectsOf(tried.delivered.set, await r.effects());
      if (effects.length === 0) return;
      r.notes('SSF-8.1.4.1-11', {
        message: 'A verification event had an effect.',
        expected: 'none: it is about the stream',
        actual: effects,
        set: tried.delivered.recorded,
      });
    },
  }),

  receiverCheck({
    id: 'accept-flow/stream-updated',
    title: 'A Receiver accepts a stream-updated event at any time.',
    what: 'Delivers stream-updated events: enabled, paused for a reason, enabled again. A hosted target was never told the id of a stream, so that its refusal is only noted.',
    requirements: ['SSF-8.1.5-12'],
    delivery: 'each',
    async run(r) {
      const subject = await streamSubject(r);
      const tried = [];
      // One after the other also by poll: a batch has no order, and "paused" must not be the last word.
      for (const event of [
        { status: 'enabled' },
        { status: 'paused', reason: 'Conformance test' },
        { status: 'enabled', reason: 'Conformance test' },
      ]) {
        const delivered = await r.deliver({ type: STREAM_UPDATED, subject, event });
        tried.push({ what: `status ${event.status}`, delivered });
      }
      const refused = refusedOf(tried);
      if (refused.length === 0) return;
      const plain = await r.deliver({ type: await carrier(r) });
      if (plain.outcome !== 'accepted') {
        // It may rest because of what it was told; the next check shall find it awake.
        if (r.form === 'managed') await r.endLife();
        r.notTested(`Afterwards a plain SET is not accepted either (${fateOf(plain)}).`);
      }
      const declined = refused.every(({ delivered }) => isDeclined(delivered));
      tellRefused(r, refused, {
        what: 'A stream-updated event',
        requirement: 'SSF-8.1.5-12',
        as: r.form === 'hosted' && declined ? 'notes' : 'violates',
        hint: 'SSF section 8.1.5: it may come although nobody asked for its type.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-flow/wrong-state',
    title: 'A Receiver answers a verification event with a `state` that it never gave with invalid_state.',
    what: 'Delivers a verification event with a `state` that the Receiver did not ask for.',
    requirements: ['SSF-8.1.4.1-09'],
    delivery: 'each',
    async run(r) {
      const delivered = await r.deliver(await verification(r, { state: r.random() }));
      const { outcome, err, exchange, recorded } = delivered;
      if (outcome === 'refused' && err === 'invalid_state') return;
      if (outcome !== 'accepted') await requireVerification(r);
      // Silence on a polled SET is allowed: setErrs is a MAY (RFC 8936 2.4.4).
      const how = outcome === 'silent' ? 'notes' : 'violates';
      r[how]('SSF-8.1.4.1-09', {
        message:
          outcome === 'accepted'
            ? 'A verification event with a foreign `state` is accepted.'
            : 'A verification event with a foreign `state` is not answered with invalid_state.',
        expected: r.delivery === 'push' ? '400 with err=invalid_state' : 'invalid_state in setErrs',
        actual: fateOf(delivered),
        hint: 'SSF section 8.1.4.1: the Receiver confirms that the value of `state` is the one that it gave.',
        exchange: exchange ?? undefined,
        set: recorded,
      });
    },
  }),

  receiverCheck({
    id: 'accept-flow/verification-validated',
    title: 'A Receiver validates a verification event like any other SET.',
    what: 'Delivers verification events, each between two good SETs: signed by a foreign key, for another audience, of another issuer.',
    requirements: ['SSF-8.1.4.1-07'],
    delivery: 'each',
    async run(r) {
      const good = await verification(r, {});
      await requireVerification(r);
      const { kid } = await r.publicJwk('current');
      const flaws: Record<string, SetSpec> = {
        'a signature of a foreign key': { key: 'attacker', header: (header) => ({ ...header, kid }) },
        'a foreign audience': {
          claims: (claims) => ({ ...claims, aud: 'https://other-receiver.example.org' }),
        },
        'a foreign issuer': { claims: (claims) => ({ ...claims, iss: 'https://other-issuer.example.org' }) },
      };
      const taken: { what: string; exchange: number | undefined; set: number | undefined }[] = [];
      for (const [what, flaw] of Object.entries(flaws)) {
        const { outcome, exchange, recorded } = await r.attack({ ...good, ...flaw });
        if (outcome === 'accepted') taken.push({ what, exchange: exchange?.id, set: recorded });
      }
      const [first] = taken;
      if (first === undefined) return;
      r.violates('SSF-8.1.4.1-07', {
        message: 'The Receiver accepts verification events that are not valid.',
        expected: r.delivery === 'push' ? 'status 400' : 'no acknowledgement',
        actual: `accepted with ${taken.map(({ what }) => what).join(', with ')}`,
        exchange: first.exchange,
        set: first.set,
      });
    },
  }),

  // phase: what the target removed is known when everything else is over.
  receiverCheck({
    id: 'accept-flow/removed-subjects',
    title: 'A Receiver tolerates events about subjects that it has removed.',
    what: 'Delivers an event about each subject that the target removed from its stream in the run.',
    requirements: ['SSF-9.3-02', 'SSF-9.3-03'],
    phase: 'last',
    async run(r) {
      if (r.form === 'hosted') r.notApplicable('A hosted Receiver removes no subjects.');
      const stream = await r.stream();
      const removed = (await r.calls())
        .filter(({ operation, response }) => operation === 'remove-subject' && response?.status === 204)
        .filter(({ streamId }) => streamId === stream?.id)
        .map(({ json }) => (json as { subject?: unknown } | undefined)?.subject)
        .filter((subject) => typeof subject === 'object' && subject !== null)
        .slice(-5);
      if (removed.length === 0) r.notApplicable('The Receiver removed no subject from its stream.');
      const type = await carrier(r);
      const tried = await deliverVariants(
        r,
        removed.map((subject) => ({
          what: JSON.stringify(subject),
          type,
          subject: subject as Record<string, unknown>,
        })),
      );
      await expectTaken(r, tried, {
        what: 'An event about a subject that the Receiver had removed',
        requirement: 'SSF-9.3-02',
        hint: 'SSF section 9.3: a Transmitter may go on sending events about removed subjects for a while.',
      });
    },
  }),
];
