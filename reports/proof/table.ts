import type { Delivery, Outcome, Role } from '../results.ts';
import { count } from '../text/format.ts';

/** One instance of a check in the proof: what the faultless peer gives, and which broken peers it finds. */
export interface ProvenCheck {
  role: Role;
  id: string;
  title: string;
  delivery: Delivery | null;
  requirements: string[];
  level: string;
  /** Outcome against the faultless peer; anything but `pass` or `note` needs an explanation. */
  faultless: Outcome;
  /** Names of the faults that it was seen to find. */
  provenBy: string[];
}

/** One broken peer, and what the checks said of it. */
export interface ProvenFault {
  name: string;
  /** Id of the requirement that it breaks. */
  breaks: string;
  summary: string;
  /** Checks that report the broken requirement: key and outcome. */
  own: { check: string; outcome: Outcome }[];
  /** What else it trips, and whether that was foreseen. */
  also: { check: string; outcome: Outcome; expected: boolean }[];
  ok: boolean;
  /** Why it is not ok. */
  problem?: string;
}

/** The result of `self-test`: every check seen to pass where it must and to fail where it must. */
export interface ProofTable {
  tool: { name: string; version: string };
  /** ISO 8601, UTC. */
  startedAt: string;
  durationMs: number;
  checks: ProvenCheck[];
  faults: ProvenFault[];
  ok: boolean;
}

/** Outcomes that the faultless peer may give: it can be spared a check, but never found guilty. */
const innocent: ReadonlySet<Outcome> = new Set(['pass', 'note', 'not-applicable']);

/** Checks that no fault proves, or that accuse the faultless peer. */
export function unproven(table: ProofTable): ProvenCheck[] {
  return table.checks.filter((check) => check.provenBy.length === 0 || !innocent.has(check.faultless));
}

/** One sentence: is every check proven? */
export function proofSentence(table: ProofTable): string {
  const loose = unproven(table).length;
  const bad = table.faults.filter((fault) => !fault.ok).length;
  const size = `${count(table.checks.length, 'check')} against ${count(table.faults.length, 'broken peer')}`;
  if (table.ok)
    return `Proven: ${size}; every check passes the faultless peer and finds at least one broken one.`;
  return `Not proven: ${size}; unproven checks: ${loose}, broken peers not found as foreseen: ${bad}.`;
}
