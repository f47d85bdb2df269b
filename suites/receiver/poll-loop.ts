import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import type { PeerStream, SeenCall } from '../harness/receiver/exchange.ts';
import type { CraftedSet, Delivered, ReceiverProbe } from '../harness/receiver/probe.ts';
import { answeredObject } from './support/calls.ts';
import { ackOf, handedOutIn } from './support/polls.ts';

// What a Receiver does from one poll to the next (RFC 8936 section 2).

/** More polls than this in the time of one held poll are worth a remark. */
const BUSY = 20;

export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'poll-loop/acknowledges',
    title: 'A SET that was received is acknowledged, and in good time.',
    requirements: ['RFC8936-2-05', 'RFC8936-2-06', 'RFC8936-2.4-04'],
    what: 'Hands out a SET and waits for its name in `ack`; warned when that takes longer than the limit `delivery`, failed when it takes twice as long.',
    delivery: 'poll',
    async run(r) {
      const stream = await pollStream(r);
      const set = await r.craft();
      await r.offer(stream, [set]);
      const handedOut = await settled(r, stream, [set], 'handed-out', r.limits.pollInterval);
      if (!handedOut) return r.notTested('The target did not poll within the limit pollInterval.');
      const began = await r.now();
      const inTime = await settled(r, stream, [set], 'acknowledged', r.limits.delivery);
      if (inTime) return r.timing('delivery', (await r.now()) - began, r.limits.delivery);
      const [offered] = await r.offered(stream, [set.jti]);
      if (offered?.settled?.how === 'setErrs')
        return r.notTested('The SET was reported as invalid; accept-set/* judges that.');
      const late = await settled(r, stream, [set], 'acknowledged', r.limits.delivery);
      await r.withdraw(stream, [set.jti]);
      r.violates(late ? 'RFC8936-2-06' : 'RFC8936-2-05', {
        message: late
          ? `A SET was acknowledged only after more than ${r.limits.delivery} ms.`
          : `A SET was not acknowledged within ${2 * r.limits.delivery} ms, although it was handed out.`,
        expected: `its jti in \`ack\` of a later poll, within ${r.limits.delivery} ms`,
        actual: late ? 'acknowledged late' : 'not acknowledged',
        exchange: await exchangeOf(
          r,
          handedOutBy(await r.offered(stream, [set.jti])) ?? offered?.handedOut[0],
        ),
      });
    },
  }),

  receiverCheck({
    id: 'poll-loop/drains',
    title: 'A Receiver polls on when more is available, until it has everything.',
    requirements: ['RFC8936-2.3-06'],
    what: 'Hands out five SETs, two in an answer, with moreAvailable true; the next poll has to come within the limit pollInterval.',
    delivery: 'poll',
    async run(r) {
      const stream = await pollStream(r);
      await r.scene({ pollBatch: 2 });
      const sets = await Promise.all([0, 1, 2, 3, 4].map(() => r.craft()));
      await r.offer(stream, sets);
      const names = new Set(sets.map(({ jti }) => jti));
      const all = await fetchesAll(r, stream, sets);
      const more = (await r.calls()).filter(
        (call) =>
          answeredObject(call)?.moreAvailable === true && handedOutIn(call).some((name) => names.has(name)),
      );
      const last = more.at(-1);
      if (last === undefined) return r.notTested('The target fetched nothing, or everything by one poll.');
      const next = await r.awaitCall(
        (call) => call.operation === 'poll' && call.index > last.index,
        r.limits.pollInterval,
      );
      await settled(r, stream, sets, 'settled', r.limits.delivery);
      await r.withdraw(stream, [...names]);
      if (all && next !== null) {
        const gap = next.atMs - (last.answeredAtMs ?? last.atMs);
        r.expect(gap <= r.limits.pollInterval, 'RFC8936-2.3-06', {
          message: `Told that more SETs are available, the Receiver waited ${Math.round(gap)} ms for the next poll.`,
          expected: `the next poll within ${r.limits.pollInterval} ms`,
          actual: `${Math.round(gap)} ms`,
          exchange: next,
        });
        return;
      }
      await anew(r);
      r.violates('RFC8936-2.3-06', {
        message: 'Told that more SETs are available, the Receiver did not fetch them.',
        expected: 'polls until moreAvailable is false',
        actual: `no further poll within ${r.limits.pollInterval} ms`,
        exchange: last,
      });
    },
  }),

  receiverCheck({
    id: 'poll-loop/tolerant',
    title: 'A Receiver copes with answers without moreAvailable and with members that it does not know.',
    requirements: ['RFC8936-2.3-07', 'RFC8936-2.1-02'],
    what: 'Answers polls without moreAvailable and with an unknown member; a SET that is offered then has to be acknowledged.',
    delivery: 'poll',
    async run(r) {
      const stream = await pollStream(r);
      await requireGood(r);
      const from = (await r.calls()).length;
      await r.scene({ noMoreAvailable: true, poll: { x_unknown: { a: 1 } } });
      const delivered = await r.deliver({});
      if (delivered.outcome !== 'accepted') await anew(r);
      r.expect(delivered.outcome === 'accepted', 'RFC8936-2.3-07', {
        message: 'With answers that have no moreAvailable and a member of ours the Receiver does not go on.',
        expected: 'the SET in such an answer is acknowledged',
        actual: delivered.outcome,
        exchange: delivered.exchange ?? undefined,
      });
      const polls = (await r.calls()).filter(
        (call) => call.index >= from && call.operation === 'poll' && call.streamId === stream.id,
      );
      const empty = polls.filter((poll) => poll.response !== null && handedOutIn(poll).length === 0);
      if (empty.length > BUSY) {
        r.notes('RFC8936-2.1-02', {
          message: `The Receiver sent ${empty.length} polls for nothing in a short time; long polling would spare them.`,
          exchange: empty.at(-1),
        });
      }
    },
  }),

  receiverCheck({
    id: 'poll-loop/error-answer',
    title: 'A poll that is answered with an error does not end the polling.',
    requirements: ['RFC8936-2.5.1-04', 'RFC8936-2-05'],
    what: 'Answers two polls with 400 and an HTML body, then as always: a SET has to be fetched and acknowledged.',
    delivery: 'poll',
    run: (r) =>
      survives(r, {
        answers: [400, 400].map((status) => ({
          kind: 'reply' as const,
          status,
          headers: { 'content-type': 'text/html' },
          body: '<html><body>Bad Request</body></html>',
        })),
        requirement: 'RFC8936-2.5.1-04',
        after: 'answers of 400 with an HTML body',
      }),
  }),

  receiverCheck({
    id: 'poll-loop/broken-connection',
    title: 'A connection that breaks loses no SET: it is fetched again, or acknowledged again.',
    requirements: ['RFC8936-2-05'],
    what: 'Resets the connection of the poll that follows the hand-out of a SET, and of the one after: the SET has to be acknowledged all the same.',
    delivery: 'poll',
    run: (r) =>
      survives(r, {
        answers: [{ kind: 'reset' }, { kind: 'reset' }],
        requirement: 'RFC8936-2-05',
        after: 'two connections that broke',
      }),
  }),

  receiverCheck({
    id: 'poll-loop/late-acknowledgement',
    title: 'A SET that was passed over or refused is not acknowledged later either.',
    requirements: ['RFC8936-2-04'],
    what: 'Looks whether a SET of the run that names another issuer, and was not acknowledged while it was offered, was so in a later poll; sends one when there was none.',
    delivery: 'poll',
    phase: 'last',
    async run(r) {
      const refused = (): Delivered[] => foreignSets(r).filter(({ outcome }) => outcome !== 'accepted');
      if (refused().length === 0) {
        await r.attack({ claims: (claims) => ({ ...claims, iss: 'https://other-issuer.example.org' }) });
      }
      if (refused().length === 0)
        return r.notTested('No SET of another issuer was refused; refuse-* judges that.');
      const acknowledgements = async (): Promise<Map<unknown, SeenCall>> =>
        new Map(
          (await r.calls()).flatMap((call) => {
            const ack = ackOf(call);
            return Array.isArray(ack) ? ack.map((name: unknown) => [name, call] as const) : [];
          }),
        );
      const late = (acknowledged: Map<unknown, SeenCall>): Delivered[] =>
        refused().filter(({ set }) => acknowledged.has(set.jti));
      const acknowledged = await r.until(async () => {
        const seen = await acknowledgements();
        return late(seen).length > 0 && seen;
      }, r.limits.quiet);
      const [first] = acknowledged === null ? [] : late(acknowledged);
      if (first === undefined || acknowledged === null) return;
      r.violates('RFC8936-2-04', {
        message: `${late(acknowledged).length} SETs of another issuer were acknowledged after all, some polls later.`,
        expected: 'an entry in setErrs, or silence',
        actual: `jti ${first.set.jti} in \`ack\``,
        hint: 'Acknowledge a SET only after it was validated.',
        exchange: acknowledged.get(first.set.jti),
        set: first.recorded,
      });
    },
  }),
];

/**
 * Polled SETs of an issuer that is not ours, which nothing can make right later, as the return of our keys could; those
 * that share their jti with another one are left out.
 */
function foreignSets(r: Pick<ReceiverProbe, 'delivered' | 'issuer'>): Delivered[] {
  const delivered = r.delivered();
  return delivered.filter(({ set, delivery, attacked }) => {
    const { iss } = set.claims;
    const isForeign = typeof iss === 'string' && iss !== r.issuer;
    const isAlone = delivered.every((other) => other.set === set || other.set.jti !== set.jti);
    return delivery === 'poll' && attacked === true && isForeign && isAlone;
  });
}

/** The stream that is polled, with a target that is at it. */
async function pollStream(r: ReceiverProbe): Promise<PeerStream> {
  return (await r.stream()) ?? r.notTested('There is no stream to poll.');
}

async function requireGood(r: ReceiverProbe): Promise<void> {
  const { outcome } = await r.deliver({});
  if (outcome !== 'accepted')
    r.notTested(`A good SET is not acknowledged (${outcome}); accept-set/* judges that.`);
}

/** Whether all SETs come that far before the limit (ms) passes. */
async function settled(
  r: ReceiverProbe,
  stream: PeerStream,
  sets: readonly CraftedSet[],
  how: 'handed-out' | 'settled' | 'acknowledged',
  limitMs: number,
): Promise<boolean> {
  const keys = sets.map(({ jti }) => jti);
  const done = await r.until(async () => {
    const offered = await r.offered(stream, keys);
    return (
      offered.length === keys.length &&
      offered.every((one) =>
        how === 'handed-out'
          ? one.handedOut.length > 0
          : how === 'settled'
            ? one.settled !== null
            : one.settled?.how === 'ack',
      )
    );
  }, limitMs);
  return done === true;
}

/** Whether all SETs are handed out, with no longer break than the limit `pollInterval` between two hand-outs. */
async function fetchesAll(
  r: ReceiverProbe,
  stream: PeerStream,
  sets: readonly CraftedSet[],
): Promise<boolean> {
  const keys = sets.map(({ jti }) => jti);
  for (let before = 0; ; ) {
    if (await settled(r, stream, sets, 'handed-out', r.limits.pollInterval)) return true;
    const fetched = (await r.offered(stream, keys)).filter(({ handedOut }) => handedOut.length > 0).length;
    if (fetched <= before) return false;
    before = fetched;
  }
}

/** The next polls fail as scripted; a SET that waits meanwhile has to be acknowledged in the end. */
async function survives<R extends 'RFC8936-2.5.1-04' | 'RFC8936-2-05'>(
  r: ReceiverProbe<R>,
  trouble: {
    answers: NonNullable<Parameters<ReceiverProbe['scene']>[0]['answers']>[number]['answers'];
    requirement: R;
    after: string;
  },
): Promise<void> {
  const probe = r as unknown as ReceiverProbe;
  const stream = await pollStream(probe);
  await requireGood(probe);
  // A poll that is held now belongs to what comes.
  const from = Math.max(0, (await r.calls()).length - 2);
  const set = await r.craft();
  await r.scene({ answers: [{ operation: 'poll', answers: trouble.answers }] });
  await r.offer(stream, [set]);
  // Not awaitCall: a poll is seen before it is answered, and looked at once.
  const failed = await r.until(
    async () =>
      (await r.calls()).find(
        ({ index, operation, answeredAtMs, response }) =>
          index >= from && operation === 'poll' && answeredAtMs !== null && response?.status !== 200,
      ) ?? null,
    r.limits.pollInterval,
  );
  const done = await settled(probe, stream, [set], 'settled', r.limits.delivery + r.limits.pollInterval);
  await r.withdraw(stream, [set.jti]);
  if (!done) await anew(probe);
  r.expect(done, trouble.requirement, {
    message: `After ${trouble.after} the Receiver neither acknowledged nor reported a SET that waits for it.`,
    expected: `it polls again, and settles the SET within ${r.limits.delivery + r.limits.pollInterval} ms`,
    actual: 'not settled',
    ...(failed === null ? {} : { exchange: failed }),
  });
}

/** A target that stopped polling is started anew for the checks that follow, where it can be. */
async function anew(r: Pick<ReceiverProbe, 'hooks' | 'endLife'>): Promise<void> {
  if (r.hooks.includes('restart')) await r.endLife();
}

function handedOutBy(offered: Awaited<ReturnType<ReceiverProbe['offered']>>): number | undefined {
  return offered[0]?.settled?.call ?? offered[0]?.handedOut[0];
}

async function exchangeOf(r: ReceiverProbe, call: number | undefined): Promise<number | undefined> {
  return (await r.calls()).find(({ index }) => index === call)?.id;
}
