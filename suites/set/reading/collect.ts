import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { Violation } from '../violation.ts';
import type { Place } from './places.ts';
import type { ReadingContext, RuleOutcome, RuleReading } from './reading.ts';
import { capped, severityOf } from './severity.ts';
import { shownByForm } from './ties.ts';

/** Of which events, or of which subject identifiers, a rule is one. */
type Of = Pick<RuleReading, 'eventType' | 'format'>;

/** One outcome at one place. */
export interface Collected {
  place: Place;
  rule: RuleReading;
}

/** What is told of one part of a SET: of a member with thousands of faults the first ones tell enough. */
const MOST_AT_ONE_PLACE = 50;

/** Gathers what came of the rules, each with the severity that the profile gives it; other profiles' rules are left out. */
export class Collection {
  readonly found: Collected[] = [];
  readonly #profile: ReadingContext['profile'];
  readonly #keys = new Set<string>();
  readonly #counts = new Map<string, number>();

  constructor(profile: ReadingContext['profile']) {
    this.#profile = profile;
  }

  broken(place: Place, violation: Violation, of: Of = {}): void {
    const { requirement, cap, message, expected, actual, hint } = violation;
    const severity = severityOf(requirement, this.#profile);
    if (severity === null) return;
    this.#add(place, requirement, of, {
      outcome: 'broken',
      severity: capped(severity, cap),
      message,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  kept(place: Place, requirement: RequirementId, of: Of = {}): void {
    if (shownByForm.has(requirement)) {
      this.notJudged(place, requirement, 'the SET shows the form of it only, which is right', of);
    } else if (severityOf(requirement, this.#profile) !== null) {
      this.#add(place, requirement, of, { outcome: 'kept' });
    }
  }

  notJudged(place: Place, requirement: RequirementId, why: string, of: Of = {}): void {
    if (severityOf(requirement, this.#profile) === null) return;
    this.#add(place, requirement, of, { outcome: 'not-judged', why });
  }

  #add(place: Place, requirement: RequirementId, of: Of, outcome: RuleOutcome): void {
    const said = outcome.outcome === 'broken' ? outcome.message : '';
    const key = `${place.key}\n${requirement}\n${said}`;
    if (this.#keys.has(key) || this.#isFull(place)) return;
    this.#keys.add(key);
    this.found.push({ place, rule: { requirement, ...of, ...outcome } });
  }

  #isFull({ key }: Place): boolean {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count >= MOST_AT_ONE_PLACE;
  }
}
