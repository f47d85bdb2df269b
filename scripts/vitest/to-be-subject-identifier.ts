import { type FoundIdentifier, identifiersOf } from '../../suites/set/subject.ts';
import { judgeComplex, judgeFormat } from '../../suites/set/subject-format-rules.ts';
import {
  judgeExtraMembers,
  judgeFormatMember,
  judgeFormatName,
  judgeMostSpecific,
  judgeSubjectType,
} from '../../suites/set/subject-rules.ts';
import type { Violation } from '../../suites/set/violation.ts';
import { JUDGING_OPTIONS, type JudgingOptions, readOptions } from './expectations.ts';
import { readObject } from './json-value.ts';
import { complaintsOf, onlyComplaints } from './judgement.ts';
import { resultOf } from './judgement-text.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';
import { pointerPath } from './pointer-path.ts';

export function toBeSubjectIdentifier(
  this: MatcherContext,
  received: unknown,
  expected?: JudgingOptions,
): MatcherResult {
  const matcher = 'toBeSubjectIdentifier';
  const { profile = 'ssf', warnings, except } = readOptions(matcher, expected, JUDGING_OPTIONS);
  const subject = readObject(matcher, 'a subject identifier', received);
  const violations = identifiersOf({ sub_id: subject }).flatMap(judgeIdentifier);
  const complaints = complaintsOf(violations, profile, (path = '') => pointerPath(path));
  return resultOf(onlyComplaints(complaints), { what: 'The subject identifier', profile, warnings, except });
}

/** RFC 9493 3 and SSF 3.3 to 3.5. */
function judgeIdentifier(found: FoundIdentifier): Violation[] {
  return [
    ...judgeFormatMember(found),
    ...judgeSubjectType(found),
    ...judgeFormatName(found, []),
    ...judgeFormat(found),
    ...(found.place === 'subject' ? judgeComplex(found) : []),
    ...judgeExtraMembers(found),
    ...judgeMostSpecific(found),
  ];
}
