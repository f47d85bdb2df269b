import type { CheckResult, Finding, Results } from './results.ts';
import { playerName, scenariosOf, scenarioWords } from './scenario.ts';
import { targetName } from './target.ts';
import { excerpt } from './text/excerpt.ts';
import { count, instant } from './text/format.ts';
import { visible } from './text/visible.ts';
import { checkKey, clauseName, familyOf, groupBy, requirementIndex, worstFirst } from './view.ts';
import { outcomeWords } from './words.ts';

// A test report is read beside others: what is longer is in results.json.
const findingsPerCheck = 10;
const valueLimit = 2_000;

/**
 * JUnit XML, as Jenkins, GitLab and GitHub's test reporters read it: a suite per family of checks. Only `fail` is a
 * failure and only `error` an error; warnings and notes pass and say so in `system-out`. Well-formed XML 1.0 whatever
 * the target sent.
 */
export function renderJunit(results: Results): string {
  const suites = [...groupBy(results.checks, (check) => familyOf(check.id))];
  const attributes = {
    name: `${results.tool.name} ${results.profile}`,
    ...totals(results.checks, results.durationMs),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open('testsuites', { ...attributes, timestamp: results.startedAt }),
    ...suites.map(([family, checks]) => suite(results, family, checks)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(results: Results, family: string, checks: readonly CheckResult[]): string {
  const ms = checks.reduce((sum, check) => sum + check.durationMs, 0);
  return [
    open('testsuite', { name: family, ...totals(checks, ms), timestamp: results.startedAt }),
    properties({
      role: results.target.role,
      target: targetName(results),
      issuer: results.target.issuer,
      profile: results.profile,
      seed: String(results.seed),
      verdict: results.verdict,
      started: instant(results.startedAt),
      ...storyProperties(results, family),
    }),
    ...checks.map((check) => testcase(results, family, check)),
    '</testsuite>',
  ].join('\n');
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
    open('testcase', { classname: family, name: checkKey(check), time: seconds(check.durationMs) }),
    properties({ title: check.title, level: check.level, outcome }, check.requirements),
  ];
  if (outcome === 'fail') {
    lines.push(
      element('failure', { message, type: worst?.requirement ?? check.level }, details(results, check)),
    );
  } else if (outcome === 'error') {
    lines.push(element('error', { message, type: 'harness-error' }, details(results, check)));
  } else if (outcome === 'not-tested' || outcome === 'not-applicable' || outcome === 'waived') {
    const reason = outcome === 'waived' ? (check.reason ?? message) : message;
    lines.push(`<skipped${attributes({ message: `${outcomeWords[outcome].label}: ${reason}` })}/>`);
  }
  if (outcome === 'warn' || outcome === 'note' || outcome === 'waived') {
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
  return [
    check.title,
    ...(check.reason === undefined ? [] : [check.reason]),
    ...blocks,
    ...(more > 0 ? [`${count(more, 'more finding')} in results.json`] : []),
    `Run again: ${check.rerun}`,
  ].join('\n\n');
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

function totals(checks: readonly CheckResult[], ms: number): Record<string, string> {
  const n = (...outcomes: string[]) =>
    String(checks.filter((check) => outcomes.includes(check.outcome)).length);
  return {
    tests: String(checks.length),
    failures: n('fail'),
    errors: n('error'),
    skipped: n('not-tested', 'not-applicable', 'waived'),
    time: seconds(ms),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function properties(values: Record<string, string>, requirements: readonly string[] = []): string {
  const all = [...Object.entries(values), ...requirements.map((id) => ['requirement', id] as const)];
  return `<properties>${all.map(([name, value]) => `<property${attributes({ name, value })}/>`).join('')}</properties>`;
}

function open(name: string, values: Record<string, string>): string {
  return `<${name}${attributes(values)}>`;
}

function element(name: string, values: Record<string, string>, content: string): string {
  return `${open(name, values)}${escapeXml(content)}</${name}>`;
}

function attributes(values: Record<string, string>): string {
  // A parser turns a bare line feed or tab in an attribute into a space; as a reference it stays.
  return Object.entries(values)
    .map(
      ([name, value]) => ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`,
    )
    .join('');
}

function escapeXml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
