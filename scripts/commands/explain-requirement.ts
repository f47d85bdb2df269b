import type { Role } from '../../reports/results.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import { type Own, ownRules } from '../../suites/harness/own/own.ts';
import { allScenarios } from '../../suites/harness/scenario/scenarios-of.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import { decidedIn } from '../../suites/scenarios/coverage.ts';
import { expectations } from '../../suites/scenarios/expectations/index.ts';
import { profileNames } from '../../suites/standard/profiles.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { requirements } from '../../suites/standard/requirements.ts';
import { whyUnobservable } from '../../suites/standard/unobservable.ts';
import { ruleLines } from './explain-rule.ts';

const ROLES: readonly Role[] = ['transmitter', 'receiver'];
/** A rule that every message has to keep is judged in all scenarios. */
const MOST_PLACES = 6;

/** Ids of all rules that `explainRequirement` knows. */
export function requirementIds(own: Own): string[] {
  return [...requirements, ...ROLES.flatMap((role) => ownRules(own, role))].map(({ id }) => id);
}

/**
 * One rule, of a standard or of the tester's own: what it says, which profiles select it, and what decides it.
 * @param wanted its id, however it is capitalised
 * @returns null when there is no rule of this id
 */
export function explainRequirement(wanted: string, own: Own, bold: (text: string) => string): string | null {
  const id = requirementIds(own).find((one) => one.toLowerCase() === wanted.toLowerCase());
  if (id === undefined) return null;
  const row = requirements.find((one) => one.id === id);
  const unseen = row === undefined ? null : whyUnobservable(row);
  const selectedBy = [...profileNames, ...own.profiles].flatMap((profile) => {
    const choice = { own, ...(typeof profile === 'string' ? {} : { ownProfile: profile }) };
    const base = typeof profile === 'string' ? profile : profile.base;
    const name = typeof profile === 'string' ? profile : profile.name;
    const roles = ROLES.filter((role) => selectFor(base, role, choice).selected.some((one) => one.id === id));
    return roles.length === 0
      ? []
      : [`  ${name}, of ${roles.map((role) => `a ${titleOf(role)}`).join(' and ')}`];
  });
  const checks = ROLES.flatMap((role) =>
    checksOf(role, own)
      .filter((check) => check.requirements.some((one) => one === id))
      .map((check) => `  ${check.id}, of a ${titleOf(role)}: ${check.title}`),
  );
  const places = allScenarios(own).flatMap((scenario) =>
    expectations
      .filter((one) => one.concerns(scenario))
      .filter((one) =>
        (['push', 'poll'] as const).some((method) =>
          decidedIn(one, scenario, method).some((decided) => decided === id),
        ),
      )
      .map((one) => `  ${scenario.name}/${one.name}, of a ${titleOf(one.side)}`),
  );
  const more = places.length - MOST_PLACES;
  const shown = [...places.slice(0, MOST_PLACES), ...(more > 0 ? [`  and ${more} more`] : [])];
  const blocks = [
    `${bold('Rule')}\n${
      // Sound: it is looked for among the tester's own first.
      ruleLines(
        id as RequirementId,
        '',
        ROLES.flatMap((role) => ownRules(own, role)),
      )
    }`,
    `${bold('Selected by')}\n${selectedBy.join('\n') || '  no profile: a breach is at most noted'}`,
    `${bold('Checks that decide it')}\n${checks.join('\n') || `  none${unseen === null ? '' : `: ${unseen}`}`}`,
    ...(shown.length === 0 ? [] : [`${bold('Scenarios in which it is judged')}\n${shown.join('\n')}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function titleOf(role: Role): string {
  return role === 'receiver' ? 'Receiver' : 'Transmitter';
}
