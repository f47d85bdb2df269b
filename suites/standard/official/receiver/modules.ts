import { CAEP_EVENTS, RISC_EVENTS } from '../../vocabulary.ts';
import type { Condition, OfficialModule, RuleName } from '../condition.ts';

/** What every Receiver does before it has a stream. */
const REACH: readonly Condition[] = [
  {
    name: 'CheckIncomingRequestMethodIsGet',
    about: 'the metadata is asked for with GET',
    severity: 'F',
    answer: { rule: 'rx-metadata-get', checks: ['receiver-discovery/get'] },
  },
  {
    name: '(the module knows what is asked for)',
    about: 'the Receiver asks for nothing but what the official suite has, by the methods that it has',
    severity: 'F!',
    answer: { rule: 'rx-known-paths', checks: [] },
    weak: ['W-26'],
  },
  {
    name: 'OIDSSFValidateRequestedScope',
    about: 'a token is asked for with scope, and with nothing in it but ssf.read and ssf.manage',
    severity: 'F!',
    when: { auth: 'dynamic' },
    answer: { rule: 'rx-scope', checks: ['receiver-tokens/scope'] },
  },
];

const basic = { auth: 'dynamic', clientAuth: ['client_secret_basic'] } as const;
const post = { auth: 'dynamic', clientAuth: ['client_secret_post'] } as const;
const assertion = { auth: 'dynamic', clientAuth: ['client_secret_jwt', 'private_key_jwt'] } as const;
const SECRET = { checks: ['receiver-tokens/client-authentication'] };
const ASSERTION = { untold: 'Our authorization server takes a client secret, no assertion.' };

/** Client authentication at the token endpoint. */
const CLIENT: readonly Condition[] = [
  {
    name: 'ExtractClientCredentialsFromBasicAuthorizationHeader',
    about: 'client id and secret come by Basic',
    severity: 'F!',
    when: basic,
    answer: SECRET,
  },
  {
    name: 'ExtractClientCredentialsFromFormPost',
    about: 'client id and secret come in the form',
    severity: 'F',
    when: post,
    answer: SECRET,
  },
  {
    name: 'ValidateClientIdAndSecret',
    about: 'client id and secret are right',
    severity: 'F',
    when: { auth: 'dynamic', clientAuth: ['client_secret_basic', 'client_secret_post'] },
    answer: SECRET,
  },
  ...(
    [
      ['ExtractClientAssertion', 'an assertion comes'],
      ['EnsureClientAssertionSignatureAlgorithmMatchesRegistered', 'its algorithm is the registered one'],
      ['ValidateClientAssertionSignatureWithHMACAlgorithm', 'its signature is right (client_secret_jwt)'],
      ['ValidateClientAssertionSignature', 'its signature is right (private_key_jwt)'],
      ['EnsureClientAssertionTypeIsJwt', 'its type is named'],
      ['ValidateClientAssertionClaims', 'its claims are right'],
      ['CheckForClientAssertionJtiReuse', 'its jti is new (private_key_jwt)'],
    ] as const
  ).map(([name, about]): Condition => ({ name, about, severity: 'F', when: assertion, answer: ASSERTION })),
];

const own = (name: string, about: string, rule: RuleName, checks: readonly string[]): Condition => ({
  name,
  about,
  severity: 'F',
  answer: { rule, checks },
  own: true,
});
const did = (about: string, rule: RuleName, checks: readonly string[]): Condition => ({
  ...own('(the module waits until it has seen it)', about, rule, checks),
  ends: true,
  weak: ['W-25'],
});
const plain = (conditions: readonly Condition[]): Condition[] =>
  conditions.map((condition) => ({ ...condition, when: { ...condition.when, profile: 'default' } }));

const caep = (conditions: readonly Condition[]): Condition[] =>
  conditions.map((condition) => ({ ...condition, when: { ...condition.when, profile: 'caep_interop' } }));

const created: readonly Condition[] = [
  ...REACH,
  ...CLIENT,
  did('the Receiver creates a stream', 'rx-did-create', ['receiver-streams/create']),
  own('OIDSSFHandleStreamRequestBodyParsing', 'the create request is application/json', 'rx-json', [
    'receiver-requests/json',
  ]),
  own(
    'OIDSSFHandleStreamCreateRequestValidation',
    'the create request names a delivery method and, for push, a URL, and no member of the Transmitter',
    'rx-create-valid',
    ['receiver-streams/delivery-method', 'receiver-streams/push-endpoint'],
  ),
  {
    ...own('OIDSSFHandleStreamCreateRequest', 'the create request has events_requested', 'rx-create', [
      'receiver-streams/create',
      'receiver-streams/events-requested',
    ]),
    weak: ['W-7', 'W-22'],
  },
];

const deleted: readonly Condition[] = [
  did('the Receiver deletes its stream', 'rx-did-delete', ['receiver-requests/delete-stream']),
  own('OIDSSFHandleStreamDeleteRequest', 'DELETE names the stream in the query', 'rx-delete', [
    'receiver-requests/delete-stream',
  ]),
];

const read: readonly Condition[] = [
  did('the Receiver reads its stream by stream_id', 'rx-did-read', ['receiver-requests/list-of-one']),
  {
    ...own('OIDSSFHandleStreamLookupRequest', 'it reads no stream but its own', 'rx-lookup', [
      'receiver-requests/encoded-stream-id',
    ]),
    weak: ['W-32'],
  },
];

const verified: readonly Condition[] = [
  did('the Receiver asks for a verification event', 'rx-did-verify', ['receiver-requests/verify']),
  own('OIDSSFHandleStreamVerificationRequest', 'it names its stream in a JSON body', 'rx-verify', [
    'receiver-requests/verify',
    'receiver-requests/verify-state',
  ]),
];

/** SETs are taken: pushes answered 202, polled ones acknowledged. `checks` send the SETs that the module sends. */
function accepted(what: string, checks: readonly string[], requirements?: readonly string[]): Condition[] {
  const answer = { checks, ...(requirements === undefined ? {} : { requirements }) };
  return [
    {
      ...own('OIDSSFHandlePushDeliveryToReceiver', 'the push endpoint can be reached', 'rx-push-reachable', [
        'push-requests/good-set',
      ]),
      severity: 'W',
      when: { delivery: 'push' },
    },
    {
      ...own('EnsureHttpStatusCodeIsAnyOf', 'pushes of right SETs are answered 202', 'rx-push-202', [
        'push-requests/good-set',
      ]),
      when: { delivery: 'push' },
      weak: ['W-21'],
    },
    {
      name: 'EnsureHttpStatusCodeIsAnyOf',
      about: `${what} taken when pushed`,
      severity: 'F',
      when: { delivery: 'push' },
      answer,
      own: true,
    },
    {
      ...did('polled SETs are acknowledged', 'rx-did-accept', ['poll-loop/acknowledges']),
      when: { delivery: 'poll' },
    },
    {
      name: '(the module waits until it has seen it)',
      about: `${what} acknowledged when polled`,
      severity: 'F',
      when: { delivery: 'poll' },
      answer,
      ends: true,
      own: true,
    },
  ];
}

const event = (name: string): string => `accept-event/${name}`;
const INTEROP = ['session-revoked', 'credential-change', 'device-compliance-change'].map(event);
const ALL = [...CAEP_EVENTS, ...RISC_EVENTS].map(event);
const interopEvents = accepted('the events of the profile are', INTEROP);

const updated: readonly Condition[] = plain([
  did('the Receiver sends a PATCH', 'rx-did-patch', ['receiver-requests/patch-stream-id']),
  {
    ...own(
      'OIDSSFHandleStreamUpdateRequestValidation',
      'PATCH and PUT hold no member of the Transmitter',
      'rx-update-valid',
      ['receiver-requests/patch-transmitter-supplied', 'receiver-requests/put-transmitter-supplied'],
    ),
    weak: ['W-15'],
  },
  own('OIDSSFHandleStreamUpdateRequest', 'a PATCH names its stream', 'rx-update', [
    'receiver-requests/patch-stream-id',
  ]),
  did('the Receiver sends a PUT', 'rx-did-put', ['receiver-requests/put-complete']),
  own('OIDSSFHandleStreamReplaceRequest', 'a PUT names its stream', 'rx-replace', [
    'receiver-requests/put-complete',
  ]),
]);

const subjects: readonly Condition[] = plain([
  own('OIDSSFHandleStreamSubjectAdd', 'a subject that is added is one, for its own stream', 'rx-subject', [
    'receiver-requests/add-subject',
  ]),
  own('OIDSSFHandleStreamSubjectRemove', 'so is one that is removed', 'rx-subject', [
    'receiver-requests/remove-subject',
  ]),
]);

const receiver = { role: 'receiver', plans: ['plain', 'caep'] } as const;
/** R1 to R7. */
export const receiverModules: readonly OfficialModule[] = [
  {
    ...receiver,
    id: 'R1',
    name: 'openid-ssf-receiver-happypath',
    plans: ['plain'],
    conditions: [...created, ...read, ...updated, ...subjects, ...deleted],
  },
  {
    ...receiver,
    id: 'R2',
    name: 'openid-ssf-receiver-stream-create-delete',
    conditions: [...created, ...deleted],
  },
  {
    ...receiver,
    id: 'R3',
    name: 'openid-ssf-receiver-stream-status-update',
    plans: ['plain'],
    only: { profile: 'default' },
    weak: ['W-16'],
    conditions: [
      ...created,
      did('the Receiver sets the status of its stream', 'rx-did-update-status', [
        'receiver-requests/update-status',
      ]),
      own('OIDSSFHandleStreamStatusUpdateRequestParsing', 'it does so with JSON', 'rx-status-json', [
        'receiver-requests/json',
      ]),
      own(
        'OIDSSFHandleStreamStatusUpdateRequest',
        'it names its stream and a status that there is, and leaves none that is disabled',
        'rx-status-update',
        ['receiver-requests/update-status'],
      ),
      ...deleted,
    ],
  },
  {
    ...receiver,
    id: 'R4',
    name: 'openid-ssf-receiver-stream-verification',
    weak: ['W-20', 'W-28'],
    conditions: [
      ...created,
      ...verified,
      ...accepted('the verification event is', ['accept-verification/requested']),
      ...deleted,
    ],
  },
  {
    ...receiver,
    id: 'R5',
    name: 'openid-ssf-receiver-unsolicited-stream-verification',
    conditions: [
      ...created,
      ...accepted(
        'a verification event that was not asked for is',
        ['accept-flow/unsolicited-verification'],
        ['SSF-8.1.4-03'],
      ),
      ...deleted,
    ],
  },
  {
    ...receiver,
    id: 'R6',
    name: 'openid-ssf-receiver-stream-supported-events',
    weak: ['W-28'],
    conditions: [
      ...created,
      ...verified,
      ...plain(accepted('every event is', ALL)),
      ...caep(interopEvents),
      {
        ...own(
          '(the module sends what was asked for)',
          'the SETs that it sends are right',
          'rx-well-served',
          ['receiver-streams/events-requested'],
        ),
        weak: ['W-27'],
      },
      ...deleted,
    ],
  },
  {
    ...receiver,
    id: 'R7',
    name: 'openid-ssf-receiver-stream-caep-interop',
    plans: ['caep'],
    only: { profile: 'caep_interop' },
    weak: ['W-24', 'W-28'],
    conditions: [
      ...created,
      own(
        'OIDSSFEnsureStreamContainsCaepInteropEvent',
        'events_requested holds an event type of the profile',
        'rx-interop-event',
        ['receiver-streams/events-requested'],
      ),
      ...read,
      did('the Receiver reads the status of its stream', 'rx-did-read-status', [
        'receiver-requests/read-status',
      ]),
      own('OIDSSFHandleStreamStatusLookup', 'it names its stream in the query', 'rx-status-lookup', [
        'receiver-requests/read-status',
      ]),
      ...verified,
      ...interopEvents,
      {
        name: 'EnsureHttpStatusCodeIsAnyOf',
        about: 'events with event_timestamp in milliseconds are taken, as this module sends them',
        severity: 'F',
        answer: { untold: 'No check of ours sends event_timestamp in milliseconds as if that were right.' },
        weak: ['W-14'],
        own: true,
      },
    ],
  },
];
