import { scenarioFaults } from '../../mocks/faults/scenario/index.ts';
import { provenByFaults } from '../../suites/harness/scenario/proof/proven-by-faults.ts';
import { decidedIn } from '../../suites/scenarios/coverage.ts';
import { expectations } from '../../suites/scenarios/expectations/index.ts';
import { castPeople } from '../../suites/scenarios/people.ts';
import type { ExpectedEvent, Scenario, Step } from '../../suites/scenarios/scenario.ts';
import { requirement } from '../../suites/standard/requirements.ts';
import { didYouMean, nearest } from '../nearest.ts';
import { UsageError } from '../usage-error.ts';
import { ruleLines } from './explain-rule.ts';

/** Of a storm it is enough to see how it begins. */
const MOST_STEPS = 12;
/** Any seed will do: a run casts its own people. */
const SEED = 1;

/**
 * What a scenario tells, what each step must bring, and what is judged.
 * @param ownNamed flags that the line to play it alone needs for modules of the tester's own; each after a blank
 */
export function explainScenario(
  scenario: Scenario,
  bold: (text: string) => string,
  ownNamed: string,
): string {
  const { name, title, story, cast, needs } = scenario;
  const steps = scenario.script(castPeople(SEED, needs));
  const shown = steps.slice(0, MOST_STEPS).map(stepLines);
  const left = steps.length - shown.length;
  const policy = (cast.policy ?? []).map((rule, index) => `  ${index + 1}. ${rule.name} (${rule.action})`);
  const judged = expectations
    .filter((one) => one.concerns(scenario))
    .map((one) => {
      const rules = one.requirements.map((id) => requirement(id).id);
      const few =
        rules.length > 4 ? `${rules.slice(0, 4).join(', ')} and ${rules.length - 4} more` : rules.join(', ');
      const proofs = provenByFaults(name, one.name);
      return [
        `  ${name}/${one.name}, ${one.side}: ${one.title}`,
        ...(few === '' ? [] : [`    ${few}`]),
        ...(proofs.length === 0 ? [] : [`    proven by ${proofs.join(', ')}`]),
      ].join('\n');
    });
  const blocks = [
    `${bold(name)}\n  ${title}`,
    `${bold('Story')}\n  ${story}`,
    `${bold('Who plays where no target does')}\n  ${cast.transmitter} sends, ${cast.receiver} receives`,
    ...(policy.length === 0 ? [] : [`${bold(`Policy of ${cast.receiver}`)}\n${policy.join('\n')}`]),
    `${bold('Steps')} (with made-up people)\n${[...shown, ...(left > 0 ? [`  and ${left} more`] : [])].join('\n')}`,
    `${bold('What is judged')}\n${judged.join('\n')}`,
    `${bold('Needs')}\n  of a Transmitter a trigger (--trigger-command, --trigger-url) or --interactive\n  of a Receiver effects (--effects-command), to see what it does`,
    `${bold('Play it alone')}\n  ssf-conformance run --scenario ${name}${ownNamed}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/**
 * One thing that is judged in a scenario: what it does, which rules it decides there, and which faults prove it.
 * @throws UsageError when nothing of this name is judged there
 */
export function explainExpectation(
  scenario: Scenario,
  wanted: string,
  bold: (text: string) => string,
  ownNamed: string,
): string {
  const concerned = expectations.filter((one) => one.concerns(scenario));
  const found = concerned.find(({ name }) => name === wanted);
  if (found === undefined) {
    const names = concerned.map(({ name }) => name);
    const near = nearest(wanted, names).map((name) => `${scenario.name}/${name}`);
    throw new UsageError(`Nothing named "${wanted}" is judged in the scenario ${scenario.name}.`, {
      hint: didYouMean(near) ?? `There are: ${names.join(', ')}.`,
    });
  }
  const { name, title, side, what } = found;
  const decided = (['push', 'poll'] as const).flatMap((delivery) => decidedIn(found, scenario, delivery));
  const rules = [...new Set(decided)].map((id) => ruleLines(id));
  const proofs = provenByFaults(scenario.name, name).map(
    (fault) => `  ${fault}: ${scenarioFaults.find((one) => one.name === fault)?.title ?? ''}`,
  );
  const blocks = [
    `${bold(`${scenario.name}/${name}`)}\n  ${title}`,
    `${bold('Judges')}\n  a ${side === 'receiver' ? 'Receiver' : 'Transmitter'}`,
    `${bold('What it does')}\n  ${what}`,
    `${bold('Requirements')} (beside the story)\n${rules.join('\n') || '  none'}`,
    `${bold('Faults of the mocks that prove it')}\n${proofs.join('\n') || '  none'}`,
    `${bold('Play the scenario')}\n  ssf-conformance run --scenario ${scenario.name}${ownNamed}`,
    `${bold('The whole story')}\n  ssf-conformance explain ${scenario.name}${ownNamed}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function stepLines({ id, text, event }: Step): string {
  return [`  ${id}: ${text}`, ...(event === null ? [] : eventLines(event))].join('\n');
}

function eventLines({ type, event, must, mustIfThere, acts, alsoRight, spares }: ExpectedEvent): string[] {
  const claims = [...must, ...mustIfThere].map((claim) => `${claim} ${JSON.stringify(event[claim])}`);
  const others = alsoRight.length === 0 ? '' : ` (or ${alsoRight.join(', ')})`;
  return [
    `    → ${type.split('/').at(-1)}${claims.length === 0 ? '' : `: ${claims.join(', ')}`}`,
    acts.length === 0
      ? '    the Receiver need not do anything'
      : `    the Receiver does ${acts.join(' or ')}${others}`,
    ...(spares.length === 0 ? [] : [`    and must not ${spares.join(', ')}`]),
  ];
}
