import type { ReceiverCheck } from '../harness/receiver/check.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE } from '../standard/vocabulary.ts';
import { expectNoEffect, type Variant } from './support/refusal.ts';
import { forForm } from './support/right-codes.ts';
import { without } from './support/token.ts';
import { wants } from './support/wanted.ts';

/** An event type, its row of the catalogue, and payloads that do not follow its definition. */
interface MalformedEvents {
  name: string;
  type: string;
  requirement: RequirementId;
  /** Changes of a right event, each making it wrong in one way. */
  breaches: readonly Breach[];
}

interface Breach {
  what: string;
  change: (event: Record<string, unknown>) => Record<string, unknown>;
}

const caep = (name: string): { name: string; type: string } => ({ name, type: CAEP_EVENT_BASE + name });

const table: readonly MalformedEvents[] = [
  {
    ...caep('token-claims-change'),
    requirement: 'CAEP-3.2-06',
    breaches: [lacks('claims'), has('claims', {}), has('claims', ['role'])],
  },
  {
    ...caep('credential-change'),
    requirement: 'CAEP-3.3-12',
    breaches: [lacks('credential_type'), lacks('change_type'), has('change_type', 'modify')],
  },
  {
    ...caep('assurance-level-change'),
    requirement: 'CAEP-3.4-12',
    breaches: [lacks('namespace'), lacks('current_level'), has('change_direction', 'up')],
  },
  {
    ...caep('device-compliance-change'),
    requirement: 'CAEP-3.5-09',
    breaches: [
      lacks('previous_status'),
      lacks('current_status'),
      has('current_status', 'unknown'),
      has('current_status', 'non-compliant'),
    ],
  },
  {
    ...caep('risk-level-change'),
    requirement: 'CAEP-3.8-13',
    breaches: [
      lacks('principal'),
      lacks('current_level'),
      has('current_level', 'CRITICAL'),
      has('current_level', 'high'),
    ],
  },
  {
    name: 'credential-compromise',
    type: `${RISC_EVENT_BASE}credential-compromise`,
    requirement: 'RISC-2.7-09',
    breaches: [{ what: 'an empty object', change: () => ({}) }],
  },
];

/**
 * Events whose payload does not follow the definition of their type (RFC 8935 section 2.4, invalid_request). A Receiver
 * need not look into them: one that takes such a SET and does nothing is only noted.
 */
export const checks: readonly ReceiverCheck[] = table.map(({ name, type, requirement, breaches }) =>
  receiverCheck({
    id: `refuse-event/${name}`,
    title: `A malformed ${name} event is refused as invalid_request, or has no effect.`,
    requirements: [requirement, 'RFC8935-2.4-01'],
    what: `Delivers ${name} events with: ${breaches.map(({ what }) => what).join('; ')}. Accepting one is noted, acting on it is a finding.`,
    delivery: 'each',
    async run(r) {
      if ((await wants(r, type)) === 'no')
        return r.notApplicable(`The Receiver did not ask for ${name} events.`);
      await expectNoEffect(r, breaches.map(eventOf(type)), {
        what: `A malformed ${name} event`,
        requirement,
        codes: { requirement: 'RFC8935-2.4-01', right: forForm },
      });
    },
  }),
);

function lacks(member: string): Breach {
  return { what: `no ${member}`, change: (event) => without(event, member) };
}

function has(member: string, value: unknown): Breach {
  return { what: `${member} ${JSON.stringify(value)}`, change: (event) => ({ ...event, [member]: value }) };
}

function eventOf(type: string): (breach: Breach) => Variant {
  return ({ what, change }) => ({
    what,
    set: {
      type,
      claims: (claims) => {
        const events = claims.events as Record<string, Record<string, unknown>>;
        return { ...claims, events: { [type]: change(events[type] ?? {}) } };
      },
    },
  });
}
