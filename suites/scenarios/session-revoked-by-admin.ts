import { user } from './cast-member.ts';
import { caepEvent } from './expected-event.ts';
import type { Scenario } from './scenario.ts';

export const sessionRevokedByAdmin: Scenario = {
  name: 'session-revoked-by-admin',
  title: 'Session revoked by an administrator',
  story:
    'A laptop was stolen, and an administrator ends all sessions of its owner, with a reason for administrators and one for the user in two languages. A colleague goes on working.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 2, devices: 0 },
  script: (people) => {
    const [owner, colleague] = [user(people, 0), user(people, 1)];
    const at = people.now;
    return [
      {
        id: 'owner-at-work',
        text: `${owner.name} is signed in.`,
        ask: `Let ${owner.email} sign in.`,
        happening: { kind: 'other', user: owner.email, what: 'A user is signed in', at },
        event: null,
      },
      {
        id: 'colleague-at-work',
        text: `${colleague.name} is signed in, too.`,
        ask: `Let ${colleague.email} sign in.`,
        happening: { kind: 'other', user: colleague.email, what: 'A user is signed in', at },
        event: null,
      },
      {
        id: 'sessions-ended',
        text: `An administrator ends all sessions of ${owner.name}, whose laptop was stolen.`,
        ask: `End all sessions of ${owner.email} as an administrator.`,
        happening: { kind: 'sessions-revoked', user: owner.email, by: 'admin', at },
        event: caepEvent('session-revoked', owner, {
          event: {
            initiating_entity: 'admin',
            reason_admin: {
              en: 'The laptop was reported stolen',
              de: 'Der Laptop wurde als gestohlen gemeldet',
            },
            reason_user: {
              en: 'Your sessions were ended because your laptop is missing. Please sign in again.',
              de: 'Ihre Sitzungen wurden beendet, weil Ihr Laptop fehlt. Bitte melden Sie sich neu an.',
            },
          },
          // The words of the reasons are the Transmitter's own.
          mustIfThere: ['initiating_entity'],
          acts: ['end-sessions'],
          alsoRight: ['reauthenticate', 'shut-out-device'],
          spares: ['disable-account'],
        }),
      },
    ];
  },
};
