import { count, instant } from '../../reports/text/format.ts';
import { painter, type Style } from '../../reports/text/paint.ts';
import { indented, type Screen } from '../../reports/text/screen.ts';
import { visibleLine } from '../../reports/text/visible.ts';
import type {
  PredictedCondition,
  PredictedModule,
  Prediction,
} from '../../suites/harness/official/predict.ts';
import type { PredictionDocument } from '../../suites/harness/official/predict-all.ts';

interface Look {
  word: string;
  style: Style;
}

/** A module's outcome as people read it. */
function outcomeOf({ outcome, complete }: PredictedModule): Look {
  const sure = complete ? '' : '?';
  switch (outcome) {
    case 'passed':
      return { word: `PASSED${sure}`, style: 'green' };
    case 'warning':
      return { word: `WARNING${sure}`, style: 'yellow' };
    case 'failed':
      return { word: 'FAILED', style: 'red' };
    case 'skipped':
      return { word: 'SKIPPED', style: 'dim' };
    case 'untold':
      return { word: 'unknown', style: 'cyan' };
  }
}

/** The predictions for a terminal: modules first, then what they fail on, what cannot be told, and what may go wrong. */
export function renderPrediction(
  document: PredictionDocument,
  options: { color?: boolean; width?: number } = {},
): string {
  const screen: Screen = { paint: painter(options.color ?? false), width: Math.max(50, options.width ?? 80) };
  const { startedAt, target, sentence } = document.results;
  const head = [
    screen.paint('bold', 'What the official suite would say'),
    ...indented(screen, 2, document.caveat),
    ...indented(screen, 2, `Of ${target.issuer}, run at ${instant(startedAt)}: ${sentence}`),
    ...document.remarks.flatMap((remark) => ['', ...indented(screen, 0, remark)]),
  ].join('\n');
  const blocks = [
    head,
    ...document.predictions.flatMap((prediction) => predictionBlocks(screen, prediction)),
    ...weakPoints(screen, document),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function predictionBlocks(screen: Screen, prediction: Prediction): string[] {
  const { plan, variant, modules } = prediction;
  const parameters = Object.entries(variant)
    .map(([name, value]) => `[${name}=${value}]`)
    .join(' ');
  const title = [screen.paint('bold', plan), ...indented(screen, 2, parameters)].join('\n');
  return [
    title,
    modules.map((module) => moduleLine(screen, module)).join('\n'),
    ...broken(screen, modules),
    ...untold(screen, modules),
    `  ${summary(modules)}`,
  ];
}

function moduleLine({ paint }: Screen, module: PredictedModule): string {
  const { word, style } = outcomeOf(module);
  const { id, name, told, of, complete, why } = module;
  const seen = complete ? '' : `  ${told} of ${of} conditions told`;
  const reason = why === undefined ? '' : `\n${' '.repeat(15)}${visibleLine(why)}`;
  return `  ${paint(style, word.padEnd(8))} ${id.padEnd(3)} ${name}${paint('dim', seen)}${reason}`;
}

function summary(modules: readonly PredictedModule[]): string {
  const counted = new Map<string, number>();
  for (const module of modules) {
    const { word } = outcomeOf(module);
    counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  const parts = [...counted].map(([word, n]) => `${n} ${word}`);
  return `${count(modules.length, 'module')}: ${parts.join(', ')}`;
}

interface Met {
  condition: PredictedCondition;
  /** Short names of the modules that it is met in. */
  modules: string[];
}

/** Conditions of one kind, each once with all the modules that it is met in. */
function met(modules: readonly PredictedModule[], wanted: (condition: PredictedCondition) => boolean): Met[] {
  const found = new Map<string, Met>();
  for (const module of modules) {
    for (const condition of module.conditions.filter(wanted)) {
      const key = [condition.severity, condition.name, condition.about, condition.why].join('\n');
      const entry = found.get(key) ?? { condition, modules: [] };
      if (!entry.modules.includes(module.id)) entry.modules.push(module.id);
      found.set(key, entry);
    }
  }
  return [...found.values()];
}

function broken(screen: Screen, modules: readonly PredictedModule[]): string[] {
  const found = met(modules, ({ state }) => state === 'fails' || state === 'crashes');
  if (found.length === 0) return [];
  return [
    [`  ${screen.paint('bold', 'Broken')}`, ...found.flatMap((one) => brokenLines(screen, one))].join('\n'),
  ];
}

function brokenLines(screen: Screen, { condition, modules }: Met): string[] {
  const { name, severity, state, about, why = '', check, finding, checks, exchange } = condition;
  const where = exchange === undefined ? '' : ` (exchange ${exchange})`;
  const crash = state === 'crashes' ? 'The official suite crashes: ' : '';
  const ours =
    check === undefined
      ? `our ${checks.join(', ')} found nothing: there the official suite is stricter`
      : `our ${check}${finding === undefined || finding === why ? '' : `: ${finding}`}`;
  return [
    ...indented(screen, 4, `${severity} ${named(name, about)}: ${modules.join(' ')}`).map((line) =>
      screen.paint(severity === 'W' ? 'yellow' : 'red', line),
    ),
    ...indented(screen, 6, `${crash}${why}${where}`),
    ...(checks.length === 0 ? [] : indented(screen, 6, ours)),
  ];
}

/** What cannot be told, by the reason. */
function untold(screen: Screen, modules: readonly PredictedModule[]): string[] {
  const reasons = new Map<string, Met[]>();
  for (const one of met(modules, ({ state, severity }) => state === 'untold' && severity !== 'I')) {
    const why = one.condition.why ?? '';
    reasons.set(why, [...(reasons.get(why) ?? []), one]);
  }
  if (reasons.size === 0) return [];
  const lines = [...reasons].flatMap(([why, found]) => [
    ...indented(screen, 4, why),
    ...found.flatMap(({ condition: { severity, name, about }, modules: ids }) =>
      indented(screen, 6, `${severity} ${named(name, about)}: ${ids.join(' ')}`),
    ),
  ]);
  return [[`  ${screen.paint('bold', 'Cannot be told')}`, ...lines].join('\n')];
}

/** Where the module itself judges there is no name. */
function named(name: string, about: string): string {
  return name.startsWith('(') ? about : `${name} (${about})`;
}

/** Weak points of the official suite itself, with the modules in which they show. */
function weakPoints(screen: Screen, { predictions, weakPoints: texts }: PredictionDocument): string[] {
  const lines = Object.entries(texts).flatMap(([id, text]) => {
    const modules = predictions
      .flatMap((one) => one.modules)
      .filter(({ weak }) => weak.some((one) => one === id));
    const ids = [...new Set(modules.map((module) => module.id))];
    return indented(screen, 2, `${id} (${ids.join(' ')}): ${text}`);
  });
  if (lines.length === 0) return [];
  return [[screen.paint('bold', 'Weak points of the official suite to know of'), ...lines].join('\n')];
}
