import { ownNote } from './own.ts';
import type { CheckResult, Finding, Outcome, RecordedExchange, Results } from './results.ts';
import { countedLevels, storyNote } from './scenario.ts';
import { targetFacts } from './target.ts';
import { scenarioBlocks } from './terminal-scenarios.ts';
import { comparisonBlock, waiverBlock } from './terminal-waivers.ts';
import { excerptLine } from './text/excerpt.ts';
import { count, duration, number } from './text/format.ts';
import { painter } from './text/paint.ts';
import { indented, outcomeStyle, type Screen } from './text/screen.ts';
import { visibleLine } from './text/visible.ts';
import { wrap } from './text/wrap.ts';
import {
  byObstacle,
  checkKey,
  checksWith,
  clauseName,
  isStory,
  requirementIndex,
  untestedRules,
  worstFirst,
} from './view.ts';
import { outcomeOrder, outcomeWords, verdictWordsOf } from './words.ts';
import { besideReader } from './written-beside.ts';

export interface TerminalOptions {
  /** Off for NO_COLOR and for anything that is not a terminal. Default false. */
  color?: boolean;
  /** Columns. Default 80. */
  width?: number;
  /** Where the reports lie, by what they are: `{ report: 'conformance-report/report.html' }`. */
  reports?: Record<string, string>;
}

const findingsPerCheck = 5;

/** Of what the target wrote at the moment of an exchange. */
const linesBeside = 3;

/**
 * What stands on the terminal when a run has ended: failures first, each with its clause, what was expected and seen, its
 * exchange and the line that runs only this check; the verdict last. Nothing that the target sent can act on the terminal.
 */
export function renderTerminal(results: Results, options: TerminalOptions = {}): string {
  const screen: Screen = { paint: painter(options.color ?? false), width: Math.max(40, options.width ?? 80) };
  const blocks = [
    ...section(screen, results, 'fail', 'Failures'),
    ...section(screen, results, 'error', errorTitle(results)),
    ...section(screen, results, 'warn', 'Warnings'),
    ...notTested(screen, results),
    ...scenarioBlocks(screen, results),
    ...waiverBlock(screen, results),
    ...comparisonBlock(screen, results),
    ...messages(screen, results),
    ...counts(screen, results),
    verdict(screen, results),
    addresses(screen, results, options.reports ?? {}),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Whose errors they are. */
function errorTitle(results: Results): string {
  const own = checksWith(results, 'error').every((check) => check.own !== undefined);
  return `Errors of ${own ? 'checks of your own' : 'the harness'} (not the fault of the target)`;
}

function section(screen: Screen, results: Results, outcome: Outcome, title: string): string[] {
  const checks = checksWith(results, outcome);
  if (checks.length === 0) return [];
  const heading = screen.paint(['bold', outcomeStyle[outcome]], `${title} (${checks.length})`);
  return [heading, ...checks.map((check) => checkBlock(screen, results, check))];
}

function checkBlock(screen: Screen, results: Results, check: CheckResult): string {
  const { paint } = screen;
  const { mark } = outcomeWords[check.outcome];
  const findings = worstFirst(check.findings);
  const more = findings.length - findingsPerCheck;
  return [
    `${paint(outcomeStyle[check.outcome], mark)} ${paint('bold', visibleLine(checkKey(check)))}`,
    ...indented(screen, 2, check.title),
    ...(check.reason === undefined ? [] : ['', ...indented(screen, 2, check.reason)]),
    ...findings
      .slice(0, findingsPerCheck)
      .flatMap((finding) => ['', ...findingLines(screen, results, finding)]),
    ...(more > 0 ? ['', `  … ${count(more, 'more finding')} in the reports`] : []),
    '',
    `  ${paint('dim', 'run only this')}  ${visibleLine(check.rerun)}`,
  ].join('\n');
}

function findingLines(screen: Screen, results: Results, finding: Finding): string[] {
  const { paint } = screen;
  const requirement = requirementIndex(results).get(finding.requirement);
  // A story is told once, where its scenario is; its name is all that a finding needs.
  const story = requirement !== undefined && isStory(requirement.spec);
  const clause = [
    clauseName(requirement, finding.requirement),
    ...(story ? [] : [requirement?.level, finding.requirement]),
  ]
    .filter((part, index, all) => part !== undefined && all.indexOf(part) === index)
    .join(' · ');
  const exchange = results.exchanges.find(({ id }) => id === finding.exchange);
  const beside = results.targetLog && exchange && besideReader(results.targetLog)(exchange, linesBeside);
  return [
    ...indented(screen, 2, finding.message).map((line) => paint(outcomeStyle[finding.severity], line)),
    ...labelled(screen, 'clause', clause),
    ...(requirement && !story ? labelled(screen, 'rule', requirement.summary) : []),
    ...labelled(screen, 'expected', finding.expected),
    ...labelled(screen, 'actual', finding.actual),
    ...labelled(screen, 'hint', finding.hint),
    ...labelled(
      screen,
      'exchange',
      finding.exchange === undefined ? undefined : exchangeLine(finding.exchange, exchange),
    ),
    ...(beside?.lines ?? []).flatMap(({ line }, i) =>
      labelled(screen, i === 0 ? 'log' : '', excerptLine(line.text, 200)),
    ),
    ...labelled(screen, 'set', finding.set === undefined ? undefined : `#${finding.set}`),
  ];
}

function exchangeLine(id: number, exchange: RecordedExchange | undefined): string {
  if (!exchange) return `#${id}`;
  const { request, response, error } = exchange;
  const end = response ? String(response.status) : `no response (${visibleLine(error?.kind ?? 'unknown')})`;
  const url = excerptLine(request.url, 300);
  return `#${id} ${excerptLine(request.method, 40)} ${url} → ${end} in ${duration(exchange.durationMs)}`;
}

function labelled(screen: Screen, label: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  const lines = indented(screen, 15, value);
  return lines.map((line, index) =>
    index === 0 ? `    ${screen.paint('dim', label.padEnd(9))}  ${line.trimStart()}` : line,
  );
}

function notTested(screen: Screen, results: Results): string[] {
  const checks = checksWith(results, 'not-tested');
  const [rules, left] = untestedHere(results);
  if (checks.length === 0 && rules.length === 0 && left === 0) return [];
  const { paint } = screen;
  const groups = byObstacle(checks).map((group) =>
    [
      ...group.reasons.slice(0, 5).flatMap((reason) => indented(screen, 2, reason)),
      ...group.checks.map((check) => paint('dim', `    ${visibleLine(checkKey(check))}`)),
    ].join('\n'),
  );
  const open = [
    ...rules.map(({ why, ids }) => `${count(ids.length, 'rule')}: ${why}`),
    ...(left > 0 ? [`${count(left, 'rule')}: None of the checks that were chosen decides them.`] : []),
  ].flatMap((line) => indented(screen, 2, line));
  const title =
    checks.length === 0 ? 'Not tested' : `Not tested (${checks.length}), and what would make it testable`;
  return [paint(['bold', 'cyan'], title), ...groups, ...(open.length > 0 ? [open.join('\n')] : [])];
}

/** The untested rules that are told one by one; and how many a part of a run leaves to others, told in one line. */
function untestedHere(results: Results): [rules: ReturnType<typeof untestedRules>, left: number] {
  const rules = untestedRules(results);
  if (!results.partial) return [rules, 0];
  const decided = new Set(results.checks.flatMap((check) => check.requirements));
  const own = rules
    .map(({ why, ids }) => ({ why, ids: ids.filter((id) => decided.has(id)) }))
    .filter(({ ids }) => ids.length > 0);
  const all = (some: typeof rules): number => some.reduce((sum, { ids }) => sum + ids.length, 0);
  return [own, all(rules) - all(own)];
}

function messages(screen: Screen, results: Results): string[] {
  const lines = [...results.notices, ...results.omissions];
  if (lines.length === 0) return [];
  const heading = screen.paint('bold', 'Notices');
  return [[heading, ...lines.flatMap((line) => indented(screen, 2, line))].join('\n')];
}

function counts({ paint, width }: Screen, results: Results): string[] {
  const { byOutcome, byLevel } = results.summary;
  const shown = outcomeOrder.filter((outcome) => (byOutcome[outcome] ?? 0) > 0);
  if (shown.length === 0) return [];
  const levels = countedLevels(results);
  const first = Math.max('All checks'.length, ...levels.map((level) => level.length));
  const full = shown.map((outcome) => outcomeWords[outcome].label);
  // Where the words do not fit, their marks stand for them, told below.
  const fits = first + full.reduce((sum, label) => sum + label.length + 2, 0) <= width;
  const heads = fits ? full : shown.map((outcome) => outcomeWords[outcome].mark);
  const row = (label: string, values: Partial<Record<Outcome, number>>) => {
    const cells = shown.map((outcome, index) => {
      const n = values[outcome] ?? 0;
      const text = (n === 0 ? '·' : number(n)).padStart(Math.max(4, heads[index]?.length ?? 0));
      return paint(n === 0 ? 'dim' : outcomeStyle[outcome], text);
    });
    return [visibleLine(label).padEnd(first), ...cells].join('  ');
  };
  const legend = shown
    .map((outcome) => `${outcomeWords[outcome].mark} ${outcomeWords[outcome].label.toLowerCase()}`)
    .join(', ');
  const lines = [
    paint('dim', [' '.repeat(first), ...heads.map((head) => head.padStart(4))].join('  ')),
    ...levels.map((level) => row(level, byLevel[level] ?? {})),
    row('All checks', byOutcome),
    ...(fits ? [] : wrap(legend, width).map((line) => paint('dim', line))),
  ];
  return [lines.join('\n')];
}

function verdict(screen: Screen, results: Results): string {
  const { mark } = verdictWordsOf(results);
  const style = ({ conformant: 'green', 'non-conformant': 'red', incomplete: 'yellow' } as const)[
    results.verdict
  ];
  const [first = '', ...rest] = indented(screen, 2, results.sentence);
  return [
    ...(results.interrupted
      ? [screen.paint('yellow', 'The run was cut short: what follows is about a part of it.')]
      : []),
    screen.paint(['bold', style], `${mark} ${first.trimStart()}`),
    ...rest.map((line) => screen.paint(['bold', style], line)),
    ...[...storyNote(results), ...ownNote(results)].flatMap((line) => indented(screen, 2, line)),
  ].join('\n');
}

/** What was tested, and where the reports are. */
function addresses({ paint, width }: Screen, results: Results, reports: Record<string, string>): string {
  const isReceiver = results.target.role === 'receiver';
  const parts = (text: string, url = ''): string =>
    (isReceiver ? [text, url] : [url, text]).filter(Boolean).join(isReceiver ? ' ' : ', ');
  const facts = targetFacts(results).filter(({ label }) => !/metadata/i.test(label));
  const entries = [
    ...facts.map(({ label, text, url }) => [
      label.toLowerCase(),
      excerptLine(parts(text, url), Math.max(width, 200)),
    ]),
    ...Object.entries(reports),
  ];
  const first = Math.max(...entries.map(([name = '']) => name.length));
  return entries.map(([name = '', value = '']) => `${paint('dim', name.padEnd(first))}  ${value}`).join('\n');
}
