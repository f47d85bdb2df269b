import { user } from './cast-member.ts';
import { caepEvent } from './expected-event.ts';
import type { Action, ExpectedEvent, Person, Scenario } from './scenario.ts';

export const assuranceAndClaims: Scenario = {
  name: 'assurance-and-claims',
  title: 'Assurance and claims',
  story:
    'A user falls back to a weaker second factor and returns to the strong one; then the role in the tokens changes. Less assurance calls for a new sign-in, more assurance for nothing, and the old role must not be used any longer.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    const { name, email } = person;
    const at = people.now;
    return [
      {
        id: 'less-assurance',
        text: `${name} signs in with a text message in place of the security key: AAL3 becomes AAL2.`,
        ask: `Lower the assurance level of ${email} from AAL3 to AAL2, by a weaker second factor for instance.`,
        happening: { kind: 'other', user: email, what: 'The assurance level sinks from AAL3 to AAL2', at },
        event: assuranceChange(person, 'nist-aal3', 'nist-aal2', {
          acts: ['reauthenticate'],
          alsoRight: ['end-sessions', 'set-risk-level', 'replace-token-claims', 'run-workflow'],
          spares: ['disable-account'],
        }),
      },
      {
        id: 'more-assurance',
        text: `${name} presents the security key again: AAL2 becomes AAL3.`,
        ask: `Raise the assurance level of ${email} from AAL2 to AAL3, by a stronger second factor for instance.`,
        happening: { kind: 'other', user: email, what: 'The assurance level rises from AAL2 to AAL3', at },
        event: assuranceChange(person, 'nist-aal2', 'nist-aal3', {
          acts: [],
          alsoRight: ['note', 'set-risk-level', 'replace-token-claims'],
          spares: ['reauthenticate', 'end-sessions', 'disable-account'],
        }),
      },
      {
        id: 'another-role',
        text: `${name} moves to another team: the claim \`role\` of the tokens becomes "reader".`,
        ask: `Change the role of ${email} to "reader", so that the claim \`role\` of tokens changes.`,
        happening: { kind: 'other', user: email, what: 'The role becomes reader', at },
        event: caepEvent('token-claims-change', person, {
          event: { claims: { role: 'reader' }, initiating_entity: 'admin' },
          must: ['claims'],
          acts: ['replace-token-claims'],
          alsoRight: ['reauthenticate', 'end-sessions'],
          spares: ['disable-account'],
        }),
      },
    ];
  },
};

/** CAEP 3.4, in the namespace of NIST SP 800-63. */
function assuranceChange(
  person: Person,
  from: string,
  to: string,
  answer: Record<'acts' | 'alsoRight' | 'spares', readonly Action[]>,
): ExpectedEvent {
  return caepEvent('assurance-level-change', person, {
    event: {
      namespace: 'NIST-AAL',
      previous_level: from,
      current_level: to,
      change_direction: from < to ? 'increase' : 'decrease',
    },
    must: ['namespace', 'current_level'],
    mustIfThere: ['previous_level', 'change_direction'],
    ...answer,
  });
}
