import type { Fault } from '../../../mocks/faults/fault.ts';
import { faults as allFaults } from '../../../mocks/faults/index.ts';
import type { ProofTable, ProvenCheck, ProvenFault } from '../../../reports/proof/table.ts';
import { requirement } from '../../standard/requirements.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import type { TransmitterCheck } from '../check.ts';
import { TOOL } from '../tool.ts';
import { foreseenTrips } from './proven.ts';
import { type Outcomes, runInProcess } from './run-in-process.ts';

export interface ProofOptions {
  /** Only checks and faults of these families (a check's family is the first part of its id). */
  families?: readonly string[];
  /** Only these faults. */
  faults?: readonly string[];
  onProgress?: (text: string) => void;
}

/** Broken peers that stand beside each other: the checks mostly wait, for what a fault keeps from coming. */
const LANES = 4;

/** Runs the checks against the faultless peer and against each broken one. */
export async function runProof(options: ProofOptions = {}): Promise<ProofTable> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const inFamily = (id: string): boolean => options.families?.includes(id.split('/')[0] ?? '') ?? true;
  const checks = transmitterChecks.filter((check) => inFamily(check.id));
  const owned = new Set<string>(checks.flatMap((check) => check.requirements));
  const faults = allFaults.filter(({ name, breaks }) => options.faults?.includes(name) ?? owned.has(breaks));

  options.onProgress?.('faultless reference Transmitter');
  const prover = new Prover(checks);
  const faultless = await prover.faultless('https');
  const proven: ProvenFault[] = [];
  const queue = faults.entries();
  const lane = async (): Promise<void> => {
    for (const [index, fault] of queue) {
      options.onProgress?.(`${proven.length + 1}/${faults.length} ${fault.name}`);
      proven[index] = await prover.prove(fault);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  const table: ProofTable = {
    tool: TOOL,
    startedAt,
    durationMs: Math.round(performance.now() - started),
    checks: [...faultless.values()].map((executed) => provenCheck(executed, proven)),
    faults: proven,
    ok: false,
  };
  const innocent = table.checks.every(({ faultless: outcome }) =>
    ['pass', 'note', 'not-applicable'].includes(outcome),
  );
  return {
    ...table,
    ok: innocent && table.checks.every((check) => check.provenBy.length > 0) && proven.every(({ ok }) => ok),
  };
}

/** Proves checks by faults, one at a time; the faultless runs that they are compared with are made once. */
export class Prover {
  readonly #checks: readonly TransmitterCheck[];
  readonly #faultless = new Map<'http' | 'https', Promise<Outcomes>>();

  constructor(checks: readonly TransmitterCheck[]) {
    this.#checks = checks;
  }

  /** What the checks say of the faultless peer. */
  faultless(over: 'http' | 'https'): Promise<Outcomes> {
    const known = this.#faultless.get(over) ?? this.#run(over, null);
    this.#faultless.set(over, known);
    return known;
  }

  /** Over plain http, which is cheaper; a fault that does not show there is tried over TLS. */
  async prove(fault: Fault): Promise<ProvenFault> {
    const complete = this.#checks.length === transmitterChecks.length;
    const plain = judgeFault(fault, await this.#run('http', fault), await this.faultless('http'), complete);
    if (plain.own.length > 0) return plain;
    return judgeFault(fault, await this.#run('https', fault), await this.faultless('https'), complete);
  }

  #run(over: 'http' | 'https', fault: Fault | null): Promise<Outcomes> {
    const seams = fault?.seams();
    return runInProcess({
      checks: this.#checks,
      // The stricter profile: it selects everything that the other one does.
      profile: 'caep-interop',
      https: over === 'https',
      ...(seams === undefined ? {} : { peer: { seams } }),
    });
  }
}

/** A fault is found when a check that decides the broken requirement says so; whatever else trips must be foreseen. */
function judgeFault(fault: Fault, outcomes: Outcomes, faultless: Outcomes, complete: boolean): ProvenFault {
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
  executed: NonNullable<ReturnType<Outcomes['get']>>,
  faults: readonly ProvenFault[],
): ProvenCheck {
  const { check, delivery } = executed.planned;
  const own = new Set<string>(check.requirements);
  const sameCheck = (other: string): boolean => other.split('@')[0] === check.id;
  return {
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
