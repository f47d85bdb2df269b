import type { OwnInRun, Results, SelectedRequirement } from '../../../reports/results.ts';

type Requirements = Pick<Results['requirements'], 'selected' | 'tested'>;

/** Ids of the rules that are the tester's own. */
export function ownRows(selected: readonly SelectedRequirement[]): Set<string> {
  return new Set(selected.filter(({ own }) => own === true).map(({ id }) => id));
}

/**
 * What a run was judged by, where that is a profile of the tester's own: by its name, and by what it asks less than the
 * profile of ours from which it starts. Null: it is one of ours.
 */
export function profileWords(
  own: OwnInRun | undefined,
  names: Readonly<Record<string, string>>,
): string | null {
  if (own?.profile === undefined) return null;
  const { title, base, omitted, lowered } = own.profile;
  const standards = lessWords(
    omitted.filter((row) => row.own !== true),
    lowered.filter((row) => row.own !== true),
  );
  const documents = [
    ...new Set([...omitted, ...lowered].filter((row) => row.own === true).map(({ spec }) => spec)),
  ];
  const ofOwn = documents.map((spec) => {
    const within = (row: SelectedRequirement): boolean => row.own === true && row.spec === spec;
    return `, and ${spec}${lessWords(omitted.filter(within), lowered.filter(within))}`;
  });
  return `own profile "${title}": ${names[base] ?? base}${standards}${ofOwn.join('')}`;
}

/** " without 2 of its MUSTs and with 1 MUST that counts only as SHOULD"; empty where nothing is less. */
function lessWords(omitted: readonly SelectedRequirement[], lowered: readonly SelectedRequirement[]): string {
  const musts = omitted.filter(isMust);
  const others = omitted.length - musts.length;
  const less = [
    ...(musts.length > 0 ? [`without ${plural(musts.length, 'of its MUST')}`] : []),
    ...(others > 0 ? [`without ${plural(others, musts.length > 0 ? 'other rule' : 'of its SHOULD')}`] : []),
    ...(lowered.length > 0
      ? [
          `with ${plural(lowered.length, 'MUST')} that ${lowered.length === 1 ? 'counts' : 'count'} only as SHOULD`,
        ]
      : []),
  ];
  return less.length > 0 ? ` ${less.join(' and ')}` : '';
}

/** "3 of 3 MUSTs of ACME Security Standard tested", for each document of the tester's own. */
export function testedWords({ selected, tested }: Requirements): string[] {
  const isTested = new Set(tested);
  return [...byDocument(selected)].map(([spec, rows]) => {
    const done = rows.filter(({ id }) => isTested.has(id)).length;
    return `${done} of ${plural(rows.length, 'MUST')} of ${spec} tested`;
  });
}

/** "1 of 3 tested MUSTs of ACME Security Standard failed" */
export function brokenWords({ selected, tested }: Requirements, broken: ReadonlySet<string>): string[] {
  const isTested = new Set(tested);
  return [...byDocument(selected)].flatMap(([spec, rows]) => {
    const failed = rows.filter(({ id }) => broken.has(id)).length;
    const done = rows.filter(({ id }) => isTested.has(id)).length;
    return failed === 0 ? [] : [`${failed} of ${done} tested MUSTs of ${spec} failed`];
  });
}

/** The MUSTs of the tester's own documents. */
function byDocument(selected: readonly SelectedRequirement[]): Map<string, SelectedRequirement[]> {
  const documents = new Map<string, SelectedRequirement[]>();
  for (const row of selected.filter(({ own }) => own === true).filter(isMust))
    documents.set(row.spec, [...(documents.get(row.spec) ?? []), row]);
  return documents;
}

function isMust({ severity }: SelectedRequirement): boolean {
  return severity === 'fail';
}

function plural(n: number, what: string): string {
  return `${n} ${what}${n === 1 && !what.startsWith('of') ? '' : 's'}`;
}
