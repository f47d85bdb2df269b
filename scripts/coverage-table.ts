import { readFile, writeFile } from 'node:fs/promises';
import { faults } from '../mocks/faults/index.ts';
import { receiverFaults } from '../mocks/faults/receiver/index.ts';
import { scenarioFaults } from '../mocks/faults/scenario/index.ts';
import type { Role } from '../reports/results.ts';
import { checksOf } from '../suites/harness/checks-of.ts';
import { selectFor } from '../suites/harness/selection.ts';
import { notYetTested } from '../suites/standard/not-yet-tested.ts';
import { type ProfileName, profileNames } from '../suites/standard/profiles.ts';

const BEGIN = '<!-- coverage: npm run coverage-table writes what follows -->';
const END = '<!-- end of coverage -->';

/** README with the table between its marks, and the numbers of faults and checks, made anew. */
export function withCounts(readme: string): string {
  const counted = numbers().reduce((text, [said, is]) => {
    if (!said.test(text)) throw new Error(`README.md does not say ${said}`);
    return text.replace(said, is);
  }, readme);
  const [before, rest] = split(counted, BEGIN);
  const [, after] = split(rest, END);
  return `${before}${BEGIN}\n${coverageTable()}\n${END}${after}`;
}

/** How many faults prove how many checks and scenarios, as README says it, and as it is. */
function numbers(): [RegExp, string][] {
  const [transmitter, receiver] = [checksOf('transmitter').length, checksOf('receiver').length];
  return [
    [
      /\(\d+ faults of the Transmitter for \d+ checks, \d+ faults of the Receiver for \d+ checks\)/,
      `(${faults.length} faults of the Transmitter for ${transmitter} checks, ${receiverFaults.length} faults of the Receiver for ${receiver} checks)`,
    ],
    [
      /\d+ ways in which a side does not do its part/,
      `${scenarioFaults.length} ways in which a side does not do its part`,
    ],
  ];
}

/** How many of the rules that a profile selects for a role are decided by a check, and how many are listed with a reason. */
function coverageTable(): string {
  const head = [
    'role and profile',
    'mandatory rules',
    'decided by a check',
    'listed with a reason',
    'recommendations',
    'decided by a check',
    'listed with a reason',
  ];
  const rows = (['transmitter', 'receiver'] as const).flatMap((role) =>
    profileNames.map((profile) => [
      `${role === 'receiver' ? 'Receiver' : 'Transmitter'}, \`${profile}\``,
      ...counts(role, profile),
    ]),
  );
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function counts(role: Role, profile: ProfileName): number[] {
  const decided = new Set<string>(checksOf(role).flatMap((check) => check.requirements));
  const { selected } = selectFor(profile, role);
  return (['fail', 'warn'] as const).flatMap((severity) => {
    const rows = selected.filter((row) => row.severity === severity);
    const isDecided = rows.filter(({ id }) => decided.has(id));
    const isListed = rows.filter(({ id }) => !decided.has(id) && id in notYetTested[role]);
    return [rows.length, isDecided.length, isListed.length];
  });
}

/** @throws when the mark is not there once */
function split(text: string, mark: string): [string, string] {
  const [before, after, ...more] = text.split(mark);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`README.md has not exactly one ${mark}`);
  return [before, after];
}

if (import.meta.filename === process.argv[1]) {
  // Run from the project's root.
  await writeFile('README.md', withCounts(await readFile('README.md', 'utf8')));
}
