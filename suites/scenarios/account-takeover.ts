import { user } from './cast-member.ts';
import { riscEvent } from './expected-event.ts';
import type { Scenario } from './scenario.ts';

export const accountTakeover: Scenario = {
  name: 'account-takeover',
  title: 'Account takeover',
  story:
    'A password is found in a published list and its account is taken over. The account is disabled, its sessions are revoked; after the owner has proved who he is, it is enabled again, and what he then does is not interrupted.',
  cast: { transmitter: 'identity-provider', receiver: 'relying-party' },
  needs: { users: 1, devices: 0 },
  script: (people) => {
    const person = user(people, 0);
    const { name, email } = person;
    const at = people.now;
    return [
      {
        id: 'password-is-known',
        text: `The password of ${name} is found in a published list.`,
        ask: `Mark the password of ${email} as compromised.`,
        happening: { kind: 'other', user: email, what: 'The password was found in a published list', at },
        event: riscEvent('credential-compromise', person, {
          event: {
            credential_type: 'password',
            reason_admin: { en: 'Found in a published list of passwords' },
            reason_user: { en: 'Others know your password. Please choose another one.' },
          },
          must: ['credential_type'],
          acts: ['require-credential-change'],
          alsoRight: ['end-sessions', 'reauthenticate', 'disable-account', 'run-workflow'],
          spares: ['enable-account'],
        }),
      },
      {
        id: 'account-is-disabled',
        text: `The account of ${name} has been taken over and is disabled.`,
        ask: `Disable the account of ${email}, for it has been taken over.`,
        happening: { kind: 'other', user: email, what: 'The account is disabled', at },
        event: riscEvent('account-disabled', person, {
          event: { reason: 'hijacking' },
          mustIfThere: ['reason'],
          acts: ['disable-account'],
          alsoRight: ['end-sessions'],
          spares: ['enable-account'],
        }),
      },
      {
        id: 'sessions-are-revoked',
        text: `All sessions of ${name} are revoked.`,
        ask: `Revoke all sessions of ${email}.`,
        happening: { kind: 'sessions-revoked', user: email, by: 'policy', at },
        event: riscEvent('sessions-revoked', person, {
          acts: ['end-sessions'],
          // Whoever ended the sessions with the account has nothing left to end.
          alsoRight: ['reauthenticate', 'disable-account', 'note'],
          needNot: { ifDone: ['end-sessions', 'disable-account'] },
          spares: ['enable-account'],
        }),
      },
      {
        id: 'account-is-enabled',
        text: `${name} has proved who he or she is: the account is enabled again.`,
        ask: `Enable the account of ${email} again.`,
        happening: { kind: 'other', user: email, what: 'The account is enabled again', at },
        event: riscEvent('account-enabled', person, {
          acts: ['enable-account'],
          alsoRight: ['require-credential-change', 'reauthenticate', 'note'],
          needNot: { unlessDone: 'disable-account' },
          spares: ['disable-account', 'end-sessions'],
        }),
      },
    ];
  },
};
