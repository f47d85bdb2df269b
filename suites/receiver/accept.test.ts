import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../harness/probe.ts';
import { defaultEvent } from '../harness/receiver/default-events.ts';
import type { Delivered, ReceiverProbe, SetSpec } from '../harness/receiver/probe.ts';
import { judgeEvent } from '../set/event-schema.ts';
import { identifiersOf } from '../set/subject.ts';
import { judgeComplex, judgeFormat } from '../set/subject-format-rules.ts';
import { judgeFormatMember } from '../set/subject-rules.ts';
import { checks as acceptEvent } from './accept-event.ts';
import { checks as acceptEventValues } from './accept-event-values.ts';
import { checks as acceptEventWanted } from './accept-event-wanted.ts';
import { checks as acceptSet } from './accept-set.ts';
import { checks as acceptSubject } from './accept-subject.ts';

const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

/** A target that takes everything, and what was sent to it. */
function eager(sent: { type: string; event: JsonObject; subject: JsonObject }[]): ReceiverProbe {
  const deliver = async (spec: SetSpec): Promise<Delivered> => {
    const { type = REVOKED, subject = { format: 'email', email: 'jane@example.com' } } = spec;
    sent.push({ type, event: spec.event ?? defaultEvent(type), subject });
    const set = { compact: '', jti: '', type, subject, header: {}, claims: {} };
    // Sound: the checks read no more of it than this when all is accepted.
    return { set, delivery: 'push', outcome: 'accepted', status: 202 } as unknown as Delivered;
  };
  const probe = {
    form: 'hosted',
    delivery: 'push',
    profile: 'caep-interop',
    issuer: 'https://tx.example.com',
    audience: 'https://rx.example.com',
    craft: async () => ({ subject: { format: 'email', email: 'jane@example.com' } }),
    deliver,
    expect: (condition: unknown) => Boolean(condition),
    notApplicable: () => undefined,
  };
  // Sound: the checks of acceptance use no more of the probe where all is accepted.
  return probe as unknown as ReceiverProbe;
}

describe('what a Receiver has to accept', () => {
  const all = [
    ...acceptSet,
    ...acceptEvent,
    ...acceptEventValues,
    ...acceptEventWanted.filter(({ id }) => id !== 'accept-event/requested-uris'),
    ...acceptSubject,
  ];
  test.each(all.map((check) => [check.id, check] as const))(
    'the events and subjects of %s keep their definitions',
    async (_, check) => {
      const sent: { type: string; event: JsonObject; subject: JsonObject }[] = [];
      await check.run(eager(sent));
      expect(sent).not.toEqual([]);
      for (const { type, event, subject } of sent) {
        expect(judgeEvent(type, event)).toEqual([]);
        for (const found of identifiersOf({ sub_id: subject })) {
          expect([...judgeFormatMember(found), ...judgeFormat(found), ...judgeComplex(found)]).toEqual([]);
        }
      }
    },
  );
});
