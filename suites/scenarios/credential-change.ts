import { user } from './cast-member.ts';
import { caepEvent } from './expected-event.ts';
import type { Action, Person, Scenario, Step } from './scenario.ts';

/** What is done to which credential, and how one says that. */
const CHANGES = [
  { change: 'update', credential: 'password', text: 'changes the password' },
  { change: 'create', credential: 'fido2-roaming', text: 'registers a security key' },
  { change: 'create', credential: 'app', text: 'registers an authenticator app' },
  { change: 'revoke', credential: 'x509', text: 'has a certificate revoked' },
  { change: 'revoke', credential: 'fido2-platform', text: 'has a passkey revoked' },
  { change: 'delete', credential: 'phone-sms', text: 'removes a phone for text messages' },
  { change: 'update', credential: 'pin', text: 'changes the PIN' },
] as const;

export const credentialChange: Scenario = {
  name: 'credential-change',
  title: 'Credential change',
  story:
    'A user changes, adds, revokes and removes credentials of several kinds. Who was let in with the old ones has to show who he is once more.',
  cast: { transmitter: 'okta-itp', receiver: 'omnissa-access' },
  needs: { users: 1, devices: 0 },
  script: (people) => CHANGES.map((change) => step(user(people, 0), change, people.now)),
};

function step(person: Person, { change, credential, text }: (typeof CHANGES)[number], at: number): Step {
  const { name, email } = person;
  // A further credential leaves those good with which somebody was let in.
  const harmless: readonly Action[] = change === 'create' ? ['note'] : [];
  return {
    id: `${change}-${credential}`,
    text: `${name} ${text}.`,
    ask: `Let ${email} do this: ${text} (credential type ${credential}, change type ${change}).`,
    happening: { kind: 'credential-changed', user: email, credential, change, at },
    event: caepEvent('credential-change', person, {
      event: { credential_type: credential, change_type: change, initiating_entity: 'user' },
      must: ['credential_type', 'change_type'],
      acts: ['reauthenticate'],
      alsoRight: ['end-sessions', 'require-credential-change', ...harmless],
      spares: ['disable-account'],
      ...(change === 'create' ? { needNot: {} } : {}),
    }),
  };
}
