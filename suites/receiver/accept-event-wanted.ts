import { type ReceiverCheck, receiverCheck } from '../harness/receiver/check.ts';
import { CAEP_EVENT_BASE, CAEP_EVENTS, EVENT_TYPES, specOfEvent } from '../standard/vocabulary.ts';
import { refusedOf, requirePlain, tellRefused } from './support/acceptance.ts';
import { withoutCommonClaims } from './support/caep-events.ts';
import { deliverVariants } from './support/deliver-variants.ts';
import { nameOf } from './support/exercise-type.ts';
import { wantedTypes } from './support/wanted.ts';

/** Use cases of the interoperability profile (its section 3); a Receiver supports at least one. */
const USE_CASES = [
  `${CAEP_EVENT_BASE}session-revoked`,
  `${CAEP_EVENT_BASE}credential-change`,
  `${CAEP_EVENT_BASE}device-compliance-change`,
];

/** Checks of `accept-event` about all types that a target wants. */
export const checks: readonly ReceiverCheck[] = [
  receiverCheck({
    id: 'accept-event/without-common-claims',
    title: 'A Receiver works without the optional claims of CAEP events.',
    what: 'Delivers an event of each CAEP type that the target wants without event_timestamp, initiating_entity, reason_admin and reason_user; a type that is refused with them too says nothing.',
    requirements: ['CAEP-2-10'],
    delivery: 'each',
    async run(r) {
      const wanted = await wantedTypes(r);
      const types = CAEP_EVENTS.map((name) => CAEP_EVENT_BASE + name).filter(
        (type) => wanted === null || wanted.includes(type),
      );
      if (types.length === 0) r.notApplicable('The Receiver asked for no event of CAEP.');
      const bare = await deliverVariants(
        r,
        types.map((type) => ({ what: nameOf(type), type, event: withoutCommonClaims(nameOf(type)) })),
      );
      const refused = refusedOf(bare);
      if (refused.length === 0) return;
      await requirePlain(r);
      const full = await deliverVariants(
        r,
        refused.map(({ what }) => ({ what, type: CAEP_EVENT_BASE + what })),
      );
      const wantedOnly = refused.filter((_, index) => full[index]?.delivered.outcome === 'accepted');
      if (wantedOnly.length === 0 && refused.length === types.length) {
        r.notApplicable('The Receiver accepts no event of CAEP, with the optional claims or without.');
      }
      tellRefused(r, wantedOnly, {
        what: 'A CAEP event without any of the claims that are optional in each CAEP event',
        requirement: 'CAEP-2-10',
        hint: 'CAEP section 2: event_timestamp, initiating_entity, reason_admin and reason_user are optional.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/use-case',
    title: 'A Receiver supports at least one use case of the interoperability profile.',
    what: 'Delivers session-revoked, credential-change and device-compliance-change events: at least one of them has to be accepted.',
    requirements: ['CAEP-INTEROP-3-01'],
    async run(r) {
      const wanted = await wantedTypes(r);
      const asked = USE_CASES.filter((type) => wanted === null || wanted.includes(type));
      if (wanted !== null && asked.length === 0) {
        r.violates('CAEP-INTEROP-3-01', {
          message: 'The Receiver asks for none of the event types of the profile.',
          expected: USE_CASES,
          actual: wanted,
        });
        return;
      }
      const tried = await deliverVariants(
        r,
        asked.map((type) => ({ what: nameOf(type), type })),
      );
      const refused = refusedOf(tried);
      if (refused.length < tried.length) return;
      // A managed target that refuses what it asked for refuses everything, or fails by the rows of these types.
      if (wanted !== null) r.notTested('The Receiver accepts none of the events that it asked for.');
      tellRefused(r, refused, {
        what: 'An event of a use case of the profile',
        requirement: 'CAEP-INTEROP-3-01',
        hint: 'CAEP Interoperability Profile section 3: at least one of the use cases is supported.',
      });
    },
  }),

  receiverCheck({
    id: 'accept-event/requested-uris',
    title: 'A Receiver asks for events of CAEP and RISC by their URIs, letter by letter.',
    what: 'Compares the event types that a managed Receiver asked for with those of SSF, CAEP and RISC: one that differs only in its scheme, in case or by a final slash is another type, which nobody sends. Types of its own, and of other versions, are its own matter.',
    requirements: ['CAEP-3-01', 'RISC-2-01'],
    phase: 'last',
    async run(r) {
      const wanted = await wantedTypes(r);
      if (wanted === null) return r.notApplicable('It is not known which events the Receiver asks for.');
      const slips = wanted.flatMap((uri) => {
        const meant = EVENT_TYPES.find((type) => type !== uri && spelling(type) === spelling(uri));
        return meant === undefined ? [] : [{ uri, meant }];
      });
      for (const [spec, requirement] of [
        ['CAEP', 'CAEP-3-01'],
        ['RISC', 'RISC-2-01'],
      ] as const) {
        const own = slips.filter(({ meant }) => specOfEvent(meant) === spec);
        if (own.length === 0) continue;
        // Who asks by both, for the sake of some Transmitter, misses nothing.
        const harmless = own.every(({ meant }) => wanted.includes(meant));
        r[harmless ? 'notes' : 'violates'](requirement, {
          message: `The Receiver asks for event types of ${spec} by URIs that are not theirs.`,
          expected: own.map(({ meant }) => meant).join(', '),
          actual: own.map(({ uri }) => uri).join(', '),
        });
      }
    },
  }),
];

/** What two URIs have in common that differ only in scheme, case or a final slash. */
function spelling(uri: string): string {
  return uri
    .toLowerCase()
    .replace(/^https?:/, '')
    .replace(/\/+$/, '');
}
