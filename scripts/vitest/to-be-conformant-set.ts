import type { ParsedSet } from '../../suites/set/parse.ts';
import type { Jwk } from '../../suites/set/verify.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { contextOf, readOptions, requireRule, SET_OPTIONS, type SetExpectations } from './expectations.ts';
import { judgeSet, readToken } from './judge-set.ts';
import type { Judgement } from './judgement.ts';
import { judgementText, resultOf } from './judgement-text.ts';
import { keysOf } from './keys.ts';
import type { MatcherContext, MatcherResult } from './matcher.ts';

type Result = MatcherResult | Promise<MatcherResult>;

export function toBeConformantSet(
  this: MatcherContext,
  received: unknown,
  expected?: SetExpectations,
): Result {
  const matcher = 'toBeConformantSet';
  return judged(matcher, received, expected, (judgement, { profile = 'ssf', warnings, except }) =>
    resultOf(judgement, { what: 'The SET', profile, warnings, except }),
  );
}

export function toBreakRule(
  this: MatcherContext,
  received: unknown,
  rule: RequirementId,
  expected?: SetExpectations,
): Result {
  const matcher = 'toBreakRule';
  requireRule(matcher, rule);
  return judged(matcher, received, expected, (judgement, { profile = 'ssf' }) => {
    const broken = judgement.complaints.filter(({ requirement }) => requirement === rule);
    const open = judgement.open.get(rule);
    if (broken.length === 0 && open !== undefined && this.isNot === true)
      throw new Error(`${matcher}: whether the SET breaks ${rule} cannot be told: ${open}.`);
    const others = judgementText(judgement, { what: 'The SET', profile, warnings: true });
    return {
      pass: broken.length > 0,
      message: () =>
        broken.length > 0
          ? `The SET was not to break ${rule}.\n\n${others}`
          : `The SET was to break ${rule}, which it ${open === undefined ? 'does not' : `was not judged by: ${open}`}.\n\n${others}`,
    };
  });
}

/** Judges at once where the keys are at hand, so that a forgotten `await` does no harm. */
function judged(
  matcher: string,
  received: unknown,
  given: SetExpectations | undefined,
  then: (judgement: Judgement, options: SetExpectations) => MatcherResult,
): Result {
  const options = readOptions(matcher, given, SET_OPTIONS);
  const set = readToken(matcher, received);
  const judge = (keys: readonly Jwk[] | null): MatcherResult =>
    then(judgeSet(set, contextOf(options, keys)), options);
  if (options.jwks === undefined) return judge(null);
  const keys = keysOf(options.jwks, kidOf(set));
  return keys instanceof Promise ? keys.then(judge) : judge(keys);
}

function kidOf({ header }: ParsedSet): unknown {
  return header?.kid;
}
