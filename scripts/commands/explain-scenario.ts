import { provenByFaults } from '../../suites/harness/scenario/proof/proven-by-faults.ts';
import { expectations } from '../../suites/scenarios/expectations/index.ts';
import { castPeople } from '../../suites/scenarios/people.ts';
import type { ExpectedEvent, Scenario, Step } from '../../suites/scenarios/scenario.ts';
import { requirement } from '../../suites/standard/requirements.ts';

/** Of a storm it is enough to see how it begins. */
const MOST_STEPS = 12;
/** Any seed will do: a run casts its own people. */
const SEED = 1;

/** What a scenario tells, what each step must bring, and what is judged. */
export function explainScenario(scenario: Scenario, bold: (text: string) => string): string {
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
    `${bold('Play it alone')}\n  ssf-conformance run --scenario ${name}`,
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
