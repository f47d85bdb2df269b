import { Command } from 'commander';
import { faults } from '../../mocks/faults/index.ts';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import type { Role } from '../../reports/results.ts';
import type { AnyCheck } from '../../suites/harness/any-check.ts';
import { checksOf } from '../../suites/harness/checks-of.ts';
import type { Own } from '../../suites/harness/own/own.ts';
import { hookHelp } from '../../suites/harness/plan.ts';
import { allScenarios } from '../../suites/harness/scenario/scenarios-of.ts';
import { profileNames } from '../../suites/standard/profiles.ts';
import { asCalled } from '../as-called.ts';
import { addOwnFlags, type OwnFlags, ownAtHand } from '../config/own-at-hand.ts';
import { type Io, wantsColor } from '../io.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { quoted } from '../rerun.ts';
import { familyOf } from '../selection.ts';
import { UsageError } from '../usage-error.ts';
import { explainProfile } from './explain-profile.ts';
import { explainRequirement, requirementIds } from './explain-requirement.ts';
import { ruleLines } from './explain-rule.ts';
import { listed } from './list.ts';

/** Explains one check (what it does, which rules it decides, what it needs, and what proves it), one scenario or one thing that is judged in it, one rule, or one profile. */
export function explainCommand(io: Io): Command {
  const command = new Command('explain')
    .description(
      'Explain a check (what it does, which rules it decides, which faults prove it), a scenario, a rule or a profile',
    )
    .argument(
      '<id>',
      'id of a check or a rule, or name of a scenario, of what is judged in it, or of a profile, as "list" and the reports print it',
    )
    .helpOption('-h, --help', 'show this help')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ssf-conformance explain discovery/document\n  $ ssf-conformance explain impossible-travel\n  $ ssf-conformance explain impossible-travel/acts\n  $ ssf-conformance explain SSF-7.1-03\n  $ ssf-conformance explain caep-interop',
    )
    .action(async (id: string, flags: OwnFlags) => {
      const own = await ownAtHand(flags, io);
      const color = wantsColor(io.stdout, io.env);
      // The reports name what is judged of a scenario after it: `impossible-travel/acts@push`.
      const [name = '', judged] = (id.split('@')[0] ?? id).split(/\/(.*)/s);
      const scenario = allScenarios(own).find((one) => one.name === name);
      if (scenario !== undefined) {
        const named = own.scenarios.some((one) => one.name === name) ? ownNamed(flags) : '';
        const { explainExpectation, explainScenario } = await import('./explain-scenario.ts');
        const text =
          judged === undefined
            ? explainScenario(scenario, boldIn(color), named)
            : explainExpectation(scenario, judged, boldIn(color), named);
        return void io.stdout.write(asCalled(text, io.env));
      }
      const standing =
        explainProfile(id, own, boldIn(color), ownNamed(flags)) ?? explainRequirement(id, own, boldIn(color));
      if (standing !== null) return void io.stdout.write(asCalled(standing, io.env));
      const [role, check] = find(id, own);
      const named = check.own === undefined ? '' : ownNamed(flags);
      io.stdout.write(asCalled(explanation(role, check, color, named), io.env));
    });
  return addOwnFlags(command);
}

/** The flags by which a run finds the tester's own where this command found them; none for the usual config file. */
function ownNamed({ own = [], config }: OwnFlags): string {
  if (own.length > 0) return own.map((file) => ` --own ${quoted(file)}`).join('');
  return typeof config === 'string' ? ` --config ${quoted(config)}` : '';
}

function find(id: string, own: Own): [Role, AnyCheck] {
  const name = id.split('@')[0] ?? id;
  const ids: string[] = [];
  for (const role of ['transmitter', 'receiver'] as const) {
    const check = checksOf(role, own).find((one) => one.id === name);
    if (check) return [role, check];
    ids.push(...checksOf(role, own).map((one) => one.id));
  }
  const family = ids.filter((one) => one.startsWith(`${name}/`));
  if (family.length > 0)
    throw new UsageError(`"${name}" is a family of checks:\n${family.map((one) => `  ${one}`).join('\n')}`);
  const families = ids.map(familyOf);
  const near = nearest(name, [
    ...ids,
    ...families,
    ...allScenarios(own).map((scenario) => scenario.name),
    ...profileNames,
    ...own.profiles.map((profile) => profile.name),
    ...requirementIds(own),
  ]);
  // `acme/tenant` is of nobody here: whoever wrote it has a module of that family.
  const isForeign = name.includes('/') && !families.includes(familyOf(name));
  throw new UsageError(`There is no check, scenario, rule or profile "${id}".`, {
    hint:
      didYouMean(near) ??
      (isForeign
        ? 'If it is one of your own, name its module: --own FILE, or own in the config file.'
        : 'All checks: ssf-conformance list'),
  });
}

/** What keeps a check from applying, as it stands in the check of either role. */
const HTTPS: Readonly<Record<string, string>> = {
  true: 'an https issuer, else it is not applicable',
  issuer: 'our issuer on https, else it is not applicable',
  'push-endpoint': 'a push endpoint on https, else it is not applicable',
};

function boldIn(color: boolean): (text: string) => string {
  return (text) => (color ? `\u001b[1m${text}\u001b[0m` : text);
}

function explanation(role: Role, check: AnyCheck, color: boolean, named: string): string {
  const bold = boldIn(color);
  const { delivery, hooks, endpoints, provenBy } = listed(role, check);
  const https = 'https' in check ? HTTPS[String(check.https)] : undefined;
  const broken = role === 'receiver' ? receiverFaults : faults;
  const rules = check.requirements.map((id, index) =>
    ruleLines(id, index === 0 ? ' (its own)' : '', check.own?.rules),
  );
  const proofs = provenBy.map(
    (name) => `  ${name}: ${broken.find((fault) => fault.name === name)?.summary ?? ''}`,
  );
  const needs = [
    ...hooks.map((hook) => `  ${hook}: ${hookHelp(role, hook)}`),
    ...endpoints.map((name) => `  ${name} in the target's metadata, else it is not applicable`),
    ...(https === undefined ? [] : [`  ${https}`]),
  ];
  const blocks = [
    `${bold(check.id)}\n  ${check.title}`,
    `${bold('Judges')}\n  a ${role === 'receiver' ? 'Receiver' : 'Transmitter'}`,
    ...(check.own === undefined ? [] : [`${bold('Stands in')}\n  ${check.own.module}, a module of your own`]),
    `${bold('What it does')}\n  ${check.what}`,
    `${bold('How often')}\n  ${delivery.length > 0 ? `for each of ${delivery.join(', ')} that is under test` : 'once'}`,
    `${bold('Requirements')}\n${rules.join('\n')}`,
    `${bold('Needs')}\n${needs.length > 0 ? needs.join('\n') : '  nothing but the target'}`,
    ...(check.own !== undefined
      ? []
      : [
          `${bold(`Faults of the reference ${role === 'receiver' ? 'Receiver' : 'Transmitter'} that prove it`)}\n${proofs.join('\n') || '  none'}`,
        ]),
    `${bold('Run it alone')}\n  ssf-conformance run --only ${check.id}${named}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}
