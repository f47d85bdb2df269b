import { caepEvent } from './expected-event.ts';
import type { ExpectedEvent, Person, PolicyRule } from './scenario.ts';

export type Level = 'LOW' | 'MEDIUM' | 'HIGH';

/** What the mock of Okta is set to in stories of risk: who is at high risk is logged out everywhere. */
export const LOG_OUT_AT_HIGH: readonly PolicyRule[] = [
  { name: 'High risk: log out everywhere', level: 'high', action: 'universal-logout' },
  { name: 'All else', action: 'no-further-action' },
];

/**
 * A change of a user's risk level (CAEP 3.8) and what a Receiver makes of it: at HIGH somebody else may be in the account,
 * so its sessions must not go on; at MEDIUM it is enough to know; back at LOW nobody's work is to be interrupted.
 */
export function riskChange(person: Person, from: Level, to: Level, reason: string): ExpectedEvent {
  return caepEvent('risk-level-change', person, {
    event: {
      principal: 'USER',
      previous_level: from,
      current_level: to,
      risk_reason: reason,
      initiating_entity: 'policy',
    },
    must: ['current_level'],
    // CAEP 3.8: previous_level is optional. Okta's own form of the event has no principal.
    mustIfThere: ['previous_level', 'principal'],
    ...answer[to],
  });
}

const answer = {
  LOW: {
    acts: [],
    alsoRight: ['set-risk-level', 'note', 'enable-account'],
    spares: ['end-sessions', 'disable-account'],
  },
  MEDIUM: {
    acts: ['set-risk-level'],
    // Whoever has no levels, or is stricter, is right, too; even on the way down, as policies look at the new level.
    alsoRight: ['note', 'reauthenticate', 'run-workflow', 'end-sessions'],
    spares: ['disable-account'],
    needNot: {},
  },
  HIGH: {
    acts: ['end-sessions'],
    alsoRight: [
      'reauthenticate',
      'require-credential-change',
      'disable-account',
      'shut-out-device',
      'run-workflow',
    ],
    spares: ['enable-account'],
  },
} as const satisfies Record<Level, Partial<ExpectedEvent>>;
