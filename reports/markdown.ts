import { changesAtAGlance, comparisonSection, waiverSection } from './markdown-changes.ts';
import { ownNote } from './own.ts';
import type { CheckResult, Finding, Player, Results } from './results.ts';
import { brokenLimits, outcomeCounts, scenariosOf, scenarioWords, storyNote } from './scenario.ts';
import { targetFacts, targetName } from './target.ts';
import { fitting } from './text/budget.ts';
import { excerptLine } from './text/excerpt.ts';
import { count, duration, instant } from './text/format.ts';
import { code, prose, table } from './text/markdown.ts';
import {
  byObstacle,
  checkKey,
  checksWith,
  clauseName,
  requirementIndex,
  untestedRules,
  worstFirst,
} from './view.ts';
import { waiverThatFails } from './waiver-words.ts';
import { outcomeOrder, outcomeWords, verdictWordsOf } from './words.ts';

/** GitHub takes 1 MiB of a step, in which several runs may leave theirs. */
const bytesLimit = 200_000;
const rowsShown = 100;

/**
 * A summary for a CI step, a ticket or a chat: the first twenty lines hold the verdict, what it is about, the counts, what is
 * new and the first failures with what to do. Nothing that the target sent is read as Markdown or HTML.
 */
export function renderMarkdown(results: Results): string {
  const failures = checksWith(results, 'fail');
  const shown = outcomeOrder.filter((outcome) => (results.summary.byOutcome[outcome] ?? 0) > 0);
  const blocks = [
    `# ${headline(results)}`,
    `**${prose(results.sentence)}**${results.interrupted ? ' The run was cut short.' : ''}`,
    ...storyNote(results),
    ...ownNote(results).map((line) => prose(line, 2_000)),
    facts(results),
    ...(shown.length === 0
      ? []
      : [
          table(
            shown.map((outcome) => `${outcomeWords[outcome].mark} ${outcomeWords[outcome].label}`),
            [shown.map((outcome) => String(results.summary.byOutcome[outcome] ?? 0))],
          ),
        ]),
    ...changesAtAGlance(results),
    ...failureTable(results, failures),
    ...scenarioTable(results),
    ...list(results, 'error', 'Errors of the harness'),
    ...list(results, 'warn', 'Warnings'),
    ...notTested(results),
    ...waiverSection(results),
    ...comparisonSection(results),
    ...timing(results),
    ...notices(results),
  ];
  return fitting(blocks, bytesLimit, 'The rest is in report.html.');
}

/** The verdict; where a waiver fails the run, that. */
function headline(results: Results): string {
  const { label, mark } = verdictWordsOf(results);
  const waiver = waiverThatFails(results);
  if (waiver === null) return `${mark} ${label}`;
  return results.verdict === 'conformant' ? `✗ W${waiver.slice(1)}` : `✗ ${label}, ${waiver}`;
}

function facts(results: Results): string {
  const { tool } = results;
  const how = [results.profile, results.delivery.join(' and '), `seed ${results.seed}`]
    .filter((part) => part !== '')
    .join(', ');
  return [
    `${targetWords(results)}, profile ${prose(how)}.`,
    `${prose(tool.name)} ${prose(tool.version)}, ${prose(instant(results.startedAt))}, ${duration(results.durationMs)}.`,
    `The whole report is ${code('report.html')}.`,
  ].join(' ');
}

function targetWords(results: Results): string {
  const { target } = results;
  if (target.form === 'mocks') return prose(targetName(results));
  if (target.form === 'pair')
    return `transmitter ${code(target.issuer)} and receiver ${code(target.endpoint ?? '')}`;
  if (target.role === 'transmitter')
    return `transmitter ${code(target.issuer)}${target.builtIn ? ' (built in)' : ''}`;
  const [{ text, url } = { text: '', url: undefined }] = targetFacts(results);
  const where = url === undefined ? '' : ` ${code(url)}`;
  return `receiver (${prose(text)}${where}), our issuer ${code(target.issuer)}`;
}

/** Without a hint, what is expected says what to do. */
function whatToDo({ hint, expected }: Partial<Finding> = {}): string {
  return hint ?? (expected === undefined ? '' : `Expected: ${excerptLine(expected, 200)}`);
}

/** What failed newly comes first. */
function failureTable(results: Results, failures: readonly CheckResult[]): string[] {
  if (failures.length === 0) return [];
  const requirements = requirementIndex(results);
  const fresh = new Set(results.comparison?.newlyFailing.map(({ key }) => key));
  const isNew = (check: CheckResult): boolean => fresh.has(checkKey(check)) || fresh.has(check.id);
  const ordered = [...failures.filter(isNew), ...failures.filter((check) => !isNew(check))];
  const rows = ordered.slice(0, rowsShown).map((check) => {
    const worst = worstFirst(check.findings)[0];
    const requirement = worst?.requirement ?? check.requirements[0] ?? '';
    return [
      `${isNew(check) ? 'new ' : ''}${code(checkKey(check))}`,
      prose(clauseName(requirements.get(requirement), requirement)),
      prose(worst?.message ?? check.reason ?? check.title),
      worst?.actual === undefined ? '' : code(worst.actual, 120),
      prose(whatToDo(worst)),
    ];
  });
  const more = ordered.length - rows.length;
  return [
    `## Failures (${failures.length})`,
    table(['Check', 'Clause', 'What is wrong', 'Seen', 'What to do'], rows),
    ...(more > 0 ? [`${count(more, 'more failure')} in report.html.`] : []),
    `Run only the first again: ${code(ordered[0]?.rerun ?? '', 1000)}`,
  ];
}

function scenarioTable(results: Results): string[] {
  const scenarios = scenariosOf(results);
  if (scenarios.length === 0) return [];
  const rows = scenarios.map((scenario) => {
    const { mark, label } = scenarioWords[scenario.outcome];
    const side = ({ name, kind }: Player): string => `${code(name, 80)} (${kind})`;
    return [
      `${mark} ${label}`,
      code(scenario.name),
      side(scenario.transmitter),
      side(scenario.receiver),
      scenario.delivery,
      duration(scenario.durationMs),
    ];
  });
  return [
    `## Scenarios (${outcomeCounts(scenarios)})`,
    table(['Outcome', 'Scenario', 'Transmitter', 'Receiver', 'Delivery', 'Took'], rows),
  ];
}

/** Durations over all events, and the limits that were broken: for who wants to know whether it got slower. */
function timing({ timing: { ledger } }: Results): string[] {
  if (!ledger) return [];
  const rows = ledger.durations
    .filter(({ eventType }) => eventType === null)
    .map((row) => [
      row.name,
      row.delivery,
      String(row.count),
      ...[row.p50, row.p90, row.p99, row.max].map(duration),
      `± ${duration(row.uncertaintyMs)}`,
    ]);
  const limits = brokenLimits(ledger).map((line) => `- ${prose(line)}`);
  if (rows.length === 0 && limits.length === 0) return [];
  return [
    '## Timing',
    ...(rows.length === 0
      ? []
      : [table(['Since it happened', 'Delivery', 'Events', 'p50', 'p90', 'p99', 'Max', ''], rows)]),
    ...(limits.length === 0 ? [] : [limits.join('\n')]),
  ];
}

function list(results: Results, outcome: 'warn' | 'error', title: string): string[] {
  const checks = checksWith(results, outcome);
  if (checks.length === 0) return [];
  const lines = checks.map((check) => {
    const message = worstFirst(check.findings)[0]?.message ?? check.reason ?? check.title;
    return `- ${code(checkKey(check))}: ${prose(message)}`;
  });
  const more = lines.length > rowsShown ? [`${lines.length - rowsShown} more in report.html.`] : [];
  return [`## ${title} (${checks.length})`, lines.slice(0, rowsShown).join('\n'), ...more];
}

function notTested(results: Results): string[] {
  const checks = byObstacle(checksWith(results, 'not-tested')).map(
    (group) => `- ${count(group.checks.length, 'check')}: ${prose(group.reasons.slice(0, 5).join(' '))}`,
  );
  const rules = untestedRules(results).map(({ why, ids }) => `- ${count(ids.length, 'rule')}: ${prose(why)}`);
  const lines = [...checks, ...rules];
  return lines.length === 0 ? [] : ['## Not tested', lines.join('\n')];
}

function notices(results: Results): string[] {
  const lines = [...results.notices, ...results.omissions];
  return lines.length === 0 ? [] : ['## Notices', lines.map((line) => `- ${prose(line)}`).join('\n')];
}
