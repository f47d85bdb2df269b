import type { Results } from '../../../reports/results.ts';
import type { Condition, OfficialModule, OfficialSeverity } from '../../standard/official/condition.ts';
import { modulesOf } from '../../standard/official/crosswalk.ts';
import type { Variant } from '../../standard/official/suite.ts';
import type { WeakPointId } from '../../standard/official/weak-points.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { judgeCondition } from './judge-condition.ts';
import type { Told } from './told.ts';
import { type Chosen, crashingVariant } from './variants.ts';

/** What is foreseen of one condition. */
export interface PredictedCondition {
  name: string;
  about: string;
  severity: OfficialSeverity;
  /** `cannot-fail`: whatever the target does; `not-reached`: the module has ended before. */
  state: Told['state'] | 'cannot-fail' | 'not-reached';
  /** Why it fails, or why it cannot be told. */
  why?: string;
  /** Ids of our checks that answer it. */
  checks: readonly string[];
  /** The one of them that found it, and its finding. */
  check?: string;
  finding?: string;
  exchange?: number;
  set?: number;
  /** What was seen is right; the official suite asks for something else, too. */
  stricter?: true;
  weak: readonly WeakPointId[];
  /** The module does not end until it holds. */
  ends?: true;
}

export type PredictedOutcome = 'passed' | 'warning' | 'failed' | 'skipped' | 'untold';

export interface PredictedModule {
  id: string;
  name: string;
  /** `untold`: nothing of what the module is about was seen. */
  outcome: PredictedOutcome;
  /** Every condition that counts was answered, or the module fails whatever the others say. */
  complete: boolean;
  /** How many of the conditions that count were answered, of how many that are evaluated. */
  told: number;
  of: number;
  /** Why it is skipped, fails before any condition, or does not end. */
  why?: string;
  conditions: PredictedCondition[];
  /** Weak points of the official suite that one should know of here. */
  weak: readonly WeakPointId[];
}

export interface Prediction {
  plan: string;
  certification: string | null;
  variant: Variant;
  /** Sorted as the plan has them. */
  modules: PredictedModule[];
}

/** What the official suite would say of a target, for one plan and variant, as far as the results of a run tell. */
export function predict(
  results: Results,
  chosen: Chosen,
  { assumeHttps = false }: { assumeHttps?: boolean } = {},
): Prediction {
  const { plan, variant } = chosen;
  const evidence = evidenceOf(results, variant, assumeHttps);
  const crash = crashingVariant(chosen);
  return {
    plan: plan.name,
    certification: plan.certification,
    variant,
    modules: modulesOf(plan, variant).map((module) =>
      crash === null ? predictModule(module, evidence) : ended(module, 'failed', crash),
    ),
  };
}

function ended(module: OfficialModule, outcome: 'failed' | 'skipped', why: string): PredictedModule {
  const { id, name, weak = [] } = module;
  return { id, name, outcome, complete: true, told: 0, of: 0, why, conditions: [], weak };
}

function predictModule(module: OfficialModule, evidence: Evidence): PredictedModule {
  const missing = missingMembers(module, evidence);
  if (missing.length > 0) {
    const fails = module.needs?.failsIn === evidence.variant.ssf_profile;
    return ended(module, fails ? 'failed' : 'skipped', `The metadata has no ${missing.join(' and no ')}.`);
  }
  const conditions: PredictedCondition[] = [];
  let over = false;
  let isOwnSeen = false;
  for (const condition of module.conditions.filter(({ when }) => applies(when, evidence))) {
    const told = tell(condition, evidence, over);
    const predicted = describe(condition, told, evidence.variant);
    conditions.push(predicted);
    if (condition.own === true && counts(predicted) && told.state !== 'untold') isOwnSeen = true;
    if (told.state === 'crashes' || (told.state === 'fails' && predicted.severity === 'F!')) over = true;
  }
  return conclude(module, conditions, isOwnSeen);
}

type Seen = Told | { state: 'cannot-fail' | 'not-reached' };

function tell(condition: Condition, evidence: Evidence, over: boolean): Seen {
  if (over) return { state: 'not-reached' };
  return 'never' in condition.answer ? { state: 'cannot-fail' } : judgeCondition(condition, evidence);
}

function missingMembers({ needs }: OfficialModule, { metadata, results }: Evidence): string[] {
  if (needs === undefined || metadata === null || results.target.role !== 'transmitter') return [];
  return needs.members.filter((member) => !(member in metadata));
}

function applies(when: Condition['when'], { variant, metadata }: Evidence): boolean {
  if (when === undefined) return true;
  const { profile, delivery, auth, serverMetadata, clientAuth, member } = when;
  return (
    (profile ?? variant.ssf_profile) === variant.ssf_profile &&
    (delivery ?? variant.ssf_delivery_mode) === variant.ssf_delivery_mode &&
    (auth ?? variant.ssf_auth_mode) === variant.ssf_auth_mode &&
    (serverMetadata === undefined || serverMetadata === variant.server_metadata) &&
    (clientAuth === undefined ||
      (variant.client_auth_type !== undefined && clientAuth.includes(variant.client_auth_type))) &&
    (member === undefined || metadata === null || member in metadata)
  );
}

function describe(
  { name, about, severity, answer, ends, weak = [] }: Condition,
  told: Seen,
  variant: Variant,
): PredictedCondition {
  return {
    name,
    about,
    severity: typeof severity === 'string' ? severity : severity[variant.ssf_profile],
    checks: 'checks' in answer ? answer.checks : [],
    weak,
    ...(ends === true ? { ends } : {}),
    ...told,
  };
}

/** It was evaluated, and can make the module fail or warn. */
function counts({ severity, state }: PredictedCondition): boolean {
  return severity !== 'I' && state !== 'cannot-fail' && state !== 'not-reached';
}

/** It is broken, or may be although what was seen is right. */
function mayHit({ state, stricter }: PredictedCondition): boolean {
  return state === 'fails' || state === 'crashes' || stricter === true;
}

function whyEndless({ state, about }: PredictedCondition): string {
  return state === 'fails' ? `It does not end: it waits until ${about}.` : `It waits until ${about}.`;
}

function conclude(
  { id, name, weak = [] }: OfficialModule,
  conditions: PredictedCondition[],
  isOwnSeen: boolean,
): PredictedModule {
  const counting = conditions.filter(counts);
  const told = counting.filter(({ state }) => state !== 'untold');
  const broken = told.filter(({ state }) => state !== 'holds');
  const failed = broken.some(({ state, severity }) => state === 'crashes' || severity !== 'W');
  // What nobody saw the Receiver do is waited for without end.
  const endless =
    counting.find(({ state, ends }) => ends === true && state === 'fails') ??
    counting.find(({ state, ends }) => ends === true && state === 'untold');
  const unseen = !isOwnSeen || endless !== undefined;
  const outcome = failed ? 'failed' : unseen ? 'untold' : broken.length > 0 ? 'warning' : 'passed';
  return {
    id,
    name,
    outcome,
    complete: failed || told.length === counting.length,
    told: told.length,
    of: counting.length,
    ...(endless === undefined || (failed && endless.state === 'untold') ? {} : { why: whyEndless(endless) }),
    conditions,
    weak: [...new Set([...weak, ...counting.filter(mayHit).flatMap((one) => one.weak)])],
  };
}
