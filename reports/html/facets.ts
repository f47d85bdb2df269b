import type { CheckResult, Finding, SelectedRequirement } from '../results.ts';
import { familyOf, worstFirst } from '../view.ts';
import { html, type Raw } from './template.ts';

/** By what the filters of the page choose among checks and rules. */
export interface Facets {
  outcome: string;
  /** Keywords; `mandatory` besides where a breach fails a run. */
  level: readonly string[];
  delivery?: readonly string[];
  spec: readonly string[];
  family?: readonly string[];
}

/** The attributes of an element that the filters show or hide; several values of one are told apart by a bar. */
export function facets({ outcome, level, delivery = [], spec, family = [] }: Facets): Raw {
  return html` data-outcome="${outcome}"${several('level', level)}${several('delivery', delivery)}${several('spec', spec)}${several('family', family)}`;
}

/** By id, the rules that the run is about. */
type Rules = ReadonlyMap<string, Pick<SelectedRequirement, 'level' | 'severity'>>;

/** The facets of a check; its standards and keywords are those of the rules that it found broken, else those of its rules. */
export function checkFacets(check: CheckResult, rules: Rules): Facets {
  const { id, outcome, delivery, findings } = check;
  const broken = findings.map(({ requirement }) => requirement);
  const requirements = broken.length > 0 ? broken : check.requirements;
  const isMandatory =
    findings.length > 0
      ? findings.some(({ severity }) => severity === 'fail')
      : requirements.some((rule) => rules.get(rule)?.severity === 'fail');
  return {
    outcome,
    level: [
      ...(findings.length > 0 ? findings.map((finding) => levelOf(finding, check, rules)) : [check.level]),
      ...(isMandatory ? ['mandatory'] : []),
    ],
    delivery: delivery === null ? [] : [delivery],
    spec: [...new Set(requirements.map(specOf))],
    family: [familyOf(id)],
  };
}

/** The keyword of the worst rule that a check found broken; without findings, of its own rule. */
export function worstLevel(check: CheckResult, rules: Rules): string {
  const [worst] = worstFirst(check.findings);
  return worst ? levelOf(worst, check, rules) : check.level;
}

function levelOf({ requirement }: Finding, { level }: CheckResult, rules: Rules): string {
  return rules.get(requirement)?.level ?? level;
}

/** The facets of a keyword of a rule. */
export function ruleLevel({ level, severity }: Pick<SelectedRequirement, 'level' | 'severity'>): string[] {
  return severity === 'fail' ? [level, 'mandatory'] : [level];
}

/** `SSF` of `SSF-8.1.1-01`, `CAEP-INTEROP` of `CAEP-INTEROP-2.6-01`: an id begins with its standard. */
export function specOf(requirement: string): string {
  return /^(.*?)-\d/.exec(requirement)?.[1] ?? requirement;
}

function several(name: string, values: readonly string[]): Raw | false {
  return values.length > 0 && html` data-${name}="${[...new Set(values)].join('|')}"`;
}
