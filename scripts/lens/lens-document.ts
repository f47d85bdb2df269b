import type { RuleReading } from '../../suites/set/reading/reading.ts';
import type { RequirementId } from '../../suites/standard/requirement-ids.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import type { Judged } from './judge-token.ts';
import type { Totals } from './run-lens.ts';

/** What `lens --json` prints: one document, ending with a line feed. */
export function lensDocument(of: {
  wish: { profile: string };
  kept: readonly Judged[];
  totals: Totals;
  exitCode: number;
}): string {
  const { wish, kept, totals, exitCode } = of;
  const all = totals.sets + totals.encrypted + totals.others;
  const rules = new Map<RequirementId, unknown>();
  for (const one of kept) {
    if (one.kind !== 'set') continue;
    for (const { requirement: id } of one.parts.flatMap((part) => part.rules)) {
      const { spec, section, sectionTitle, level, summary } = requirement(id);
      rules.set(id, { spec, section, sectionTitle, level, summary });
    }
  }
  const document = {
    profile: wish.profile,
    exitCode,
    totals: { ...totals, leftOut: all - kept.length },
    tokens: kept.map(tokenOf),
    rules: Object.fromEntries(rules),
  };
  return `${harmless(JSON.stringify(document, null, 2))}\n`;
}

/** Without the token itself, nor a part of it: it is at hand where it was found, and what else was found may be a secret. */
function tokenOf(one: Judged): unknown {
  const { compact: _, ...rest } = one;
  if (rest.kind !== 'set') return rest;
  const parts = rest.parts.map((part) =>
    part.path === 'token' ? { ...part, rules: part.rules.map(unquoted) } : part,
  );
  return { ...rest, parts };
}

function unquoted(rule: RuleReading): unknown {
  return rule.outcome === 'broken' ? { ...rule, actual: undefined } : rule;
}

/** JSON has no need of characters that could drive a terminal or reorder a line: they stand in strings only, where an escape says the same. */
function harmless(json: string): string {
  return json.replaceAll(/[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (__, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
