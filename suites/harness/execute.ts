import type { Delivery, Finding, Outcome, Role } from '../../reports/results.ts';
import type { TransmitterCheck } from './check.ts';
import type { Limits } from './exchange.ts';
import { oversee } from './own/oversee.ts';
import { createProbe } from './probe/create-probe.ts';
import { endpoint } from './probe/documents.ts';
import type { Severity } from './probe/judge.ts';
import type { RunState } from './probe/run-state.ts';
import { CANCELLED, NotApplicable, NotTested } from './probe/signals.ts';
import type { TransmitterProbe } from './probe.ts';

/** What one check instance came to; plain data, because it crosses threads. */
export interface Executed {
  outcome: Outcome;
  reason?: string;
  /** What the tester has not lent us, where a check is not-tested for that. */
  hook?: string;
  /** How a check ended that found a failure, but could not go on to its end. */
  ended?: 'not-tested' | 'error';
  findings: Finding[];
  durationMs: number;
}

/** A name for a check instance that is unique in a run. */
export function instanceKey(check: { id: string }, delivery: Delivery | null): string {
  return delivery === null ? check.id : `${check.id}@${delivery}`;
}

/** Time that one check may take before it is given up, in ms: far more than any honest target needs. */
export function checkBudget(limits: Limits, role: Role): number {
  if (role === 'transmitter') {
    return 10 * limits.request + 4 * limits.verification + 4 * limits.redelivery + 4 * limits.longPoll;
  }
  return (
    20 * limits.request +
    4 * limits.delivery +
    4 * limits.start +
    4 * limits.pollInterval +
    4 * limits.effect +
    2 * limits.keyRefetch
  );
}

/** Runs one check against a Transmitter and tells what it came to. Never throws. */
export function executeCheck(
  state: RunState,
  check: TransmitterCheck,
  delivery: Delivery | null,
  severityOf: (requirement: string) => Severity | null,
): Promise<Executed> {
  const first = state.facts.deliveries[0] ?? 'push';
  const key = instanceKey(check, delivery);
  const handle = createProbe(state, key, delivery ?? first, ofItsOwn(check, severityOf));
  const budget = checkBudget(state.facts.limits, 'transmitter');
  const run = (probe: TransmitterProbe): Promise<unknown> => runWithin(state, check, probe);
  return execute(handle, () => supervised(check, handle.probe, run), budget, check.own?.module);
}

/** Runs a check of ours as it is, and one of the tester's own under supervision. */
export async function supervised<P extends object>(
  { id, own }: { id: string; own?: unknown },
  probe: P,
  run: (probe: P) => Promise<unknown>,
): Promise<void> {
  if (own === undefined) await run(probe);
  else await oversee(id, probe, run);
}

/**
 * Of ours the compiler sees to it that a check finds breaches only of rules that it decides. Of the tester's own nobody
 * does, and a finding on any other rule would be lost: the check is wrong.
 */
export function ofItsOwn(
  { own, requirements }: Pick<TransmitterCheck, 'own' | 'requirements'>,
  severityOf: (requirement: string) => Severity | null,
): (requirement: string) => Severity | null {
  if (own === undefined) return severityOf;
  const decided: readonly string[] = requirements;
  return (id) => {
    if (decided.includes(id)) return severityOf(id);
    throw new TypeError(`it found a breach of "${id}", which is none of its rules (${decided.join(', ')}).`);
  };
}

/** What a check found, how to end it, and how to clean up behind it. */
interface Handle {
  findings: readonly Finding[];
  end(): void;
  cleanUp(): Promise<void>;
}

/** Runs a check within its budget (ms) and tells what it came to. Never throws. `module`: of one of the tester's own. */
export async function execute(
  handle: Handle,
  run: () => Promise<void>,
  budget: number,
  module?: string,
): Promise<Executed> {
  const started = performance.now();
  let end: Ended = { outcome: 'pass' };
  try {
    await within(budget, run());
  } catch (error) {
    end = meaningOf(error, module);
  }
  // What a check that was given up still does must neither disturb the next one nor find anything more.
  handle.end();
  const { reason, hook } = end;
  try {
    await within(budget, handle.cleanUp());
  } catch {
    // A stream that could not be deleted stays in the ledger; the run tries again in the end and says so.
  }
  const outcome = outcomeOf(handle.findings, end.outcome);
  return {
    outcome,
    ...endOf(outcome, end.outcome),
    ...(reason === undefined ? {} : { reason }),
    ...(hook === undefined ? {} : { hook }),
    findings: [...handle.findings],
    durationMs: performance.now() - started,
  };
}

async function runWithin(
  state: RunState,
  check: TransmitterCheck,
  probe: TransmitterProbe,
): Promise<unknown> {
  if (check.https === true && !state.facts.https) {
    throw new NotApplicable('The issuer is plain http on loopback, where TLS rules do not apply.');
  }
  for (const name of check.endpoints ?? []) await endpoint(state, name);
  return check.run(probe);
}

/** The outcome of `work`, unless `ms` pass before: then a NotTested. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    const message = `The check did not come to an end within ${Math.round(ms / 1000)} s.`;
    timer = setTimeout(() => reject(new Expired(message)), ms);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    // A timer that goes on would keep all that the run has seen in memory.
    clearTimeout(timer);
  }
}

/** A check did not come to its end. */
class Expired extends NotTested {}

/** What a check of the tester's own comes to whose module cannot be had. */
export function failedItself(error: unknown, module: string): Executed {
  return {
    ...meaningOf(error instanceof Error ? error : new Error(String(error)), module),
    findings: [],
    durationMs: 0,
  };
}

/** How a check ended, whatever it found. */
type Ended = Pick<Executed, 'outcome' | 'reason' | 'hook'>;

/** Whoever accepts a failure shall know that not all was tried. */
export function endOf(outcome: Outcome, ended: Outcome): Pick<Executed, 'ended'> {
  return outcome === 'fail' && (ended === 'not-tested' || ended === 'error') ? { ended } : {};
}

function meaningOf(error: unknown, module?: string): Ended {
  const where = module === undefined ? '' : `, in ${module},`;
  // Of ours, a target may have kept one waiting; who writes one of their own bounds what it waits for.
  if (error instanceof Expired && module !== undefined)
    return { outcome: 'error', reason: `The check itself${where} failed: ${error.message}` };
  if (error instanceof NotApplicable) return { outcome: 'not-applicable', reason: error.message };
  if (error instanceof NotTested) {
    const { message: reason, hook } = error;
    return { outcome: 'not-tested', reason, ...(hook === undefined ? {} : { hook }) };
  }
  if (error instanceof Error && error.message === CANCELLED) {
    return { outcome: 'not-tested', reason: CANCELLED };
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { outcome: 'error', reason: `The check itself${where} failed: ${reason}` };
}

/** A finding counts whatever ended the check afterwards; our own error is never hidden behind a pass. */
export function outcomeOf(findings: readonly Finding[], ended: Outcome): Outcome {
  if (findings.some((finding) => finding.severity === 'fail')) return 'fail';
  if (ended !== 'pass') return ended;
  if (findings.some((finding) => finding.severity === 'warn')) return 'warn';
  return findings.length > 0 ? 'note' : 'pass';
}
