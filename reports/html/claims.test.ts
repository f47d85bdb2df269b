import { describe, expect, test } from 'vitest';
import type { RecordedSet, Results, SetRule } from '../results.ts';
import { sampleResults } from '../sample.ts';
import { claimReader, type ReadRow, type ReadSet } from './claims.ts';

const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const verification = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

function rule(path: string, id: string, rest: Partial<SetRule> = {}): SetRule {
  const about = {
    spec: 'SSF',
    section: '4',
    sectionTitle: 'SETs',
    level: 'MUST',
    summary: `What ${id} asks.`,
  };
  return { path, rule: { id, ...about }, ...rest };
}

const setRules = [
  rule('header.typ', 'TYP'),
  rule('claims.iss', 'ISS'),
  rule('claims.exp', 'EXP'),
  rule('claims.sub_id.email', 'EMAIL', { formats: ['email'] }),
  rule('claims.events.*.event_timestamp', 'TIME'),
  rule('claims.events.*.state', 'STATE', { eventTypes: [verification] }),
  rule('token', 'TOKEN'),
  rule('signature', 'SIGNATURE'),
  rule('claims.aud', 'BOTH'),
  rule('claims.iat', 'BOTH'),
];

function setOf(rest: Partial<RecordedSet> = {}): RecordedSet {
  return {
    id: 3,
    exchange: 17,
    check: null,
    delivery: 'push',
    streamId: null,
    jti: 'a',
    eventTypes: [revoked],
    header: { typ: 'secevent+jwt' },
    claims: {
      iss: 'https://a.example',
      sub_id: { format: 'email', email: 'a@b.example' },
      events: { [revoked]: { event_timestamp: 1, state: 'x' } },
      txn: 'b',
    },
    arrivedAtMs: 1,
    breaches: [],
    ...rest,
  };
}

function read(set: RecordedSet, change: (results: Results) => void = () => undefined): ReadSet {
  const results = sampleResults();
  results.setRules = setRules;
  for (const check of results.checks) check.findings = [];
  change(results);
  return claimReader(results)(set);
}

function row({ rows }: ReadSet, label: string): ReadRow {
  const found = rows.find((one) => one.label === label);
  if (!found) throw new Error(`no row ${label}`);
  return found;
}

function outcomes(set: ReadSet, label: string): Record<string, string> {
  return Object.fromEntries(row(set, label).marks.map(({ requirement, outcome }) => [requirement, outcome]));
}

describe('a SET that is read claim by claim', () => {
  test('keeps only the rules that it was seen to keep', () => {
    const set = read(setOf({ kept: ['ISS', 'TIME'] }));
    expect(outcomes(set, 'iss')).toEqual({ ISS: 'kept' });
    expect(outcomes(set, 'event_timestamp')).toEqual({ TIME: 'kept' });
    expect(outcomes(set, 'typ')).toEqual({ TYP: 'not-judged' });
    expect(outcomes(set, 'signature')).toEqual({ SIGNATURE: 'not-judged' });
    expect(row(set, 'txn').marks).toEqual([]);
  });

  test('keeps nothing when nobody read it', () => {
    const { breaches: _, ...unread } = setOf();
    expect(_).toEqual([]);
    const marks = read(unread).rows.flatMap((one) => one.marks.map(({ outcome }) => outcome));
    expect(new Set(marks)).toEqual(new Set(['not-judged']));
  });

  test('has what a check found in the row of the part that its words name', () => {
    const found = (message: string, actual?: string) =>
      read(setOf({ kept: ['TIME'] }), ({ checks: [check] }) => {
        if (!check) throw new Error('the sample has checks');
        const said = actual === undefined ? {} : { actual };
        check.findings = [{ requirement: 'CAEP-3.5-07', severity: 'fail', message, set: 3, ...said }];
      });
    const named = found('`event_timestamp` is not the time of the event.');
    expect(outcomes(named, 'event_timestamp')).toEqual({ 'CAEP-3.5-07': 'fail', TIME: 'kept' });
    expect(named.apart).toEqual([]);
    expect(outcomes(found('The event has a state although none was asked for.'), 'state')).toMatchObject({
      'CAEP-3.5-07': 'fail',
    });
    expect(outcomes(found('It is not exactly the type.', revoked), 'events')).toEqual({
      'CAEP-3.5-07': 'fail',
    });
    expect(found('Something else is wrong.').apart).toHaveLength(1);
  });

  test('does not keep in one part what it breaks in another', () => {
    const breach = { path: 'claims.iat', requirement: 'BOTH', severity: 'fail', message: 'No.' } as const;
    const claims = { aud: 'a', iat: 1 };
    const set = read(setOf({ claims, breaches: [breach], kept: ['BOTH'] }));
    expect(outcomes(set, 'iat')).toEqual({ BOTH: 'fail' });
    expect(outcomes(set, 'aud')).toEqual({});
  });

  test('has a row for what is missing, beside its like', () => {
    const set = read(
      setOf({
        header: {},
        claims: { events: { [revoked]: {} }, iss: 'a' },
        breaches: [
          { path: 'header.typ', requirement: 'TYP', severity: 'fail', message: 'It has no typ.' },
          {
            path: 'claims.events.*.event_timestamp',
            requirement: 'TIME',
            severity: 'warn',
            message: 'No time.',
          },
        ],
      }),
    );
    expect(row(set, 'typ')).toMatchObject({ presence: 'missing', group: 'header' });
    expect(row(set, 'event_timestamp')).toMatchObject({
      presence: 'missing',
      group: 'event',
      eventType: revoked,
    });
    expect(outcomes(set, 'event_timestamp')).toEqual({ TIME: 'warn' });
    expect(set.rows.map(({ group }) => group)).toEqual([
      'token',
      'token',
      'header',
      'claims',
      'claims',
      'event',
      'event',
    ]);
  });

  test('blames no event of several for what one of them does', () => {
    const set = read(
      setOf({
        eventTypes: [revoked, verification],
        claims: { events: { [revoked]: { event_timestamp: 1 }, [verification]: { event_timestamp: 'x' } } },
        breaches: [
          {
            path: 'claims.events.*.event_timestamp',
            requirement: 'TIME',
            severity: 'fail',
            message: 'No number.',
          },
        ],
        kept: ['TIME'],
      }),
    );
    const marked = set.rows.filter(({ marks }) => marks.some(({ requirement }) => requirement === 'TIME'));
    expect(marked).toMatchObject([{ presence: 'several', label: 'events.*.event_timestamp' }]);
  });

  test('blames the event that a rule is about', () => {
    const set = read(
      setOf({
        eventTypes: [revoked, verification],
        claims: { events: { [revoked]: { state: 'a' }, [verification]: { state: 1 } } },
        breaches: [
          { path: 'claims.events.*.state', requirement: 'STATE', severity: 'fail', message: 'No string.' },
        ],
      }),
    );
    const broken = set.rows.filter(({ marks }) => marks.some(({ outcome }) => outcome === 'fail'));
    expect(broken).toMatchObject([{ eventType: verification, presence: 'there' }]);
  });

  test('ties a rule about a format to identifiers of this format alone', () => {
    const claims = { sub_id: { format: 'opaque', email: 'a' } };
    expect(outcomes(read(setOf({ claims, kept: ['EMAIL'] })), 'sub_id.email')).toEqual({});
    expect(outcomes(read(setOf({ kept: ['EMAIL'] })), 'sub_id.email')).toEqual({ EMAIL: 'kept' });
  });

  test('shows what checks found in it where that belongs, and apart what belongs nowhere', () => {
    const finding = { severity: 'fail', message: 'Found.', set: 3 } as const;
    const set = read(setOf({ kept: ['ISS', 'BOTH'], claims: { iss: 'a', aud: 'b' } }), ({ checks }) => {
      const [first, second] = checks;
      first?.findings.push({ ...finding, requirement: 'ISS' }, { ...finding, requirement: 'BOTH' });
      second?.findings.push({ ...finding, requirement: 'OTHER' }, { ...finding, requirement: 'TYP', set: 4 });
    });
    expect(row(set, 'iss').marks).toMatchObject([
      {
        requirement: 'ISS',
        outcome: 'fail',
        messages: ['Found.'],
        checks: ['discovery/issuer-is-the-one-asked-for'],
      },
    ]);
    expect(set.apart.map(({ finding: { requirement } }) => requirement)).toEqual(['BOTH', 'OTHER']);
    expect(outcomes(set, 'aud')).toEqual({});
  });

  test('says a breach once that a check found too', () => {
    const breach = { path: 'claims.iss', requirement: 'ISS', severity: 'warn', message: 'Read.' } as const;
    const set = read(setOf({ breaches: [breach] }), ({ checks }) => {
      checks[0]?.findings.push({ requirement: 'ISS', severity: 'fail', message: 'Found.', set: 3 });
    });
    expect(row(set, 'iss').marks).toMatchObject([
      { messages: ['Read.'], checks: ['discovery/issuer-is-the-one-asked-for'] },
    ]);
    expect(set.apart).toEqual([]);
  });

  test('is ours in a run against a Receiver, so that findings about its reception break no claim', () => {
    const sent = read(setOf(), (results) => {
      results.target = { ...results.target, role: 'receiver', form: 'hosted' };
      const exchange = results.exchanges.find(({ id }) => id === 17);
      if (exchange) exchange.direction = 'to-target';
      results.checks[0]?.findings.push({ requirement: 'ISS', severity: 'fail', message: 'Taken.', set: 3 });
    });
    expect(sent.ours).toBe(true);
    expect(outcomes(sent, 'iss')).toEqual({ ISS: 'not-judged' });
    expect(sent.apart).toHaveLength(1);
    expect(read(setOf()).ours).toBe(false);
  });

  test('is read as far as it could be decoded', () => {
    const set = read(setOf({ header: null, claims: null, eventTypes: [] }));
    expect(set.rows.map(({ label }) => label)).toEqual(['token', 'signature']);
    const odd = read(
      setOf({ claims: { events: ['a'], sub_id: 'b', deep: { a: { b: { c: { d: { e: { f: 1 } } } } } } } }),
    );
    expect(row(odd, 'events').value).toEqual(['a']);
    expect(row(odd, 'deep.a.b.c.d.e').value).toEqual({ f: 1 });
  });
});
