import type { Delivery } from '../../reports/results.ts';
import type { ParsedSet } from '../set/parse.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import type { EndpointName, Hook } from './check.ts';
import type {
  Answer,
  Arrival,
  Attempts,
  BadEndpoint,
  Exchange,
  HandshakeOutcome,
  HandshakeSpec,
  Identity,
  Limits,
  RequestSpec,
  TriggerOutcome,
} from './exchange.ts';

export type JsonObject = Record<string, unknown>;

/** What a finding tells the reader. `expected` and `actual` are shown beside each other. */
export interface FindingInput {
  message: string;
  expected?: unknown;
  actual?: unknown;
  hint?: string;
  exchange?: Exchange | number | undefined;
  set?: SeenSet | number | undefined;
}

/** Operations of the stream management API (SSF 8.1). */
export type Operation =
  | 'create-stream'
  | 'read-stream'
  | 'list-streams'
  | 'update-stream'
  | 'replace-stream'
  | 'delete-stream'
  | 'read-status'
  | 'update-status'
  | 'add-subject'
  | 'remove-subject'
  | 'verify';

/** What a call of the stream management API takes beside its operation. */
export interface CallOptions {
  /** Put in the query (read, delete, read-status) or in the JSON body (all others). Left out when undefined. */
  streamId?: string | undefined;
  /** Members of the JSON body. */
  body?: JsonObject;
  /** Sent instead of a JSON body made from `body` and `streamId`. */
  raw?: { text: string; contentType?: string };
  /** Default: `receiver`. */
  as?: Identity;
  /** Call it even where the run has given up after time-outs: for the check that says that there is no answer. */
  insist?: true;
  /**
   * Wait out a 429 to a verification request too, pausing at least so many ms; other calls always do. Without it that
   * 429 is the answer, for the check that judges it (SSF 8.1.1, min_verification_interval).
   */
  patientMs?: number;
}

/** How a stream is to be that a check creates. */
export interface StreamOptions {
  /** Default: the delivery of the check's instance, else the first under test. */
  delivery?: Delivery;
  /** `events_requested`; default: all event types that the harness knows. */
  eventsRequested?: string[];
  description?: string;
  /** Register an `authorization_header` with a push stream; default true. */
  authorization?: boolean;
  /** Push to an endpoint that the target ought to refuse. */
  badEndpoint?: BadEndpoint;
  /** Further or other members of the create request. */
  body?: JsonObject;
  as?: 'receiver' | 'second';
}

/** A stream that the harness made at the target; deleted when the check ends. */
export interface TestStream {
  id: string;
  delivery: Delivery;
  /** The request body and the answered configuration. */
  request: JsonObject;
  configuration: JsonObject;
  created: Exchange;
  /** Push: id of our inbox, and the value that each push must carry in Authorization. */
  inbox: string | null;
  authorizationHeader: string | null;
  /** Poll: the URL that the Transmitter gave. */
  pollUrl: string | null;
  as: 'receiver' | 'second';
}

/** A SET as it came over the wire, parsed but not judged. */
export interface SeenSet {
  id: number;
  parsed: ParsedSet;
  delivery: Delivery;
  streamId: string | null;
  /** Configuration of the stream on which it came, if known. */
  configuration: JsonObject | null;
  /** Poll: the member name under which it stood in `sets`. */
  pollKey: string | null;
  exchange: Exchange;
  arrivedAtMs: number;
  /** Wall clock of its arrival, s since the epoch. */
  arrivedAt: number;
}

/**
 * What a check of a Transmitter can do. One probe serves one instance of one check; R are the requirements that its
 * findings may name.
 */
export interface TransmitterProbe<R extends string = RequirementId> {
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly https: boolean;
  /** Our push endpoint is served over https. */
  readonly inboxHttps: boolean;
  readonly profile: string;
  readonly limits: Limits;
  /** Delivery of this instance; the first under test for checks that run once. */
  readonly delivery: Delivery;
  /** All delivery methods under test. */
  readonly deliveries: readonly Delivery[];
  readonly tokenEndpoint: string | null;
  /** Hooks that are configured, for a check that does without one but does more with it. */
  readonly hooks: readonly string[];

  // ── judging ──────────────────────────────────────────────────────────────
  /** Adds a finding when `condition` is falsy; the catalogue decides how bad it is. Returns whether it held. */
  expect(condition: unknown, requirement: R, finding: FindingInput): boolean;
  /** Adds a finding; the catalogue decides how bad it is. */
  violates(requirement: R, finding: FindingInput): void;
  /** Adds a finding that is at most a warning, whatever the catalogue says. */
  warns(requirement: R, finding: FindingInput): void;
  /** Adds a remark that does not count against the target. */
  notes(requirement: R, finding: FindingInput): void;
  /** Status is one of `allowed`; a finding with the exchange otherwise (also when no answer came). */
  expectStatus(exchange: Exchange, allowed: readonly number[] | '4xx', requirement: R, what: string): boolean;
  /** The media type of the answer is application/json, parameters tolerated. */
  expectJsonType(exchange: Exchange, requirement: R, what: string): boolean;
  /** Ends the check: the target does not claim what it judges. */
  notApplicable(reason: string): never;
  /**
   * Ends the check: it applies, but could not be exercised. Findings made so far stay and win. `hook`: what the tester
   * has not lent us, where that is the reason; it is counted as for checks that are not even planned.
   */
  notTested(reason: string, hook?: Hook): never;

  // ── the target's documents, fetched once per run ─────────────────────────
  metadata(): Promise<{ exchange: Exchange; document: JsonObject | null }>;
  /** The advertised URL of an endpoint; ends the check as not-applicable if there is none. */
  endpoint(name: EndpointName): Promise<string>;
  jwks(): Promise<{ exchange: Exchange; keys: JsonObject[] | null }>;
  /** Forgets the fetched JWKS, so that the next call fetches again. */
  forgetJwks(): void;

  // ── requests ─────────────────────────────────────────────────────────────
  request(spec: Omit<RequestSpec, 'as'> & { as?: Identity }): Promise<Exchange>;
  call(operation: Operation, options?: CallOptions): Promise<Exchange>;
  requestToken(spec?: {
    scope?: string;
    grantType?: string;
    clientSecret?: string;
    basic?: boolean;
  }): Promise<Exchange>;
  handshake(spec: HandshakeSpec): Promise<HandshakeOutcome>;

  // ── streams ──────────────────────────────────────────────────────────────
  /** Creates a stream; ends the check as not-tested when the target will not give one. */
  stream(options?: StreamOptions): Promise<TestStream>;
  /** A right create request (push: with an inbox of ours behind its endpoint_url), for checks that send it by `call`. */
  streamRequest(options?: StreamOptions): Promise<JsonObject>;
  /** Deletes every stream of ours now (for checks of an empty list); returns false if others remain. */
  deleteOwnStreams(): Promise<boolean>;
  /** Reads a stream's configuration; null when it cannot be read. */
  read(stream: TestStream): Promise<JsonObject | null>;
  /** Whether a second stream of the same Receiver was allowed; tried once per run. */
  allowsSeveralStreams(): Promise<boolean>;
  /** Takes note of a stream that the check created by `call`, so that it is deleted in the end. */
  adopt(exchange: Exchange, delivery: Delivery): TestStream | null;

  // ── SETs ─────────────────────────────────────────────────────────────────
  /** One poll of a poll stream (RFC 8936 2.2); every SET in the answer is recorded as seen. */
  poll(
    stream: TestStream,
    body?: JsonObject,
    options?: { as?: Identity; raw?: { text: string; contentType?: string }; timeoutMs?: number },
  ): Promise<{ exchange: Exchange; sets: SeenSet[]; document: JsonObject | null }>;
  /** Pushes that an inbox got so far, or from `from` on, waiting up to `waitMs` for one. Every SET is recorded as seen. */
  pushes(
    stream: TestStream,
    options?: { from?: number; waitMs?: number },
  ): Promise<{ arrival: Arrival; set: SeenSet }[]>;
  /** What became of the connections to the bad endpoint of this kind; waits up to `waitMs` until more than `beyond` were refused. */
  attempts(kind: BadEndpoint, beyond?: number, waitMs?: number): Promise<Attempts>;
  /** Sets the next answers of a push stream's inbox. */
  answer(stream: TestStream, answers: Answer[]): Promise<void>;
  /**
   * Waits for a SET on the stream that `match` accepts, by push or by polling (polled SETs are acknowledged);
   * null when the limit (ms) passes.
   */
  awaitSet(stream: TestStream, match: (set: SeenSet) => boolean, limitMs: number): Promise<SeenSet | null>;
  /**
   * Requests verification with a fresh random state (or the given one; null: none) and waits for its event, as
   * long as the limit `verification` allows. `set` is null when none came. Ends the check as not-tested when the
   * delivery method is silent, unless it insists: for checks that judge just this.
   */
  verify(
    stream: TestStream,
    options?: { state?: string | null; insist?: true },
  ): Promise<{ requested: Exchange; state: string | null; set: SeenSet | null; waitedMs: number }>;
  /** Several verification requests in a row brought no SET at all by the stream's delivery method. */
  isSilent(stream: Pick<TestStream, 'delivery'>): boolean;
  trigger(
    stream: TestStream,
    wish: { type: string; subject: JsonObject; event: JsonObject },
  ): Promise<TriggerOutcome>;
  /** Every SET seen in the run so far, on whatever stream and in whatever check: one list, which grows. Asks for none. */
  seenSets(): Promise<readonly SeenSet[]>;
  /** ms since the start of the run (monotonic). */
  now(): Promise<number>;
  /** A random string that nobody guesses, hex. */
  random(): string;
}
