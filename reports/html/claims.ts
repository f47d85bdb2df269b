import type { Finding, RecordedSet, Results, SetBreach, SetRule } from '../results.ts';
import { checkKey, groupBy, requirementIndex } from '../view.ts';
import { requirementAnchor, setRuleAnchor } from './anchors.ts';
import { type ClaimRow, claimRows } from './claim-rows.ts';

/** What came of one rule about one part of a SET. `kept` only where somebody looked, and found nothing wrong. */
export interface RuleMark {
  requirement: string;
  /** Null: the results do not say what it asks for. */
  rule: SetRule['rule'] | null;
  /** Where the page tells of it; null: nowhere. */
  anchor: string | null;
  outcome: Finding['severity'] | 'kept' | 'not-judged';
  /** What is wrong; none where nothing is. */
  messages: string[];
  /** Keys of the checks that say so. */
  checks: string[];
}

/** A part of a SET with what came of the rules about it. */
export interface ReadRow extends ClaimRow {
  /** `missing`: a rule asks for it; `several`: it cannot be told which of several parts of this name is meant. */
  presence: 'there' | 'missing' | 'several';
  marks: RuleMark[];
}

/** A SET part by part. */
export interface ReadSet {
  rows: ReadRow[];
  /** We sent it: a Receiver is the target. What is wrong with it is so on purpose, and says nothing about the target. */
  ours: boolean;
  /** Findings of checks that name this SET and belong to no part of it. */
  apart: { check: string; finding: Finding }[];
}

type Problem = Omit<SetBreach, 'severity'> & Pick<Finding, 'severity'> & { checks: string[] };

const worst = ['fail', 'warn', 'note', 'kept', 'not-judged'] as const;

/** Reads the SETs of a run claim by claim: each part with the rules about it and what became of them. */
export function claimReader(results: Results): (set: RecordedSet) => ReadSet {
  const rules = results.setRules ?? [];
  const byPath = groupBy(rules, ({ path }) => path);
  const byRequirement = groupBy(rules, ({ rule }) => rule.id);
  const selected = requirementIndex(results);
  const known: Rules = {
    entries: (id) => byRequirement.get(id) ?? [],
    rule: (id) => byRequirement.get(id)?.[0]?.rule ?? selected.get(id) ?? null,
    anchor: (id) =>
      byRequirement.has(id) ? setRuleAnchor(id) : selected.has(id) ? requirementAnchor(id) : null,
  };
  const named = groupBy(
    results.checks.flatMap((check) =>
      check.findings.map((finding) => ({ check: checkKey(check), finding, set: finding.set })),
    ),
    ({ set }) => set,
  );
  const directions = new Map(results.exchanges.map(({ id, direction }) => [id, direction]));
  const { role, form } = results.target;
  const againstReceiver =
    role === 'receiver' && (form === 'hosted' || form === 'managed' || form === undefined);

  return (set) => {
    const sent = set.delivery === 'push' ? 'to-target' : 'from-target';
    const ours = againstReceiver && (directions.get(set.exchange) ?? sent) === sent;
    const rows: ReadRow[] = [
      ...tokenRows(byPath),
      ...claimRows(set).map((row): ReadRow => ({ ...row, presence: 'there', marks: [] })),
    ];
    const { problems, apart } = problemsOf(set, ours ? [] : (named.get(set.id) ?? []), known, rows);
    for (const problem of problems) attach(problem, rows, known);
    const broken = new Set([
      ...problems.map(({ requirement }) => requirement),
      ...apart.map(({ finding }) => finding.requirement),
    ]);
    const kept = new Set(set.kept);
    for (const row of rows) {
      if (row.presence !== 'there') continue;
      for (const entry of byPath.get(row.path) ?? []) {
        if (broken.has(entry.rule.id) || !applies(entry, row, set.eventTypes)) continue;
        const outcome = kept.has(entry.rule.id) ? 'kept' : 'not-judged';
        const { id } = entry.rule;
        const anchor = known.anchor(id);
        row.marks.push({ requirement: id, rule: entry.rule, anchor, outcome, messages: [], checks: [] });
      }
      row.marks.sort((a, b) => worst.indexOf(a.outcome) - worst.indexOf(b.outcome));
    }
    return {
      rows: inGroups(rows.filter(({ group, marks }) => group !== 'token' || marks.length > 0)),
      ours,
      apart: ours ? (named.get(set.id) ?? []) : apart,
    };
  };
}

/** The token and its signature are no members of anything; they are shown where a rule is about them. */
function tokenRows(byPath: ReadonlyMap<string, SetRule[]>): ReadRow[] {
  return ['token', 'signature']
    .filter((path) => byPath.has(path))
    .map((path) => ({ ...placeFor(path, null), value: undefined, presence: 'there', marks: [] }));
}

function applies({ eventTypes, formats }: SetRule, row: ClaimRow, typesOfSet: readonly string[]): boolean {
  const types = row.eventType === null ? typesOfSet : [row.eventType];
  const forType = eventTypes === undefined || types.some((type) => eventTypes.includes(type));
  return forType && (formats === undefined || (row.format !== null && formats.includes(row.format)));
}

/** What is wrong with a SET, each rule once for each part; and what checks found that belongs to no part. */
function problemsOf(
  { breaches = [] }: RecordedSet,
  named: readonly { check: string; finding: Finding }[],
  rules: Rules,
  rows: readonly ReadRow[],
): { problems: Problem[]; apart: ReadSet['apart'] } {
  const problems: Problem[] = breaches.map((breach) => ({ ...breach, checks: [] }));
  const apart: ReadSet['apart'] = [];
  for (const { check, finding } of named) {
    const { requirement, severity, message } = finding;
    const known = problems.filter((problem) => problem.requirement === requirement);
    for (const problem of known) if (!problem.checks.includes(check)) problem.checks.push(check);
    if (known.length > 0) continue;
    const paths = new Set(rules.entries(requirement).map(({ path }) => path));
    // A rule about several parts, or about none, does not say in which of them it is broken.
    const path = paths.size === 1 ? [...paths][0] : namedPart(finding, rows, paths);
    if (path === undefined) apart.push({ check, finding });
    else problems.push({ path, requirement, severity, message, checks: [check] });
  }
  return { problems, apart };
}

/** The part of which the words of a finding tell: the only one of its name. Undefined: none, or it cannot be told. */
function namedPart(
  { message, actual = '' }: Finding,
  rows: readonly ReadRow[],
  paths: ReadonlySet<string>,
): string | undefined {
  const parts = rows.filter(({ group, path }) => group !== 'token' && (paths.size === 0 || paths.has(path)));
  // What was seen is the type of an event, so it is about which events there are.
  if (parts.some(({ eventType }) => eventType !== null && eventType === actual)) return 'claims.events';
  const quoted = new Set([...message.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const said = [...message.matchAll(/\b(?:an?|its|no|the) (\w+)/g)].map(([, name = '']) => name);
  const words = quoted.size > 0 ? quoted : new Set(said);
  const named = parts.filter(({ label }) => words.has(label));
  return named.length === 1 ? named[0]?.path : undefined;
}

/** What the page tells of the rules. */
interface Rules {
  /** About which parts of a SET a rule is. */
  entries(requirement: string): readonly SetRule[];
  rule(requirement: string): SetRule['rule'] | null;
  anchor(requirement: string): string | null;
}

/** Puts what is wrong to the part that it is about, which may have to be added because it is not there. */
function attach(problem: Problem, rows: ReadRow[], rules: Rules): void {
  const { path, requirement, severity, message, checks } = problem;
  const entry = rules.entries(requirement).find((one) => one.path === path);
  const types = rows.flatMap(({ path: at, eventType }) =>
    at === 'claims.events.*' ? (eventType ?? []) : [],
  );
  const fits = (row: ReadRow): boolean => entry === undefined || applies(entry, row, types);
  const exact = rows.filter((row) => row.path === path && row.presence === 'there' && fits(row));
  const [only] = exact.length > 0 ? exact : rows.filter((row) => containsUnshown(row, path) && fits(row));
  const presence = exact.length > 1 ? 'several' : 'missing';
  const row = exact.length > 1 || only === undefined ? addedRow(path, presence, rows, entry) : only;
  const mark = row.marks.find((one) => one.requirement === requirement);
  if (mark === undefined) {
    const rule = rules.rule(requirement);
    row.marks.push({
      requirement,
      rule,
      anchor: rules.anchor(requirement),
      outcome: severity,
      messages: [message],
      checks,
    });
    return;
  }
  mark.messages.push(message);
  if (worst.indexOf(severity) < worst.indexOf(mark.outcome)) mark.outcome = severity;
}

/** A list or an object that is shown on one line holds what the path leads to. */
function containsUnshown(row: ReadRow, path: string): boolean {
  const { value, holds } = row;
  return (
    !holds &&
    path.startsWith(`${row.path}.`) &&
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0
  );
}

function addedRow(
  path: string,
  presence: 'missing' | 'several',
  rows: ReadRow[],
  entry: SetRule | undefined,
): ReadRow {
  const earlier = rows.find((row) => row.path === path && row.presence === presence);
  if (earlier !== undefined) return earlier;
  const events = rows.filter(
    ({ path: at, eventType }) =>
      at === 'claims.events.*' && (entry?.eventTypes?.includes(eventType ?? '') ?? true),
  );
  const event = events.length === 1 ? (events[0]?.eventType ?? null) : null;
  const row: ReadRow = { ...placeFor(path, event), value: undefined, presence, marks: [] };
  rows.push(row);
  return row;
}

const groups: readonly ClaimRow['group'][] = ['token', 'header', 'claims', 'event'];

/** Group by group, event by event; within one, in the order in which the parts stand in the SET. */
function inGroups(rows: readonly ReadRow[]): ReadRow[] {
  const types = [...new Set(rows.map(({ eventType }) => eventType))];
  return rows.toSorted(
    (a, b) =>
      groups.indexOf(a.group) - groups.indexOf(b.group) ||
      types.indexOf(a.eventType) - types.indexOf(b.eventType),
  );
}

/** Where a part stands that is not there. */
function placeFor(path: string, event: string | null): Omit<ClaimRow, 'value'> {
  const rest = { path, format: null, holds: false };
  if (path.startsWith('header.')) return { ...rest, group: 'header', label: path.slice(7), eventType: null };
  if (event !== null && path.startsWith('claims.events.*.'))
    return { ...rest, group: 'event', label: path.slice(16), eventType: event };
  if (path.startsWith('claims.')) return { ...rest, group: 'claims', label: path.slice(7), eventType: null };
  return { ...rest, group: 'token', label: path, eventType: null };
}
