import { type TransmitterCheck, transmitterCheck } from '../harness/check.ts';
import { eventIdentifiers, events, oneEvent } from '../set/event-rules.ts';
import { judgeStableIdentifiers } from '../set/feed-rules.ts';
import { compactSerialization, explicitTyping, uniqueMembers, utf8 } from '../set/form-rules.ts';
import { reportFeed, seenFeed } from './support/feed.ts';
import { judgeSeen } from './support/judge-sets.ts';

/** The form of a SET: token, JSON, explicit type, `events` (RFC 8417 2, SSF 4.1.1, 4.2). All SETs of the run are judged. */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'set/compact',
    title: 'Every SET is a JWT in compact serialization.',
    requirements: compactSerialization.requirements,
    what: 'Decodes every SET that was seen in the run: base64url parts without padding, joined by dots, with JSON objects as header and claims.',
    phase: 'last',
    run: (t) => judgeSeen(t, compactSerialization),
  }),

  transmitterCheck({
    id: 'set/utf-8',
    title: 'Header and claims of every SET are encoded in UTF-8.',
    requirements: utf8.requirements,
    what: 'Decodes header and claims of every SET that was seen in the run strictly as UTF-8, without a byte order mark.',
    phase: 'last',
    run: (t) => judgeSeen(t, utf8),
  }),

  transmitterCheck({
    id: 'set/unique-members',
    title: 'No claim, event identifier or subject member stands twice in a SET.',
    requirements: uniqueMembers.requirements,
    what: 'Looks for repeated member names in the JSON text of every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, uniqueMembers),
  }),

  transmitterCheck({
    id: 'set/typ',
    title: 'Every SET says in its header that it is one: typ is secevent+jwt.',
    requirements: explicitTyping.requirements,
    what: 'Reads typ in the header of every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, explicitTyping),
  }),

  transmitterCheck({
    id: 'set/events',
    title: 'The claim events of every SET is an object whose members are objects.',
    requirements: events.requirements,
    what: 'Looks at events in every SET that was seen in the run: present, an object, not empty, each value an object.',
    phase: 'last',
    run: (t) => judgeSeen(t, events),
  }),

  transmitterCheck({
    id: 'set/event-uri',
    title: 'Every member name of events is a URI.',
    requirements: eventIdentifiers.requirements,
    what: 'Reads the member names of events in every SET that was seen in the run.',
    phase: 'last',
    run: (t) => judgeSeen(t, eventIdentifiers, 'No SET of the run has an event.'),
  }),

  transmitterCheck({
    id: 'set/stable-event-uri',
    title: 'The identifier of an event type is the same in every SET.',
    requirements: ['RFC8417-2.2-12'],
    what: 'Compares the member names of events over all SETs that were seen in the run: query and fragment do not vary.',
    phase: 'last',
    async run(t) {
      const { sets, feed } = await seenFeed(t, (seen) => seen.length > 1);
      reportFeed(t, sets, judgeStableIdentifiers(feed));
    },
  }),

  transmitterCheck({
    id: 'set/one-event',
    title: 'Every SET has one event.',
    requirements: oneEvent.requirements,
    what: 'Counts the members of events in every SET that was seen in the run. Several are right only as names of one and the same event type.',
    phase: 'last',
    run: (t) => judgeSeen(t, oneEvent, 'No SET of the run has an event of SSF, CAEP or RISC.'),
  }),
];
