/**
 * The conformance harness as a library: run it, plan a run, list what it knows, make the reports. What stands here is
 * public and keeps to semantic versioning; everything else is private.
 * @module ssf-conformance
 */

export { renderBadge, renderHtml, renderJunit, renderMarkdown, renderSarif } from '../reports/index.ts';
export type {
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
} from '../reports/results.ts';
export type { EndpointName, Hook } from '../suites/harness/check.ts';
export type {
  Answer,
  Arrival,
  Attempts,
  BadEndpoint,
  CertificateFailing,
  Exchange,
  ExchangeResponse,
  HandshakeOutcome,
  HandshakeSpec,
  Identity,
  Limits,
  NetworkErrorKind,
  RequestSpec,
  TriggerOutcome,
  TriggerRequest,
  TriggerStory,
} from '../suites/harness/exchange.ts';
export {
  defineCheck,
  type OwnCheck,
  type OwnCheckSpec,
  type OwnLevel,
  type OwnRule,
} from '../suites/harness/own/define-check.ts';
export { defineProfile, type OwnProfile } from '../suites/harness/own/define-profile.ts';
export { defineScenario, type OwnScenario } from '../suites/harness/own/define-scenario.ts';
export {
  defineVendor,
  type HappenFunction,
  type OwnVendor,
  type ReceivingParts,
  type SharingParts,
  type VendorLog,
} from '../suites/harness/own/define-vendor.ts';
export type { Proof, ProofPeer, Proven } from '../suites/harness/own/prove.ts';
export { proveCheck } from '../suites/harness/own/prove-check.ts';
export type {
  CallOptions,
  FindingInput,
  Operation,
  SeenSet,
  StreamOptions,
  TestStream,
  TransmitterProbe,
} from '../suites/harness/probe.ts';
export type { ReceiverHook } from '../suites/harness/receiver/check.ts';
export type {
  Effect,
  Form,
  IssuerDoor,
  KeyName,
  LikeTheRight,
  OfferedSet,
  PeerOperation,
  PeerStream,
  PushSpec,
  Scene,
  ScriptedAnswer,
  SeenCall,
  StartOutcome,
  StartRequest,
} from '../suites/harness/receiver/exchange.ts';
export type {
  Attacked,
  CraftedSet,
  Delivered,
  Life,
  ReceiverProbe,
  SetSpec,
} from '../suites/harness/receiver/probe.ts';
export type { ProgressEvent } from '../suites/harness/run-options.ts';
export { device, place, user } from '../suites/scenarios/cast-member.ts';
export { caepEvent, riscEvent, type Told } from '../suites/scenarios/expected-event.ts';
export type { Device, Happening, Place, Posture } from '../suites/scenarios/happening.ts';
export type {
  Action,
  ExpectedEvent,
  NeedNot,
  People,
  Person,
  PolicyRule,
  ReceiverMock,
  Scenario,
  Step,
  TransmitterMock,
} from '../suites/scenarios/scenario.ts';
export type { ParseDefect, ParsedSet } from '../suites/set/parse.ts';
export type { ProfileName } from '../suites/standard/profiles.ts';
export type { RequirementId } from '../suites/standard/requirement-ids.ts';
export type { Requirement, RequirementLevel, Severity } from '../suites/standard/requirements.ts';
export type { ListedCheck } from './commands/list.ts';
export type { ListedScenario } from './commands/list-scenarios.ts';
export type { RunName } from './config/built-in-runs.ts';
export {
  type AuthConfig,
  type CertificateFiles,
  type ConformanceConfig,
  type ContainerConfig,
  type Credentials,
  type DockerfileConfig,
  type Duration,
  defineConfig,
  type EffectsConfig,
  type EffectsFunction,
  type HarnessConfig,
  type HookCommand,
  type HookRequest,
  type PersonConfig,
  type ReceiverAuthConfig,
  type ReceiverConfig,
  type ScenariosConfig,
  type StartConfig,
  type StartFunction,
  type StopConfig,
  type StopFunction,
  type TargetConfig,
  type TlsAuthorityFiles,
  type TransmitterConfig,
  type TriggerCommand,
  type TriggerConfig,
  type TriggerFunction,
  type TriggerHttpRequest,
  type WaitFor,
} from './config/define-config.ts';
export { type ConformanceError, type ErrorCode, HarnessError, TargetError } from './library/errors.ts';
export { type Catalogue, type ListedProfile, list } from './library/list.ts';
export { loadConfig } from './library/load-config.ts';
export type { PlanOptions, RunOptions } from './library/options.ts';
export { type Plan, type PlannedCheck, plan, type RunPlan } from './library/plan.ts';
export { type WriteOptions, writeReports } from './library/reports.ts';
export { type RunReport, run } from './library/run.ts';
export type { FormatName } from './report-formats.ts';
export { UsageError } from './usage-error.ts';
