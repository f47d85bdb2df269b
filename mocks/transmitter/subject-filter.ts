import { isDeepStrictEqual } from 'node:util';
import type { SubjectIdentifier } from '../vocabulary/subject-formats.ts';
import { covers, matches } from './subject-matching.ts';

interface Rule {
  subject: SubjectIdentifier;
  wanted: boolean;
}

/**
 * The subjects of a stream. What was said last counts; what nothing was said about follows `default_subjects`
 * (SSF 7.1). Adding works by the matching of SSF 8.1.3.1. Removing, whose reach the standard leaves open, takes away
 * only what the removed subject covers: to suppress more could hide events from a Receiver that still wants them
 * (SSF 9.3).
 */
export class SubjectFilter {
  readonly #byDefault: boolean;
  #rules: Rule[] = [];

  constructor(defaultSubjects: 'ALL' | 'NONE') {
    this.#byDefault = defaultSubjects === 'ALL';
  }

  add(subject: SubjectIdentifier): void {
    this.#say({ subject, wanted: true });
  }

  remove(subject: SubjectIdentifier): void {
    this.#say({ subject, wanted: false });
  }

  wants(subject: SubjectIdentifier): boolean {
    const last = this.#rules.findLast((rule) =>
      rule.wanted ? matches(rule.subject, subject) : covers(rule.subject, subject),
    );
    return last?.wanted ?? this.#byDefault;
  }

  #say(rule: Rule): void {
    this.#rules = [...this.#rules.filter(({ subject }) => !isDeepStrictEqual(subject, rule.subject)), rule];
  }
}
