import { sectionUrl } from './html/spec-links.ts';
import type { Finding, Results, SelectedRequirement } from './results.ts';
import { plainMessage } from './sarif-text.ts';
import { code, prose } from './text/markdown.ts';
import { clauseName, familyOf, isStory, requirementIndex, specName } from './view.ts';
import { levelMeaning } from './words.ts';

export type SarifLevel = 'error' | 'warning' | 'note';

/** `reportingDescriptor` of SARIF 2.1.0, as far as it is used. */
export interface SarifRule {
  id: string;
  name: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: SarifLevel };
  properties: { tags: string[]; precision: 'very-high'; 'problem.severity': string };
}

// Limits of GitHub code scanning: a name of 255 characters, descriptions of 1,024.
const nameLimit = 255;
const descriptionLimit = 1_000;
const checksNamed = 5;

export const levelOf: Record<Finding['severity'] | 'info', SarifLevel> = {
  fail: 'error',
  warn: 'warning',
  note: 'note',
  info: 'note',
};

const problemOf: Record<SarifLevel, string> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
};

/**
 * The rules of a run: every requirement that the profile selects, broken or not, so that they stay the same from one run to
 * the next; then those that a finding names though the profile does not select them.
 */
export function sarifRules(results: Results): SarifRule[] {
  const deciding = checksByRequirement(results);
  const selected = requirementIndex(results);
  const others = results.checks
    .flatMap(({ findings }) => findings.map(({ requirement }) => requirement))
    .filter((id) => !selected.has(id));
  const ofScenarios = results.scenarios !== undefined;
  return [...selected.keys(), ...new Set(others)].map((id) =>
    rule(id, selected.get(id), { checks: deciding.get(id) ?? [], ofScenarios }),
  );
}

function rule(id: string, requirement: SelectedRequirement | undefined, deciding: Deciding): SarifRule {
  const clause = clauseName(requirement, id);
  const summary = requirement?.summary ?? `The requirement ${id}, which the profile does not select.`;
  const level = levelOf[requirement?.severity ?? 'info'];
  const helpUri = requirement === undefined ? null : sectionUrl(requirement.spec, requirement.section);
  const title = requirement?.sectionTitle ?? '';
  const where = [clause, title].filter((part) => part !== '').join(', ');
  return {
    id: plainMessage(id, nameLimit),
    name: plainMessage(where, nameLimit),
    shortDescription: { text: plainMessage(summary, descriptionLimit) },
    fullDescription: {
      text: plainMessage(`${where} (${keyword(requirement)}): ${summary}`, descriptionLimit),
    },
    help: help({ where, summary, keyword: keyword(requirement), helpUri, ...deciding }),
    ...(helpUri === null ? {} : { helpUri }),
    defaultConfiguration: { level },
    properties: {
      tags: tags(requirement),
      precision: 'very-high',
      'problem.severity': problemOf[level],
    },
  };
}

/** The checks that decide a rule. Those of a scenario are run by playing it. */
interface Deciding {
  checks: readonly string[];
  ofScenarios: boolean;
}

interface HelpParts extends Deciding {
  where: string;
  summary: string;
  keyword: string;
  helpUri: string | null;
}

function help({ where, summary, keyword, helpUri, checks, ofScenarios }: HelpParts): SarifRule['help'] {
  const named = checks.slice(0, checksNamed);
  const more = checks.length > named.length ? ' …' : '';
  const names = ofScenarios ? [...new Set(named.map(familyOf))] : named;
  const flag = ofScenarios ? '--scenario' : '--only';
  const again = `ssf-conformance run ${names.map((name) => `${flag} ${name}`).join(' ')}`;
  const explain = `ssf-conformance explain ${names[0] ?? ''}`;
  const text = [
    `${where} (${keyword})`,
    `The rule: ${summary}`,
    ...(named.length === 0
      ? []
      : [`Decided by: ${named.join(', ')}${more}`, `See it again: ${again}`, `More about it: ${explain}`]),
    ...(helpUri === null ? [] : [`The text: ${helpUri}`]),
  ];
  const markdown = [
    `**${prose(where)}** (${prose(keyword)})`,
    prose(summary, 2_000),
    ...(named.length === 0
      ? []
      : [
          `Decided by ${named.map((check) => code(check)).join(', ')}${more}. See it again:`,
          code(again, 1_000),
          `More about it: ${code(explain)}`,
        ]),
    ...(helpUri === null ? [] : [`[The text of the standard](${helpUri})`]),
  ];
  return { text: plainMessage(text.join('\n'), 4_000), markdown: markdown.join('\n\n') };
}

/** `MUST`, `DERIVED: it follows from other rules of the standard`. */
function keyword(requirement: SelectedRequirement | undefined): string {
  if (requirement === undefined) return 'not selected';
  const meaning = levelMeaning[requirement.level];
  return meaning === undefined ? requirement.level : `${requirement.level}: ${meaning}`;
}

function tags(requirement: SelectedRequirement | undefined): string[] {
  if (requirement === undefined) return ['conformance'];
  const { spec, level } = requirement;
  return ['conformance', isStory(spec) ? 'scenario' : specName(spec), level].map((tag) =>
    plainMessage(tag, 100),
  );
}

function checksByRequirement(results: Results): Map<string, string[]> {
  const deciding = new Map<string, string[]>();
  for (const { id, requirements } of results.checks)
    for (const requirement of requirements) {
      const named = deciding.get(requirement);
      if (named === undefined) deciding.set(requirement, [id]);
      else if (!named.includes(id)) named.push(id);
    }
  return deciding;
}
