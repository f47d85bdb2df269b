import type { Delivery, Role } from '../../reports/results.ts';
import { type AnyCheck, levelOf } from '../../suites/harness/any-check.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import { type PlannedCheck as Instance, plan as planChecks } from '../../suites/harness/plan.ts';
import { scenariosOf } from '../../suites/harness/scenario/scenarios-of.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import type { RunName } from '../config/built-in-runs.ts';
import type { ConformanceConfig } from '../config/define-config.ts';
import type { ResolvedRun } from '../config/resolve.ts';
import { type PlanOptions, runsOf, settled } from './options.ts';
import { groundOf } from './plan-ground.ts';

/** What a run would do. */
export interface Plan {
  /** One, or several where no target is named, so that the built-in peers are tested. */
  runs: readonly RunPlan[];
}

/** What one run would do. */
export interface RunPlan {
  name: RunName;
  /** Of the target; null: scenarios are played in place of checks. */
  role: Role | null;
  profile: string;
  /** Delivery methods under test; null: those that the metadata lists, so that the plan has the checks of both. */
  delivery: readonly Delivery[] | null;
  /** Hooks that are configured. */
  hooks: readonly string[];
  /** In the order in which they would run. */
  checks: readonly PlannedCheck[];
  /** Names of the scenarios that would be played. */
  scenarios: readonly string[];
}

/** One check of a plan, on one delivery method. */
export interface PlannedCheck {
  /** `family/name` */
  id: string;
  /** `family/name` or `family/name@push`: unique in a run, and what `only` and `skip` take. */
  key: string;
  title: string;
  /** null: it has nothing to do with delivery. */
  delivery: Delivery | null;
  /** Keyword of its own (first) requirement: MUST, SHOULD ... */
  level: string;
  requirements: readonly string[];
  /** Whether it would run; then what the target says of itself may still make it not applicable, see `depends`. */
  runs: boolean;
  /** Where it would not run: what its outcome is. */
  outcome?: 'not-applicable' | 'not-tested';
  /** Where it would not run: why, with what to configure. */
  reason?: string;
  /** Where it would not run: the hook that is not configured. */
  hook?: string;
  /** Members of the Transmitter's metadata (SSF 7.1) without which it is not applicable. */
  depends: readonly string[];
}

/**
 * Which checks `run` would run with the same configuration, and why not the others. The target is not asked: nothing is
 * started, sent or written; only the name of its host may be looked up. What the target alone can tell is in
 * `RunPlan.delivery` and `PlannedCheck.depends`, as far as its metadata says it.
 * @throws UsageError when the configuration is wrong
 */
export async function plan(config: ConformanceConfig = {}, options: PlanOptions = {}): Promise<Plan> {
  const { runs } = await runsOf(config, { ...settled(options), dry: true });
  return { runs: runs.map(planOf) };
}

function planOf(run: ResolvedRun): RunPlan {
  const { profile: base, ownProfile, own } = run.options;
  const profile = ownProfile?.name ?? base;
  if (run.role === null)
    return {
      name: run.name,
      role: null,
      profile,
      delivery: run.options.delivery ?? null,
      hooks: [],
      checks: [],
      scenarios: scenariosOf(run.options).map(({ name }) => name),
    };
  const { only, skip, shard } = run.options;
  const ground = groundOf(run);
  const checks = planChecks({
    role: run.role,
    checks: checksOf(run.role, own),
    selected: selectFor(base, run.role, run.options).selected,
    deliveries: ground.delivery ?? ['push', 'poll'],
    hooks: ground.hooks,
    ...(only === undefined ? {} : { only }),
    ...(skip === undefined ? {} : { skip }),
    ...(shard === undefined ? {} : { shard }),
  });
  return {
    name: run.name,
    role: run.role,
    profile,
    delivery: ground.delivery,
    hooks: ground.hooks,
    checks: checks.map((one) => planned(one, ground)),
    scenarios: [],
  };
}

function planned(
  { check, delivery, key, excluded }: Instance,
  ground: ReturnType<typeof groundOf>,
): PlannedCheck {
  const why = excluded ?? noTls(check, ground.https);
  const byMetadata = delivery !== null && ground.delivery === null ? ['delivery_methods_supported'] : [];
  return {
    id: check.id,
    key,
    title: check.title,
    delivery,
    level: levelOf(check),
    requirements: [...check.requirements],
    runs: why === null,
    ...why,
    depends: why === null ? [...byMetadata, ...membersFor(check)] : [],
  };
}

/** Checks of a Transmitter say what they need of the target beside hooks. */
function noTls(check: AnyCheck, https: boolean): Instance['excluded'] {
  if (https || !('https' in check) || check.https !== true) return null;
  return {
    outcome: 'not-applicable',
    reason: 'The issuer is plain http on loopback, where TLS rules do not apply.',
  };
}

function membersFor(check: AnyCheck): readonly string[] {
  return 'endpoints' in check && Array.isArray(check.endpoints) ? check.endpoints.map(String) : [];
}
