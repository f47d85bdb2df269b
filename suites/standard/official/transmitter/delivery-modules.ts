import type { Condition, OfficialModule } from '../condition.ts';
import { create, issuer, metadata, start, startWithTls, status, tls, token, trigger } from './blocks.ts';
import { arrives, keys, polled, pushed, sets } from './sets.ts';

const needs = { members: ['verification_endpoint'], failsIn: 'caep_interop' } as const;
const clean = start.slice(metadata({ delivery: true }).length + token.length);

/** What all verification modules begin with; the keys come first. */
const begin: readonly Condition[] = [
  ...metadata({ delivery: true }),
  keys,
  ...tls,
  ...token,
  ...clean,
  ...create,
  status('create', [201], 'creating is answered 201', ['create-stream/created'], 'W'),
  issuer('create', 'creating', 'W'),
  ...trigger,
];

const verification = {
  role: 'transmitter',
  plans: ['plain', 'caep'],
  needs,
} as const;

/** T16: subjects. */
const subjects: OfficialModule = {
  id: 'T16',
  name: 'openid-ssf-stream-subject-control',
  role: 'transmitter',
  plans: ['plain'],
  only: { profile: 'default' },
  needs: { members: ['add_subject_endpoint', 'remove_subject_endpoint'] },
  weak: ['W-8'],
  conditions: [
    ...startWithTls,
    ...create,
    status('create', [201], 'creating is answered 201', ['create-stream/created'], 'W'),
    issuer('create', 'creating', 'W'),
    status('add-subject', [200], 'adding a subject is answered 200', ['subjects/add'], 'W'),
    status('remove-subject', [204], 'removing a subject is answered 204', ['subjects/remove'], 'W'),
  ],
};

/** T16 to T21: subjects, and verification over each way of delivery. */
export const deliveryModules: readonly OfficialModule[] = [
  subjects,
  {
    ...verification,
    id: 'T17',
    name: 'openid-ssf-transmitter-stream-verification-push',
    only: { delivery: 'push' },
    weak: ['W-2'],
    conditions: [...begin, arrives, ...pushed({ authorization: true }), ...sets('verification')],
  },
  {
    ...verification,
    id: 'T18',
    name: 'openid-ssf-transmitter-stream-verification-poll-only',
    only: { delivery: 'poll' },
    conditions: [...begin, ...polled, arrives, ...sets('verification')],
  },
  {
    ...verification,
    id: 'T19',
    name: 'openid-ssf-transmitter-stream-verification-poll-and-ack',
    only: { delivery: 'poll' },
    weak: ['W-33'],
    conditions: [
      ...begin,
      ...polled,
      {
        name: '(the module acknowledges and polls in one request)',
        about: 'the second event comes with its state, and the first does not come again',
        severity: 'F',
        answer: { checks: ['poll-delivery/acknowledge-and-poll', 'poll-delivery/acknowledged'] },
        own: true,
      },
      arrives,
      ...sets('verification'),
    ],
  },
  {
    ...verification,
    id: 'T20',
    name: 'openid-ssf-transmitter-stream-verification-ack-only',
    only: { delivery: 'poll' },
    weak: ['W-3'],
    conditions: [
      ...begin,
      ...polled,
      arrives,
      ...sets('verification'),
      {
        name: 'OIDSSFCallPollEndpoint',
        about: 'a poll that only acknowledges is answered, with whatever status',
        severity: 'F!',
        answer: {
          rule: 'call-answered',
          of: 'poll-acknowledge',
          checks: ['poll-delivery/acknowledged', 'poll-delivery/max-events-zero'],
        },
        own: true,
      },
    ],
  },
  {
    ...verification,
    id: 'T21',
    name: 'openid-ssf-transmitter-stream-verification-error-push-no-auth',
    only: { delivery: 'push' },
    weak: ['W-2'],
    conditions: [
      ...begin,
      arrives,
      ...pushed({ authorization: false }),
      ...sets('verification').filter(({ name }) => name !== 'OIDSSFCheckVerificationAuthorizationHeader'),
    ],
  },
];
