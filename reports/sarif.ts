import { createHash } from 'node:crypto';
import { ownProfileFacts } from './own.ts';
import type { CheckResult, Finding, Results } from './results.ts';
import { levelOf, type SarifLevel, type SarifRule, sarifRules } from './sarif-rules.ts';
import { plainMessage, plainWords } from './sarif-text.ts';
import { targetName } from './target.ts';
import { count } from './text/format.ts';
import { checkKey, checksWith } from './view.ts';
import { waivedWords } from './waived.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * No line of anybody's source shows what a peer does on the wire, but GitHub shows no result without a file: it is the one
 * that holds the evidence, which lies beside the SARIF file.
 */
const artifact = 'results.json';

// GitHub takes 25,000 results of a run and shows 5,000, the worst first; a file may have 10 MB, compressed.
const resultsLimit = 5_000;
const notificationsLimit = 500;
const messageLimit = 600;
const valueLimit = 300;

interface Message {
  message: { text: string };
}

interface SarifResult extends Message {
  ruleId: string;
  ruleIndex: number;
  level: SarifLevel;
  locations: unknown[];
  partialFingerprints: Record<string, string>;
  suppressions: unknown[];
  baselineState?: 'new' | 'unchanged' | 'updated';
  properties: Record<string, unknown>;
}

/**
 * SARIF 2.1.0, for GitHub code scanning and other viewers: the rules are the requirements of the profile, a result is a
 * finding. What was not tested, and what went wrong with the harness, are notifications. What was fixed since an earlier run
 * is left out: GitHub does not know `absent` and would show it as found.
 */
export function renderSarif(results: Results): string {
  const rules = sarifRules(results);
  const all = findingsOf(results);
  const log = {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: driver(results, rules) },
        automationDetails: { id: automationId(results) },
        invocations: [invocation(results, all.length)],
        artifacts: [
          {
            location: { uri: artifact },
            description: {
              text: 'What the run left behind: exchanges, SETs, and everything that is told here.',
            },
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: sarifResults(results, all.slice(0, resultsLimit), rules),
        properties: {
          verdict: results.verdict,
          sentence: plainMessage(results.sentence, messageLimit),
          target: plainMessage(targetName(results), messageLimit),
          role: results.target.role,
          profile: results.profile,
          delivery: results.delivery,
          seed: results.seed,
          ...plainFacts(ownProfileFacts(results)),
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

function plainFacts(facts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, plainMessage(value, messageLimit)]),
  );
}

function driver({ tool }: Results, rules: readonly SarifRule[]): Record<string, unknown> {
  return {
    name: plainMessage(tool.name, 100),
    version: plainMessage(tool.version, 100),
    ...(/^\d+\.\d+\.\d+$/.test(tool.version) ? { semanticVersion: tool.version } : {}),
    rules,
    properties: { catalogue: tool.catalogue },
  };
}

/**
 * `category/run`: GitHub replaces the results of a category by those of a later run. Who was tested is not among it: a
 * target under a new port or name each time would leave its old results behind for good.
 */
function automationId({ target, scenarios, profile, startedAt }: Results): string {
  const what = scenarios === undefined ? [target.role, target.form] : ['scenarios', target.form, target.role];
  return ['ssf-conformance', what.filter((part) => part !== undefined).join('-'), profile, startedAt].join(
    '/',
  );
}

function invocation(results: Results, found: number): Record<string, unknown> {
  const { startedAt, durationMs, exitCode, interrupted } = results;
  const untested = checksWith(results, 'not-tested');
  const cut = [
    ...(found > resultsLimit
      ? [
          `${count(found - resultsLimit, 'more finding')} in ${artifact}: the worst ${resultsLimit} are told here.`,
        ]
      : []),
    ...(untested.length > notificationsLimit
      ? [`${count(untested.length - notificationsLimit, 'more check')} not tested, in ${artifact}.`]
      : []),
  ];
  return {
    executionSuccessful: exitCode !== 4 && !interrupted && results.faulty !== true,
    exitCode,
    exitCodeDescription: plainMessage(results.sentence, messageLimit),
    startTimeUtc: startedAt,
    endTimeUtc: new Date(Date.parse(startedAt) + durationMs).toISOString(),
    toolExecutionNotifications: [
      ...checksWith(results, 'error')
        .slice(0, notificationsLimit)
        .map((check) => notification(check, 'error')),
      ...[...cut, ...results.notices, ...results.omissions]
        .slice(0, notificationsLimit)
        .map((text) => ({ level: 'note', message: { text: plainMessage(text, messageLimit) } })),
    ],
    toolConfigurationNotifications: untested
      .slice(0, notificationsLimit)
      .map((check) => notification(check, 'warning')),
  };
}

function notification(check: CheckResult, level: SarifLevel): Message & { level: SarifLevel } {
  const why = check.reason ?? check.title;
  return { level, message: { text: plainMessage(`${checkKey(check)}: ${why}`, messageLimit) } };
}

interface Found {
  check: CheckResult;
  finding: Finding;
  /** Which of those of the same check on the same requirement, from 1 on. */
  ordinal: number;
}

const rank: Record<Finding['severity'], number> = { fail: 0, warn: 1, note: 2 };

/** Every finding of a check that was exercised, the worst first. */
function findingsOf(results: Results): Found[] {
  return results.checks
    .flatMap((check) => {
      const seen = new Map<string, number>();
      return check.findings.map((finding) => {
        const ordinal = (seen.get(finding.requirement) ?? 0) + 1;
        seen.set(finding.requirement, ordinal);
        return { check, finding, ordinal };
      });
    })
    .toSorted((a, b) => rank[a.finding.severity] - rank[b.finding.severity]);
}

function sarifResults(results: Results, found: readonly Found[], rules: readonly SarifRule[]): SarifResult[] {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const baseline = baselineOf(results);
  return found.map(({ check, finding, ordinal }) => {
    const key = checkKey(check);
    const ruleId = plainMessage(finding.requirement, 255);
    const baselineState = baseline(check);
    return {
      ruleId,
      ruleIndex: indexes.get(ruleId) ?? -1,
      level: levelOf[finding.severity],
      message: { text: messageOf(check, finding) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: artifact, index: 0 },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
          },
          logicalLocations: [{ name: check.id, fullyQualifiedName: key, kind: 'check' }],
        },
      ],
      // GitHub goes by the first alone.
      partialFingerprints: {
        primaryLocationLineHash: `${hash(`${key}\n${finding.requirement}`)}:${ordinal}`,
        'checkAndRequirement/v1': `${key} ${finding.requirement} ${ordinal}`,
      },
      suppressions: suppressionsOf(check),
      ...(baselineState === undefined ? {} : { baselineState }),
      properties: {
        check: key,
        title: plainMessage(check.title, messageLimit),
        rerun: plainWords(check.rerun),
        ...(finding.exchange === undefined ? {} : { exchange: finding.exchange }),
        ...(finding.set === undefined ? {} : { set: finding.set }),
      },
    };
  });
}

/** The first sentence is what a list shows. */
function messageOf(check: CheckResult, { message, expected, actual, hint }: Finding): string {
  return [
    plainMessage(message, messageLimit),
    ...(expected === undefined ? [] : [`Expected: ${plainMessage(expected, valueLimit)}`]),
    ...(actual === undefined ? [] : [`Seen: ${plainMessage(actual, valueLimit)}`]),
    ...(hint === undefined ? [] : [`What to do: ${plainMessage(hint, messageLimit)}`]),
    `Check: ${checkKey(check)}`,
    `See it again: ${plainWords(check.rerun)}`,
  ].join('\n');
}

/** An empty list says that it is not suppressed; no list, that nobody knows. */
function suppressionsOf(check: CheckResult): unknown[] {
  if (check.outcome !== 'waived') return [];
  const justification = plainMessage(waivedWords(check), messageLimit);
  return [{ kind: 'external', status: 'accepted', justification }];
}

/** How a check stands against the run that this one was compared with; undefined when it was compared with none. */
function baselineOf({ comparison }: Results): (check: CheckResult) => SarifResult['baselineState'] {
  if (comparison === undefined) return () => undefined;
  const told = (rows: readonly { key: string }[]): ReadonlySet<string> => new Set(rows.map(({ key }) => key));
  const worse = told(comparison.newlyFailing);
  const changed = new Map(comparison.changed.map((row) => [row.key, row.before]));
  return (check) => {
    const keys = [checkKey(check), check.id];
    if (keys.some((key) => worse.has(key))) return 'new';
    const key = keys.find((one) => changed.has(one));
    if (key === undefined) return 'unchanged';
    const before = changed.get(key);
    return before === 'fail' || before === 'warn' || before === 'note' || before === 'waived'
      ? 'updated'
      : 'new';
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
