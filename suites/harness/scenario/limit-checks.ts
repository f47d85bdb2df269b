import type { CheckResult, Ledger, LedgerEntry, SelectedRequirement } from '../../../reports/results.ts';
import { SCENARIO_LEVEL } from './judge-scenario.ts';

/** Row under which limits count, when they are enforced. */
export const LIMITS_ROW: SelectedRequirement = {
  id: 'scenario:limits',
  spec: 'Scenarios',
  section: 'limits',
  sectionTitle: 'Limits',
  level: SCENARIO_LEVEL,
  severity: 'fail',
  summary: 'The limits that the tester sets are kept.',
};

/** A check for each limit, where limits count. */
export function limitChecks(
  ledger: Ledger,
  { role, rerun }: Pick<CheckResult, 'role' | 'rerun'>,
): CheckResult[] {
  const { limits, enforced } = ledger;
  if (!enforced) return [];
  return limits.map(({ name, limitMs, actualMs, kept, source }) => ({
    id: `limits/${name}`,
    title: `${name} is at most ${limitMs} ms.`,
    role,
    level: SCENARIO_LEVEL,
    requirements: [LIMITS_ROW.id],
    delivery: null,
    outcome: kept === null ? 'not-applicable' : kept ? 'pass' : 'fail',
    ...(kept === null ? { reason: 'Nothing was measured that this limit bounds.' } : {}),
    findings:
      kept === false
        ? [
            {
              requirement: LIMITS_ROW.id,
              severity: 'fail',
              message: `The limit ${name} was not kept.`,
              expected: `at most ${limitMs} ms (${source})`,
              actual: `${actualMs} ms`,
              ...slowest(ledger, name),
            },
          ]
        : [],
    exchanges: [],
    durationMs: 0,
    provenBy: [],
    rerun,
  }));
}

/** Until when the duration lasts that a limit bounds; all begin when it happened. */
const END: Readonly<Record<string, (entry: LedgerEntry) => number | null>> = {
  'process-to-signing': ({ signedAtMs }) => signedAtMs,
  delivery: ({ firstAttemptAtMs }) => firstAttemptAtMs,
  'ingest-to-push': ({ acceptedAtMs }) => acceptedAtMs,
  'end-to-end': ({ actedAtMs }) => actedAtMs,
};

/** The event that took longest, for who has to find out why; nothing where the limit is about something else. */
function slowest({ entries }: Ledger, limit: string): { hint?: string; set?: number } {
  const end = END[limit.split('.')[0] ?? ''];
  if (end === undefined) return {};
  const took = (entry: LedgerEntry): number => (end(entry) ?? -1) - (entry.happenedAtMs ?? 0);
  const timed = entries.filter((entry) => entry.happenedAtMs !== null && end(entry) !== null);
  const [first] = timed.toSorted((a, b) => took(b) - took(a));
  if (first === undefined) return {};
  return {
    hint: `The slowest: step "${first.step}" of ${first.scenario} (${first.subject}), ${Math.round(took(first))} ms.`,
    ...(first.set === null ? {} : { set: first.set }),
  };
}
