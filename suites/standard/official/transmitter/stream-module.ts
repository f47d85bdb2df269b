import type { Condition, OfficialModule } from '../condition.ts';
import { create, issuer, startWithTls, status } from './blocks.ts';

const own = (condition: Condition): Condition => ({ ...condition, own: true });
const plain = { profile: 'default' } as const;
const only = (condition: Condition): Condition => ({ ...condition, when: { ...condition.when, ...plain } });

/** What is judged of the configuration in answers; the severity differs between modules. */
export const configuration = {
  audience: (severity: 'F' | 'W'): Condition =>
    own({
      name: 'OIDSSFCheckStreamAudience',
      about: 'the new stream has aud',
      severity,
      answer: { rule: 'audience-in-answer', of: 'create', checks: ['stream-configuration/aud'] },
    }),
  delivery: (of: 'create' | 'read', severity: 'F' | 'W'): Condition =>
    own({
      name: 'OIDSSFCheckStreamDeliveryMethod',
      about: `delivery.method in the answer to ${of === 'create' ? 'creating' : 'reading'} is one of the two`,
      severity,
      answer: {
        rule: 'delivery-method-in-answer',
        of,
        checks: ['stream-configuration/delivery-method', 'caep-interop/delivery'],
      },
      weak: ['W-7'],
    }),
  required: own({
    name: 'OIDSSFStreamRequiredFieldsCheck',
    about: 'the new stream has stream_id, iss, aud, events_delivered and delivery',
    severity: 'F',
    answer: {
      rule: 'required-members',
      of: 'create',
      checks: [
        'stream-configuration/stream-id',
        'stream-configuration/iss',
        'stream-configuration/aud',
        'stream-configuration/events-delivered',
        'stream-configuration/delivery-method',
      ],
    },
  }),
  optional: own({
    name: 'OIDSSFStreamOptionalFieldsCheck',
    about: 'which optional members the new stream has',
    severity: 'F',
    answer: { never: 'It looks at nothing that could fail.' },
  }),
  known: own({
    name: 'OIDSSFCheckSupportedEventsForStream',
    about: 'events_supported is there, and every type in it is known',
    severity: 'W',
    answer: { rule: 'known-events', of: 'read', checks: ['stream-configuration/event-type-names'] },
  }),
  interop: own({
    name: 'OIDSSFEnsureAtLeastOneCaepInteropEventInStreamSupportedEvents',
    about: 'events_supported holds an event type of the profile',
    severity: 'F',
    when: { profile: 'caep_interop' },
    answer: { rule: 'interop-event', of: 'read', checks: ['caep-interop/use-cases'] },
  }),
};

/** Reading the stream that was created. */
export const readCall: Condition = own({
  name: 'OIDSSFReadStreamConfigCall',
  about: 'there is a stream to read, and reading it is answered with JSON',
  severity: 'F!',
  answer: { rule: 'call-answered-json', of: 'read', checks: ['read-stream/by-id'] },
  weak: ['W-7'],
});

/** Reading the status of the stream. */
export function readStatus(severity: 'F' | 'W'): Condition[] {
  const when = { member: 'status_endpoint' };
  return [
    own({
      name: 'OIDSSFReadStreamStatusCall',
      about: 'reading the status is answered with JSON',
      severity: 'F!',
      when,
      answer: { rule: 'call-answered-json', of: 'status-read', checks: ['stream-status/read'] },
    }),
    {
      ...status('status-read', [200], 'reading the status is answered 200', ['stream-status/read'], severity),
      when,
    },
  ];
}

export const deletion: readonly Condition[] = [
  own({
    name: 'OIDSSFDeleteStreamConfigCall',
    about: 'deleting is answered',
    severity: 'F!',
    answer: { rule: 'call-answered', of: 'delete', checks: ['delete-stream/answer'] },
  }),
  status('delete', [204], 'deleting is answered 204', ['delete-stream/answer'], 'F!'),
];

/** T2: the whole life of a stream. */
export const streamModule: OfficialModule = {
  id: 'T2',
  name: 'openid-ssf-stream-control-happy-path',
  role: 'transmitter',
  plans: ['plain', 'caep'],
  weak: ['W-11', 'W-32'],
  conditions: [
    ...startWithTls,
    ...create,
    status('create', [201], 'creating is answered 201', ['create-stream/created'], 'W'),
    issuer('create', 'creating', 'W'),
    configuration.audience('W'),
    configuration.delivery('create', 'W'),
    configuration.required,
    configuration.optional,
    readCall,
    status('read', [200], 'reading is answered 200', ['read-stream/by-id'], 'W'),
    issuer('read', 'reading', 'W'),
    configuration.known,
    configuration.interop,
    configuration.delivery('read', 'W'),
    only(
      own({
        name: 'OIDSSFUpdateStreamConfigCall',
        about: 'a PATCH is answered, with JSON unless it is refused',
        severity: 'F!',
        answer: { rule: 'call-answered-json', of: 'update', checks: ['update-stream/answer'] },
        weak: ['W-9'],
      }),
    ),
    only(status('update', [200], 'a PATCH is answered 200', ['update-stream/answer'], 'W')),
    only(issuer('update', 'a PATCH', 'W')),
    only(
      own({
        name: 'OIDSSFReplaceStreamConfigCall',
        about: 'a PUT is answered, with JSON unless it is refused',
        severity: 'F!',
        answer: { rule: 'call-answered-json', of: 'replace', checks: ['replace-stream/answer'] },
        weak: ['W-9'],
      }),
    ),
    only(status('replace', [200], 'a PUT is answered 200', ['replace-stream/answer'], 'W')),
    only(issuer('replace', 'a PUT', 'W')),
    ...readStatus('W'),
    only(
      own({
        name: 'OIDSSFUpdateStreamStatusCall',
        about: 'setting the status is answered, with JSON unless it is refused',
        severity: 'F',
        answer: { rule: 'call-answered-json', of: 'status-update', checks: ['stream-status/update'] },
      }),
    ),
    only(status('status-update', [200], 'setting the status is answered 200', ['stream-status/update'], 'W')),
    only(
      own({
        name: 'EnsureResponseIsJsonObject',
        about: 'setting the status is answered with a JSON object',
        severity: 'W',
        answer: { rule: 'json-object', of: 'status-update', checks: ['stream-status/update'] },
      }),
    ),
    only(
      own({
        name: 'OIDSSFCheckExpectedJsonResponseContents',
        about: 'setting the status is answered with the new status',
        severity: 'W',
        answer: { rule: 'status-echoed', of: 'status-update', checks: ['stream-status/update'] },
      }),
    ),
    ...deletion,
  ],
};
