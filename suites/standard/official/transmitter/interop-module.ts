import type { Condition, OfficialModule } from '../condition.ts';
import { create, issuer, metadata, start, status, tls, token, trigger } from './blocks.ts';
import { arrives, keys, polled, pushed, sets } from './sets.ts';
import { configuration, deletion, readCall, readStatus } from './stream-module.ts';

const own = (condition: Condition): Condition => ({ ...condition, own: true });
const clean = start.slice(metadata({ delivery: true }).length + token.length);
const NEEDS_EVENTS = [
  'events/session-revoked',
  'events/credential-change',
  'events/device-compliance-change',
];
const SEEN = [
  'events/seen-session-revoked',
  'events/seen-credential-change',
  'events/seen-device-compliance-change',
];

/** T22: everything at once, and the events of the CAEP profile. */
export const interopModule: OfficialModule = {
  id: 'T22',
  name: 'openid-ssf-transmitter-stream-caep-interop',
  role: 'transmitter',
  plans: ['caep'],
  only: { profile: 'caep_interop' },
  needs: { members: ['verification_endpoint'], failsIn: 'caep_interop' },
  weak: ['W-34'],
  conditions: [
    ...metadata({ delivery: true }),
    keys,
    ...tls,
    ...token,
    ...clean,
    ...create,
    status('create', [201], 'creating is answered 201', ['create-stream/created'], 'F'),
    issuer('create', 'creating', 'F'),
    configuration.audience('F'),
    configuration.delivery('create', 'F'),
    configuration.required,
    configuration.optional,
    own({
      name: '(the module looks for CAEP events)',
      about: 'events_delivered of the new stream holds a CAEP event type',
      severity: 'F!',
      answer: {
        rule: 'caep-events-delivered',
        of: 'create',
        checks: ['stream-configuration/events-delivered', 'caep-interop/use-cases'],
      },
    }),
    readCall,
    status('read', [200], 'reading is answered 200', ['read-stream/by-id', 'caep-interop/read-stream'], 'F'),
    issuer('read', 'reading', 'F'),
    configuration.known,
    configuration.interop,
    configuration.delivery('read', 'F'),
    ...readStatus('F'),
    ...trigger,
    ...polled,
    {
      ...status('poll', [200], 'a poll is answered 200', ['poll-delivery/answer'], 'F'),
      when: { delivery: 'poll' },
    },
    arrives,
    ...sets('interop'),
    ...pushed({ authorization: true }),
    own({
      name: 'OIDSSFExtractCaepEventData',
      about: 'no event comes but those of CAEP and SSF',
      severity: 'F',
      answer: { checks: ['events/only-delivered-types'] },
    }),
    own({
      name: 'OIDSSFValidateCaepCommonOptionalFields',
      about: 'event_timestamp, initiating_entity and the reasons of CAEP events have their form',
      severity: 'F',
      answer: { rule: 'caep-common', checks: [...NEEDS_EVENTS, ...SEEN] },
    }),
    own({
      name: 'OIDSSFValidateCaepCredentialChangeEvent',
      about: 'credential-change has credential_type and change_type',
      severity: 'F',
      answer: {
        rule: 'caep-credential-change',
        checks: ['events/credential-change', 'events/seen-credential-change'],
      },
    }),
    own({
      name: 'OIDSSFWarnNonStandardCaepCredentialChangeValues',
      about: 'both have a value that CAEP names',
      severity: 'W',
      answer: {
        rule: 'caep-credential-values',
        checks: ['events/credential-change', 'events/seen-credential-change'],
      },
    }),
    own({
      name: 'OIDSSFValidateCaepDeviceComplianceChangeEvent',
      about: 'device-compliance-change has both statuses',
      severity: 'F',
      answer: {
        rule: 'caep-device-compliance',
        checks: ['events/device-compliance-change', 'events/seen-device-compliance-change'],
      },
    }),
    own({
      name: 'OIDSSFEnsureAllCaepInteropEventsReceived',
      about: 'every CAEP event type in events_delivered comes, once the tester causes it',
      severity: 'F',
      answer: { rule: 'caep-all-received', checks: NEEDS_EVENTS },
    }),
    ...deletion,
  ],
};
