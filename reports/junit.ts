import { ownNote, ownProfileFacts } from './own.ts';
import type { CheckResult, Finding, Results } from './results.ts';
import { playerName, scenariosOf, scenarioWords } from './scenario.ts';
import { targetName } from './target.ts';
import { excerpt } from './text/excerpt.ts';
import { count, instant } from './text/format.ts';
import { escapeXml, xmlAttributes } from './text/xml.ts';
import { checkKey, clauseName, familyOf, groupBy, requirementIndex, worstFirst } from './view.ts';
import { waivedWords } from './waived.ts';
import { failsRun, waiversOf } from './waiver-words.ts';
import { outcomeWords } from './words.ts';

// A test report is read beside others: what is longer is in results.json.
const findingsPerCheck = 10;
const valueLimit = 2_000;
/** GitLab reads no file of more than 30 MB. */
const detailsLimit = 12_000;

/**
 * JUnit XML, as Jenkins, GitLab and GitHub's test reporters read it: a suite per family of checks. Only `fail` is a
 * failure (and `warn` with --fail-on should) and only `error` an error; other warnings and notes pass and say so in
 * `system-out`. Where the run does not end well for a reason that no check shows (a stale waiver, an incomplete run), a
 * suite of its own says so: nobody shall take green tests for a run that passed. Well-formed XML 1.0 whatever the target
 * sent.
 *
 * There is no standard for it. What is written here is what the schemas of Ant, Surefire and Jenkins' xUnit plugin have in
 * common, with one thing more: `properties` of a test case, which those schemas do not know. pytest, Playwright and Jest
 * write them, Jenkins' junit step, Xray and Testmo read them, GitLab and Ant pass over them; only the xUnit plugin, which
 * checks its schema, refuses them.
 */
export function renderJunit(results: Results): string {
  const suites = [...groupBy(results.checks, (check) => familyOf(check.id))];
  const {
    tests = '0',
    failures = '0',
    errors = '0',
    time = '0',
  } = totals(results, results.checks, results.durationMs, hiddenTrouble(results));
  // Ant's and Jenkins' schemas know no more than these of the outermost element.
  const attributes = { name: `${results.tool.name} ${results.profile}`, tests, failures, errors, time };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', attributes),
    ...suites.map(([family, checks]) => suite(results, family, checks)),
    ...wholeRun(results),
    '</testsuites>',
    '',
  ].join('\n');
}

/** Whether a check counts against the target in this run. */
function isFailure({ outcome }: CheckResult, { policy }: Results): boolean {
  return outcome === 'fail' || (outcome === 'warn' && policy.failOn === 'should');
}

/** Why the run does not end with 0, where no check shows it. */
function hiddenTrouble(
  results: Results,
): { kind: 'failure' | 'error'; message: string; type: string } | null {
  const { exitCode, checks, sentence } = results;
  const shown = checks.some((check) => isFailure(check, results) || check.outcome === 'error');
  if (exitCode === 0 || shown) return null;
  const waivers = waiversOf(results).filter(failsRun);
  const which = waivers.map(({ check, state, until }) => `${check} (${state}, until ${until})`).join(', ');
  if (waivers.length > 0)
    return { kind: 'failure', message: `Waivers that fail the run: ${which}`, type: 'waiver' };
  if (exitCode === 1) return { kind: 'failure', message: sentence, type: 'verdict' };
  return { kind: 'error', message: sentence, type: exitCode === 4 ? 'harness-error' : 'incomplete' };
}

/** A suite for what only the run as a whole shows; none where its checks show enough. */
function wholeRun(results: Results): string[] {
  const trouble = hiddenTrouble(results);
  if (trouble === null) return [];
  const { kind, message, type } = trouble;
  return [
    open('testsuite', {
      name: 'verdict',
      ...totals(results, [], 0, trouble),
      timestamp: results.startedAt,
    }),
    properties({
      verdict: results.verdict,
      'exit-code': String(results.exitCode),
      ...ofOwnProfile(results),
    }),
    open('testcase', { classname: `${kindOf(results)}.verdict`, name: 'verdict', time: '0.000' }),
    element(kind, { message, type }, `${message}\n\n${results.sentence}\nExit code ${results.exitCode}.`),
    '</testcase>',
    ...ownWords(results),
    '</testsuite>',
  ];
}

function suite(results: Results, family: string, checks: readonly CheckResult[]): string {
  const ms = checks.reduce((sum, check) => sum + check.durationMs, 0);
  return [
    open('testsuite', { name: family, ...totals(results, checks, ms), timestamp: results.startedAt }),
    properties({
      role: results.target.role,
      target: targetName(results),
      issuer: results.target.issuer,
      profile: results.profile,
      seed: String(results.seed),
      verdict: results.verdict,
      started: instant(results.startedAt),
      requirements: requirementIds(checks),
      ...ofOwnProfile(results),
      ...storyProperties(results, family),
    }),
    ...checks.map((check) => testcase(results, family, check)),
    ...ownWords(results),
    '</testsuite>',
  ].join('\n');
}

/** Green tests of a run that was asked less than the standards ask shall not pass for more. */
function ofOwnProfile(results: Results): Record<string, string> {
  const facts = ownProfileFacts(results);
  return Object.keys(facts).length === 0 ? {} : { sentence: results.sentence, ...facts };
}

function ownWords(results: Results): string[] {
  if (results.own?.profile === undefined) return [];
  return [
    element('system-out', {}, excerpt([results.sentence, ...ownNote(results)].join('\n'), detailsLimit)),
  ];
}

/**
 * What ran, before the family in the name of a class: GitLab drops all but the first of the tests with the same names, also
 * of several files, and Jenkins shows it as a package.
 */
function kindOf({ target, scenarios }: Results): string {
  if (scenarios !== undefined) return 'scenarios';
  return target.form === undefined ? target.role : `${target.role}-${target.form}`;
}

/** Durations that a suite tells of. */
const told: ReadonlySet<string> = new Set(['delivery', 'end-to-end']);

/** Of a scenario's suite: how it ended, who played it, and how long its events took to get here, in ms. */
function storyProperties(results: Results, family: string): Record<string, string> {
  const played = scenariosOf(results).filter(({ name }) => name === family);
  if (played.length === 0) return {};
  const values: Record<string, string> = {};
  for (const { delivery, outcome, transmitter, receiver } of played) {
    values[`scenario.${delivery}`] = scenarioWords[outcome].label.toLowerCase();
    values[`transmitter.${delivery}`] = playerName(transmitter);
    values[`receiver.${delivery}`] = playerName(receiver);
  }
  for (const row of results.timing.ledger?.durations ?? []) {
    if (row.eventType !== null || !told.has(row.name)) continue;
    for (const figure of ['p50', 'p99', 'max'] as const)
      values[`run.${row.name}.${row.delivery}.${figure}`] = row[figure].toFixed(1);
  }
  return values;
}

function testcase(results: Results, family: string, check: CheckResult): string {
  const { outcome } = check;
  const worst = worstFirst(check.findings)[0];
  const message = worst?.message ?? check.reason ?? outcomeWords[outcome].meaning;
  const lines = [
    open('testcase', {
      classname: `${kindOf(results)}.${family}`,
      name: checkKey(check),
      time: seconds(check.durationMs),
    }),
    properties({ title: check.title, level: check.level, outcome, requirements: requirementIds([check]) }),
  ];
  if (isFailure(check, results)) {
    lines.push(
      element('failure', { message, type: worst?.requirement ?? check.level }, details(results, check)),
    );
  } else if (outcome === 'error') {
    lines.push(element('error', { message, type: 'harness-error' }, details(results, check)));
  } else if (outcome === 'not-tested' || outcome === 'not-applicable' || outcome === 'waived') {
    const reason = outcome === 'waived' ? waivedWords(check) || message : message;
    lines.push(`<skipped${xmlAttributes({ message: `${outcomeWords[outcome].label}: ${reason}` })}/>`);
  }
  if ((outcome === 'warn' && !isFailure(check, results)) || outcome === 'note' || outcome === 'waived') {
    lines.push(element('system-out', {}, `${outcomeWords[outcome].label}\n${details(results, check)}`));
  }
  return [...lines, '</testcase>'].join('\n');
}

function details(results: Results, check: CheckResult): string {
  const requirements = requirementIndex(results);
  const findings = worstFirst(check.findings);
  const more = findings.length - findingsPerCheck;
  const blocks = findings.slice(0, findingsPerCheck).map((finding) => {
    const requirement = requirements.get(finding.requirement);
    return [
      finding.message,
      `  clause   ${clauseName(requirement, finding.requirement)} [${finding.requirement}] ${requirement?.level ?? ''}`.trimEnd(),
      ...(requirement ? [`  rule     ${requirement.summary}`] : []),
      ...optional(finding),
    ].join('\n');
  });
  const text = [
    check.title,
    ...(check.reason === undefined ? [] : [check.reason]),
    ...blocks,
    ...(more > 0 ? [`${count(more, 'more finding')} in results.json`] : []),
  ].join('\n\n');
  return `${excerpt(text, detailsLimit)}\n\nRun again: ${check.rerun}`;
}

function optional(finding: Finding): string[] {
  const { expected, actual, hint, exchange, set } = finding;
  return [
    ...(expected === undefined ? [] : [`  expected ${excerpt(expected, valueLimit)}`]),
    ...(actual === undefined ? [] : [`  actual   ${excerpt(actual, valueLimit)}`]),
    ...(hint === undefined ? [] : [`  hint     ${hint}`]),
    ...(exchange === undefined ? [] : [`  exchange ${exchange} of results.json`]),
    ...(set === undefined ? [] : [`  set      ${set} of results.json`]),
  ];
}

function totals(
  results: Results,
  checks: readonly CheckResult[],
  ms: number,
  trouble: { kind: 'failure' | 'error' } | null = null,
): Record<string, string> {
  const n = (...outcomes: string[]): number =>
    checks.filter((check) => outcomes.includes(check.outcome)).length;
  const failures = checks.filter((check) => isFailure(check, results)).length;
  return {
    tests: String(checks.length + (trouble === null ? 0 : 1)),
    failures: String(failures + (trouble?.kind === 'failure' ? 1 : 0)),
    errors: String(n('error') + (trouble?.kind === 'error' ? 1 : 0)),
    skipped: String(n('not-tested', 'not-applicable', 'waived')),
    time: seconds(ms),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function properties(values: Record<string, string>): string {
  const all = Object.entries(values);
  return `<properties>${all.map(([name, value]) => `<property${xmlAttributes({ name, value })}/>`).join('')}</properties>`;
}

/** `RFC6750-3-01,SSF-8.1.1.1-13`: one property, since readers keep only the last one of a name. */
function requirementIds(checks: readonly CheckResult[]): string {
  return [...new Set(checks.flatMap(({ requirements }) => requirements))].join(',');
}

function open(name: string, values: Record<string, string>): string {
  return `<${name}${xmlAttributes(values)}>`;
}

function element(name: string, values: Record<string, string>, content: string): string {
  return `${open(name, values)}${escapeXml(content)}</${name}>`;
}
