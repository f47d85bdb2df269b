import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { Expectation, ScenarioFinding, ScenarioJudge } from '../expectation.ts';
import { expectations } from '../expectations/index.ts';
import type { Performance } from '../performance.ts';

/** What an expectation found. */
export interface Judgement {
  breaks: ScenarioFinding[];
  notes: ScenarioFinding[];
  violates: { requirement: RequirementId; cap?: 'warn' | 'note'; message: string }[];
  /** How it ended before its time. */
  ended: { how: 'not-tested' | 'not-applicable'; reason: string; hook?: string } | null;
}

class Ended extends Error {}

function expectation(name: string): Expectation {
  const found = expectations.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`no expectation ${name}`);
  return found;
}

/** Judges a performance by the expectation of this name. */
export function judge(name: string, performance: Performance): Judgement {
  const judgement: Judgement = { breaks: [], notes: [], violates: [], ended: null };
  const recorder: ScenarioJudge = {
    breaks: (finding) => void judgement.breaks.push(finding),
    notes: (finding) => void judgement.notes.push(finding),
    violates: (requirement, { message }, cap) =>
      void judgement.violates.push({ requirement, message, ...(cap === undefined ? {} : { cap }) }),
    notTested: (reason, hook) => {
      judgement.ended = { how: 'not-tested', reason, ...(hook === undefined ? {} : { hook }) };
      throw new Ended();
    },
    notApplicable: (reason) => {
      judgement.ended = { how: 'not-applicable', reason };
      throw new Ended();
    },
  };
  try {
    expectation(name).judge(performance, recorder);
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  return judgement;
}

/** The outcome in one word: what breaks the story or a rule, else why it is not known, else a pass. */
export function outcome(name: string, performance: Performance): string {
  const { breaks, notes, violates, ended } = judge(name, performance);
  if (breaks.length > 0 || violates.some(({ cap }) => cap === undefined)) return 'broken';
  if (ended !== null) return ended.how;
  if (violates.some(({ cap }) => cap === 'warn')) return 'warned';
  return notes.length + violates.length > 0 ? 'noted' : 'kept';
}

/** The names of the expectations that a performance does not meet. */
export function tripped(performance: Performance): string[] {
  return expectations
    .filter((one) => one.concerns(performance.scenario))
    .map(({ name }) => name)
    .filter((name) => ['broken', 'warned'].includes(outcome(name, performance)));
}
