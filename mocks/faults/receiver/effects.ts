import type { Examined } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';
import { eventOf, subjectOf } from './support/refuse-when.ts';

/** Accepts SETs and does nothing about them. */
function overlooks(
  name: string,
  breaks: string,
  summary: string,
  overlooked: (set: Examined) => boolean,
): ReceiverFault {
  return {
    name,
    breaks,
    summary,
    seams: () => ({ effects: (effects, set) => (overlooked(set) ? [] : effects) }),
  };
}

export const faults: readonly ReceiverFault[] = [
  overlooks(
    'receiver-overlooks-events-with-unknown-members',
    'SSF-4.2.3-03',
    'Accepts SETs with members that it does not know, and does nothing about them.',
    (set) => Object.keys(eventOf(set)).some((name) => name.startsWith('x_')),
  ),
  overlooks(
    'receiver-overlooks-devices-of-tenants',
    'CAEP-3.5-10',
    'Does nothing about a complex subject without a user.',
    (set) => subjectOf(set).format === 'complex' && subjectOf(set).user === undefined,
  ),
  overlooks(
    'receiver-compares-addresses-by-letters',
    'RFC9493-3.2.2.1-01',
    'Does not find a user by an address in capitals.',
    (set) => subjectOf(set).format === 'email' && /[A-Z]/.test(String(subjectOf(set).email)),
  ),
  overlooks(
    'receiver-overlooks-aliases',
    'RFC9493-3.2.8-08',
    'Accepts aliases, and does nothing about them.',
    (set) => subjectOf(set).format === 'aliases',
  ),
  {
    name: 'receiver-acts-on-refused-sets',
    breaks: 'RFC7519-4.1.3-01',
    summary: 'Refuses a SET for somebody else, but does what it says.',
    seams: () => ({
      effects(effects, { claims }, refusal) {
        if (refusal?.err !== 'invalid_audience') return effects;
        const subject = (claims.sub_id ?? {}) as Record<string, unknown>;
        return [{ action: 'end-sessions', subject, jti: String(claims.jti), at: new Date().toISOString() }];
      },
    }),
  },
  {
    name: 'receiver-overlooks-critical-members',
    breaks: 'SSF-3.6-03',
    summary: 'Acts on events whose subject has a critical member that it does not know.',
    seams: () => ({
      effects(effects, set, refusal) {
        const subject = subjectOf(set);
        if (refusal !== null || effects.length > 0 || subject.format !== 'complex') return effects;
        return [
          { action: 'end-sessions', subject, jti: String(set.claims.jti), at: new Date().toISOString() },
        ];
      },
    }),
  },
];
