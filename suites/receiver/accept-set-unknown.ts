import type { JsonObject } from '../harness/probe.ts';
import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { expectTaken, isDeclined, RECEIPT, receiptRow, refusedOf } from './support/acceptance.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { carrier } from './support/wanted.ts';

/** Lays members over the object of the one event. */
function withMembers(claims: JsonObject, members: JsonObject): JsonObject {
  const events = Object.entries(claims.events as Record<string, JsonObject>);
  return {
    ...claims,
    events: Object.fromEntries(events.map(([type, event]) => [type, { ...event, ...members }])),
  };
}

/** Checks of `accept-set` about what a Receiver does not know. */
export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-set/unknown-claims',
    title: 'A Receiver ignores claims that it does not know.',
    what: 'Delivers right SETs with a further top-level claim: string, number, null, object, array; with a plain name and with a URI as its name.',
    requirements: ['RFC7519-4-02'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const extras: Record<string, JsonObject> = {
        'a string': { x_conformance: 'ignore me' },
        'a number': { x_conformance: 42.5 },
        null: { x_conformance: null },
        'an object': { 'https://conformance.example.com/claims/context': { a: { b: ['c'] } } },
        'an array': { x_conformance: [1, 'two', { three: 3 }] },
      };
      const tried = await deliverVariants(
        r,
        Object.entries(extras).map(([what, extra]) => ({
          what,
          type,
          claims: (claims) => ({ ...claims, ...extra }),
        })),
      );
      await expectTaken(r, tried, {
        what: 'A SET with a claim that no specification defines',
        requirement: 'RFC7519-4-02',
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/unknown-event-members',
    title: 'A Receiver ignores members of an event that it does not know.',
    what: 'Delivers right SETs whose event object has a further member: string, number, null, object, array.',
    requirements: ['SSF-4.2.3-03'],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const values = {
        'a string': 'x',
        'a number': 7,
        null: null,
        'an object': { a: { b: 1 } },
        'an array': [{}],
      };
      const tried = await deliverVariants(
        r,
        Object.entries(values).map(([what, value]) => ({
          what,
          type,
          claims: (claims) => withMembers(claims, { x_conformance: value }),
        })),
      );
      await expectTaken(r, tried, {
        what: 'A SET whose event has a member that its definition does not name',
        requirement: 'SSF-4.2.3-03',
        hint: 'SSF section 4.2.3: further fields may be anywhere in a SET, and Receivers ignore them.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-set/unknown-header-members',
    title: 'A Receiver ignores members of the JOSE header that it does not know and that are not critical.',
    what: 'Delivers right SETs whose header has a further member that `crit` does not name.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const type = await carrier(r);
      const tried = await deliverVariants(r, [
        { what: 'a string', type, header: (header) => ({ ...header, 'x-conformance': 'ignore me' }) },
        { what: 'an object', type, header: (header) => ({ ...header, x_conformance: { a: [1] } }) },
      ]);
      await expectTaken(r, tried, {
        what: 'A SET with an unknown member in its JOSE header',
        requirement: receiptRow(r),
        hint: 'RFC 7515 section 4: header parameters that are not understood and not critical are ignored.',
      });
    },
  }),

  // A SET of a type that the Receiver does not know is a valid one (RFC 8417 2.2), and what is of no interest may be
  // ignored after it was taken (RFC 8935 3, RFC 8936 3). But RFC 8935 2 also lets a recipient say which SETs of a
  // Transmitter it is willing to take. So a plain refusal is only noted; a crash is a warning.
  receiverCheck({
    id: 'accept-set/unknown-event-type',
    title: 'A Receiver copes with SETs of event types that it does not know.',
    what: 'Delivers SETs of unknown event types, named by an https URL and by a URN. A plain refusal is only noted; a server error, or no answer, is a warning.',
    requirements: [...RECEIPT],
    delivery: 'each',
    async run(r) {
      const types = [
        'https://schemas.example.com/secevent/conformance/event-type/unheard-of',
        'urn:example:params:secevent:conformance:unheard-of',
      ];
      const tried = await deliverVariants(
        r,
        types.map((type) => ({ what: type, type, event: { detail: 'of no interest' } })),
      );
      const refused = refusedOf(tried);
      await expectTaken(r, tried, {
        what: 'A SET of an event type that nobody asked for',
        requirement: receiptRow(r),
        as: refused.every(({ delivered }) => isDeclined(delivered)) ? 'notes' : 'warns',
        hint: 'Events of no interest are best accepted and ignored (RFC 8935 section 3): refused ones come again.',
      });
    },
  }),
];
