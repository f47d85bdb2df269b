import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import {
  audienceOfSeveral,
  audienceOfStream,
  audiencePresent,
  audienceShape,
  issuedAt,
  issuer,
  issuerOfStream,
  noExpiry,
  noSubject,
  timeOfEvent,
  tokenId,
  transactionPresent,
  transactionType,
} from '../set/claim-rules.ts';
import {
  comparableTransactions,
  type FeedSet,
  judgeTokenIds,
  judgeTransactionIds,
} from '../set/feed-rules.ts';
import { requireSecondReceiver } from './support/credentials.ts';
import { reportFeed, seenFeed } from './support/feed.ts';
import { judgeSeen } from './support/judge-sets.ts';
import { offersVerification } from './support/order-set.ts';

/** The claims of a SET's envelope (RFC 8417 2.2, SSF 4.1). All SETs of the run are judged. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'set/iss',
    title: 'Every SET has iss, which names its issuer.',
    requirements: issuer.requirements,
    what: 'Reads iss in every SET that was seen in the run: present, not empty, a StringOrURI.',
    phase: 'last',
    run: (t) => judgeSeen(t, issuer),
  }),

  transmitterCheck({
    id: 'set/iss-of-stream',
    title: 'iss of every SET is that of the stream on which it came, character for character.',
    requirements: issuerOfStream.requirements,
    what: 'Compares iss of every SET that was seen in the run with iss of the stream configuration.',
    phase: 'last',
    run: (t) => judgeSeen(t, issuerOfStream, 'No SET of the run has iss; set/iss says more.'),
  }),

  transmitterCheck({
    id: 'set/iat',
    title: 'Every SET has iat, the time of its issue in seconds.',
    requirements: issuedAt.requirements,
    what: 'Reads iat in every SET that was seen in the run: present, a number of seconds, not in the future beyond the limit "clockSkew". Only verification SETs are expected to be fresh.',
    phase: 'last',
    run: (t) => judgeSeen(t, issuedAt),
  }),

  transmitterCheck({
    id: 'set/jti',
    title: 'Every SET has jti, a string that identifies it.',
    requirements: tokenId.requirements,
    what: 'Reads jti in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, tokenId),
  }),

  transmitterCheck({
    id: 'set/jti-unique',
    title: 'Different SETs have different jti.',
    requirements: ['RFC8417-2.2-04', 'RFC7519-4.1.7-01'],
    what: 'Compares jti and claims of all SETs that were seen in the run. The same jti with the same claims is a retransmission. Asks for two more SETs if no stream brought two.',
    phase: 'last',
    async run(t) {
      const { sets, feed } = await seenFeed(t, haveCompany);
      reportFeed(t, sets, judgeTokenIds(feed));
    },
  }),

  transmitterCheck({
    id: 'set/aud-present',
    title: 'Every SET says for whom it is.',
    requirements: audiencePresent.requirements,
    what: 'Looks for aud in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, audiencePresent),
  }),

  transmitterCheck({
    id: 'set/aud-several-receivers',
    title: 'A Transmitter that serves several Receivers says in every SET for which of them it is.',
    requirements: audienceOfSeveral.requirements,
    what: "Looks for aud in every SET that was seen in the run. A second Receiver's credentials show that the issuer serves several.",
    hooks: ['second-receiver'],
    phase: 'last',
    async run(t) {
      await requireSecondReceiver(t);
      await judgeSeen(t, audienceOfSeveral);
    },
  }),

  transmitterCheck({
    id: 'set/aud',
    title: 'aud of a SET is a string or an array of strings.',
    requirements: audienceShape.requirements,
    what: 'Looks at aud in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, audienceShape, 'No SET of the run has aud.'),
  }),

  transmitterCheck({
    id: 'set/aud-of-stream',
    title: 'aud of a SET names the Receiver of the stream.',
    requirements: audienceOfStream.requirements,
    what: 'Compares aud of every SET that was seen in the run with aud of the stream configuration.',
    phase: 'last',
    run: (t) => judgeSeen(t, audienceOfStream, 'No SET of the run has aud.'),
  }),

  transmitterCheck({
    id: 'set/txn',
    title: 'Every SET has txn.',
    requirements: transactionPresent.requirements,
    what: 'Looks for txn in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, transactionPresent),
  }),

  transmitterCheck({
    id: 'set/txn-string',
    title: 'txn is a string.',
    requirements: transactionType.requirements,
    what: 'Looks at txn in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, transactionType, 'No SET of the run has txn.'),
  }),

  transmitterCheck({
    id: 'set/txn-unique',
    title: 'txn is unique to the cause of an event.',
    requirements: ['SSF-4.1.9-02'],
    what: 'Compares txn of the verification SETs of the run, each of which was asked for by itself; asks for two more if there are not enough.',
    phase: 'last',
    async run(t) {
      const { sets, feed } = await seenFeed(t, (seen) => comparableTransactions(seen) > 1);
      if (feed.every(({ claims }) => claims?.txn === undefined)) {
        t.notApplicable('No SET of the run has txn.');
      }
      if (!(await offersVerification(t))) {
        t.notApplicable('Without verification no two SETs are known to have causes of their own.');
      }
      if (comparableTransactions(feed) < 2)
        t.notTested('Fewer than two verification SETs with txn were seen.');
      reportFeed(t, sets, judgeTransactionIds(feed));
    },
  }),

  transmitterCheck({
    id: 'set/no-sub',
    title: 'No SET has the claim sub.',
    requirements: noSubject.requirements,
    what: 'Looks for sub in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, noSubject, 'All SETs of the run are about SCIM.'),
  }),

  transmitterCheck({
    id: 'set/no-exp',
    title: 'No SET has the claim exp.',
    requirements: noExpiry.requirements,
    what: 'Looks for exp in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, noExpiry),
  }),

  transmitterCheck({
    id: 'set/toe',
    title: 'toe is a time in seconds.',
    requirements: timeOfEvent.requirements,
    what: 'Looks at toe in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, timeOfEvent, 'No SET of the run has toe.'),
  }),
];

/** Whether one stream brought two SETs that can be told apart. */
function haveCompany(feed: readonly FeedSet[]): boolean {
  const streams = feed.filter(({ claims }) => claims !== null).map(({ streamId }) => streamId);
  return new Set(streams).size < streams.length;
}
