import { place, user } from './cast-member.ts';
import { caepEvent } from './expected-event.ts';
import type { Scenario } from './scenario.ts';

export const hijackedSession: Scenario = {
  name: 'hijacked-session',
  title: 'Hijacked session in the other direction',
  story:
    'Okta sees that a session is used by somebody else and revokes it; Omnissa Access, which let the user in on the word of Okta, ends its own. A bystander keeps his.',
  cast: { transmitter: 'okta-itp', receiver: 'omnissa-access' },
  needs: { users: 2, devices: 0 },
  script: (people) => {
    const [victim, bystander] = [user(people, 0), user(people, 1)];
    const [home, away] = [place(people, 0), place(people, 1)];
    const at = people.now;
    return [
      {
        id: 'victim-signs-in',
        text: `${victim.name} signs in from ${home.city}.`,
        ask: `Let ${victim.email} sign in from ${home.city} (${home.country}).`,
        happening: { kind: 'sign-in', user: victim.email, place: home, at },
        event: null,
      },
      {
        id: 'bystander-signs-in',
        text: `${bystander.name} signs in from ${home.city}, too.`,
        ask: `Let ${bystander.email} sign in from ${home.city} (${home.country}).`,
        happening: { kind: 'sign-in', user: bystander.email, place: home, at },
        event: null,
      },
      {
        id: 'session-is-hijacked',
        text: `The session of ${victim.name} turns up at ${away.ip}, and Okta revokes it.`,
        ask: `End all sessions of ${victim.email}: one of them is used by somebody else.`,
        happening: { kind: 'sessions-revoked', user: victim.email, by: 'policy', at },
        event: caepEvent('session-revoked', victim, {
          event: {
            initiating_entity: 'policy',
            reason_admin: { en: 'The session was used from two networks' },
            reason_user: { en: 'Your session was ended. Please sign in again.' },
          },
          mustIfThere: ['initiating_entity'],
          acts: ['end-sessions'],
          alsoRight: ['reauthenticate', 'shut-out-device'],
          spares: ['disable-account'],
        }),
      },
    ];
  },
};
