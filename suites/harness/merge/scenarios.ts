import type { Delivery, Results } from '../../../reports/results.ts';
import { requirements as catalogue } from '../../standard/requirements.ts';
import { LIMITS_ROW, limitChecks } from '../scenario/limit-checks.ts';
import { undealt } from './dealt.ts';
import { mergedLedger } from './ledger.ts';
import { MergeError, SAME_COMMAND } from './merge-error.ts';
import { renumbered } from './references.ts';

/**
 * The whole of a run of scenarios, each of which was played in one part: in the order of one run, the ledger with its
 * figures and limits worked out anew.
 * @param all everything of all parts, one after the other
 * @param parts in the order of their shards
 */
export function mergedScenarios(all: Results, parts: readonly Results[]): Results {
  const names = undealt(parts.map(namesIn), 'scenarios');
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new MergeError('differ', `The scenario ${twice} was played in two shards.`, SAME_COMMAND);
  const deliveries = [...new Set(all.checks.flatMap(({ delivery }) => delivery ?? []))];
  // All scenarios by one delivery method, then by the other.
  const place = (name: string, delivery: Delivery | null): number =>
    (delivery === null ? 0 : deliveries.indexOf(delivery)) * names.length + names.indexOf(name);
  const ledgers = parts.flatMap(({ timing }) => timing.ledger ?? []);
  const entries = ledgers
    .flatMap((ledger) => ledger.entries)
    .toSorted((a, b) => place(a.scenario, a.delivery) - place(b.scenario, b.delivery));
  const ids = new Map(entries.map(({ id }, i) => [id, i + 1]));
  const run = renumbered(
    {
      ...all,
      delivery: deliveries.filter((delivery) => all.delivery.includes(delivery)),
      requirements: { ...all.requirements, selected: rowsInOrder(all.requirements.selected, names) },
      checks: all.checks
        .filter((check) => !isLimit(check))
        .toSorted((a, b) => place(scenarioOf(a), a.delivery) - place(scenarioOf(b), b.delivery)),
      scenarios:
        all.scenarios?.toSorted((a, b) => place(a.name, a.delivery) - place(b.name, b.delivery)) ?? [],
      timing: {
        ...all.timing,
        ...(ledgers.length > 0 && { ledger: mergedLedger(entries, ledgers, all.timing.samples) }),
      },
    },
    { entry: (id) => ids.get(id) ?? id },
  );
  const limit = all.checks.find(isLimit);
  const { ledger } = run.timing;
  if (limit === undefined || ledger === undefined) return run;
  return { ...run, checks: [...run.checks, ...limitChecks(ledger, limit)] };
}

/** The names of the scenarios of a part, those that could not be played among them. */
function namesIn({ requirements }: Results): string[] {
  return requirements.selected.flatMap(({ id, spec, section }) =>
    spec === LIMITS_ROW.spec && id !== LIMITS_ROW.id ? [section] : [],
  );
}

function isLimit({ id }: { id: string }): boolean {
  return id.startsWith('limits/');
}

function scenarioOf({ id }: { id: string }): string {
  return id.split('/', 1)[0] ?? id;
}

/** The stories as they were played, the row of the limits, and then those of the standards as the catalogue has them. */
function rowsInOrder(
  rows: Results['requirements']['selected'],
  names: readonly string[],
): Results['requirements']['selected'] {
  const known = new Map(catalogue.map(({ id }, i) => [id as string, names.length + 1 + i]));
  known.set(LIMITS_ROW.id, names.length);
  for (const [i, name] of names.entries()) known.set(`scenario:${name}`, i);
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()];
  return unique.toSorted((a, b) => (known.get(a.id) ?? Infinity) - (known.get(b.id) ?? Infinity));
}
