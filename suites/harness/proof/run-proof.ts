import type { ProofTable, ProvenCheck, ProvenFault } from '../../../reports/proof/table.ts';
import type { Role } from '../../../reports/results.ts';
import { requirement } from '../../standard/requirements.ts';
import type { AnyCheck } from '../any-check.ts';
import { proveScenarios } from '../scenario/proof/run-scenario-proof.ts';
import { TOOL } from '../tool.ts';
import { foreseenTrips } from './proven.ts';
import type { Outcomes } from './run-in-process.ts';
import { type ProvableFault, type Setting, type Side, sides } from './sides.ts';

export interface ProofOptions {
  /** Only the checks of these roles, and no scenarios; default: everything. */
  roles?: readonly Role[];
  /** Only checks and faults of these families (a check's family is the first part of its id: of a scenario its name). */
  families?: readonly string[];
  /** Only these faults. */
  faults?: readonly string[];
  onProgress?: (text: string) => void;
}

/** Broken peers that stand beside each other: the checks mostly wait, for what a fault keeps from coming. */
export const LANES: Record<Role, number> = { transmitter: 3, receiver: 6 };

/** Runs the checks of each role against the faultless peer and against each broken one, and plays the scenarios with each fault. */
export async function runProof(options: ProofOptions = {}): Promise<ProofTable> {
  const started = performance.now();
  const table: ProofTable = {
    tool: TOOL,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    checks: [],
    faults: [],
    ok: false,
  };
  for (const role of options.roles ?? (['transmitter', 'receiver'] as const)) {
    const { checks, faults } = await proveSide(sides[role], options);
    table.checks.push(...checks);
    table.faults.push(...faults);
  }
  if (options.roles === undefined) {
    const { checks, faults } = await proveScenarios(options);
    table.checks.push(...checks);
    table.faults.push(...faults);
  }
  const innocent = table.checks.every(({ faultless: outcome }) =>
    ['pass', 'note', 'not-applicable'].includes(outcome),
  );
  return {
    ...table,
    durationMs: Math.round(performance.now() - started),
    ok:
      innocent &&
      table.checks.every((check) => check.provenBy.length > 0) &&
      table.faults.every(({ ok }) => ok),
  };
}

async function proveSide(side: Side, options: ProofOptions): Promise<Pick<ProofTable, 'checks' | 'faults'>> {
  const inFamily = (id: string): boolean => options.families?.includes(id.split('/')[0] ?? '') ?? true;
  const checks = side.checks.filter((check) => inFamily(check.id));
  const owned = new Set<string>(checks.flatMap((check) => check.requirements));
  const faults = side.faults.filter(
    ({ name, breaks }) => options.faults?.includes(name) ?? owned.has(breaks),
  );
  if (checks.length === 0 || (options.faults !== undefined && faults.length === 0)) {
    return { checks: [], faults: [] };
  }
  options.onProgress?.(`faultless reference ${side.role}`);
  const prover = new Prover(side, checks);
  const faultless = await prover.faultless({ https: true, form: 'managed' });
  const proven: ProvenFault[] = [];
  const queue = faults.entries();
  const lane = async (): Promise<void> => {
    for (const [index, fault] of queue) {
      options.onProgress?.(`${proven.length + 1}/${faults.length} ${fault.name}`);
      proven[index] = await prover.prove(fault);
    }
  };
  await Promise.all(Array.from({ length: LANES[side.role] }, lane));
  return {
    checks: [...faultless.values()].map((executed) => provenCheck(side.role, executed, proven)),
    faults: proven,
  };
}

/** Proves checks by faults, one at a time; the faultless runs that they are compared with are made once. */
export class Prover {
  readonly #side: Side;
  readonly #ids: ReadonlySet<string>;
  readonly #faultless = new Map<string, Promise<Outcomes>>();

  /** `checks`: default all of that side. */
  constructor(side: Side, checks: readonly AnyCheck[] = side.checks) {
    this.#side = side;
    this.#ids = new Set(checks.map(({ id }) => id));
  }

  /** What the checks say of the faultless peer. */
  faultless(setting: Setting): Promise<Outcomes> {
    const key = JSON.stringify([setting.https, setting.form]);
    const known = this.#faultless.get(key) ?? this.#side.run(this.#ids, null, setting);
    this.#faultless.set(key, known);
    return known;
  }

  /** In the cheapest setting in which the fault shows. */
  async prove(fault: ProvableFault): Promise<ProvenFault> {
    const complete = this.#ids.size === this.#side.checks.length;
    let proven: ProvenFault | null = null;
    for (const setting of settingsFor(this.#side, fault)) {
      const outcomes = await this.#side.run(this.#ids, fault.name, setting);
      proven = judgeFault(fault, outcomes, await this.faultless(setting), complete);
      if (proven.own.length > 0) return proven;
    }
    if (proven === null) throw new Error(`There is no setting for ${fault.name}.`);
    return proven;
  }
}

/** Plain http before TLS; a Receiver first where it stands still, if a check that needs no start decides the rule. */
function settingsFor(side: Side, fault: ProvableFault): Setting[] {
  const shows = side.checks.some(
    ({ requirements, hooks = [], delivery }) =>
      requirements.includes(fault.breaks as never) &&
      delivery !== 'poll' &&
      !hooks.includes('start') &&
      !hooks.includes('restart'),
  );
  const hosted = { https: false, form: 'hosted' } as const;
  const managed = [
    { https: false, form: 'managed' },
    { https: true, form: 'managed' },
  ] as const;
  if (fault.https === true) return [{ https: true, form: fault.form ?? 'managed' }];
  if (fault.form === 'hosted') return [hosted];
  return side.role === 'receiver' && fault.form === undefined && shows ? [hosted, ...managed] : [...managed];
}

/** A fault is found when a check that decides the broken requirement says so; whatever else trips must be foreseen. */
function judgeFault(
  fault: ProvableFault,
  outcomes: Outcomes,
  faultless: Outcomes,
  complete: boolean,
): ProvenFault {
  const own: ProvenFault['own'] = [];
  const also: ProvenFault['also'] = [];
  const foreseen = new Set(Object.keys(foreseenTrips[fault.name] ?? {}));
  for (const [key, { findings, outcome }] of outcomes) {
    const names = findings.some(
      (finding) => finding.requirement === fault.breaks && finding.severity !== 'note',
    );
    if (names) own.push({ check: key, outcome });
    else if (outcome !== faultless.get(key)?.outcome)
      also.push({ check: key, outcome, expected: foreseen.has(key) });
  }
  const surprise = also.filter(({ expected }) => !expected);
  // In a run of some checks only, patience runs out elsewhere, and dependents may get what they need after all.
  const missing = complete
    ? [...foreseen].filter((key) => ![...own, ...also].some(({ check }) => check === key))
    : [];
  const problem =
    own.length === 0
      ? `no check reports ${fault.breaks}`
      : surprise.length > 0
        ? `trips unforeseen: ${surprise.map(({ check, outcome }) => `${check} (${outcome})`).join(', ')}`
        : missing.length > 0
          ? `no longer trips ${missing.join(', ')}`
          : undefined;
  const { name, breaks, summary } = fault;
  return {
    name,
    breaks,
    summary,
    own,
    also,
    ok: problem === undefined,
    ...(problem === undefined ? {} : { problem }),
  };
}

function provenCheck(
  role: Role,
  executed: NonNullable<ReturnType<Outcomes['get']>>,
  faults: readonly ProvenFault[],
): ProvenCheck {
  const { check, delivery } = executed.planned;
  const own = new Set<string>(check.requirements);
  const sameCheck = (other: string): boolean => other.split('@')[0] === check.id;
  return {
    role,
    id: check.id,
    title: check.title,
    delivery,
    requirements: [...check.requirements],
    level: requirement(check.requirements[0]).level,
    faultless: executed.outcome,
    // A check that runs for push and for poll is proven when a fault is found by either instance of it.
    provenBy: faults
      .filter((fault) => own.has(fault.breaks) && fault.own.some((one) => sameCheck(one.check)))
      .map(({ name }) => name),
  };
}
