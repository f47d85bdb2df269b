import { expect, test } from 'vitest';
import type { Happening, Posture } from '../happening.ts';
import type { PushResult } from '../push-outcomes.ts';
import type { VendorEvent } from '../vendor.ts';
import { createWorkspaceOne } from './uem.ts';

const now = 1_700_000_000_000;
const device = { id: 'd-1', name: "Anna's MacBook", platform: 'macOS', owner: 'anna@example.com' };
const members = {
  device: { format: 'opaque', id: 'd-1' },
  user: { format: 'email', email: 'anna@example.com' },
};

function begin(dialect: 'standard' | 'okta', result?: PushResult) {
  const sent: VendorEvent[] = [];
  const vendor = createWorkspaceOne({
    dialect,
    now: () => now,
    emit(event) {
      sent.push(event);
      return Promise.resolve(result && { pushed: Promise.resolve(result), polled: 0 });
    },
  });
  return { vendor, sent };
}

function report(wrong: Partial<Posture> = {}): Happening {
  const posture = { passcode: true, encrypted: true, osVersion: '26.1', compromised: false, lastSeen: now };
  return { kind: 'device-report', device, posture: { ...posture, ...wrong }, at: now };
}

test('each change of the status is one event about the device and its user', async () => {
  const { vendor, sent } = begin('standard');
  const postures = [
    {},
    { encrypted: false },
    { encrypted: false, passcode: false },
    { passcode: false },
    {},
    {},
  ];
  for (const wrong of postures) await vendor.happen(report(wrong));
  const [broken, repaired, ...more] = sent;
  expect(more).toEqual([]);
  expect(broken).toEqual({
    type: 'https://schemas.openid.net/secevent/caep/event-type/device-compliance-change',
    subject: { format: 'complex', ...members },
    event: {
      previous_status: 'compliant',
      current_status: 'not-compliant',
      event_timestamp: now / 1000,
      initiating_entity: 'policy',
      reason_admin: { en: "Anna's MacBook breaks compliance policies: Encryption." },
      reason_user: { en: expect.any(String) as string },
    },
  });
  expect(repaired?.event).toMatchObject({ previous_status: 'not-compliant', current_status: 'compliant' });
});

test('a device that is broken from the beginning is reported', async () => {
  const { vendor, sent } = begin('standard');
  await vendor.happen(report({ compromised: true }));
  expect(sent).toHaveLength(1);
  expect(vendor.devices()).toMatchObject([{ status: 'not-compliant', broken: ['Compromised Status'] }]);
});

test('for Okta the subject stands inside the event, too', async () => {
  const { vendor, sent } = begin('okta');
  await vendor.happen(report({ passcode: false }));
  expect(sent[0]).toMatchObject({ subject: { format: 'complex', ...members }, event: { subject: members } });
});

test.each([
  [{ accepted: 1, givenUp: [] }, ['EventReceived', 'EventPublishedSuccess'], 'shared and accepted'],
  [{ accepted: 0, givenUp: [400] }, ['EventReceived', 'EventPublishedFailure'], 'refused (400) and given up'],
  [undefined, ['EventReceived'], 'still being sent'],
])('that a push ended with %j shows in the audit events and at the device', async (result, types, text) => {
  const { vendor } = begin('standard', result);
  await vendor.happen(report({ passcode: false }));
  expect(vendor.log().map(({ type }) => type)).toEqual([
    'DeviceEnrolled',
    'ComplianceStatusChanged',
    ...types,
  ]);
  expect(vendor.devices()[0]?.shared?.fate.text).toBe(text);
});

test('it has no eyes for sign-ins', async () => {
  const { vendor } = begin('standard');
  const other: Happening = { kind: 'other', user: device.owner, what: 'x', at: now };
  await expect(vendor.happen(other)).rejects.toThrow('does not see happenings of the kind other');
});
