import type { Role, SelectedRequirement } from '../../reports/results.ts';
import type { OwnProfile } from '../../suites/harness/own/define-profile.ts';
import type { Own } from '../../suites/harness/own/own.ts';
import { selectFor } from '../../suites/harness/selection.ts';
import { type ProfileName, profileNames, profiles } from '../../suites/standard/profiles.ts';

const ROLES: readonly Role[] = ['transmitter', 'receiver'];

/**
 * A profile, of ours or of the tester's own: how many rules of which documents it selects, and how it differs from that
 * from which it starts.
 * @param ownNamed flags that the line to run it needs for modules of the tester's own; each after a blank
 * @returns null when there is no profile of this name
 */
export function explainProfile(
  name: string,
  own: Own,
  bold: (text: string) => string,
  ownNamed: string,
): string | null {
  const ours = profileNames.find((one) => one === name);
  const theirs = own.profiles.find((one) => one.name === name);
  const base = ours ?? theirs?.base;
  if (base === undefined) return null;
  const title =
    theirs === undefined ? profiles[base].title : `"${theirs.title}", a profile of your own from ${base}`;
  const blocks = [
    `${bold(name)}\n  ${title}`,
    ...ROLES.map((role) => ofRole(role, base, theirs, own, bold)),
    `${bold('Judge by it')}\n  ssf-conformance run --profile ${name}${theirs === undefined ? '' : ownNamed}`,
    `${bold('Its checks')}\n  ssf-conformance list --profile ${name}${theirs === undefined ? '' : ownNamed}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function ofRole(
  role: Role,
  base: ProfileName,
  ownProfile: OwnProfile | undefined,
  own: Own,
  bold: (text: string) => string,
): string {
  const choice = { own, ...(ownProfile === undefined ? {} : { ownProfile }) };
  const { selected, difference } = selectFor(base, role, choice);
  const musts = selected.filter(({ severity }) => severity === 'fail');
  const documents = [...new Set(selected.map(({ spec }) => spec))];
  const lines = documents.map((spec) => `  ${spec}: ${selected.filter((row) => row.spec === spec).length}`);
  const differs = [
    ['added', difference?.added ?? []],
    ['left out', briefly(difference?.omitted ?? [], ownProfile?.omits)],
    ['counted for less', (difference?.lowered ?? []).map(({ id }) => id)],
    ['counted for more', difference?.raised ?? []],
  ] as const;
  return [
    `${bold(`Rules of a ${role === 'receiver' ? 'Receiver' : 'Transmitter'}`)} (${selected.length}; ${musts.length} of them decide the verdict)`,
    ...lines,
    ...differs.filter(([, which]) => which.length > 0).map(([how, which]) => `  ${how}: ${which.join(', ')}`),
  ].join('\n');
}

/** Whole documents by their name, with how many rules they have; the rest by id. */
function briefly(rows: readonly SelectedRequirement[], named: readonly string[] = []): string[] {
  const documents = [...new Set(rows.map(({ spec }) => spec))].filter((spec) => named.includes(spec));
  const counted = documents.map((spec) => `${spec} (${rows.filter((row) => row.spec === spec).length})`);
  return [...counted, ...rows.filter(({ spec }) => !documents.includes(spec)).map(({ id }) => id)];
}
