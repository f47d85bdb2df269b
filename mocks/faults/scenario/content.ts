import type { VendorEvent } from '../../vendors/vendor.ts';
import { aboutStranger, withOther, withSubjectOf } from './changes.ts';
import type { ScenarioFault } from './fault.ts';

const DAY_S = 24 * 60 * 60;

/** Another value in a claim of the first event that has it. */
function otherClaim(claim: string, title: string, only: readonly string[]): ScenarioFault {
  return {
    name: `transmitter-says-another-${claim.replaceAll('_', '-')}`,
    title,
    side: 'transmitter',
    breaks: 'claims',
    only,
    seams: () => {
      let done = false;
      return {
        emission: (event) => {
          if (done || !(claim in event.event)) return [event];
          done = true;
          return [withOther(claim, event)];
        },
      };
    },
  };
}

/** Faults of what events say and of whom. */
export const contentFaults: readonly ScenarioFault[] = [
  {
    name: 'transmitter-names-somebody-else',
    title: 'The first event is about somebody else.',
    side: 'transmitter',
    breaks: 'subject',
    seams: () => ({ emission: (event, nth) => [nth === 0 ? aboutStranger(event) : event] }),
  },
  {
    name: 'transmitter-sticks-to-the-first-subject',
    title: 'Every event is about the one whom the first was about.',
    side: 'transmitter',
    breaks: 'subject',
    only: ['device-non-compliance', 'storm'],
    seams: () => {
      let first: VendorEvent | null = null;
      return {
        emission: (event) => {
          first ??= event;
          return [withSubjectOf(first, event)];
        },
      };
    },
  },
  {
    name: 'transmitter-says-a-wrong-time',
    title: 'Events say that they happened a day before.',
    side: 'transmitter',
    breaks: 'claims',
    // RISC and Okta's own types leave open which time it is.
    only: [
      'device-non-compliance',
      'session-revoked-by-admin',
      'credential-change',
      'assurance-and-claims',
      'session-life',
      'hijacked-session',
    ],
    seams: () => ({
      emission: (event) => [
        { ...event, event: { ...event.event, event_timestamp: Math.floor(Date.now() / 1000) - DAY_S } },
      ],
    }),
  },
  otherClaim('current_level', 'An event says another level.', [
    'impossible-travel',
    'risk-creep',
    'assurance-and-claims',
    'storm',
  ]),
  otherClaim('previous_level', 'An event says another previous level.', [
    'impossible-travel',
    'risk-creep',
    'assurance-and-claims',
    'storm',
  ]),
  otherClaim('current_status', 'An event says another compliance status.', ['device-non-compliance']),
  otherClaim('previous_status', 'An event says another previous compliance status.', [
    'device-non-compliance',
  ]),
  otherClaim('change_type', 'An event says that something else was done to a credential.', [
    'credential-change',
  ]),
  otherClaim('credential_type', 'An event says another type of credential.', [
    'credential-change',
    'account-takeover',
  ]),
  otherClaim('reason', 'An account is said to be disabled for another reason.', ['account-takeover']),
  otherClaim('claims', 'Token claims are said to have other values.', ['assurance-and-claims']),
  otherClaim('initiating_entity', 'An event says that another one brought it about.', [
    'session-revoked-by-admin',
    'session-life',
    'hijacked-session',
  ]),
];
