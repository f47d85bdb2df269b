import { describe, expect, test } from 'vitest';
import schema from './results.schema.json' with { type: 'json' };
import type {
  CheckResult,
  ComparedCheck,
  ComparedTime,
  Comparison,
  Delivery,
  DurationRow,
  Finding,
  Lane,
  Ledger,
  LedgerEntry,
  LimitRow,
  Moment,
  Outcome,
  OwnInRun,
  Player,
  RecordedBody,
  RecordedExchange,
  RecordedSet,
  Results,
  Role,
  ScenarioResult,
  SelectedRequirement,
  SetBreach,
  SetRule,
  TargetLog,
  TargetLogLine,
  TimingSample,
  UnobservableRequirement,
  Verdict,
  WaiverRow,
} from './results.ts';
import { resultsProblems } from './results-schema.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults, sampleScenarioResults } from './sample-scenarios.ts';

/** Each member of T, and whether it must be there. A member that the type gains or loses stops the compiler here. */
type Members<T> = { [K in keyof Required<T>]: object extends Pick<T, K & keyof T> ? 'optional' : 'required' };

const finding: Members<Finding> = {
  requirement: 'required',
  severity: 'required',
  message: 'required',
  expected: 'optional',
  actual: 'optional',
  hint: 'optional',
  exchange: 'optional',
  set: 'optional',
};
const checkResult: Members<CheckResult> = {
  id: 'required',
  title: 'required',
  what: 'optional',
  role: 'required',
  level: 'required',
  requirements: 'required',
  delivery: 'required',
  outcome: 'required',
  reason: 'optional',
  hook: 'optional',
  ended: 'optional',
  findings: 'required',
  exchanges: 'required',
  durationMs: 'required',
  provenBy: 'required',
  own: 'optional',
  rerun: 'required',
  waived: 'optional',
};
const body: Members<RecordedBody> = {
  text: 'optional',
  base64: 'optional',
  bytes: 'required',
  truncated: 'required',
};
const exchange: Members<RecordedExchange> = {
  id: 'required',
  direction: 'required',
  check: 'required',
  atMs: 'required',
  durationMs: 'required',
  request: 'required',
  response: 'required',
  error: 'optional',
};
const request: Members<RecordedExchange['request']> = {
  method: 'required',
  url: 'required',
  headers: 'required',
  body: 'required',
};
const response: Members<NonNullable<RecordedExchange['response']>> = {
  status: 'required',
  headers: 'required',
  body: 'required',
};
const networkError: Members<NonNullable<RecordedExchange['error']>> = {
  kind: 'required',
  message: 'required',
};
const set: Members<RecordedSet> = {
  id: 'required',
  exchange: 'required',
  check: 'required',
  delivery: 'required',
  streamId: 'required',
  jti: 'required',
  eventTypes: 'required',
  header: 'required',
  claims: 'required',
  arrivedAtMs: 'required',
  breaches: 'optional',
  kept: 'optional',
};
const requirement: Members<SelectedRequirement> = {
  id: 'required',
  spec: 'required',
  section: 'required',
  sectionTitle: 'required',
  level: 'required',
  severity: 'required',
  summary: 'required',
  own: 'optional',
};
const own: Members<OwnInRun> = { modules: 'required', profile: 'optional', judgesWhole: 'required' };
const ownModule: Members<OwnInRun['modules'][number]> = { name: 'required', sha256: 'required' };
const ownProfile: Members<NonNullable<OwnInRun['profile']>> = {
  title: 'required',
  base: 'required',
  added: 'required',
  omitted: 'required',
  lowered: 'required',
  raised: 'required',
};
const timingSample: Members<TimingSample> = {
  name: 'required',
  delivery: 'required',
  check: 'required',
  ms: 'required',
  limitMs: 'required',
};
const results: Members<Results> = {
  schemaVersion: 'required',
  tool: 'required',
  startedAt: 'required',
  durationMs: 'required',
  target: 'required',
  profile: 'required',
  delivery: 'required',
  seed: 'required',
  policy: 'required',
  partial: 'required',
  selection: 'optional',
  shard: 'optional',
  verdict: 'required',
  exitCode: 'required',
  faulty: 'optional',
  sentence: 'required',
  interrupted: 'required',
  summary: 'required',
  requirements: 'required',
  checks: 'required',
  exchanges: 'required',
  sets: 'required',
  timing: 'required',
  scenarios: 'optional',
  waivers: 'optional',
  own: 'optional',
  comparison: 'optional',
  setRules: 'optional',
  targetLog: 'optional',
  omissions: 'required',
  notices: 'required',
  attestation: 'optional',
};
const targetLog: Members<TargetLog> = { source: 'required', lines: 'required', omitted: 'required' };
const targetLogLine: Members<TargetLogLine> = { atMs: 'required', stream: 'required', text: 'required' };
const tool: Members<Results['tool']> = { name: 'required', version: 'required', catalogue: 'required' };
const policy: Members<Results['policy']> = {
  failOn: 'required',
  allowUntested: 'required',
  requireComplete: 'required',
  newOnly: 'optional',
};
const selection: Members<NonNullable<Results['selection']>> = {
  only: 'optional',
  skip: 'optional',
  scenarios: 'optional',
};
const shard: Members<NonNullable<Results['shard']>> = { index: 'required', count: 'required' };
const waived: Members<NonNullable<CheckResult['waived']>> = {
  outcome: 'required',
  reason: 'required',
  issue: 'optional',
  owner: 'optional',
  until: 'required',
};
const waiver: Members<WaiverRow> = {
  check: 'required',
  reason: 'required',
  issue: 'optional',
  owner: 'optional',
  until: 'required',
  requirements: 'optional',
  outcome: 'optional',
  state: 'required',
  checks: 'required',
};
const comparison: Members<Comparison> = {
  against: 'required',
  caveats: 'required',
  newlyFailing: 'required',
  fixed: 'required',
  newlyNotTested: 'required',
  changed: 'required',
  stillFailing: 'required',
  slower: 'required',
};
const against: Members<Comparison['against']> = {
  startedAt: 'required',
  tool: 'required',
  verdict: 'required',
  sentence: 'required',
};
const comparedCheck: Members<ComparedCheck> = {
  key: 'required',
  title: 'required',
  before: 'required',
  after: 'required',
  message: 'optional',
};
const comparedTime: Members<ComparedTime> = {
  name: 'required',
  delivery: 'required',
  beforeMs: 'required',
  afterMs: 'required',
};
const setRule: Members<SetRule> = {
  path: 'required',
  rule: 'required',
  eventTypes: 'optional',
  formats: 'optional',
};
const rule: Members<SetRule['rule']> = {
  id: 'required',
  spec: 'required',
  section: 'required',
  sectionTitle: 'required',
  level: 'required',
  summary: 'required',
};
const setBreach: Members<SetBreach> = {
  path: 'required',
  requirement: 'required',
  severity: 'required',
  message: 'required',
};
const target: Members<Results['target']> = {
  role: 'required',
  issuer: 'required',
  metadataUrl: 'required',
  builtIn: 'required',
  form: 'optional',
  endpoint: 'optional',
};
const summary: Members<Results['summary']> = { byOutcome: 'required', byLevel: 'required' };
const requirements: Members<Results['requirements']> = {
  selected: 'required',
  tested: 'required',
  notApplicable: 'required',
  untested: 'required',
  unobservable: 'optional',
  descriptive: 'optional',
};
const unobservable: Members<UnobservableRequirement> = { requirement: 'required', why: 'required' };
const spared: Members<Results['requirements']['untested'][number]> = { id: 'required', why: 'required' };
const timing: Members<Results['timing']> = { limits: 'required', samples: 'required', ledger: 'optional' };
const player: Members<Player> = {
  kind: 'required',
  name: 'required',
  url: 'optional',
  assumptions: 'required',
};
const moment: Members<Moment> = {
  atMs: 'required',
  kind: 'required',
  from: 'required',
  to: 'required',
  text: 'required',
  right: 'required',
  step: 'required',
  set: 'optional',
  exchange: 'optional',
  entry: 'optional',
};
const scenario: Members<ScenarioResult> = {
  name: 'required',
  title: 'required',
  story: 'required',
  outcome: 'required',
  transmitter: 'required',
  receiver: 'required',
  delivery: 'required',
  startedAtMs: 'required',
  durationMs: 'required',
  steps: 'required',
  moments: 'required',
  momentsLeftOut: 'required',
  checks: 'required',
};
const step: Members<ScenarioResult['steps'][number]> = { id: 'required', text: 'required', atMs: 'required' };
const ledgerEntry: Members<LedgerEntry> = {
  id: 'required',
  scenario: 'required',
  step: 'required',
  eventType: 'required',
  delivery: 'required',
  subject: 'required',
  jti: 'required',
  set: 'required',
  happenedAtMs: 'required',
  toldAtMs: 'required',
  eventTimestampAtMs: 'required',
  signedAtMs: 'required',
  signedOffMs: 'optional',
  signedExactly: 'required',
  firstAttemptAtMs: 'required',
  acceptedAtMs: 'required',
  actedAtMs: 'required',
  actedOffMs: 'optional',
  attempts: 'required',
  retryGapsMs: 'required',
  duplicates: 'required',
  outOfOrder: 'required',
  lost: 'required',
};
const durationRow: Members<DurationRow> = {
  name: 'required',
  eventType: 'required',
  delivery: 'required',
  count: 'required',
  p50: 'required',
  p90: 'required',
  p99: 'required',
  max: 'required',
  uncertaintyMs: 'required',
};
const limitRow: Members<LimitRow> = {
  name: 'required',
  limitMs: 'required',
  actualMs: 'required',
  kept: 'required',
  undecided: 'optional',
  source: 'required',
};
const ledger: Members<Ledger> = {
  entries: 'required',
  durations: 'required',
  limits: 'required',
  enforced: 'required',
  clockSkew: 'required',
  emptyPollsMs: 'required',
};
const clockSkew: Members<NonNullable<Ledger['clockSkew']>> = {
  ms: 'required',
  uncertaintyMs: 'required',
  samples: 'required',
};

interface ObjectSchema {
  properties: object;
  required: string[];
  additionalProperties: boolean;
}

const { $defs } = schema;
const pairs: [string, Record<string, string>, ObjectSchema][] = [
  ['results', results, schema],
  ['tool', tool, $defs.tool],
  ['targetLog', targetLog, $defs.targetLog],
  ['targetLogLine', targetLogLine, $defs.targetLogLine],
  ['policy', policy, schema.properties.policy],
  ['selection', selection, schema.properties.selection],
  ['shard', shard, schema.properties.shard],
  ['waived', waived, $defs.checkResult.properties.waived],
  ['waiver', waiver, $defs.waiver],
  ['comparison', comparison, $defs.comparison],
  ['against', against, $defs.comparison.properties.against],
  ['comparedCheck', comparedCheck, $defs.comparedCheck],
  ['comparedTime', comparedTime, $defs.comparedTime],
  ['setRule', setRule, $defs.setRule],
  ['rule', rule, $defs.setRule.properties.rule],
  ['setBreach', setBreach, $defs.setBreach],
  ['target', target, schema.properties.target],
  ['summary', summary, schema.properties.summary],
  ['requirements', requirements, schema.properties.requirements],
  ['unobservable', unobservable, $defs.unobservable],
  ['timing', timing, schema.properties.timing],
  ['checkResult', checkResult, $defs.checkResult],
  ['finding', finding, $defs.finding],
  ['exchange', exchange, $defs.exchange],
  ['request', request, $defs.exchange.properties.request],
  ['response', response, $defs.response],
  ['networkError', networkError, $defs.networkError],
  ['body', body, $defs.body],
  ['set', set, $defs.set],
  ['requirement', requirement, $defs.requirement],
  ['own', own, $defs.own],
  ['ownModule', ownModule, $defs.own.properties.modules.items],
  ['ownProfile', ownProfile, $defs.own.properties.profile],
  ['spared', spared, $defs.spared],
  ['timingSample', timingSample, $defs.timingSample],
  ['scenario', scenario, $defs.scenario],
  ['step', step, $defs.step],
  ['player', player, $defs.player],
  ['moment', moment, $defs.moment],
  ['ledger', ledger, $defs.ledger],
  ['clockSkew', clockSkew, $defs.clockSkew],
  ['ledgerEntry', ledgerEntry, $defs.ledgerEntry],
  ['durationRow', durationRow, $defs.durationRow],
  ['limitRow', limitRow, $defs.limitRow],
];

describe('the published JSON Schema of results.json', () => {
  test.each(pairs)('has the members of the type %s and no others', (_name, members, object) => {
    expect(Object.keys(object.properties).sort()).toEqual(Object.keys(members).sort());
    const required = Object.keys(members).filter((name) => members[name] === 'required');
    expect(object.required.toSorted()).toEqual(required.sort());
    expect(object.additionalProperties).toBe(false);
  });

  test('has every object of the schema in that list, so that none is left open', () => {
    const objects = new Set(pairs.map(([, , object]) => object.properties));
    const loose: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && 'required' in node && !objects.has(node.properties as object))
        loose.push(path);
      for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
    };
    walk(schema, '#');
    expect(loose).toEqual([]);
  });

  test('lists the words of the closed types', () => {
    const outcomes: Record<Outcome, true> = {
      pass: true,
      fail: true,
      warn: true,
      note: true,
      'not-applicable': true,
      'not-tested': true,
      waived: true,
      error: true,
    };
    const verdicts: Record<Verdict, true> = { conformant: true, 'non-conformant': true, incomplete: true };
    const deliveries: Record<Delivery, true> = { push: true, poll: true };
    const roles: Record<Role, true> = { transmitter: true, receiver: true };
    const severities: Record<Finding['severity'], true> = { fail: true, warn: true, note: true };
    const selected: Record<SelectedRequirement['severity'], true> = { fail: true, warn: true, info: true };
    const directions: Record<RecordedExchange['direction'], true> = {
      'to-target': true,
      'from-target': true,
    };
    const forms: Record<NonNullable<Results['target']['form']>, true> = {
      hosted: true,
      managed: true,
      mocks: true,
      pair: true,
    };
    const lanes: Record<Lane, true> = { operator: true, transmitter: true, receiver: true };
    const kinds: Record<Moment['kind'], true> = {
      told: true,
      sent: true,
      answered: true,
      acted: true,
      missing: true,
    };
    const endings: Record<ScenarioResult['outcome'], true> = { held: true, broken: true, incomplete: true };
    const durations: Record<DurationRow['name'], true> = {
      'process-to-signing': true,
      delivery: true,
      'ingest-to-push': true,
      'end-to-end': true,
    };
    const states: Record<WaiverRow['state'], true> = {
      used: true,
      exceeded: true,
      stale: true,
      expired: true,
      'not-run': true,
    };
    const listed: [string[], Record<string, true>][] = [
      [schema.properties.target.properties.form.enum, forms],
      [$defs.waiver.properties.state.enum, states],
      [$defs.setBreach.properties.severity.enum, severities],
      [$defs.lane.enum, lanes],
      [$defs.moment.properties.kind.enum, kinds],
      [$defs.scenario.properties.outcome.enum, endings],
      [$defs.durationRow.properties.name.enum, durations],
    ];
    for (const [words, type] of listed) expect(words.toSorted()).toEqual(Object.keys(type).sort());
    expect($defs.outcome.enum.toSorted()).toEqual(Object.keys(outcomes).sort());
    expect($defs.verdict.enum.toSorted()).toEqual(Object.keys(verdicts).sort());
    expect($defs.delivery.enum.toSorted()).toEqual(Object.keys(deliveries).sort());
    expect($defs.role.enum.toSorted()).toEqual(Object.keys(roles).sort());
    expect($defs.finding.properties.severity.enum.toSorted()).toEqual(Object.keys(severities).sort());
    expect($defs.requirement.properties.severity.enum.toSorted()).toEqual(Object.keys(selected).sort());
    expect($defs.exchange.properties.direction.enum.toSorted()).toEqual(Object.keys(directions).sort());
  });

  test('accepts a run, also one whose target sent hostile text, after a trip through JSON', () => {
    expect(resultsProblems(JSON.parse(JSON.stringify(sampleResults())))).toEqual([]);
    expect(resultsProblems(JSON.parse(JSON.stringify(hostileResults())))).toEqual([]);
  });

  test('accepts a run of scenarios with its ledger', () => {
    expect(resultsProblems(JSON.parse(JSON.stringify(sampleScenarioResults())))).toEqual([]);
    expect(resultsProblems(JSON.parse(JSON.stringify(hostileScenarioResults())))).toEqual([]);
  });

  test('the sample has every outcome', () => {
    expect(Object.keys(sampleResults().summary.byOutcome).sort()).toEqual($defs.outcome.enum.toSorted());
  });

  test.each<[string, (draft: Results) => unknown]>([
    ['a member that is unknown at the top', (draft) => ({ ...draft, score: 97 })],
    [
      'a member that is missing',
      (draft) => Object.fromEntries(Object.entries(draft).filter(([name]) => name !== 'sentence')),
    ],
    ['a member that is unknown in a finding', (draft) => withFinding(draft, { tone: 'angry' })],
    [
      'an outcome that does not exist',
      (draft) => ({ ...draft, checks: [{ ...draft.checks[0], outcome: 'ok' }] }),
    ],
    [
      'a count of an outcome that does not exist',
      (draft) => ({ ...draft, summary: { ...draft.summary, byOutcome: { ok: 1 } } }),
    ],
    ['another version of the schema', (draft) => ({ ...draft, schemaVersion: '2' })],
    ['a header that is not a pair', (draft) => withHeaders(draft, [['a', 'b', 'c']])],
  ])('refuses %s', (_what, change) => {
    expect(resultsProblems(change(sampleResults()))).not.toEqual([]);
  });
});

function withFinding(draft: Results, extra: object): unknown {
  const [first] = draft.checks;
  return {
    ...draft,
    checks: [{ ...first, findings: [{ requirement: 'x', severity: 'fail', message: 'x', ...extra }] }],
  };
}

function withHeaders(draft: Results, headers: string[][]): unknown {
  const [first] = draft.exchanges;
  return { ...draft, exchanges: [{ ...first, request: { ...first?.request, headers } }] };
}
