import type { Delivery } from '../../../reports/results.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { Attempts, Exchange, HandshakeOutcome, HandshakeSpec, Limits } from '../exchange.ts';
import type { FindingInput, JsonObject } from '../probe.ts';
import type { ReceiverHook } from './check.ts';
import type {
  Effect,
  Form,
  IssuerDoor,
  KeyName,
  OfferedSet,
  PeerStream,
  PushSpec,
  Scene,
  SeenCall,
  StartOutcome,
} from './exchange.ts';

/** What a SET is to be; whatever is left out is as in a right SET for this target. */
export interface SetSpec {
  /** Event type URI; default: CAEP session-revoked. */
  type?: string;
  /** The event object; default: one that is right for the type, where the harness knows it. */
  event?: JsonObject;
  /** `sub_id`; default: the configured subject, or a made-up user's e-mail that is not used twice. */
  subject?: JsonObject;
  /** Changes the claims, or the JOSE header, before they become JSON. */
  claims?(claims: JsonObject): JsonObject;
  header?(header: JsonObject): JsonObject;
  /** Changes the JSON text of the claims, or of the header, before it is encoded and signed. */
  claimsText?(json: string): string;
  headerText?(json: string): string;
  /** Default `current`. */
  key?: KeyName;
  /** `alg` of the header and of the signature; default: that of the key. `none` gives an empty signature. */
  alg?: string;
  /** Changes the finished token. */
  compact?(token: string): string | Promise<string>;
}

/** A SET made by the harness. */
export interface CraftedSet {
  compact: string;
  /** As made, whatever the header or the claims became later. */
  jti: string;
  type: string;
  subject: JsonObject;
  header: JsonObject;
  claims: JsonObject;
}

/** What became of a SET that was delivered. */
export interface Delivered {
  set: CraftedSet;
  delivery: Delivery;
  /**
   * `accepted`: answered 202, or acknowledged. `refused`: any other answer to a push, or an entry in setErrs.
   * `silent`: polled, but neither acknowledged nor reported although a later SET was. `unanswered`: no answer to the
   * push, or never polled.
   */
  outcome: 'accepted' | 'refused' | 'silent' | 'unanswered';
  /** Of the push answer; null for poll. */
  status: number | null;
  /** Error code that the target gave, by push answer or setErrs. */
  err: string | null;
  description: string | null;
  /** The push, or the poll request that settled it. */
  exchange: Exchange | null;
  /** Id of the recorded SET; undefined when it never went out. */
  recorded: number | undefined;
  waitedMs: number;
  /** It was the one in the middle of an `attack`. */
  attacked?: true;
}

/** A SET that was delivered between two good ones. */
export interface Attacked extends Delivered {
  /** The good one that followed. */
  after: Delivered;
  /** What the target did because of the SET in the middle; null without the hook `effects`. */
  effects: Effect[] | null;
}

/** A life of a managed Receiver, from its start on. */
export interface Life {
  number: number;
  delivery: Delivery;
  /** The issuer at which it was told to begin. */
  issuer: string;
  started: StartOutcome;
  /** Index of the first call that can be of this life. */
  from: number;
  /** Waits for the stream that it creates, up to the limit `start`; null when it makes none. */
  stream(): Promise<PeerStream | null>;
  /** All its calls so far. */
  calls(): Promise<SeenCall[]>;
  /** Waits for a call that `match` accepts, among those that came already too; null when the limit (ms) passes. */
  awaitCall(match: (call: SeenCall) => boolean, limitMs: number): Promise<SeenCall | null>;
  /**
   * Waits until no call came for `quietMs` (default: the limit `quiet`), at most `limitMs` (default: the limit
   * `start`); held long polls do not count. Gives all calls.
   */
  settle(options?: { quietMs?: number; limitMs?: number }): Promise<SeenCall[]>;
}

/**
 * What a check of a Receiver can do. One probe serves one instance of one check; R are the requirements that its
 * findings may name.
 */
export interface ReceiverProbe<R extends string = RequirementId> {
  readonly form: Form;
  readonly issuer: string;
  readonly metadataUrl: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly https: boolean;
  readonly profile: string;
  readonly limits: Limits;
  /** Delivery of this instance; the first under test for checks that run once. */
  readonly delivery: Delivery;
  readonly deliveries: readonly Delivery[];
  readonly hooks: readonly string[];

  // ── judging, as in TransmitterProbe ──────────────────────────────────────
  expect(condition: unknown, requirement: R, finding: FindingInput): boolean;
  violates(requirement: R, finding: FindingInput): void;
  warns(requirement: R, finding: FindingInput): void;
  notes(requirement: R, finding: FindingInput): void;
  notApplicable(reason: string): never;
  notTested(reason: string, hook?: ReceiverHook): never;

  // ── SETs ─────────────────────────────────────────────────────────────────
  /** Makes a SET; without a spec a good one. */
  craft(spec?: SetSpec): Promise<CraftedSet>;
  publicJwk(key: KeyName): Promise<JsonObject>;
  sign(spec: { key: KeyName; alg: string; input: string }): Promise<string>;
  /**
   * Delivers a SET by this instance's method and waits for what becomes of it (poll: up to the limit `delivery`).
   * Starts a managed Receiver first, if it does not live; ends the check as not-tested when there is no stream.
   */
  deliver(set: CraftedSet | SetSpec): Promise<Delivered>;
  /** Delivers several at once (poll: in one batch; push: without waiting for each other's answers); outcomes in the same order. */
  deliverAll(sets: readonly (CraftedSet | SetSpec)[]): Promise<Delivered[]>;
  /**
   * Delivers a SET between two good ones. Ends the check as not-tested when the good one before is not accepted: of
   * a target that refuses everything a refusal says nothing.
   */
  attack(set: CraftedSet | SetSpec): Promise<Attacked>;
  /** Sends a request to the push endpoint that need not be a right push. */
  push(spec: PushSpec): Promise<Exchange>;
  /** Every SET that was delivered in the run so far, in whatever check, and what became of it. */
  delivered(): readonly Delivered[];
  /** The current effects; ends the check as not-tested without the hook, or when it fails. */
  effects(): Promise<Effect[]>;
  /** Waits for an effect of this SET (by jti, or by its subject), up to the limit `effect`; null when none comes. */
  awaitEffect(set: CraftedSet): Promise<Effect | null>;
  /** Effects of this SET among the given ones. */
  effectsOf(set: CraftedSet, effects: readonly Effect[]): Effect[];

  // ── the peer and the target's life ───────────────────────────────────────
  /** Puts our peer in a state; it is at rest again when the check ends. */
  scene(scene: Scene): Promise<void>;
  /** The life that checks share, on this instance's delivery method; starts one if there is none. Ends the check as not-tested for a hosted target or when the start fails. */
  life(): Promise<Life>;
  /**
   * Ends whatever life there is and starts the target anew under a scene. This life ends with the check. Ends the
   * check as not-tested when the target can be started only once.
   */
  freshLife(options?: { scene?: Scene; door?: IssuerDoor; delivery?: Delivery }): Promise<Life>;
  /** What became of the connections to a door with a bad certificate, since the run began. */
  attempts(door: IssuerDoor): Promise<Attempts>;
  /** The issuer that stands at a door, for scenes in which one URL of ours leads there. */
  doorUrl(door: IssuerDoor): Promise<string>;
  /** Ends the current life now. */
  endLife(): Promise<void>;
  /** Every call that the target made in the run so far. */
  calls(): Promise<SeenCall[]>;
  /** Waits for a call with index >= `from` that `match` accepts. */
  awaitCall(match: (call: SeenCall) => boolean, limitMs: number, from?: number): Promise<SeenCall | null>;
  /** The stream that deliveries go to now; null when there is none. */
  stream(): Promise<PeerStream | null>;
  streams(): Promise<PeerStream[]>;
  /** Poll: puts SETs into the queue without waiting; `key` defaults to the jti. */
  offer(stream: PeerStream, sets: readonly (CraftedSet & { key?: string })[]): Promise<void>;
  offered(stream: PeerStream, keys: readonly string[]): Promise<OfferedSet[]>;
  withdraw(stream: PeerStream, keys: readonly string[]): Promise<void>;
  revokeTokens(): Promise<void>;
  dropStream(stream: PeerStream): Promise<void>;
  /** Whether the process of the target has ended; null where it is not ours. */
  ended(): Promise<boolean | null>;

  // ── other ────────────────────────────────────────────────────────────────
  /** URL of an attacker's server; the marker is part of its path, so that a fetch can be told. `plain`: without TLS in any case. */
  trap(plain?: boolean): Promise<{ url: string; marker: string }>;
  /** Whether the attacker's server was asked for this marker. */
  trapped(marker: string): Promise<boolean>;
  request(spec: { method: string; url: string; headers?: Record<string, string> }): Promise<Exchange>;
  handshake(spec: HandshakeSpec): Promise<HandshakeOutcome>;
  /** Where pushes go now; null when there is no push endpoint. */
  pushUrl(): Promise<string | null>;
  timing(name: keyof Limits, ms: number, limitMs: number): Promise<void>;
  /** Waits until `condition` gives something else than null or false, asking again with growing gaps; null when the limit (ms) passes. */
  until<T>(condition: () => Promise<T | null | false>, limitMs: number): Promise<T | null>;
  now(): Promise<number>;
  /** A random string that nobody guesses, hex. */
  random(): string;
}
