import { describe, expect, test } from 'vitest';
import { CAEP_EVENT_BASE, EVENT_TYPES, RISC_EVENT_BASE, SSF_EVENT_BASE } from '../standard/vocabulary.ts';
import { judgeEvent } from './event-schema.ts';

const caep = (name: string, event: Record<string, unknown>) => judgeEvent(CAEP_EVENT_BASE + name, event);
const risc = (name: string, event: Record<string, unknown>) => judgeEvent(RISC_EVENT_BASE + name, event);
const rows = (violations: ReturnType<typeof judgeEvent>) =>
  violations.map(({ requirement, cap }) => (cap === undefined ? requirement : `${requirement} ${cap}`));

const compliance = { previous_status: 'compliant', current_status: 'not-compliant' };
const risk = { principal: 'USER', current_level: 'LOW', risk_reason: 'new device' };
const credential = { credential_type: 'fido2-roaming', change_type: 'create' };
const assurance = { namespace: 'NIST-AAL', current_level: 'nist-aal2' };

test('an event of an unknown type has no schema to break', () => {
  expect(judgeEvent('https://vendor.example/event', { anything: 1 })).toEqual([]);
});

test('members that no schema names are allowed', () => {
  for (const type of EVENT_TYPES) {
    const event = {
      ...compliance,
      ...risk,
      ...credential,
      claims: { role: 'user' },
      status: 'enabled',
      ext: {},
    };
    const known: Record<string, unknown> = type.endsWith('assurance-level-change') ? assurance : event;
    expect(judgeEvent(type, { ...known, vendor_extra: [1, null] })).toEqual([]);
  }
});

test.each([
  ['session-revoked', {}],
  [
    'session-revoked',
    { initiating_entity: 'policy', reason_admin: { en: 'Landspeed' }, event_timestamp: 1615304991 },
  ],
  ['session-revoked', { reason_user: { 'es-410': 'Intento', 'zh-Hant-TW': 'x', 'x-own': 'y' } }],
  ['token-claims-change', { event_timestamp: 1615304991.5, claims: { 'http://schemas.example/role': 'ro' } }],
  ['credential-change', { ...credential, fido2_aaguid: 'accced6a-63f5-490a-9eea-e59bc1896cfc' }],
  ['assurance-level-change', { namespace: 'Retinal Scan', current_level: 'hi-res-scan' }],
  ['assurance-level-change', { ...assurance, previous_level: 'nist-aal1', change_direction: 'increase' }],
  ['device-compliance-change', compliance],
  ['session-established', { fp_ua: 'abb0', acr: 'AAL2', amr: ['otp'], event_timestamp: 1615304991 }],
  ['session-presented', { fp_ua: 'abb0', ext_id: '12345' }],
  ['risk-level-change', { ...risk, previous_level: 'HIGH' }],
])('CAEP %s %j is right', (name, event) => {
  expect(caep(name, event)).toEqual([]);
});

test.each([
  ['account-disabled', { reason: 'hijacking' }],
  ['identifier-changed', { 'new-value': 'john.roe@example.com' }],
  ['credential-compromise', { credential_type: 'password', event_timestamp: 1508184845 }],
  ['opt-in', {}],
])('RISC %s %j is right', (name, event) => {
  expect(risc(name, event)).toEqual([]);
});

describe('a broken CAEP event names the row that it breaks', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['session-revoked', { event_timestamp: '1615304991' }, 'CAEP-2-02'],
    ['session-revoked', { event_timestamp: 1615304991000 }, 'CAEP-2-02'],
    ['session-revoked', { initiating_entity: 'Admin' }, 'CAEP-2-04'],
    ['session-revoked', { initiating_entity: 1 }, 'CAEP-2-04'],
    ['session-revoked', { reason_admin: 'text' }, 'CAEP-2-06'],
    ['session-revoked', { reason_admin: {} }, 'CAEP-2-06'],
    ['session-revoked', { reason_admin: { en_US: 'text' } }, 'CAEP-2-06'],
    ['session-revoked', { reason_admin: { en: 5 } }, 'CAEP-2-06'],
    ['session-revoked', { reason_admin: { en: '' } }, 'CAEP-2-06 warn'],
    ['session-revoked', { reason_user: [] }, 'CAEP-2-08'],
    ['token-claims-change', {}, 'CAEP-3.2-02'],
    ['token-claims-change', { claims: {} }, 'CAEP-3.2-02'],
    ['token-claims-change', { claims: ['role'] }, 'CAEP-3.2-02'],
    ['credential-change', { change_type: 'create' }, 'CAEP-3.3-02'],
    ['credential-change', { ...credential, credential_type: 'Fido2_Roaming' }, 'CAEP-3.3-03'],
    ['credential-change', { ...credential, credential_type: 'smart-card' }, 'CAEP-3.3-03 warn'],
    ['credential-change', { credential_type: 'pin' }, 'CAEP-3.3-04'],
    ['credential-change', { ...credential, change_type: 'reset' }, 'CAEP-3.3-05'],
    ['credential-change', { ...credential, x509_serial: 17 }, 'CAEP-3.3-08'],
    ['assurance-level-change', { current_level: 'nist-aal2' }, 'CAEP-3.4-02'],
    ['assurance-level-change', { namespace: 'NIST-AAL' }, 'CAEP-3.4-04'],
    [
      'assurance-level-change',
      { ...assurance, previous_level: 1, change_direction: 'increase' },
      'CAEP-3.4-05',
    ],
    ['assurance-level-change', { ...assurance, previous_level: 'nist-aal1' }, 'CAEP-3.4-08'],
    ['assurance-level-change', { ...assurance, change_direction: 'up' }, 'CAEP-3.4-09'],
    ['device-compliance-change', { current_status: 'compliant' }, 'CAEP-3.5-02'],
    ['device-compliance-change', { ...compliance, previous_status: 'unknown' }, 'CAEP-3.5-03'],
    ['device-compliance-change', { previous_status: 'compliant' }, 'CAEP-3.5-04'],
    ['device-compliance-change', { ...compliance, current_status: 'non-compliant' }, 'CAEP-3.5-05'],
    ['device-compliance-change', { ...compliance, current_status: 'compliant' }, 'CAEP-3.5-06'],
    ['session-established', { fp_ua: 5 }, 'CAEP-3.6-04'],
    ['session-established', { acr: ['AAL2'] }, 'CAEP-3.6-05'],
    ['session-established', { amr: 'otp' }, 'CAEP-3.6-06'],
    ['session-established', { amr: [1] }, 'CAEP-3.6-06'],
    ['session-established', { ext_id: 12345 }, 'CAEP-3.6-08'],
    ['risk-level-change', { principal: 'USER', current_level: 'LOW' }, 'CAEP-3.8-03'],
    ['risk-level-change', { current_level: 'LOW', risk_reason: 'x' }, 'CAEP-3.8-04'],
    ['risk-level-change', { ...risk, principal: 'user' }, 'CAEP-3.8-04 warn'],
    ['risk-level-change', { ...risk, principal: 'ROBOT' }, 'CAEP-3.8-04 note'],
    ['risk-level-change', { principal: 'USER', risk_reason: 'x' }, 'CAEP-3.8-06'],
    ['risk-level-change', { ...risk, current_level: 'low' }, 'CAEP-3.8-07'],
    ['risk-level-change', { ...risk, previous_level: 'UNKNOWN' }, 'CAEP-3.8-09'],
    ['risk-level-change', { ...risk, previous_level: 'LOW' }, 'CAEP-3.8-11'],
  ])('%s %j: %s%s', (name, event, row) => {
    expect(rows(caep(name, event))).toEqual([row]);
  });
});

test.each<[string, Record<string, unknown>, string]>([
  ['account-disabled', { reason: 'spam' }, 'RISC-2.3-05'],
  ['credential-compromise', {}, 'RISC-2.7-04'],
  ['credential-compromise', { credential_type: 'PASSWORD' }, 'RISC-2.7-05'],
  ['credential-compromise', { credential_type: 'pin', event_timestamp: 1508184845000 }, 'RISC-2.7-06'],
  ['credential-compromise', { credential_type: 'pin', reason_admin: 'leak' }, 'RISC-2.7-07'],
])('RISC %s %j: %s', (name, event, row) => {
  expect(rows(risc(name, event))).toEqual([row]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['verification', { state: {} }, 'SSF-8.1.4.1-02'],
  ['stream-updated', {}, 'SSF-8.1.5-06'],
  ['stream-updated', { status: 'stopped' }, 'SSF-8.1.5-06'],
])('SSF %s %j: %s', (name, event, row) => {
  expect(rows(judgeEvent(SSF_EVENT_BASE + name, event))).toEqual([row]);
});

test('a violation says what was expected and what was seen', () => {
  expect(caep('credential-change', { ...credential, change_type: 'reset' })).toEqual([
    {
      requirement: 'CAEP-3.3-05',
      path: '/change_type',
      message: '`change_type` has a value that is not in the list',
      expected: 'one of "create", "revoke", "update", "delete"',
      actual: 'reset',
    },
  ]);
});
