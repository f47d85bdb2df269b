import type {
  CheckResult,
  Comparison,
  RecordedBody,
  RecordedExchange,
  Results,
  SelectedRequirement,
  WaiverRow,
} from './results.ts';

const issuer = 'https://signals.example.com/tenants/acme';
/** SHA-256 of nothing: any 64 hex digits do. */
const catalogue = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const api = 'https://signals.example.com/tenants/acme/ssf';

/** What a hostile target may put in any string that it controls. */
export const hostileText =
  '<script>document.title="pwned"</script>"]]>\'--><!--</style></pre><img src=x onerror=alert(1)>' +
  '\u0000\u0007\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nX-Injected: yes\r\n\u202Egnp.exe\u2066\u200F\uD800|x|`y`\uDC00**z**\uFFFE\u2028[a](javascript:alert(1))';

/** The realistic run, with `hostileText` after every string that comes from the target. */
export function hostileResults(): Results {
  return sampleResults((text) => text + hostileText);
}

/**
 * A realistic run that is not conformant, with every outcome: a fixture for tests, and something to look at.
 *
 * @param t applied to every string that comes from the target
 */
export function sampleResults(t: (text: string) => string = (text) => text): Results {
  const checks = sampleChecks(t);
  const results: Results = {
    schemaVersion: '1',
    tool: { name: 'ssf-conformance', version: '0.1.0', catalogue },
    startedAt: '2026-08-24T10:15:02.114Z',
    durationMs: 8421,
    target: {
      role: 'transmitter',
      issuer: t(issuer),
      metadataUrl: 'https://signals.example.com/.well-known/ssf-configuration/tenants/acme',
      builtIn: false,
    },
    profile: 'ssf',
    delivery: ['push', 'poll'],
    seed: 42,
    policy: { failOn: 'must', allowUntested: false, requireComplete: false },
    partial: false,
    verdict: 'non-conformant',
    exitCode: 1,
    sentence: t(
      'Not conformant with SSF 1.0 (transmitter; push and poll): 3 of 11 tested MUSTs failed; 2 more need a hook that is not configured.',
    ),
    interrupted: false,
    summary: summarize(checks),
    requirements: {
      selected: requirements,
      tested: requirements.filter((r) => !(r.id in notApplicable) && !(r.id in untested)).map((r) => r.id),
      notApplicable: Object.entries(notApplicable).map(([id, why]) => ({ id, why })),
      untested: Object.entries(untested).map(([id, why]) => ({ id, why })),
      unobservable: [
        {
          requirement: {
            id: 'SSF-10.3.2-01',
            spec: 'SSF',
            section: '10.3.2',
            sectionTitle: 'Consent',
            level: 'MUST',
            severity: 'info',
            summary: 'Data without prior consent needs the user’s consent under the privacy policy.',
          },
          why: 'It is a matter of policy and agreements between people; nothing on the wire shows it.',
        },
      ],
      descriptive: 12,
    },
    checks,
    exchanges: sampleExchanges(t),
    sets: [
      {
        id: 3,
        exchange: 17,
        check: 'verification/set-names-the-stream@push',
        delivery: 'push',
        streamId: t('stream-7f1c'),
        jti: t('756E69717565206964656E746966696572'),
        eventTypes: [t('https://schemas.openid.net/secevent/ssf/event-type/verification')],
        header: { alg: 'RS256', kid: t('key-2026-08'), typ: t('JWT') },
        claims: {
          iss: t(issuer),
          aud: [t('https://receiver.example.com/acme')],
          iat: 1787566502,
          jti: t('756E69717565206964656E746966696572'),
          sub_id: { format: 'iss_sub', iss: t(issuer), sub: t('acme') },
          events: {
            [t('https://schemas.openid.net/secevent/ssf/event-type/verification')]: {
              state: t('c2VlZC00Mg'),
            },
          },
        },
        arrivedAtMs: 3120.4,
        breaches: [
          {
            path: 'header.typ',
            requirement: 'SSF-4.1.1-01',
            severity: 'fail',
            message: t('The typ header is "JWT", not "secevent+jwt".'),
          },
        ],
        kept: ['RFC8417-2.2-08'],
      },
      {
        id: 4,
        exchange: 19,
        check: 'verification/set-names-the-stream@poll',
        delivery: 'poll',
        streamId: null,
        jti: null,
        eventTypes: [],
        header: { alg: 'none' },
        claims: null,
        arrivedAtMs: 3391.9,
      },
    ],
    timing: {
      limits: { verification: 60_000, delivery: 60_000, request: 10_000 },
      samples: [
        {
          name: 'verification',
          delivery: 'push',
          check: 'verification/set-names-the-stream@push',
          ms: 41.2,
          limitMs: 60_000,
        },
        {
          name: 'verification',
          delivery: 'push',
          check: 'verification/state-comes-back@push',
          ms: 37.9,
          limitMs: 60_000,
        },
        {
          name: 'verification',
          delivery: 'poll',
          check: 'verification/set-names-the-stream@poll',
          ms: 212.5,
          limitMs: 60_000,
        },
        { name: 'delivery', delivery: 'push', check: null, ms: 18.4, limitMs: 60_000 },
      ],
    },
    waivers: sampleWaivers(t),
    comparison: sampleComparison(t),
    setRules: [
      {
        path: 'header.typ',
        rule: {
          id: 'SSF-4.1.1-01',
          spec: 'SSF',
          section: '4.1.1',
          sectionTitle: 'Explicit Typing of SETs',
          level: 'MUST',
          summary: 'The typ header of a SET is secevent+jwt.',
        },
      },
      {
        path: 'claims.jti',
        rule: {
          id: 'RFC8417-2.2-08',
          spec: 'RFC8417',
          section: '2.2',
          sectionTitle: 'Core SET Claims',
          level: 'REQUIRED',
          summary: 'A SET has a jti that identifies it.',
        },
      },
    ],
    targetLog: {
      source: 'container example/transmitter:1.2',
      lines: [
        { atMs: -210, stream: 'stdout', text: t('listening on 127.0.0.1:8080') },
        { atMs: 3119.8, stream: 'stderr', text: t('WARN no typ header configured') },
      ],
      omitted: 0,
    },
    omissions: [],
    notices: [t('The stream stream-9a02 could not be deleted at the target (HTTP 500).')],
  };
  return results;
}

function sampleChecks(t: (text: string) => string): CheckResult[] {
  return [
    check(
      'discovery/issuer-is-the-one-asked-for',
      'The metadata names the issuer that it was asked for',
      ['SSF-7.2.4-03'],
      {
        exchanges: [1],
        provenBy: ['metadata-issuer-differs', 'metadata-issuer-trailing-slash'],
      },
    ),
    check(
      'discovery/endpoints-use-tls',
      'Every advertised endpoint is served over TLS',
      ['SSF-7.1-10', 'SSF-7.1-18'],
      {
        exchanges: [1],
        provenBy: ['verification-endpoint-plain-http'],
      },
    ),
    check(
      'discovery/no-legacy-document',
      'New services do not publish a RISC configuration document',
      ['SSF-7.2.2-02'],
      {
        level: 'SHOULD NOT',
        outcome: 'warn',
        exchanges: [2],
        provenBy: ['legacy-document-served'],
        findings: [
          {
            requirement: 'SSF-7.2.2-02',
            severity: 'warn',
            message: 'A metadata document is also served at the legacy location.',
            expected: '404 Not Found',
            actual: t('200 OK, application/json'),
            hint: 'Keep it only as long as old Receivers need it.',
            exchange: 2,
          },
        ],
      },
    ),
    check(
      'discovery/unknown-members',
      'Members that the standard does not define are worth knowing',
      ['SSF-7.2.3-02'],
      {
        level: 'MAY',
        outcome: 'note',
        exchanges: [1],
        provenBy: ['metadata-member-misspelt'],
        findings: [
          {
            requirement: 'SSF-7.2.3-02',
            severity: 'note',
            message: t('The metadata has the member `delivery_methods`.'),
            expected: 'delivery_methods_supported',
            actual: t('delivery_methods'),
            hint: 'Did you mean `delivery_methods_supported`?',
            exchange: 1,
          },
        ],
      },
    ),
    check(
      'create-stream/refused-without-token',
      'A create request without a token is refused with 401',
      ['SSF-8.1.1.1-13', 'RFC6750-3-01'],
      {
        level: 'DECLARATIVE',
        outcome: 'fail',
        what: 'Asks for a stream without a token, then with one that was never issued, and reads back that no stream was made.',
        exchanges: [7, 8],
        provenBy: ['create-without-token-accepted', 'create-without-token-403'],
        durationMs: 31,
        findings: [
          {
            requirement: 'SSF-8.1.1.1-13',
            severity: 'fail',
            message: 'A create request without credentials was accepted, and a stream was made.',
            expected: '401 Unauthorized',
            actual: t('201 Created'),
            hint: 'Authenticate the Receiver before anything else at the configuration endpoint.',
            exchange: 7,
          },
          {
            requirement: 'RFC6750-3-01',
            severity: 'fail',
            message: 'The refusal of a wrong token does not say how to authenticate.',
            expected: 'a WWW-Authenticate header with the scheme Bearer',
            actual: t('no WWW-Authenticate header'),
            exchange: 8,
          },
        ],
      },
    ),
    check(
      'create-stream/default-is-poll',
      'Without a delivery member the stream is a poll stream',
      ['SSF-8.1.1.1-08'],
      {
        level: 'DERIVED',
        exchanges: [9],
        provenBy: ['create-without-delivery-refused'],
      },
    ),
    check(
      'verification/set-names-the-stream',
      'The verification event has an opaque subject that names the stream',
      ['SSF-8.1.4.1-04'],
      {
        delivery: 'push',
        outcome: 'fail',
        exchanges: [15, 16, 17],
        provenBy: [
          'verification-subject-iss-sub',
          'verification-subject-wrong-stream',
          'verification-subject-missing',
        ],
        durationMs: 96,
        findings: [
          {
            requirement: 'SSF-8.1.4.1-04',
            severity: 'fail',
            message: 'The subject of the verification event is not a simple subject with format "opaque".',
            expected: '{\n  "format": "opaque",\n  "id": "stream-7f1c"\n}',
            actual: t(
              '{\n  "format": "iss_sub",\n  "iss": "https://signals.example.com/tenants/acme",\n  "sub": "acme"\n}',
            ),
            hint: 'Put the stream id in `sub_id.id`; the Receiver uses it to tell whose stream was verified.',
            exchange: 17,
            set: 3,
          },
        ],
      },
    ),
    check(
      'verification/set-names-the-stream',
      'The verification event has an opaque subject that names the stream',
      ['SSF-8.1.4.1-04'],
      {
        delivery: 'poll',
        outcome: 'fail',
        exchanges: [18, 19],
        provenBy: [
          'verification-subject-iss-sub',
          'verification-subject-wrong-stream',
          'verification-subject-missing',
        ],
        durationMs: 10_012,
        findings: [
          {
            requirement: 'SSF-8.1.4.1-04',
            severity: 'fail',
            message: t('The SET could not be read: the payload is not JSON.'),
            actual: t('eyJhbGciOiJub25lIn0.bm90IGpzb24.'),
            exchange: 19,
            set: 4,
          },
        ],
      },
    ),
    check(
      'verification/state-comes-back',
      'The state of the request comes back unchanged',
      ['SSF-8.1.4.2-01'],
      {
        delivery: 'push',
        level: 'MUST',
        exchanges: [16],
        provenBy: ['verification-state-lost', 'verification-state-trimmed', 'verification-state-upper-case'],
      },
    ),
    check('status/reason-is-told', 'The status says why it is what it is', ['SSF-8.1.2.1-07'], {
      level: 'SHOULD',
      outcome: 'waived',
      exchanges: [12],
      reason: 'Known, accepted by J. Doe until 2026-12-31.',
      provenBy: ['status-reason-missing'],
      findings: [
        {
          requirement: 'SSF-8.1.2.1-07',
          severity: 'warn',
          message: 'A paused stream gives no reason.',
          expected: 'a `reason` that says why',
          actual: t('{"stream_id":"stream-7f1c","status":"paused"}'),
          exchange: 12,
        },
      ],
    }),
    check('isolation/poll', 'Another Receiver cannot poll this stream', ['SSF-6.1.2-05'], {
      delivery: 'poll',
      level: 'DERIVED',
      outcome: 'not-tested',
      hook: 'second-receiver',
      reason:
        'Needs the credentials of a second Receiver: set `transmitter.secondReceiver`, or --second-access-token.',
      provenBy: ['poll-open-to-all'],
    }),
    check('isolation/delete', 'Another Receiver cannot delete this stream', ['SSF-8.1.1.5-09'], {
      outcome: 'not-tested',
      hook: 'second-receiver',
      reason:
        'Needs the credentials of a second Receiver: set `transmitter.secondReceiver`, or --second-access-token.',
      provenBy: ['delete-open-to-all'],
    }),
    check('events/session-revoked', 'A session-revoked event keeps its schema', ['CAEP-3.1-01'], {
      delivery: 'push',
      outcome: 'not-tested',
      hook: 'trigger',
      reason: 'Needs a trigger: set `transmitter.trigger`, or --trigger-command.',
      provenBy: ['caep-timestamp-string'],
    }),
    check(
      'subjects/remove-refuses-broken-body',
      'A body that cannot be parsed is refused with 400',
      ['SSF-8.1.3.3-04'],
      {
        level: 'DECLARATIVE',
        outcome: 'not-applicable',
        reason: t('The metadata advertises no remove_subject_endpoint.'),
        provenBy: ['remove-subject-broken-body-204'],
      },
    ),
    check('tls/certificate-is-validated', 'The push client validates our certificate', ['RFC8935-3-01'], {
      delivery: 'push',
      outcome: 'not-applicable',
      reason: 'Our push endpoint is served by plain http on loopback.',
      provenBy: ['push-accepts-any-certificate'],
    }),
    check(
      'poll-delivery/unknown-ack-does-no-harm',
      'An acknowledgement of an unknown jti does no harm',
      ['RFC8936-2.2-11'],
      {
        delivery: 'poll',
        level: 'DERIVED',
        outcome: 'error',
        reason:
          'The mock Receiver could not write its request: internal assertion failed (report this to the authors).',
        exchanges: [20],
        provenBy: ['poll-unknown-ack-400'],
      },
    ),
    check(
      'poll-delivery/empty-sets-is-an-object',
      'With nothing to deliver, sets is an empty object',
      ['RFC8936-2.3-03', 'RFC8936-2.3-02'],
      {
        delivery: 'poll',
        level: 'SHALL',
        exchanges: [18],
        provenBy: ['poll-sets-missing', 'poll-sets-array'],
      },
    ),
  ];
}

function check(id: string, title: string, ids: string[], rest: Partial<CheckResult>): CheckResult {
  const delivery = rest.delivery ?? null;
  return {
    id,
    title,
    role: 'transmitter',
    level: 'MUST',
    requirements: ids,
    delivery,
    outcome: 'pass',
    findings: [],
    exchanges: [],
    durationMs: 12.3,
    provenBy: [],
    rerun: `ssf-conformance run --issuer '${issuer}' --only ${id}${delivery ? ` --delivery ${delivery}` : ''}`,
    ...rest,
  };
}

export function summarize(checks: readonly CheckResult[]): Results['summary'] {
  const summary: Results['summary'] = { byOutcome: {}, byLevel: {} };
  for (const { outcome, level } of checks) {
    summary.byOutcome[outcome] = (summary.byOutcome[outcome] ?? 0) + 1;
    summary.byLevel[level] ??= {};
    const row = summary.byLevel[level];
    row[outcome] = (row[outcome] ?? 0) + 1;
  }
  return summary;
}

function sampleExchanges(t: (text: string) => string): RecordedExchange[] {
  const json: [string, string] = ['content-type', t('application/json')];
  const served: [string, string][] = [
    json,
    ['server', t('acme-signals/4.2')],
    [t('x-request-id'), t('9f0c2b')],
  ];
  const ours: [string, string][] = [
    ['authorization', 'Bearer ‹masked 3f9a51›'],
    ['content-type', 'application/json'],
  ];
  const to = (
    id: number,
    checkKey: string | null,
    method: string,
    url: string,
    body: string | null,
    status: number | null,
    answer: string | null,
  ): RecordedExchange => ({
    id,
    direction: 'to-target',
    check: checkKey,
    atMs: id * 180.2,
    durationMs: 9.7 + id,
    request: { method, url: t(url), headers: ours, body: body === null ? null : text(body) },
    response:
      status === null ? null : { status, headers: served, body: answer === null ? null : text(t(answer)) },
  });
  const set =
    'eyJhbGciOiJSUzI1NiIsImtpZCI6ImtleS0yMDI2LTA4In0.eyJpc3MiOiJodHRwczovL3NpZ25hbHMuZXhhbXBsZS5jb20ifQ.c2lnbmF0dXJl';
  const metadata = `{"spec_version":"1_0","issuer":"${issuer}","jwks_uri":"${api}/jwks.json","delivery_methods":["urn:ietf:rfc:8935","urn:ietf:rfc:8936"],"configuration_endpoint":"${api}/streams","status_endpoint":"${api}/status","verification_endpoint":"${api}/verify"}`;
  const configuration = `{"stream_id":"stream-7f1c","iss":"${issuer}","aud":["https://receiver.example.com/acme"],"events_supported":["https://schemas.openid.net/secevent/caep/event-type/session-revoked"],"events_requested":[],"events_delivered":[],"delivery":{"method":"urn:ietf:rfc:8936","endpoint_url":"${api}/poll/stream-7f1c"}}`;
  return [
    to(
      1,
      null,
      'GET',
      'https://signals.example.com/.well-known/ssf-configuration/tenants/acme',
      null,
      200,
      metadata,
    ),
    to(
      2,
      'discovery/no-legacy-document',
      'GET',
      'https://signals.example.com/.well-known/risc-configuration/tenants/acme',
      null,
      200,
      metadata,
    ),
    to(
      7,
      'create-stream/refused-without-token',
      'POST',
      `${api}/streams`,
      '{"delivery":{"method":"urn:ietf:rfc:8936"}}',
      201,
      configuration,
    ),
    to(
      8,
      'create-stream/refused-without-token',
      'POST',
      `${api}/streams`,
      '{}',
      401,
      '{"error":"invalid_token"}',
    ),
    to(9, 'create-stream/default-is-poll', 'POST', `${api}/streams`, '{}', 201, configuration),
    to(
      12,
      'status/reason-is-told',
      'GET',
      `${api}/status?stream_id=stream-7f1c`,
      null,
      200,
      '{"stream_id":"stream-7f1c","status":"paused"}',
    ),
    to(
      15,
      'verification/set-names-the-stream@push',
      'POST',
      `${api}/streams`,
      '{"delivery":{"method":"urn:ietf:rfc:8935","endpoint_url":"http://127.0.0.1:40123/push/1"}}',
      201,
      configuration,
    ),
    to(
      16,
      'verification/set-names-the-stream@push',
      'POST',
      `${api}/verify`,
      '{"stream_id":"stream-7f1c","state":"c2VlZC00Mg"}',
      204,
      null,
    ),
    {
      id: 17,
      direction: 'from-target',
      check: 'verification/set-names-the-stream@push',
      atMs: 3120.1,
      durationMs: 1.4,
      request: {
        method: t('POST'),
        url: t('http://127.0.0.1:40123/push/1'),
        headers: [
          ['content-type', t('application/secevent+jwt')],
          ['authorization', 'Bearer ***77d1 (sha256 9a3e)'],
          ['user-agent', t('acme-signals/4.2')],
        ],
        body: text(t(set)),
      },
      response: { status: 202, headers: [], body: null },
    },
    to(
      18,
      'verification/set-names-the-stream@poll',
      'POST',
      `${api}/poll/stream-7f1c`,
      '{"returnImmediately":true}',
      200,
      '{"sets":{},"moreAvailable":false}',
    ),
    to(
      19,
      'verification/set-names-the-stream@poll',
      'POST',
      `${api}/poll/stream-7f1c`,
      '{"maxEvents":10}',
      200,
      '{"sets":{"3f":"eyJhbGciOiJub25lIn0.bm90IGpzb24."}}',
    ),
    {
      ...to(
        20,
        'poll-delivery/unknown-ack-does-no-harm@poll',
        'POST',
        `${api}/poll/stream-7f1c`,
        '{"ack":["unknown"]}',
        null,
        null,
      ),
      error: { kind: 'timeout', message: t('no response within 10000 ms') },
    },
    {
      ...to(21, null, 'GET', `${api}/jwks.json`, null, 200, null),
      response: {
        status: 200,
        headers: [['content-type', t('application/octet-stream')]],
        body: { base64: '//79AAECAw==', bytes: 5_242_880, truncated: true },
      },
      error: { kind: 'too-large', message: t('the body is longer than 1 MiB') },
    },
  ];
}

function text(value: string): RecordedBody {
  return { text: value, bytes: new TextEncoder().encode(value).length, truncated: false };
}

const notApplicable: Record<string, string> = {
  'SSF-8.1.3.3-04': 'The metadata advertises no remove_subject_endpoint.',
  'RFC8935-3-01': 'Our push endpoint is served by plain http on loopback.',
};

const untested: Record<string, string> = {
  'SSF-6.1.2-05': 'Needs the credentials of a second Receiver.',
  'SSF-8.1.1.5-09': 'Needs the credentials of a second Receiver.',
  'CAEP-3.1-01': 'Needs a trigger.',
  'RFC8936-2.2-11': 'The check ended in a harness error.',
};

const requirements: SelectedRequirement[] = [
  rule(
    'SSF-6.1.2-05',
    'SSF',
    '6.1.2',
    'Poll Delivery using HTTP',
    'DERIVED',
    'fail',
    "A poll with another Receiver's credential never returns this Receiver's SETs.",
  ),
  rule(
    'SSF-7.1-10',
    'SSF',
    '7.1',
    'Transmitter Configuration Metadata',
    'MUST',
    'fail',
    'The configuration endpoint, if present, is served over TLS.',
  ),
  rule(
    'SSF-7.1-18',
    'SSF',
    '7.1',
    'Transmitter Configuration Metadata',
    'MUST',
    'fail',
    'The verification endpoint, if present, is served over TLS.',
  ),
  rule(
    'SSF-7.2.2-02',
    'SSF',
    '7.2.2',
    'Backward Compatibility for RISC Transmitters',
    'SHOULD NOT',
    'warn',
    'New services do not publish their metadata at the legacy location.',
  ),
  rule(
    'SSF-7.2.3-02',
    'SSF',
    '7.2.3',
    'Transmitter Configuration Response',
    'MUST',
    'fail',
    'The reply is a JSON object whose defined members are among those of section 7.1.',
  ),
  rule(
    'SSF-7.2.4-03',
    'SSF',
    '7.2.4',
    'Transmitter Configuration Validation',
    'MUST',
    'fail',
    'The issuer in the document equals the issuer URL used for the request.',
  ),
  rule(
    'SSF-8.1.1.1-08',
    'SSF',
    '8.1.1.1',
    'Creating a Stream',
    'DERIVED',
    'fail',
    'A create request with any subset of the Receiver-supplied members, even none, is valid.',
  ),
  rule(
    'SSF-8.1.1.1-13',
    'SSF',
    '8.1.1.1',
    'Creating a Stream',
    'DECLARATIVE',
    'fail',
    'A create request whose authorization is missing or failed is answered with 401.',
  ),
  rule(
    'SSF-8.1.1.5-09',
    'SSF',
    '8.1.1.5',
    'Deleting a Stream',
    'MUST',
    'fail',
    'Only the Receiver that owns a stream can delete it.',
  ),
  rule(
    'SSF-8.1.2.1-07',
    'SSF',
    '8.1.2.1',
    "Reading a Stream's Status",
    'SHOULD',
    'warn',
    'The reason tells why the status is what it is.',
  ),
  rule(
    'SSF-8.1.3.3-04',
    'SSF',
    '8.1.3.3',
    'Removing a Subject',
    'DECLARATIVE',
    'fail',
    'A body that cannot be parsed or is invalid is refused with 400.',
  ),
  rule(
    'SSF-8.1.4.1-04',
    'SSF',
    '8.1.4.1',
    'Verification Event',
    'MUST',
    'fail',
    'The subject of a verification event is a simple subject with format "opaque" that names the stream.',
  ),
  rule(
    'SSF-8.1.4.2-01',
    'SSF',
    '8.1.4.2',
    'Triggering a Verification Event',
    'MUST',
    'fail',
    'A state given in the request comes back in the event, unchanged.',
  ),
  rule(
    'CAEP-3.1-01',
    'CAEP',
    '3.1',
    'Session Revoked',
    'REQUIRED',
    'fail',
    'The event keeps the members that its definition gives.',
  ),
  rule(
    'RFC6750-3-01',
    'RFC6750',
    '3',
    'The WWW-Authenticate Response Header Field',
    'MUST',
    'fail',
    'A refusal for want of authentication carries a WWW-Authenticate header.',
  ),
  rule(
    'RFC8935-3-01',
    'RFC8935',
    '3',
    'Authentication and Authorization',
    'MUST',
    'fail',
    'The push client validates the server certificate.',
  ),
  rule(
    'RFC8936-2.2-11',
    'RFC8936',
    '2.2',
    'Polling HTTP Request',
    'DERIVED',
    'fail',
    'An acknowledgement of an unknown jti does no harm.',
  ),
  rule(
    'RFC8936-2.3-02',
    'RFC8936',
    '2.3',
    'Polling HTTP Response',
    'DECLARATIVE',
    'fail',
    'The sets member is an object from jti to compact SET.',
  ),
  rule(
    'RFC8936-2.3-03',
    'RFC8936',
    '2.3',
    'Polling HTTP Response',
    'SHALL',
    'fail',
    'With nothing to deliver, sets is present and empty.',
  ),
];

function rule(
  id: string,
  spec: string,
  section: string,
  sectionTitle: string,
  level: string,
  severity: SelectedRequirement['severity'],
  summary: string,
): SelectedRequirement {
  return { id, spec, section, sectionTitle, level, severity, summary };
}

function sampleWaivers(t: (text: string) => string): WaiverRow[] {
  const issue = 'https://tickets.example.com/SSF-12';
  return [
    {
      check: 'status/reason-is-told',
      reason: t('Known, mended in 4.3'),
      issue,
      owner: t('identity team'),
      until: '2026-12-31',
      state: 'used',
      checks: ['status/reason-is-told'],
    },
    {
      check: 'discovery/issuer-is-the-one-asked-for',
      reason: t('Trailing slash'),
      until: '2026-12-31',
      requirements: ['SSF-7.2.4-03'],
      state: 'stale',
      checks: ['discovery/issuer-is-the-one-asked-for'],
    },
    {
      check: 'poll-delivery/acknowledged@poll',
      reason: t('Until the new queue is in'),
      until: '2026-08-01',
      state: 'expired',
      checks: [],
    },
  ];
}

function sampleComparison(t: (text: string) => string): Comparison {
  return {
    against: {
      startedAt: '2026-08-17T10:15:02.114Z',
      tool: { name: 'ssf-conformance', version: '0.1.0', catalogue },
      verdict: 'non-conformant',
      sentence: t('Not conformant: 2 of 11 tested MUSTs failed.'),
    },
    caveats: [],
    newlyFailing: [
      {
        key: 'verification/set-names-the-stream@push',
        title: 'A verification SET names the stream',
        before: 'pass',
        after: 'fail',
        message: t('The subject is another one.'),
      },
    ],
    fixed: [
      {
        key: 'discovery/issuer-is-the-one-asked-for',
        title: 'The metadata names the issuer that it was asked for',
        before: 'fail',
        after: 'pass',
      },
    ],
    newlyNotTested: [],
    changed: [],
    stillFailing: 2,
    slower: [{ name: 'verification', delivery: 'push', beforeMs: 12.5, afterMs: 41.2 }],
  };
}
