import type { JsonObject } from '../set/subject.ts';
import { user } from './cast-member.ts';
import { caepEvent, userSubject } from './expected-event.ts';
import type { Person, Scenario } from './scenario.ts';

export const sessionLife: Scenario = {
  name: 'session-life',
  title: 'Session life',
  story:
    'A session begins, is seen at another application, and is revoked. The first two are news that nobody is to be signed out for; the third one ends the session.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    const { name, email } = person;
    const at = people.now;
    const subject = sessionOf(person);
    return [
      {
        id: 'established',
        text: `${name} signs in, and a session begins.`,
        ask: `Let ${email} sign in, so that a session begins.`,
        happening: { kind: 'other', user: email, what: 'A session begins', at },
        event: caepEvent('session-established', person, {
          subject,
          event: { acr: 'AAL2', amr: ['pwd', 'otp'] },
          acts: [],
          alsoRight: ['note'],
          spares: ['end-sessions', 'disable-account'],
        }),
      },
      {
        id: 'presented',
        text: `${name} opens another application with the same session.`,
        ask: `Let ${email} open another application with the same session.`,
        happening: { kind: 'other', user: email, what: 'The session is presented to an application', at },
        event: caepEvent('session-presented', person, {
          subject,
          acts: [],
          alsoRight: ['note'],
          spares: ['end-sessions', 'disable-account'],
        }),
      },
      {
        id: 'revoked',
        text: `The session of ${name} is revoked.`,
        ask: `Revoke the session of ${email}.`,
        happening: { kind: 'sessions-revoked', user: email, by: 'policy', at },
        event: caepEvent('session-revoked', person, {
          subject,
          event: { initiating_entity: 'policy' },
          mustIfThere: ['initiating_entity'],
          acts: ['end-sessions'],
          alsoRight: ['reauthenticate', 'shut-out-device'],
          spares: ['disable-account'],
        }),
      },
    ];
  },
};

/** The one session of the story, and whose it is (SSF 3.3). */
function sessionOf(person: Person): JsonObject {
  return {
    format: 'complex',
    session: { format: 'opaque', id: `session-of-${person.email}` },
    user: userSubject(person),
  };
}
