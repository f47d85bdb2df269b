import type {
  CheckResult,
  Delivery,
  DurationRow,
  Ledger,
  LedgerEntry,
  Moment,
  Player,
  RecordedExchange,
  RecordedSet,
  Results,
  ScenarioResult,
  SelectedRequirement,
} from './results.ts';
import { hostileText, sampleResults, summarize } from './sample.ts';

type Tell = (text: string) => string;

const caep = 'https://schemas.openid.net/secevent/caep/event-type/';

/** The run of scenarios, with `hostileText` after every string that comes from the target. */
export function hostileScenarioResults(): Results {
  return sampleScenarioResults((text) => text + hostileText);
}

/**
 * A run of three scenarios against a Transmitter, with mocks as Receivers: one held, one broken (an event came twice, and no
 * logout), one that could not be seen to its end; and the ledger of their events.
 *
 * @param t applied to every string that comes from the target
 */
export function sampleScenarioResults(t: Tell = (text) => text): Results {
  const tape = new Tape(t);
  const scenarios = [travel(tape, t), device(tape, t), creep(tape, t)];
  const checks = sampleChecks(t);
  const selected = scenarios.map(storyRow);
  const base = sampleResults(t);
  delete base.waivers;
  delete base.comparison;
  return {
    ...base,
    durationMs: 42_870,
    sentence:
      'Not held: device-non-compliance did not come to its end as told, 2 expectations failed (Transmitter under test, push and poll); 1 of 3 scenarios held.',
    summary: summarize(checks),
    requirements: {
      selected,
      tested: selected.slice(0, 2).map(({ id }) => id),
      notApplicable: [],
      untested: [{ id: 'scenario:risk-creep', why: 'The trigger could not be run.' }],
    },
    checks,
    exchanges: tape.exchanges,
    sets: tape.sets,
    timing: { limits: base.timing.limits, samples: [], ledger: sampleLedger(tape.entries) },
    scenarios,
    notices: [],
  };
}

/** A run of scenarios in which nothing was played, against a hosted Receiver. */
export function nothingPlayed(): Results {
  const results = sampleScenarioResults();
  return {
    ...results,
    target: { ...results.target, role: 'receiver', form: 'hosted', endpoint: 'http://127.0.0.1:8080/push' },
    delivery: [],
    verdict: 'incomplete',
    sentence: 'Incomplete: nothing was played.',
    summary: { byOutcome: {}, byLevel: {} },
    requirements: { selected: [], tested: [], notApplicable: [], untested: [] },
    checks: [],
    exchanges: [],
    sets: [],
    timing: { limits: {}, samples: [] },
    scenarios: [],
  };
}

/** A ledger as a run makes it of its entries, near enough to look at. */
export function sampleLedger(entries: LedgerEntry[]): Ledger {
  return {
    entries,
    durations: durations(entries),
    limits: [
      { name: 'delivery.p99', limitMs: 1_000, actualMs: 3_480, kept: false, source: 'configured' },
      { name: 'end-to-end.p99', limitMs: 10_000, actualMs: 3_911, kept: true, source: 'our proposal' },
      {
        name: 'verification',
        limitMs: 300_000,
        actualMs: null,
        kept: null,
        source: 'proposed in the SSF working group',
      },
    ],
    enforced: false,
    clockSkew: { ms: -1_240, uncertaintyMs: 480, samples: 14 },
    emptyPollsMs: [29_996.2, 30_001.4, 30_003.9],
  };
}

/** What was seen, taken down in order: the story is told by calling `told`, `sent`, `acted`. */
class Tape {
  readonly exchanges: RecordedExchange[] = [];
  readonly sets: RecordedSet[] = [];
  readonly entries: LedgerEntry[] = [];
  readonly #t: Tell;

  constructor(t: Tell) {
    this.#t = t;
  }

  /** An event and its SET: what it looks like on the wire, and its line in the ledger. */
  event(
    scenario: string,
    step: string | null,
    name: string,
    delivery: Delivery,
    at: { happened: number | null; sent: number; acted?: number },
    rest: Partial<LedgerEntry> = {},
  ): { set: number; exchange: number; entry: number } {
    const t = this.#t;
    const exchange = 40 + this.exchanges.length;
    const set = 1 + this.sets.length;
    const entry = this.entries.length;
    const jti = t(`756E697175652-${set}`);
    const eventType = t(caep + name);
    const claims = { iss: t('https://signals.example.com/tenants/acme'), jti, events: { [eventType]: {} } };
    const text = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL3NpZ25hbHMuZXhhbXBsZS5jb20ifQ.c2lnbmF0dXJl';
    this.exchanges.push({
      id: exchange,
      direction: delivery === 'push' ? 'from-target' : 'to-target',
      check: null,
      atMs: at.sent,
      durationMs: 1.8,
      request: {
        method: 'POST',
        url: t('http://127.0.0.1:40123/push/1'),
        headers: [['content-type', t('application/secevent+jwt')]],
        body: { text, bytes: text.length, truncated: false },
      },
      response: { status: delivery === 'push' ? 202 : 200, headers: [], body: null },
    });
    this.sets.push({
      id: set,
      exchange,
      check: null,
      delivery,
      streamId: t('stream-7f1c'),
      jti,
      eventTypes: [eventType],
      header: { alg: 'RS256', typ: 'secevent+jwt' },
      claims,
      arrivedAtMs: at.sent,
    });
    this.entries.push({
      id: entry,
      scenario,
      step,
      eventType,
      delivery,
      subject: t('anna.lee@example.com'),
      jti,
      set,
      happenedAtMs: at.happened,
      toldAtMs: at.happened === null ? null : at.happened + 12.4,
      eventTimestampAtMs: at.happened === null ? null : at.happened - 180,
      signedAtMs: Math.floor(at.sent / 1000) * 1000 + 60,
      signedOffMs: 980,
      signedExactly: false,
      firstAttemptAtMs: at.sent,
      acceptedAtMs: at.sent + 1.8,
      actedAtMs: at.acted ?? null,
      ...(at.acted === undefined ? {} : { actedOffMs: 0.4 }),
      attempts: 1,
      retryGapsMs: [],
      duplicates: 0,
      outOfOrder: false,
      lost: false,
      ...rest,
    });
    return { set, exchange, entry };
  }
}

function told(atMs: number, step: string, text: string): Moment {
  return { atMs, kind: 'told', from: 'operator', to: 'transmitter', text, right: true, step };
}

/** The SET and the answer to it. */
function crossed(
  atMs: number,
  step: string | null,
  text: string,
  ids: { set: number; exchange: number; entry: number },
  right = true,
): Moment[] {
  const answer = { atMs: atMs + 1.8, kind: 'answered', from: 'receiver', to: 'transmitter' } as const;
  return [
    { atMs, kind: 'sent', from: 'transmitter', to: 'receiver', text, right, step, ...ids },
    { ...answer, text: '202', right: true, step, exchange: ids.exchange },
  ];
}

function acted(atMs: number, step: string | null, text: string, right = true): Moment {
  return { atMs, kind: 'acted', from: 'receiver', to: 'receiver', text, right, step };
}

function missing(atMs: number, step: string, text: string, from: 'transmitter' | 'receiver'): Moment {
  return { atMs, kind: 'missing', from, to: 'receiver', text, right: false, step };
}

function target(t: Tell): Player {
  return {
    kind: 'target',
    name: t('signals.example.com'),
    url: t('https://signals.example.com/tenants/acme'),
    assumptions: [],
  };
}

const okta: Player = {
  kind: 'mock',
  name: 'Okta Identity Threat Protection',
  url: 'http://127.0.0.1:41877/security/api/v1/security-events',
  assumptions: [
    'A risk level that a provider reports becomes the level of the user at once.',
    'Universal logout ends the Okta session first, then those of the apps, in the order in which they were assigned.',
  ],
};

const relyingParty: Player = { kind: 'mock', name: 'Relying party', assumptions: [] };

function travel(tape: Tape, t: Tell): ScenarioResult {
  const name = 'impossible-travel';
  const high = tape.event(name, 'sign-in-tokyo', 'risk-level-change', 'push', {
    happened: 1_212,
    sent: 1_253.6,
    acted: 1_391.2,
  });
  const low = tape.event(name, 'risk-passes', 'risk-level-change', 'push', {
    happened: 4_520,
    sent: 4_566.9,
    acted: 4_702.5,
  });
  return {
    name,
    title: 'Impossible travel',
    story:
      'Somebody signs in from Berlin, and nine minutes later from Tokyo. Nobody travels that fast: the risk of the user goes from low to high, and the sessions end everywhere. When the risk has passed, nobody is logged out a second time.',
    outcome: 'held',
    transmitter: target(t),
    receiver: okta,
    delivery: 'push',
    startedAtMs: 1_004,
    durationMs: 4_910,
    steps: [
      { id: 'sign-in-berlin', text: 'Anna Lee signs in from Berlin.', atMs: 1_010.2 },
      {
        id: 'sign-in-tokyo',
        text: 'Anna Lee signs in from Tokyo, 9 minutes after Berlin.',
        atMs: 1_212,
      },
      { id: 'risk-passes', text: 'The risk of Anna Lee has passed.', atMs: 4_520 },
    ],
    moments: [
      told(1_010.2, 'sign-in-berlin', 'Anna Lee signs in from Berlin.'),
      told(1_212, 'sign-in-tokyo', 'Anna Lee signs in from Tokyo, 9 minutes after Berlin.'),
      ...crossed(1_253.6, 'sign-in-tokyo', t('Anna Lee · risk-level-change HIGH'), high),
      acted(1_391.2, 'sign-in-tokyo', t('Anna Lee · end-sessions')),
      told(4_520, 'risk-passes', 'The risk of Anna Lee has passed.'),
      ...crossed(4_566.9, 'risk-passes', t('Anna Lee · risk-level-change LOW'), low),
      acted(4_702.5, 'risk-passes', t('Anna Lee · set-risk-level')),
    ],
    momentsLeftOut: 0,
    checks: checksOf(name),
  };
}

function device(tape: Tape, t: Tell): ScenarioResult {
  const name = 'device-non-compliance';
  const type = 'device-compliance-change';
  const first = tape.event(
    name,
    'screen-lock-off',
    type,
    'push',
    { happened: 6_300, sent: 9_780 },
    { duplicates: 1, attempts: 2, retryGapsMs: [431.7] },
  );
  const twice = tape.event(name, null, type, 'push', { happened: null, sent: 10_211.7 });
  return {
    name,
    title: 'Device non-compliance',
    story:
      'A phone loses its passcode and breaks a compliance policy. The device management tells the identity provider, which logs its user out until the phone is in order again.',
    outcome: 'broken',
    transmitter: target(t),
    receiver: okta,
    delivery: 'push',
    startedAtMs: 6_100,
    durationMs: 14_310,
    steps: [
      {
        id: 'screen-lock-off',
        text: 'The passcode of the phone “Pixel 9 of Bo Chen” is switched off.',
        atMs: 6_300,
      },
      { id: 'repaired', text: 'The passcode is set again.', atMs: 20_312 },
    ],
    moments: [
      told(6_300, 'screen-lock-off', 'The passcode of the phone “Pixel 9 of Bo Chen” is switched off.'),
      ...crossed(
        9_780,
        'screen-lock-off',
        t('Bo Chen, Pixel 9 of Bo Chen · device-compliance-change not-compliant'),
        first,
        false,
      ),
      ...crossed(
        10_211.7,
        null,
        t('Bo Chen, Pixel 9 of Bo Chen · device-compliance-change not-compliant, again'),
        twice,
        false,
      ),
      missing(20_300, 'screen-lock-off', 'Bo Chen · end-sessions', 'receiver'),
      told(20_312, 'repaired', 'The passcode is set again.'),
      missing(
        20_410,
        'repaired',
        'Bo Chen, Pixel 9 of Bo Chen · device-compliance-change compliant',
        'transmitter',
      ),
    ],
    momentsLeftOut: 0,
    checks: checksOf(name),
  };
}

function creep(tape: Tape, t: Tell): ScenarioResult {
  const name = 'risk-creep';
  const moments: Moment[] = [];
  const levels = ['LOW', 'MEDIUM', 'HIGH', 'MEDIUM'];
  for (let i = 0; i < 16; i++) {
    const at = 21_000 + i * 1_250;
    const wait = 35 + ((i * 37) % 90) + (i % 5 === 4 ? 600 : 0);
    const ids = tape.event(
      name,
      `risk-${i}`,
      i % 4 === 3 ? 'session-revoked' : 'risk-level-change',
      'poll',
      { happened: at, sent: at + wait, acted: at + wait + 40 + i * 9 },
      { outOfOrder: i === 9, lost: false },
    );
    moments.push(
      told(at, `risk-${i}`, `The risk of Carla Ortiz becomes ${levels[i % 4] ?? ''}.`),
      ...crossed(
        at + wait,
        `risk-${i}`,
        t(`Carla Ortiz · risk-level-change ${levels[i % 4] ?? ''}`),
        ids,
        i !== 9,
      ),
      acted(at + wait + 40 + i * 9, `risk-${i}`, t('Carla Ortiz · set-risk-level')),
    );
  }
  const { signedOffMs: _, actedOffMs: __, ...last } = tape.entries.at(-1) as LedgerEntry;
  tape.entries.push({
    ...last,
    id: tape.entries.length,
    step: 'risk-16',
    jti: null,
    set: null,
    signedAtMs: null,
    eventTimestampAtMs: null,
    firstAttemptAtMs: null,
    acceptedAtMs: null,
    actedAtMs: null,
    attempts: 0,
    lost: true,
  });
  return {
    name,
    title: 'Risk creep',
    story: 'The risk of a user goes up and down. Each change is exactly one SET, in order.',
    outcome: 'incomplete',
    transmitter: target(t),
    receiver: relyingParty,
    delivery: 'poll',
    startedAtMs: 20_950,
    durationMs: 21_900,
    steps: Array.from({ length: 17 }, (_, i) => ({
      id: `risk-${i}`,
      text: `The risk of Carla Ortiz becomes ${levels[i % 4] ?? ''}.`,
      atMs: i < 16 ? 21_000 + i * 1_250 : null,
    })),
    moments,
    momentsLeftOut: 3,
    checks: checksOf(name),
  };
}

function checksOf(scenario: string): string[] {
  return ['event-arrives', 'exactly-once', 'receiver-acts'].map((name) => `${scenario}/${name}`);
}

function sampleChecks(t: Tell): CheckResult[] {
  return [
    check('impossible-travel/event-arrives', 'Each event of the story becomes a SET', 'push'),
    check('impossible-travel/exactly-once', 'No event is sent twice', 'push'),
    check('impossible-travel/receiver-acts', 'The Receiver does what the story asks for', 'push'),
    check('device-non-compliance/event-arrives', 'Each event of the story becomes a SET', 'push'),
    check('device-non-compliance/exactly-once', 'No event is sent twice', 'push', {
      outcome: 'fail',
      findings: [
        {
          requirement: 'scenario:device-non-compliance',
          severity: 'fail',
          message: 'The device-compliance-change came once more, as another SET.',
          expected: 'one SET',
          actual: t('two SETs, with the jti 756E697175652-3 and 756E697175652-4'),
          set: 4,
          exchange: 43,
        },
      ],
    }),
    check('device-non-compliance/receiver-acts', 'The Receiver does what the story asks for', 'push', {
      outcome: 'fail',
      findings: [
        {
          requirement: 'scenario:device-non-compliance',
          severity: 'fail',
          message: 'The policy of the Receiver did not come to a logout.',
          expected: 'end-sessions of bo.chen@example.com',
          actual: t('nothing'),
        },
      ],
    }),
    check('risk-creep/event-arrives', 'Each event of the story becomes a SET', 'poll', {
      outcome: 'not-tested',
      reason: t('The trigger could not be run: it ended with exit code 3.'),
    }),
    check('risk-creep/exactly-once', 'No event is sent twice', 'poll'),
    check('risk-creep/receiver-acts', 'The Receiver does what the story asks for', 'poll'),
  ];
}

function check(id: string, title: string, delivery: Delivery, rest: Partial<CheckResult> = {}): CheckResult {
  const scenario = id.split('/', 1)[0] ?? '';
  return {
    id,
    title,
    role: id.endsWith('/receiver-acts') ? 'receiver' : 'transmitter',
    level: 'SCENARIO',
    requirements: [`scenario:${scenario}`],
    delivery,
    outcome: 'pass',
    findings: [],
    exchanges: [],
    durationMs: 0,
    provenBy: ['scenario-event-twice'],
    rerun: `ssf-conformance run --scenario ${scenario} --delivery ${delivery}`,
    ...rest,
  };
}

function storyRow({ name, title, story }: ScenarioResult): SelectedRequirement {
  return {
    id: `scenario:${name}`,
    spec: 'Scenarios',
    section: name,
    sectionTitle: title,
    level: 'SCENARIO',
    severity: 'fail',
    summary: story,
  };
}

const reached: Record<DurationRow['name'], (entry: LedgerEntry) => number | null> = {
  'process-to-signing': ({ signedAtMs }) => signedAtMs,
  delivery: ({ firstAttemptAtMs }) => firstAttemptAtMs,
  'ingest-to-push': ({ acceptedAtMs }) => acceptedAtMs,
  'end-to-end': ({ actedAtMs }) => actedAtMs,
};

function durations(entries: readonly LedgerEntry[]): DurationRow[] {
  const types = [null, ...new Set(entries.map(({ eventType }) => eventType))];
  const names = Object.keys(reached) as DurationRow['name'][];
  return types.flatMap((eventType) =>
    (['push', 'poll'] as const).flatMap((delivery) =>
      names.flatMap((name): DurationRow[] => {
        const values = entries
          .filter((one) => one.delivery === delivery && (eventType === null || one.eventType === eventType))
          .flatMap((one) => {
            const end = reached[name](one);
            return end === null || one.happenedAtMs === null ? [] : [end - one.happenedAtMs];
          })
          .toSorted((a, b) => a - b);
        const at = (share: number): number => values[Math.ceil(values.length * share) - 1] ?? 0;
        const figures = { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
        const uncertaintyMs = name === 'process-to-signing' ? 980 : 0.4;
        return values.length === 0
          ? []
          : [{ name, eventType, delivery, count: values.length, ...figures, uncertaintyMs }];
      }),
    ),
  );
}
