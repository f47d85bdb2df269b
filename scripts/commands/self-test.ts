import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { faults as transmitterFaults } from '../../mocks/faults/index.ts';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import { scenarioFaults } from '../../mocks/faults/scenario/index.ts';
import {
  type ProofTable,
  renderProofHtml,
  renderProofMarkdown,
  renderProofTerminal,
} from '../../reports/index.ts';
import type { Role } from '../../reports/results.ts';
import { foreseenTrips } from '../../suites/harness/proof/proven.ts';
import { receiverChecks } from '../../suites/receiver/index.ts';
import { scenarios } from '../../suites/scenarios/index.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import { EXIT } from '../exit-codes.ts';
import { whenAborted } from '../interruption.ts';
import { type Io, wantsColor } from '../io.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { openReportFolder } from '../report-folder.ts';
import { familyOf } from '../selection.ts';
import { UsageError } from '../usage-error.ts';

const FILES = ['self-test.html', 'self-test.md'] as const;
const TRIPS = 'suites/harness/proof/trips.json';
const SCENARIO_TRIPS = 'suites/harness/scenario/proof/scenario-trips.json';

interface Flags {
  role?: Role;
  family?: string[];
  fault?: string[];
  reportDir: string;
  update?: boolean;
}

/** Proves the checks and the scenarios: each must pass the faultless peers and find at least one broken one. */
export function selfTestCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('self-test')
    .description('Prove the checks: each passes the faultless reference peer and finds a broken one')
    .addOption(
      new Option(
        '--role <role>',
        'only the checks of one role, and no scenarios; default: everything',
      ).choices(['transmitter', 'receiver']),
    )
    .option(
      '--family <names>',
      'only checks of these families, and the faults of their rules; or these scenarios',
      list,
    )
    .option('--fault <names>', 'only these faults', list)
    .option('--report-dir <folder>', 'folder of self-test.html and self-test.md', 'conformance-report')
    .option('--update', `for authors: write what each fault trips to ${TRIPS} and ${SCENARIO_TRIPS}`)
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      `
Examples:
  $ ssf-conformance self-test
  $ ssf-conformance self-test --family create-stream
  $ ssf-conformance self-test --fault metadata-empty-array
  $ ssf-conformance self-test --family impossible-travel

Exit codes:
  0    every check is proven
  1    a check is not proven, or a fault was not found as foreseen
  2    wrong usage`,
    )
    .action(async (flags: Flags) => {
      known(flags.family, 'family', [
        ...[...transmitterChecks, ...receiverChecks].map((check) => familyOf(check.id)),
        ...scenarios.map(({ name }) => name),
      ]);
      known(
        flags.fault,
        'fault',
        [...transmitterFaults, ...receiverFaults, ...scenarioFaults].map((fault) => fault.name),
      );
      const folder = await openReportFolder(io.cwd, flags.reportDir, FILES);
      const table = await Promise.race([prove(flags, io), whenAborted(io.signal)]);
      if (table === null) return end(EXIT.interrupted);
      await folder.write('self-test.html', renderProofHtml(table));
      await folder.write('self-test.md', renderProofMarkdown(table));
      if (flags.update === true) await update(table);
      io.stdout.write(renderProofTerminal(table, { color: wantsColor(io.stdout, io.env) }));
      io.stdout.write(`report  ${folder.shown('self-test.html')}\n`);
      end(table.ok ? 0 : 1);
    });
}

async function prove(flags: Flags, io: Io): Promise<ProofTable> {
  const { runProof } = await import('../../suites/harness/proof/run-proof.ts');
  const onTerminal = io.stderr.isTTY === true;
  const table = await runProof({
    ...(flags.role === undefined ? {} : { roles: [flags.role] }),
    ...(flags.family === undefined ? {} : { families: flags.family }),
    ...(flags.fault === undefined ? {} : { faults: flags.fault }),
    onProgress: (text) => {
      if (onTerminal) io.stderr.write(`\r\u001b[K${text}`);
    },
  });
  if (onTerminal) io.stderr.write('\r\u001b[K');
  return table;
}

function list(text: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), ...text.split(',').map((item) => item.trim())];
}

function known(names: readonly string[] | undefined, what: string, all: readonly string[]): void {
  const unknown = names?.find((name) => !all.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no ${what} "${unknown}".`, { hint: didYouMean(nearest(unknown, all)) });
}

/** What was not run keeps what was foreseen for it. */
async function update(table: ProofTable): Promise<void> {
  const { updatedScenarioTrips } = await import('../../suites/harness/scenario/proof/run-scenario-proof.ts');
  const ofScenarios = new Set(scenarioFaults.map(({ name }) => name));
  const trips = new Map(Object.entries(foreseenTrips));
  for (const { name, own, also } of table.faults.filter((fault) => !ofScenarios.has(fault.name))) {
    const tripped = [...own, ...also].toSorted((a, b) => a.check.localeCompare(b.check));
    trips.set(name, Object.fromEntries(tripped.map(({ check, outcome }) => [check, outcome])));
  }
  const sorted = [...trips].toSorted(([a], [b]) => a.localeCompare(b));
  await write(TRIPS, Object.fromEntries(sorted));
  await write(SCENARIO_TRIPS, updatedScenarioTrips(table.faults.filter(({ name }) => ofScenarios.has(name))));
}

async function write(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
