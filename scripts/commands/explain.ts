import { Command } from 'commander';
import { faults } from '../../mocks/faults/index.ts';
import { clauseName } from '../../reports/view.ts';
import type { TransmitterCheck } from '../../suites/harness/check.ts';
import { HOOK_HELP } from '../../suites/harness/plan.ts';
import { effectiveSeverity } from '../../suites/standard/profiles.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import { transmitterChecks } from '../../suites/transmitter/index.ts';
import { type Io, wantsColor } from '../io.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { familyOf } from '../selection.ts';
import { UsageError } from '../usage-error.ts';
import { listed } from './list.ts';

const SEVERITY: Record<string, string> = {
  fail: 'a breach makes the target non-conformant',
  warn: 'a breach is a warning',
  info: 'a breach is only noted',
};

/** Explains one check: what it does, which rules it decides, what it needs, and what proves it. */
export function explainCommand(io: Io): Command {
  return new Command('explain')
    .description('Explain a check: what it does, which rules it decides, which faults prove it')
    .argument('<id>', 'id of a check, as "list" and the reports print it')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', '\nExample:\n  $ ssf-conformance explain discovery/document')
    .action((id: string) => {
      io.stdout.write(explanation(find(id), wantsColor(io.stdout, io.env)));
    });
}

function find(id: string): TransmitterCheck {
  const name = id.split('@')[0] ?? id;
  const check = transmitterChecks.find((one) => one.id === name);
  if (check) return check;
  const ids = transmitterChecks.map((one) => one.id);
  const family = ids.filter((one) => one.startsWith(`${name}/`));
  if (family.length > 0)
    throw new UsageError(`"${name}" is a family of checks:\n${family.map((one) => `  ${one}`).join('\n')}`);
  throw new UsageError(`There is no check "${id}".`, {
    hint: didYouMean(nearest(name, [...ids, ...ids.map(familyOf)])) ?? 'All checks: ssf-conformance list',
  });
}

function explanation(check: TransmitterCheck, color: boolean): string {
  const bold = (text: string): string => (color ? `\u001b[1m${text}\u001b[0m` : text);
  const { delivery, hooks, provenBy } = listed(check);
  const rules = check.requirements.map((id, index) => {
    const row = requirement(id);
    return [
      `  ${clauseName({ ...row, severity: 'fail' }, id)} ${row.sectionTitle} · ${row.level} · ${id}${index === 0 ? ' (its own)' : ''}`,
      `    ${row.summary}`,
      `    ${SEVERITY[effectiveSeverity(row)] ?? ''}${row.condition === undefined ? '' : `; only if: ${row.condition}`}`,
    ].join('\n');
  });
  const proofs = provenBy.map(
    (name) => `  ${name}: ${faults.find((fault) => fault.name === name)?.summary ?? ''}`,
  );
  const needs = [
    ...hooks.map((hook) => `  ${hook}: ${HOOK_HELP[hook] ?? ''}`),
    ...(check.endpoints ?? []).map((name) => `  ${name} in the target's metadata, else it is not applicable`),
    ...(check.https === true ? ['  an https issuer, else it is not applicable'] : []),
  ];
  const blocks = [
    `${bold(check.id)}\n  ${check.title}`,
    `${bold('What it does')}\n  ${check.what}`,
    `${bold('How often')}\n  ${delivery.length > 0 ? `for each of ${delivery.join(', ')} that is under test` : 'once'}`,
    `${bold('Requirements')}\n${rules.join('\n')}`,
    `${bold('Needs')}\n${needs.length > 0 ? needs.join('\n') : '  nothing but the target'}`,
    `${bold('Faults of the reference Transmitter that prove it')}\n${proofs.join('\n') || '  none'}`,
    `${bold('Run it alone')}\n  ssf-conformance run --only ${check.id}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
