/**
 * The shape of `results.json`: the one truth that a run leaves behind. Every report is a pure function of it.
 * Published as JSON Schema in `reports/results.schema.json`; the two are kept together by a test.
 */

/** Outcome of one check. `fail` is a broken MUST, `warn` a broken SHOULD, `error` is our fault, not the target's. */
export type Outcome =
  | 'pass'
  | 'fail'
  | 'warn'
  | 'note'
  | 'not-applicable'
  | 'not-tested'
  | 'waived'
  | 'error';

/** Of a run. `incomplete`: nothing failed, but a planned check of a MUST could not be exercised. */
export type Verdict = 'conformant' | 'non-conformant' | 'incomplete';

/** Delivery method: `push` is urn:ietf:rfc:8935, `poll` is urn:ietf:rfc:8936. */
export type Delivery = 'push' | 'poll';

/** Which side is tested, or keeps a rule. */
export type Role = 'transmitter' | 'receiver';

/** Why an outcome is not `pass`. `exchange` and `set` are ids in `Results.exchanges` and `Results.sets`. */
export interface Finding {
  requirement: string;
  severity: 'fail' | 'warn' | 'note';
  message: string;
  expected?: string;
  actual?: string;
  hint?: string;
  exchange?: number;
  set?: number;
}

/** What one check came to, on one delivery method where it has one. */
export interface CheckResult {
  /** Stable id, `family/name`. The pair of id and delivery is unique in a run. */
  id: string;
  title: string;
  /** What the check does, in one to three sentences. */
  what?: string;
  role: Role;
  /** Keyword of the check's own (first) requirement: MUST, SHOULD, ... */
  level: string;
  requirements: string[];
  /** The delivery method that this instance exercised; null when the check has nothing to do with delivery. */
  delivery: Delivery | null;
  outcome: Outcome;
  /** Why the check is not-applicable, not-tested or in error: one sentence, with what to configure. */
  reason?: string;
  /** The hook whose absence keeps the check from being planned (`trigger`, `second-receiver`, ...). */
  hook?: string;
  /** Of a check that found a failure: it could not be brought to its end beside that; `reason` tells why. */
  ended?: 'not-tested' | 'error';
  findings: Finding[];
  /** Ids of the exchanges recorded while the check ran. */
  exchanges: number[];
  durationMs: number;
  /** Names of the faults of the reference peers that this check was seen to find. */
  provenBy: string[];
  /** Of a check of the tester's own: the module in which it stands, as in `Results.own`. */
  own?: string;
  /** Command line that runs only this check again. */
  rerun: string;
  /** Of a check whose outcome is `waived`: what it would be, and why that is accepted. */
  waived?: Pick<WaiverRow, 'reason' | 'issue' | 'owner' | 'until'> & { outcome: 'fail' | 'warn' };
}

/** A waiver of the tester's as it stood in this run. */
export interface WaiverRow {
  /** `family/name`, or `family/name@delivery` for one delivery method. */
  check: string;
  reason: string;
  /** URL of the ticket. */
  issue?: string;
  owner?: string;
  /** The last day on which it holds, `YYYY-MM-DD` (UTC). */
  until: string;
  /** Rules whose breach it accepts; without it, of all that the check decides. */
  requirements?: string[];
  /** It accepts no more than a warning: a failure of the check counts. */
  outcome?: 'warn';
  /**
   * `used`: a failure is waived. `exceeded`: the check breaks a rule that the waiver does not name, so it counts.
   * `stale`: the check does not fail any more. `expired`: its day has passed. `not-run`: the run says nothing about it.
   * `stale` and `expired` fail the run.
   */
  state: 'used' | 'exceeded' | 'stale' | 'expired' | 'not-run';
  /** Keys of the checks of this run that it is about. */
  checks: string[];
}

/** One check that differs between two runs. */
export interface ComparedCheck {
  /** `family/name` or `family/name@delivery`. */
  key: string;
  title: string;
  /** Null: that run did not have it. */
  before: Outcome | null;
  after: Outcome | null;
  /** What was found first, or why it is as it is. */
  message?: string;
}

/** One time that became longer, ms. */
export interface ComparedTime {
  /** `delivery.p99`, `verification` ... */
  name: string;
  delivery: Delivery | null;
  beforeMs: number;
  afterMs: number;
}

/** How a run differs from an earlier one. */
export interface Comparison {
  against: { startedAt: string; tool: Results['tool']; verdict: Verdict; sentence: string };
  /** What makes the two less comparable, in words: another version, another catalogue, a part of the checks. */
  caveats: string[];
  newlyFailing: ComparedCheck[];
  fixed: ComparedCheck[];
  newlyNotTested: ComparedCheck[];
  /** What differs in another way: another outcome, a check that came or went. */
  changed: ComparedCheck[];
  /** How many fail in both. */
  stillFailing: number;
  slower: ComparedTime[];
}

/** One rule about a part of a SET. */
export interface SetRule {
  /**
   * Which part: `header.typ`, `claims.aud`, `claims.sub_id.email`, `claims.events` (which events there are),
   * `claims.events.*.event_timestamp` (a member of whichever event), `token` (its form), `signature`. An index of an
   * array is `*`, too.
   */
  path: string;
  rule: Omit<SelectedRequirement, 'severity' | 'own'>;
  /** It holds only for events of these types; absent: whatever the events. */
  eventTypes?: string[];
  /** It holds only for subject identifiers of these formats, the one that `path` lies in; absent: of every format. */
  formats?: string[];
}

/** A part of a SET that breaks a rule. */
export interface SetBreach {
  /** As in `SetRule`. */
  path: string;
  requirement: string;
  severity: 'fail' | 'warn' | 'note';
  message: string;
}

/**
 * A recorded body: text if it is UTF-8, else base64; cut at a limit, `bytes` is the whole length as received. Neither
 * where it is compressed, or no UTF-8 with a secret in it.
 */
export interface RecordedBody {
  text?: string;
  base64?: string;
  bytes: number;
  truncated: boolean;
}

/** One HTTP request and its response, secrets masked. Times are ms since the start of the run (monotonic). */
export interface RecordedExchange {
  id: number;
  /** `to-target`: we asked; `from-target`: the target called one of our peers. */
  direction: 'to-target' | 'from-target';
  /** Key of the check during which it happened: `id` or `id@delivery`; null outside checks. */
  check: string | null;
  atMs: number;
  durationMs: number;
  request: { method: string; url: string; headers: [string, string][]; body: RecordedBody | null };
  response: {
    status: number;
    headers: [string, string][];
    body: RecordedBody | null;
  } | null;
  /** Why there is no (whole) response: timeout, reset, refused, too-large, tls, dns, protocol, ... */
  error?: { kind: string; message: string };
}

/** One SET seen on the wire, decoded as far as it could be. */
export interface RecordedSet {
  id: number;
  exchange: number;
  check: string | null;
  delivery: Delivery;
  streamId: string | null;
  jti: string | null;
  eventTypes: string[];
  /** JOSE header and claims set; null if that part could not be decoded. */
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  /** ms since the start of the run. */
  arrivedAtMs: number;
  /** What is wrong with it as a SET of its own; empty: nothing is. Absent: it was not read so. */
  breaches?: SetBreach[];
  /** Ids of rules (`Results.setRules`) that it was seen to keep; what is neither here nor broken was not judged. */
  kept?: string[];
}

/** One row of the catalogue that the profile selects, in our words. */
export interface SelectedRequirement {
  id: string;
  spec: string;
  section: string;
  sectionTitle: string;
  level: string;
  severity: 'fail' | 'warn' | 'info';
  summary: string;
  /** A rule of the tester's own, of no standard. */
  own?: true;
}

/** What the tester's own modules brought into a run. */
export interface OwnInRun {
  /** By path, relative to the working directory; SHA-256 of their text and of what they import, in hex. */
  modules: { name: string; sha256: string }[];
  /** The tester's own profile by which was judged, and how it differs from that of ours from which it starts. */
  profile?: {
    title: string;
    base: string;
    /** Ids of rules that only it selects. */
    added: string[];
    /** Rules that it leaves out, as its base counts them. */
    omitted: SelectedRequirement[];
    /** Rules that count for less than in its base, as that counts them. */
    lowered: SelectedRequirement[];
    /** Ids of rules that count for more. */
    raised: string[];
  };
  /** Ids of checks of the tester's own that judge what the whole run has seen. */
  judgesWhole: string[];
}

/** A rule that cannot be seen to be kept or broken. */
export interface UnobservableRequirement {
  requirement: SelectedRequirement;
  why: string;
}

/** One measured wait: how long a thing took that a limit bounds. */
export interface TimingSample {
  /** Name of the limit: `verification`, `delivery`, ... */
  name: string;
  delivery: Delivery | null;
  check: string | null;
  ms: number;
  limitMs: number;
}

/** Who plays a side of a scenario. */
export interface Player {
  kind: 'target' | 'mock';
  /** `Cloudflare One`, or what the target is called. */
  name: string;
  url?: string;
  /** What a mock takes for granted because its maker has not published it. */
  assumptions: string[];
}

/** Where something of a scenario is seen. */
export type Lane = 'operator' | 'transmitter' | 'receiver';

/** Something that was seen during a scenario, for its picture: from one lane to another, or within one. */
export interface Moment {
  atMs: number;
  kind: 'told' | 'sent' | 'answered' | 'acted' | 'missing';
  from: Lane;
  to: Lane;
  text: string;
  /** False: not what the story wants. */
  right: boolean;
  /** Id of the step of the story; null when it belongs to none. */
  step: string | null;
  /** Ids in `Results.sets`, `Results.exchanges` and `Ledger.entries`. */
  set?: number;
  exchange?: number;
  entry?: number;
}

/** A scenario that was played. Times are ms since the start of the run. */
export interface ScenarioResult {
  name: string;
  title: string;
  story: string;
  /** `held`: the story came to its end; `broken`: a side did not do its part; `incomplete`: that could not be seen. */
  outcome: 'held' | 'broken' | 'incomplete';
  transmitter: Player;
  receiver: Player;
  delivery: Delivery;
  startedAtMs: number;
  durationMs: number;
  steps: { id: string; text: string; atMs: number | null }[];
  /** In order of time; of a storm only the first ones. */
  moments: Moment[];
  /** How many moments were left out. */
  momentsLeftOut: number;
  /** Ids of its checks. */
  checks: string[];
}

/**
 * The times of one event, from what happened to what was done about it; ms since the start of the run, on our monotonic
 * clock. Null: not seen, or not known.
 */
export interface LedgerEntry {
  id: number;
  scenario: string;
  /** Null: nothing in the story called for it. */
  step: string | null;
  eventType: string;
  delivery: Delivery;
  /** The subject in a few words. */
  subject: string;
  jti: string | null;
  set: number | null;
  /** The trigger was sent, and it had been taken. */
  happenedAtMs: number | null;
  toldAtMs: number | null;
  /** `event_timestamp` and `iat` on our clock, corrected by the skew; to the second, unless our own mock signed. */
  eventTimestampAtMs: number | null;
  signedAtMs: number | null;
  /** How far off that may be, ms; absent where it contradicts what was seen, so that it is not counted. */
  signedOffMs?: number;
  signedExactly: boolean;
  firstAttemptAtMs: number | null;
  acceptedAtMs: number | null;
  actedAtMs: number | null;
  /** How far off that may be, ms. */
  actedOffMs?: number;
  attempts: number;
  /** From one attempt to the next, as long as it was not accepted. */
  retryGapsMs: number[];
  /** How often the same SET came again after it had been accepted, or the same event as another SET. */
  duplicates: number;
  outOfOrder: boolean;
  lost: boolean;
}

/**
 * Durations over all events of one type: `process-to-signing` from what happened to `iat`, `delivery` to the first
 * attempt, `ingest-to-push` to the acceptance, `end-to-end` to the effect; all of them from what happened on.
 */
export interface DurationRow {
  name: 'process-to-signing' | 'delivery' | 'ingest-to-push' | 'end-to-end';
  /** Null: all types together. */
  eventType: string | null;
  delivery: Delivery;
  count: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
  /** How far off each may be: of `iat`, whole seconds and the skew. */
  uncertaintyMs: number;
}

/** A limit that the tester sets, and what was seen. It does not count unless limits are enforced. */
export interface LimitRow {
  /** `delivery.p99` */
  name: string;
  limitMs: number;
  /** Null: nothing was measured. */
  actualMs: number | null;
  kept: boolean | null;
  /** `actualMs` is beyond the limit, but by less than it may be off, so that the limit counts as kept. */
  undecided?: true;
  /** Where the limit comes from: `configured`, or who proposed the default. */
  source: string;
}

/** The times of the events of all scenarios that were played. */
export interface Ledger {
  entries: LedgerEntry[];
  durations: DurationRow[];
  limits: LimitRow[];
  /** Limits count against the target (--enforce-limits). */
  enforced: boolean;
  /** How far the Transmitter's clock is ahead of ours, ms, as its Date headers and iat tell; null when nothing tells. */
  clockSkew: { ms: number; uncertaintyMs: number; samples: number } | null;
  /** How long polls were held that brought nothing, ms. */
  emptyPollsMs: number[];
}

/** One line that the target wrote, secrets masked; a longer one is cut. */
export interface TargetLogLine {
  /** When we read it, ms since the start of the run (before it: negative). */
  atMs: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

/** What a target wrote that we started ourselves, as a container or a process. */
export interface TargetLog {
  /** `container IMAGE`, or `command PROGRAM`. */
  source: string;
  /** In the order in which they came. */
  lines: TargetLogLine[];
  /** How many lines were left out beyond the limit. */
  omitted: number;
}

/** What a run leaves behind: `results.json`. Times are ms, unless a name says otherwise. */
export interface Results {
  schemaVersion: '1';
  /** `catalogue`: SHA-256 of the catalogue of requirements, in hex. */
  tool: { name: string; version: string; catalogue: string };
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  target: {
    role: Role;
    /** Of the Transmitter: the target's own, or ours where a Receiver is the target. */
    issuer: string;
    metadataUrl: string;
    builtIn: boolean;
    /**
     * Receivers: `hosted` takes our well-known URL once, `managed` creates its own stream. Of scenarios: `mocks` where
     * both sides are ours, `pair` where both are targets (then `endpoint` is the Receiver's).
     */
    form?: 'hosted' | 'managed' | 'mocks' | 'pair';
    /** Hosted Receivers: the push endpoint, or the poll URL that it was given. */
    endpoint?: string;
  };
  profile: string;
  delivery: Delivery[];
  seed: number;
  /** How it was asked to judge; `newOnly`: the exit code goes by the comparison, failures of old do not count. */
  policy: { failOn: 'must' | 'should'; allowUntested: boolean; requireComplete: boolean; newOnly?: true };
  /** True when not all checks were meant to run: --only, --skip, a shard, or a run that was cut short. */
  partial: boolean;
  /** What was asked for with --only, --skip and --scenario; absent: everything. */
  selection?: { only?: string[]; skip?: string[]; scenarios?: string[] };
  /** Which part of a run this is, from 1 on. */
  shard?: { index: number; count: number };
  verdict: Verdict;
  /** Exit code of the run (design: exit codes). */
  exitCode: number;
  /** The harness itself went wrong in a way that no check shows. */
  faulty?: true;
  /** One sentence: conformant or not, against what, how many MUSTs were tested of how many. */
  sentence: string;
  /** True when the run was cut short (Ctrl-C, lost target). */
  interrupted: boolean;
  summary: {
    byOutcome: Partial<Record<Outcome, number>>;
    /** Keyword of the check's own requirement, then outcome. */
    byLevel: Record<string, Partial<Record<Outcome, number>>>;
  };
  requirements: {
    selected: SelectedRequirement[];
    tested: string[];
    notApplicable: { id: string; why: string }[];
    untested: { id: string; why: string }[];
    /**
     * Rules of the same standards for the same role that no run can judge, and why. They are not among `selected`.
     * Absent where the run is not about whole standards.
     */
    unobservable?: UnobservableRequirement[];
    /** How many more rows of these standards only permit or describe something, so that nothing can break them. */
    descriptive?: number;
  };
  checks: CheckResult[];
  exchanges: RecordedExchange[];
  sets: RecordedSet[];
  timing: { limits: Record<string, number>; samples: TimingSample[]; ledger?: Ledger };
  /** The scenarios that were played, in order; absent where the run was none of scenarios. */
  scenarios?: ScenarioResult[];
  /** The tester's waivers; absent where there are none. */
  waivers?: WaiverRow[];
  /** What is the tester's own in it; absent where nothing is. */
  own?: OwnInRun;
  /** How it differs from the run that it was compared with (--against). */
  comparison?: Comparison;
  /** Rules about the parts of a SET, for whoever shows one. Absent where no SET was read so. */
  setRules?: SetRule[];
  /** What the target wrote meanwhile. Absent where the run did not start it. */
  targetLog?: TargetLog;
  /** What was cut to keep the file small, in words; empty when nothing was. */
  omissions: string[];
  /** Messages about the harness's own house-keeping: streams that could not be deleted, and the like. */
  notices: string[];
  /** Compact JWS over the digest of everything else (`sign`). */
  attestation?: string;
}
