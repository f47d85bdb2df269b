import { device, user } from './cast-member.ts';
import { caepEvent, userSubject } from './expected-event.ts';
import type { Device, Posture } from './happening.ts';
import { FIRST_GROUP } from './people.ts';
import type { Action, ExpectedEvent, Person, Scenario } from './scenario.ts';

/** What is right for a device that is not safe any more, whichever rule catches it. */
const SHUT: readonly Action[] = ['end-sessions', 'shut-out-device', 'reauthenticate', 'run-workflow'];

/** A system that is new enough for any policy. */
const OS_VERSIONS: Readonly<Record<string, string>> = {
  iOS: '26.1',
  macOS: '26.1',
  Windows: '10.0.26200',
  Android: '16.0',
};

export const deviceNonCompliance: Scenario = {
  name: 'device-non-compliance',
  title: 'Device non-compliance',
  story:
    'A device loses its disk encryption, and its owner is signed out. The device of another user loses its passcode, and a workflow deals with that. When the first one is repaired, its owner is let in again.',
  cast: {
    transmitter: 'omnissa-ws1',
    receiver: 'okta-itp',
    policy: [
      {
        name: `${FIRST_GROUP}: log out everywhere`,
        groups: [FIRST_GROUP],
        detection: 'device-non-compliance',
        action: 'universal-logout',
      },
      { name: 'Others: run a workflow', detection: 'device-non-compliance', action: 'run-workflow' },
      { name: 'All else', action: 'no-further-action' },
    ],
  },
  needs: { users: 2, devices: 2 },
  script: (people) => {
    const [first, second] = [user(people, 0), user(people, 1)];
    const [firstDevice, secondDevice] = [device(people, 0), device(people, 1)];
    const at = people.now;
    const report = (of: Device, broken: Partial<Posture> = {}) =>
      ({ kind: 'device-report', device: of, posture: { ...healthy(of, at), ...broken }, at }) as const;
    return [
      {
        id: 'first-is-compliant',
        text: `${firstDevice.name} is enrolled and keeps all policies.`,
        ask: `See that ${firstDevice.name} of ${first.email} is enrolled and compliant.`,
        happening: report(firstDevice),
        event: null,
      },
      {
        id: 'second-is-compliant',
        text: `${secondDevice.name} is enrolled and keeps all policies.`,
        ask: `See that ${secondDevice.name} of ${second.email} is enrolled and compliant.`,
        happening: report(secondDevice),
        event: null,
      },
      {
        id: 'encryption-off',
        text: `${first.name} turns the encryption of ${firstDevice.name} off.`,
        ask: `Let ${firstDevice.name} of ${first.email} become not compliant: turn its encryption off.`,
        happening: report(firstDevice, { encrypted: false }),
        event: complianceChange(first, firstDevice, 'not-compliant', ['end-sessions']),
      },
      {
        id: 'passcode-off',
        text: `${second.name} removes the passcode of ${secondDevice.name}.`,
        ask: `Let ${secondDevice.name} of ${second.email} become not compliant: remove its passcode.`,
        happening: report(secondDevice, { passcode: false }),
        event: complianceChange(second, secondDevice, 'not-compliant', ['run-workflow']),
      },
      {
        id: 'encryption-on',
        text: `${first.name} turns the encryption of ${firstDevice.name} on again.`,
        ask: `Let ${firstDevice.name} of ${first.email} become compliant again: turn its encryption on.`,
        happening: report(firstDevice),
        event: complianceChange(first, firstDevice, 'compliant', ['admit-device']),
      },
    ];
  },
};

function healthy({ platform }: Device, lastSeen: number): Posture {
  return {
    passcode: true,
    encrypted: true,
    osVersion: OS_VERSIONS[platform] ?? '26.1',
    compromised: false,
    lastSeen,
  };
}

/** CAEP 3.5, about the device and who works with it. */
function complianceChange(
  owner: Person,
  { id }: Device,
  current: 'compliant' | 'not-compliant',
  acts: readonly Action[],
): ExpectedEvent {
  const repaired = current === 'compliant';
  return caepEvent('device-compliance-change', owner, {
    subject: {
      format: 'complex',
      device: { format: 'opaque', id },
      user: userSubject(owner),
    },
    event: {
      previous_status: repaired ? 'not-compliant' : 'compliant',
      current_status: current,
      initiating_entity: 'policy',
    },
    must: ['previous_status', 'current_status'],
    acts,
    alsoRight: repaired ? ['set-risk-level', 'note'] : SHUT.filter((action) => !acts.includes(action)),
    ...(repaired ? { needNot: { unlessDone: 'shut-out-device' } } : {}),
    spares: repaired ? ['end-sessions', 'shut-out-device', 'disable-account'] : ['admit-device'],
  });
}
