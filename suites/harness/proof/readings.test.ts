import { describe, expect, test } from 'vitest';
import { faults } from '../../../mocks/faults/index.ts';
import { variants } from '../../../mocks/variants/variants.ts';
import type { Finding, RecordedExchange, RecordedSet } from '../../../reports/results.ts';
import { receiverChecks } from '../../receiver/index.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { atMost } from './at-most.ts';
import { foreseenTrips } from './proven.ts';
import { type InProcessRun, runInProcess } from './run-in-process.ts';
import { runReceiverInProcess } from './run-receiver-in-process.ts';

/** What is read of each SET of a run, and what the checks of the run say, have to be one and the same. */

/** Checks that judge SETs by themselves. */
const ABOUT_SETS = /^(?:set|subject-formats|events|verification)\//;

/** Rows that a SET by itself does not show: keys, other SETs, streams' event lists, what was asked for. */
const ELSEWHERE = new Set([
  'SSF-4.1.4-01',
  'RFC7515-6-01',
  'RFC8417-2.2-04',
  'RFC7519-4.1.7-01',
  'SSF-4.1.9-02',
  'RFC8417-2.2-12',
  'RFC8725-3.9-01',
  'RISC-2.11-05',
  'SSF-8.1.1-18',
]);

const SAMPLE = [
  'set-padded',
  'set-claims-an-array',
  'set-byte-order-mark',
  'set-claim-twice',
  'set-event-twice',
  'set-without-typ',
  'set-typ-with-prefix',
  'set-without-alg',
  'set-kid-a-number',
  'set-hmac-with-public-key',
  'set-unsigned',
  'set-iss-an-object',
  'set-iss-with-slash',
  'set-iat-in-milliseconds',
  'set-iat-stale',
  'set-aud-foreign',
  'set-aud-with-another',
  'set-without-txn',
  'set-with-sub',
  'set-with-exp',
  'set-events-an-array',
  'set-event-null',
  'set-two-events',
  'set-sub-id-an-array',
  'session-revoked-time-in-milliseconds',
  'session-revoked-uri-with-slash',
  'session-revoked-claims-outside',
  'risk-level-change-of-nobody',
  'subject-complex-of-strings',
  'subject-format-hyphenated',
  'subject-extra-member',
  'subject-uri-mailto',
  'stream-updated-stopped',
];

interface Read {
  findings: Finding[];
  sets: readonly RecordedSet[];
}

async function transmitter(run: Omit<InProcessRun, 'https'>): Promise<Read> {
  let sets: readonly RecordedSet[] = [];
  const outcomes = await runInProcess({
    ...run,
    https: false,
    recorded: (evidence) => {
      sets = evidence.sets;
    },
  });
  return { findings: [...outcomes.values()].flatMap(({ findings }) => findings), sets };
}

const accuses = ({ severity }: { severity: string }): boolean => severity !== 'note';

function checksFor(fault: string): InProcessRun['checks'] {
  const tripped = Object.keys(foreseenTrips[fault] ?? {}).map((key) => key.split('@')[0]);
  const breaks = faults.find(({ name }) => name === fault)?.breaks;
  return transmitterChecks.filter(
    ({ id, requirements }) =>
      id.startsWith('set/') ||
      // What one of them asks for shows what another one judges.
      (fault.startsWith('subject-') && id.startsWith('subject-formats/')) ||
      (ABOUT_SETS.test(id) && (tripped.includes(id) || requirements.some((row) => row === breaks))),
  );
}

describe.concurrent('what is wrong with the SETs of a broken Transmitter', () => {
  const turn = atMost(3);
  test.each(SAMPLE)('%s: the checks and the reading blame the same', { timeout: 120_000 }, async (name) => {
    const seams = faults.find((fault) => fault.name === name)?.seams();
    expect(seams).toBeDefined();
    const { findings, sets } = await turn(() =>
      transmitter({
        checks: checksFor(name),
        profile: 'ssf',
        ...(seams === undefined ? {} : { peer: { seams } }),
      }),
    );
    const blamed = findings.filter(
      ({ requirement, set }) => set !== undefined && !ELSEWHERE.has(requirement),
    );
    expect(blamed.filter(accuses).length).toBeGreaterThan(0);
    // Each finding shows its SET, of which the reading says the same.
    const unread = blamed.filter(({ set, requirement, severity }) => {
      const read = sets.find(({ id }) => id === set)?.breaches ?? [];
      return !read.some((breach) => breach.requirement === requirement && breach.severity === severity);
    });
    expect(unread).toEqual([]);
    const rows = new Set(findings.map(({ requirement }) => requirement));
    const surplus = sets
      .flatMap(({ breaches = [] }) => breaches)
      .filter((breach) => accuses(breach) && !rows.has(breach.requirement));
    expect(surplus).toEqual([]);
  });
});

describe.concurrent('the SETs of a right Transmitter', () => {
  const turn = atMost(3);
  const checks = transmitterChecks.filter(
    ({ id }) => id.startsWith('set/') || id === 'verification/event-form' || id === 'events/session-revoked',
  );
  test.each([{ name: 'the reference Transmitter', start: () => ({}), warns: undefined }, ...variants])(
    'break nothing: $name',
    { timeout: 120_000 },
    async (variant) => {
      const { warns = [] } = variant;
      const { sets } = await turn(() => transmitter({ checks, profile: 'ssf', peer: variant.start() }));
      const breaches = sets.flatMap(({ breaches: read = [] }) => read).filter(accuses);
      const foreign = breaches.filter(
        ({ severity, requirement }) =>
          severity === 'fail' || !(warns as readonly string[]).includes(requirement),
      );
      expect(foreign).toEqual([]);
    },
  );
});

/** Rows of which no standard obliges a Receiver to refuse a SET. */
const TOLERATED = new Set(['RFC8417-2.2-02', 'SSF-4.1.8-02', 'SSF-4.1.7-01', 'SSF-4.1.2-01', 'SSF-4.2.1-02']);

test('of the SETs that we send to a Receiver those that it takes break nothing, and those that are wrong by what they say are found out', {
  timeout: 120_000,
}, async () => {
  const families =
    /^(?:accept-set|accept-event|accept-subject|refuse-claims|refuse-event|refuse-subject|refuse-type)\//;
  let sets: readonly RecordedSet[] = [];
  let exchanges: readonly RecordedExchange[] = [];
  await runReceiverInProcess({
    checks: receiverChecks.filter(({ id }) => families.test(id)),
    profile: 'ssf',
    target: { form: 'hosted', https: false },
    recorded: (evidence) => {
      ({ sets, exchanges } = evidence);
    },
  });
  const status = new Map(exchanges.map(({ id, response }) => [id, response?.status]));
  const fails = ({ breaches = [] }: RecordedSet): string[] =>
    breaches.filter(({ severity }) => severity === 'fail').map(({ requirement }) => requirement);
  const taken = sets.filter(({ exchange }) => status.get(exchange) === 202);
  const refused = sets.filter(({ exchange }) => status.get(exchange) === 400);
  expect(taken.length).toBeGreaterThan(100);
  expect(refused.length).toBeGreaterThan(50);
  const accused = taken.filter((set) => fails(set).some((row) => !TOLERATED.has(row)));
  expect(accused.map((set) => [set.check, fails(set), set.claims])).toEqual([]);
  // That one may be right, but not yet: no rule for the Transmitter.
  const missed = refused.filter(
    ({ breaches = [], claims }) => breaches.length === 0 && !('nbf' in (claims ?? {})),
  );
  expect(missed.map((set) => [set.check, set.header, set.claims])).toEqual([]);
  // One thing is made wrong in each, but where another kind of token is put in its place.
  expect(
    refused
      .filter(({ check, breaches = [] }) => breaches.length > 3 && check?.startsWith('refuse-type/') !== true)
      .map((set) => [set.check, set.breaches]),
  ).toEqual([]);
});
