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

export type Verdict = 'conformant' | 'non-conformant' | 'incomplete';

/** Delivery method: `push` is urn:ietf:rfc:8935, `poll` is urn:ietf:rfc:8936. */
export type Delivery = 'push' | 'poll';

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

export interface CheckResult {
  /** Stable id, `family/name`. The pair of id and delivery is unique in a run. */
  id: string;
  title: string;
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
  findings: Finding[];
  /** Ids of the exchanges recorded while the check ran. */
  exchanges: number[];
  durationMs: number;
  /** Names of the faults of the reference peers that this check was seen to find. */
  provenBy: string[];
  /** Command line that runs only this check again. */
  rerun: string;
}

/** A recorded body: text if it is UTF-8, else base64; cut at a limit, `bytes` is the whole length as received. */
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

export interface Results {
  schemaVersion: '1';
  tool: { name: string; version: string };
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  target: {
    role: Role;
    /** Of the Transmitter: the target's own, or ours where a Receiver is the target. */
    issuer: string;
    metadataUrl: string;
    builtIn: boolean;
    /** Receivers: `hosted` takes our well-known URL once, `managed` creates its own stream. */
    form?: 'hosted' | 'managed';
    /** Hosted Receivers: the push endpoint, or the poll URL that it was given. */
    endpoint?: string;
  };
  profile: string;
  delivery: Delivery[];
  seed: number;
  verdict: Verdict;
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
  };
  checks: CheckResult[];
  exchanges: RecordedExchange[];
  sets: RecordedSet[];
  timing: { limits: Record<string, number>; samples: TimingSample[] };
  /** What was cut to keep the file small, in words; empty when nothing was. */
  omissions: string[];
  /** Messages about the harness's own house-keeping: streams that could not be deleted, and the like. */
  notices: string[];
}
