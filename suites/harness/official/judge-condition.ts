import type { CheckResult } from '../../../reports/results.ts';
import type { Answer, Condition, RuleName } from '../../standard/official/condition.ts';
import type { Evidence } from './evidence.ts';
import { answerRules, statusAmong } from './rules/answers.ts';
import { metadataRules } from './rules/metadata.ts';
import { receiverRules } from './rules/receiver.ts';
import type { Rule } from './rules/rule.ts';
import { setRules } from './rules/sets.ts';
import { ASSUMED, holds, stricter, type Told, untold } from './told.ts';

const rules: Readonly<Record<RuleName, Rule>> = {
  ...metadataRules,
  ...answerRules,
  ...setRules,
  ...receiverRules,
};

/** What the results tell of one condition. */
export function judgeCondition({ answer }: Pick<Condition, 'answer'>, evidence: Evidence): Told {
  if ('never' in answer) return holds;
  if ('untold' in answer) return stricter(answer.untold);
  if ('atIssuer' in answer && evidence.assumeHttps) return untold(ASSUMED);
  const told = judge(answer, evidence);
  if (told.state === 'holds' && answer.oneWay !== undefined) return stricter(answer.oneWay);
  if (told.state === 'fails' || told.state === 'crashes')
    return { ...found(answer.checks, evidence), ...told };
  // Why our own check could not be run says more than that nothing was seen.
  if (told.state !== 'untold' || told.stricter === true) return told;
  // A check of ours may have ended at something worse, before it came to what is looked for here.
  const broken =
    'rule' in answer || 'status' in answer ? byChecks({ checks: answer.checks }, evidence) : told;
  if (broken.state === 'fails') return broken;
  if (told.why === ASSUMED) return told;
  return untold(whyNot(answer.checks, evidence) ?? told.why);
}

function judge(answer: Exclude<Answer, { never: string } | { untold: string }>, evidence: Evidence): Told {
  if ('rule' in answer) return rules[answer.rule](evidence, answer.of);
  if ('status' in answer) return statusAmong(evidence, answer.of, answer.status);
  return byChecks(answer, evidence);
}

/** Outcomes of a check that ran to its end. */
const EXERCISED: readonly CheckResult['outcome'][] = ['pass', 'fail', 'warn', 'note', 'waived'];

function byChecks(
  answer: Extract<Answer, { checks: readonly string[]; requirements?: readonly string[] }>,
  evidence: Evidence,
): Told {
  const { requirements, atIssuer } = 'requirements' in answer || 'atIssuer' in answer ? answer : {};
  const ran = answer.checks.flatMap((id) => evidence.check(id) ?? []).filter(isExercised);
  const host = atIssuer === true ? hostOf(evidence.results.target.issuer) : '';
  for (const { id, findings } of ran) {
    const finding = findings.find(
      ({ requirement, severity, message }) =>
        severity !== 'note' &&
        (requirements?.includes(requirement) ?? true) &&
        // Ours looks at every host of the target; the official suite at that of the issuer.
        message.includes(host),
    );
    if (finding !== undefined)
      return {
        state: 'fails',
        why: finding.message,
        check: id,
        ...(finding.exchange === undefined ? {} : { exchange: finding.exchange }),
        ...(finding.set === undefined ? {} : { set: finding.set }),
      };
  }
  return ran.length > 0 ? holds : untold(`The run did not exercise ${answer.checks.join(', ')}.`);
}

function isExercised({ outcome }: CheckResult): boolean {
  return EXERCISED.includes(outcome);
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? '443' : '80';
  return `${hostname}:${port === '' ? usual : port}`;
}

/** The first of our checks that found something, and what. */
function found(checks: readonly string[], evidence: Evidence): { check?: string; finding?: string } {
  for (const id of checks) {
    const finding = evidence.check(id)?.findings.find(({ severity }) => severity !== 'note');
    if (finding !== undefined) return { check: id, finding: finding.message };
  }
  return {};
}

function whyNot(checks: readonly string[], evidence: Evidence): string | undefined {
  const ran = checks.map((id) => evidence.check(id));
  if (ran.some((check) => check !== undefined && isExercised(check))) return undefined;
  return ran.find((check) => check?.reason !== undefined)?.reason;
}
