import { describe, expect, test } from 'vitest';
import { selectFor } from '../../harness/selection.ts';
import { eventSchemas, requirementsOfSchema } from '../../standard/events/index.ts';
import { type ProfileName, profileNames } from '../../standard/profiles.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { CAEP_EVENT_BASE, RISC_EVENT_BASE, VERIFICATION } from '../../standard/vocabulary.ts';
import { parseSet } from '../parse.ts';
import { typedRequirements } from '../typed-event-rules.ts';
import { judgeWholeSet, wholeSetRequirements } from '../whole-set.ts';
import { breachesOf } from './breaches.ts';
import { identifierRules } from './read-identifiers.ts';
import { readRules, readSet } from './read-set.ts';
import type { ReadingContext, RuleReading } from './reading.ts';
import { schemaTies, typedTies } from './schema-ties.ts';
import { severityOf } from './severity.ts';
import { setTies } from './ties.ts';

const now = 1_800_000_000;
const known: ReadingContext = {
  profile: 'ssf',
  issuer: 'https://tx.example.com',
  audience: ['rx'],
  streamId: 's1',
  keys: null,
  arrivedAt: now,
  runStartedAt: null,
  clockSkew: 60,
};
const unknown: ReadingContext = { ...known, issuer: null, audience: null, streamId: null };

const REVOKED = `${CAEP_EVENT_BASE}session-revoked`;
const RISK = `${CAEP_EVENT_BASE}risk-level-change`;
const email = { format: 'email', email: 'anna@example.com' };
const right = {
  iss: 'https://tx.example.com',
  aud: 'rx',
  iat: now - 10,
  jti: 'a',
  txn: 'b',
  sub_id: email,
  events: { [REVOKED]: { event_timestamp: now - 20, reason_admin: { en: 'x' } } },
};
const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const token = (claims: unknown, header: unknown = { alg: 'RS256', typ: 'secevent+jwt', kid: 'k' }): string =>
  `${part(header)}.${part(claims)}.c2ln`;

interface Found {
  path: string;
  rule: RuleReading;
}

function rulesOf(compact: string, context: ReadingContext = known): Found[] {
  return readSet(parseSet(compact), context).parts.flatMap(({ path, rules }) =>
    rules.map((rule) => ({ path, rule })),
  );
}

const told = (compact: string, outcome: RuleReading['outcome'], context?: ReadingContext): string[] =>
  rulesOf(compact, context)
    .filter(({ rule }) => rule.outcome === outcome)
    .map(({ path, rule }) => `${path} ${rule.requirement}`);

describe('the part to which a rule belongs is known', () => {
  test('of every row of every rule about the whole SET', () => {
    const rows = readRules.flatMap(({ requirements }) => requirements);
    expect(rows.filter((row) => setTies[row] === undefined)).toEqual([]);
    expect(Object.keys(setTies).filter((row) => !rows.includes(row as RequirementId))).toEqual([]);
  });

  test('of every row that the schema of an event names, and of those about the SET around it', () => {
    for (const schema of eventSchemas) {
      const { type } = schema['x-event'];
      const tied = schemaTies(type).map(({ requirement }) => requirement);
      const named = requirementsOfSchema(schema).filter((row) => row !== 'RFC8417-2.2-14');
      expect(named.filter((row) => !tied.includes(row))).toEqual([]);
      expect(typedRequirements(type).filter((row) => typedTies[row] === undefined)).toEqual([]);
      expect(schemaTies(type).filter(({ member }) => member === '')).toEqual([]);
    }
  });

  test('of all that is decided about a SET', () => {
    const tied = new Set<string>([
      ...Object.keys(setTies),
      ...Object.keys(typedTies),
      ...identifierRules.flatMap(({ rows }) => rows.map(({ requirement }) => requirement)),
      ...eventSchemas.flatMap((schema) =>
        schemaTies(schema['x-event'].type).map(({ requirement }) => requirement),
      ),
      // Where event types are read.
      ...eventSchemas.map((schema) => schema['x-event'].uriRequirement),
      'CAEP-3-01',
      'RISC-2-01',
    ]);
    expect(wholeSetRequirements.filter((row) => !tied.has(row))).toEqual([]);
  });
});

test.each(profileNames)(
  'a breach is as severe as in a run against a Transmitter (%s)',
  (profile: ProfileName) => {
    const { severities } = selectFor(profile, 'transmitter');
    const rows = new Set<RequirementId>([
      ...wholeSetRequirements,
      ...readRules.flatMap(({ requirements }) => requirements),
      'RFC8417-5.1-05',
      'SSF-4.1.4-01',
      'RFC8417-2.4-01',
      'SSF-8.1.4.1-05',
      'SSF-8.1.5-09',
      'CAEP-INTEROP-3.1-02',
      'RFC7518-3.3-01',
      'CAEP-INTEROP-2.6-02',
    ]);
    const differing = [...rows].filter((row) => severityOf(row, profile) !== (severities.get(row) ?? null));
    expect(differing).toEqual([]);
  },
);

test('of a right SET nothing is broken, and every member has come to something', () => {
  expect(told(token(right), 'broken')).toEqual([]);
  const { parts, notes } = readSet(parseSet(token(right)), known);
  expect(notes).toEqual([]);
  expect(parts.filter(({ value }) => value !== undefined).map(({ path }) => path)).toEqual([
    ...['alg', 'typ', 'kid'].map((name) => `header.${name}`),
    ...[
      'iss',
      'aud',
      'iat',
      'jti',
      'txn',
      'sub_id',
      'sub_id.format',
      'sub_id.email',
      'events',
      'events.*',
    ].map((name) => `claims.${name}`),
    'claims.events.*.event_timestamp',
    'claims.events.*.reason_admin',
  ]);
  const silent = parts.filter(({ value, rules }) => value !== undefined && rules.length === 0);
  expect(silent).toEqual([]);
});

/** SETs that break rules of every kind. */
const wrongs: readonly [what: string, compact: string][] = [
  ...(
    [
      { iss: undefined },
      { iss: 5 },
      { iss: 'https://tx.example.com/' },
      { aud: undefined },
      { aud: { a: 1 } },
      { aud: 'other' },
      { aud: ['rx', 'other'] },
      { iat: undefined },
      { iat: String(now) },
      { iat: now * 1000 },
      { iat: now + 3600 },
      { jti: 5 },
      { txn: undefined },
      { txn: 5 },
      { sub: 'x' },
      { exp: now },
      { toe: '2026' },
      { sub_id: undefined },
      { sub_id: 'x' },
      { sub_id: { format: 'email' } },
      { sub_id: { format: 'email', email: '' } },
      { sub_id: { format: 'email', email: 5 } },
      { sub_id: { ...email, more: 1 } },
      { sub_id: { email: 'a@example.com' } },
      { sub_id: { subject_type: 'email', email: 'a@example.com' } },
      { sub_id: { format: 'Email', email: 'a@example.com' } },
      { sub_id: { format: 'complex', user: 'x' } },
      { sub_id: { format: 'complex', user: { format: 'complex', user: email } } },
      {
        sub_id: {
          format: 'aliases',
          identifiers: [email, email, { format: 'aliases' }, 5, { format: 'opaque' }],
        },
      },
      { sub_id: { format: 'ip-addresses', 'ip-addresses': ['1.2.3.4', 'x'] } },
      { sub_id: { format: 'uri', uri: 'mailto:a@example.com' } },
      { sub_id: { format: 'jwt_id', iss: '', jti: 1 } },
      { events: undefined },
      { events: {} },
      { events: { [REVOKED]: null } },
      { events: { 'session-revoked': {} } },
      { events: { [REVOKED]: {}, [RISK]: {} } },
      { events: { 'https://schemas.openid.net/secevent/caep/session-revoked': {} } },
      {
        events: {
          [REVOKED]: { event_timestamp: now * 1000, initiating_entity: 'robot', reason_user: { '-': '' } },
        },
      },
      { events: { [REVOKED]: { subject: { format: 'email' } } } },
      { events: { [VERIFICATION]: { subject: email } }, sub_id: { format: 'opaque', id: 's1' } },
      { event_timestamp: now, reason_admin: { en: 'x' } },
      { events: { [RISK]: {} } },
      {
        events: {
          [RISK]: { principal: 'DEVICE', current_level: 'LOW', previous_level: 'LOW', risk_reason: 5 },
        },
      },
      {
        events: { [RISK]: { principal: 'DEVICE', current_level: 'LOW', risk_reason: 'x' } },
        sub_id: { format: 'complex', user: email },
      },
      { events: { [`${CAEP_EVENT_BASE}assurance-level-change`]: { namespace: 5, previous_level: 'a' } } },
      { events: { [`${CAEP_EVENT_BASE}session-established`]: { amr: ['a', 5], acr: 1 } } },
      {
        events: { [`${CAEP_EVENT_BASE}credential-change`]: { credential_type: 'Password', change_type: 5 } },
      },
      {
        events: {
          [`${CAEP_EVENT_BASE}device-compliance-change`]: {
            previous_status: 'compliant',
            current_status: 'compliant',
          },
        },
      },
      { events: { [`${RISC_EVENT_BASE}identifier-changed`]: { 'new-value': 'anna@example.com' } } },
      { events: { [`${RISC_EVENT_BASE}identifier-recycled`]: {} }, sub_id: { format: 'opaque', id: 'x' } },
      { events: { [`${RISC_EVENT_BASE}account-disabled`]: { reason: 'mood' } } },
      { events: { [`${RISC_EVENT_BASE}account-disabled/`]: {} } },
      { events: { [`${RISC_EVENT_BASE}credential-compromise`]: { credential_type: 5 } } },
    ] as Record<string, unknown>[]
  ).map((changes): [string, string] => [JSON.stringify(changes), token({ ...right, ...changes })]),
  ['no typ', token(right, { alg: 'RS256' })],
  ['typ with prefix', token(right, { alg: 'RS256', typ: 'application/secevent+jwt' })],
  ['no alg', token(right, { typ: 'secevent+jwt' })],
  ['kid a number', token(right, { alg: 'RS256', typ: 'secevent+jwt', kid: 5 })],
  ['two parts', token(right).split('.').slice(0, 2).join('.')],
  ['padding', `${token(right)}==`],
  ['an array', token([])],
  ['BOM', token(`\uFEFF${JSON.stringify(right)}`)],
  ['a claim twice', token(JSON.stringify(right).replace('{', '{"iss":"x",'))],
  ['an event twice', token(JSON.stringify(right).replace(`{"${REVOKED}"`, `{"${REVOKED}":{},"${REVOKED}"`))],
  ['nonsense', 'nonsense'],
];

describe('a reading finds what the rules find', () => {
  test.each(wrongs)('%s', (_, compact) => {
    const set = parseSet(compact);
    const expected: RequirementId[] = judgeWholeSet(set, known)
      .map(({ requirement }) => requirement)
      .filter((row) => severityOf(row, 'ssf') !== null);
    const found = breachesOf(readSet(set, known))
      .map(({ requirement }) => requirement)
      // Those rules lie beside what is judged of the whole SET.
      .filter(
        (row) =>
          !/^SSF-8\.1\.|^RFC8417-5\.1|^RFC8417-2\.4/.test(row) || expected.includes(row as RequirementId),
      );
    expect(new Set(found)).toEqual(new Set(expected));
    expect(found.length).toBeGreaterThan(0);
  });

  test.each(wrongs)('and calls none of it kept at the same place: %s', (_, compact) => {
    const broken = new Set(told(compact, 'broken'));
    expect(told(compact, 'kept').filter((one) => broken.has(one))).toEqual([]);
  });
});

describe('the part that is blamed is the one that is wrong', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ aud: 'other' }, 'claims.aud SSF-4.1.8-02'],
    [{ sub_id: { format: 'email' } }, 'claims.sub_id.email RFC9493-3.2.2-02'],
    [
      { sub_id: { format: 'complex', user: { format: 'email', email: 5 } } },
      'claims.sub_id.user.email RFC9493-3.2.2-01',
    ],
    [
      { sub_id: { format: 'aliases', identifiers: [email, { format: 'opaque' }] } },
      'claims.sub_id.identifiers.*.id RFC9493-3.2.4-02',
    ],
    [
      { events: { [REVOKED]: { subject: { format: 'email' } } } },
      'claims.events.*.subject.email RFC9493-3.2.2-02',
    ],
    [
      { events: { [REVOKED]: { initiating_entity: 'robot' } } },
      'claims.events.*.initiating_entity CAEP-2-04',
    ],
    [{ event_timestamp: now }, 'claims.event_timestamp CAEP-2-09'],
    [{ events: { [REVOKED]: null } }, 'claims.events.* RFC8417-2.2-14'],
    [
      {
        events: {
          [RISK]: { principal: 'USER', current_level: 'LOW', previous_level: 'LOW', risk_reason: 'x' },
        },
      },
      'claims.events.*.current_level CAEP-3.8-11',
    ],
  ])('%j: %s', (changes, expected) => {
    expect(told(token({ ...right, ...changes }), 'broken')).toEqual([expected]);
  });
});

describe('nothing is kept that was not looked at', () => {
  test('what has to be compared with something is open while that is not known', () => {
    const open = told(token(right), 'not-judged', unknown);
    expect(open).toEqual(['signature RFC8417-5.1-05', 'claims.iss SSF-4.1.6-01', 'claims.aud SSF-4.1.8-02']);
    const kept = told(token(right), 'kept', unknown);
    expect(kept).not.toContain('claims.iss SSF-4.1.6-01');
    expect(kept).not.toContain('claims.iss SSF-7.1-04');
    expect(kept).not.toContain('claims.aud SSF-4.1.8-02');
  });

  test('of claims that cannot be read only the header is kept', () => {
    const kept = told(token('no JSON'), 'kept');
    expect(kept.filter((one) => !one.startsWith('header.'))).toEqual([]);
    expect(told(token('no JSON'), 'not-judged').length).toBeGreaterThan(10);
  });

  test('an encrypted token keeps nothing but its header', () => {
    const jwe = `${part({ alg: 'RSA-OAEP', enc: 'A256GCM', typ: 'secevent+jwt' })}.a.b.c.d`;
    expect(told(jwe, 'kept').filter((one) => !one.startsWith('header.'))).toEqual([]);
  });

  test('of an event that no standard defines only its name and its form are judged, which is told in a note', () => {
    const compact = token({ ...right, events: { 'https://vendor.example/e': { event_timestamp: 'x' } } });
    expect(told(compact, 'broken')).toEqual([]);
    expect(told(compact, 'kept').filter((one) => one.startsWith('claims.events.*.event_timestamp'))).toEqual(
      [],
    );
    expect(readSet(parseSet(compact), known).notes).toEqual([
      '"https://vendor.example/e" is none of the event types of SSF, CAEP and RISC: its object is not judged.',
    ]);
  });

  test('what only its maker can know is not judged, though its form is right', () => {
    const sub_id = { format: 'jwt_id', iss: 'https://a.example.com', jti: 'x' };
    expect(told(token({ ...right, sub_id }), 'not-judged')).toEqual(
      expect.arrayContaining(['claims.sub_id.iss SSF-3.5.1-02', 'claims.sub_id.jti SSF-3.5.1-03']),
    );
    const own = { format: 'example.com/badge', id: 'x' };
    expect(told(token({ ...right, sub_id: own }), 'not-judged')).toContain('claims.sub_id.format SSF-3.4-01');
  });

  test('an event type that begins as it has to is blamed for its end only', () => {
    const slash = token({ ...right, events: { [`${RISC_EVENT_BASE}account-disabled/`]: {} } });
    expect(told(slash, 'broken')).toEqual(['claims.events RISC-2.3-01']);
    expect(told(slash, 'kept')).toContain('claims.events RISC-2-01');
    const own = token({ ...right, events: { [`${RISC_EVENT_BASE}of-our-own`]: {} } });
    expect(told(own, 'broken')).toEqual([]);
    expect(told(own, 'kept')).toContain('claims.events RISC-2-01');
  });

  test('rules about several events, or about another event, are not kept by a SET with one', () => {
    const kept = told(token(right), 'kept');
    for (const row of ['SSF-4.2.1-02', 'RISC-2-01', 'CAEP-3.8-04', 'SSF-3.1.1-02', 'CAEP-4-01']) {
      expect(kept.filter((one) => one.endsWith(` ${row}`))).toEqual([]);
    }
  });

  test('a verification SET keeps the rule about its stream only where the stream is known', () => {
    const set = token({
      ...right,
      sub_id: { format: 'opaque', id: 's1' },
      events: { [VERIFICATION]: { state: 'x' } },
    });
    const row = 'claims.sub_id.id SSF-8.1.4.1-05';
    expect(told(set, 'kept')).toContain(row);
    expect(told(set, 'not-judged', unknown)).toContain(row);
    expect(told(set, 'broken', { ...known, streamId: 's2' })).toEqual([row]);
  });
});

test('the interoperability profile asks for more, and only there', () => {
  const silent = token({ ...right, events: { [REVOKED]: {} } }, { alg: 'ES256', typ: 'secevent+jwt' });
  expect(told(silent, 'broken')).toEqual([]);
  expect(told(silent, 'broken', { ...known, profile: 'caep-interop' })).toEqual([
    'header.alg CAEP-INTEROP-2.6-01',
    'claims.events.*.reason_admin CAEP-INTEROP-3.1-02',
  ]);
});

test.each([
  ['https://schemas.openid.net/secevent/risc/event-type/account_purged', 'risc/event-type/account-purged?'],
  ['https://vendor.example/SessionRevoked', 'caep/event-type/session-revoked?'],
  ['https://vendor.example/session-revokd', 'caep/event-type/session-revoked?'],
  ['urn:ietf:params:scim:event:prov:delete', 'RFC 9967'],
  ['https://schemas.okta.com/secevent/okta/event-type/user-risk-change', 'Okta'],
])('a note tells of the event type %s: %s', (type, expected) => {
  const { notes } = readSet(parseSet(token({ ...right, events: { [type]: {} } })), known);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(expected);
});

test('a SET with ever more members is read in bounded time and space', () => {
  const many = {
    format: 'aliases',
    identifiers: Array.from({ length: 5_000 }, () => ({ format: 'opaque' })),
  };
  const { parts } = readSet(parseSet(token({ ...right, sub_id: many })), known);
  expect(parts.length).toBeLessThan(20_000);
  expect(breachesOf({ parts })).toHaveLength(20);
});
