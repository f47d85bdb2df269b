import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Results } from './results.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults, nothingPlayed, sampleScenarioResults } from './sample-scenarios.ts';
import { renderSarif } from './sarif.ts';
import schema from './testing/sarif.schema.json' with { type: 'json' };

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** The schema of the standard itself (2.1.0 RTM 5), which this package carries; of draft 4, whose `id` ajv knows no more. */
const {
  id: _,
  $schema: __,
  ...standard
} = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Record<
  string,
  unknown
>;
const draft = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(draft);
const isSarif = draft.compile(standard);

interface Rule {
  id: string;
  name: string;
  helpUri?: string;
  help: { text: string; markdown: string };
  shortDescription: { text: string };
  defaultConfiguration: { level: string };
  properties: { tags: string[] };
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { logicalLocations: { fullyQualifiedName: string }[] }[];
  partialFingerprints: { primaryLocationLineHash: string };
  suppressions: { kind: string; justification: string }[];
  baselineState?: string;
}

interface Run {
  tool: { driver: { rules: Rule[] } };
  results: Result[];
  invocations: {
    exitCode: number;
    executionSuccessful: boolean;
    toolExecutionNotifications: { message: { text: string } }[];
    toolConfigurationNotifications: { message: { text: string } }[];
  }[];
  automationDetails: { id: string };
}

function problems(results: Results): unknown {
  const sarif: unknown = JSON.parse(renderSarif(results));
  const valid = [validate(sarif), isSarif(sarif)].every(Boolean);
  return valid ? null : [validate.errors, isSarif.errors];
}

function run(results: Results): Run {
  const { runs } = JSON.parse(renderSarif(results)) as { runs: [Run] };
  return runs[0];
}

function of(sarif: Run, key: string): Result[] {
  return sarif.results.filter(
    ({ locations }) => locations[0]?.logicalLocations[0]?.fullyQualifiedName === key,
  );
}

const sample = run(sampleResults());

describe('results.sarif', () => {
  test.each([
    ['a run', sampleResults()],
    ['a hostile target', hostileResults()],
    ['hostile scenarios', hostileScenarioResults()],
    ['nothing played', nothingPlayed()],
  ])('is valid for %s', (_what, results) => {
    expect(problems(results)).toBeNull();
  });

  test('has the requirements as its rules, whether broken or not', () => {
    const { rules } = sample.tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(sampleResults().requirements.selected.map(({ id }) => id));
    expect(rules.find(({ id }) => id === 'SSF-8.1.1.1-13')).toMatchObject({
      helpUri: 'https://openid.net/specs/openid-sharedsignals-framework-1_0-final.html#section-8.1.1.1',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['conformance', 'SSF', 'DECLARATIVE'] },
    });
    for (const { name } of rules) expect(name).toMatch(/^(SSF|CAEP|RFC \d+) [\d.]+, \w/);
  });

  test('says in the help of a rule what it asks for, how to see it again and where its text is', () => {
    const { help } = sample.tool.driver.rules.find(({ id }) => id === 'SSF-8.1.1.1-13') ?? {};
    for (const text of [help?.text, help?.markdown]) {
      expect(text).toContain('ssf-conformance run --only create-stream/refused-without-token');
      expect(text).toContain('ssf-conformance explain create-stream/refused-without-token');
      expect(text).toContain('#section-8.1.1.1');
    }
  });

  test('says of the rule of a story how it is played again', () => {
    const { rules } = run(sampleScenarioResults()).tool.driver;
    const { help } = rules.find(({ id }) => id === 'scenario:risk-creep') ?? {};
    expect(help?.text).toContain('ssf-conformance run --scenario risk-creep\n');
    expect(help?.text).toContain('ssf-conformance explain risk-creep');
  });

  test('has a result for each finding, the worst first, each of the rule that it names', () => {
    const levels = sample.results.map(({ level }) => level);
    expect(levels).toEqual(['error', 'error', 'error', 'error', 'warning', 'warning', 'note']);
    for (const { ruleId, ruleIndex } of sample.results)
      expect(sample.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const [first] = of(sample, 'create-stream/refused-without-token');
    expect(first?.message.text.split('\n')).toEqual([
      'A create request without credentials was accepted, and a stream was made.',
      'Expected: 401 Unauthorized',
      'Seen: 201 Created',
      'What to do: Authenticate the Receiver before anything else at the configuration endpoint.',
      'Check: create-stream/refused-without-token',
      expect.stringMatching(/^See it again: ssf-conformance run /),
    ]);
  });

  test('keeps the fingerprint of a finding whatever its message is, and gives no two the same', () => {
    const changed = sampleResults();
    for (const check of changed.checks) for (const finding of check.findings) finding.message = 'Reworded.';
    const prints = (sarif: Run): string[] =>
      sarif.results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(prints(run(changed))).toEqual(prints(sample));
    expect(new Set(prints(sample)).size).toBe(sample.results.length);
  });

  test('suppresses what is waived, with why and until when', () => {
    const results = sampleResults();
    const check = results.checks.find(({ outcome }) => outcome === 'waived');
    if (check)
      check.waived = { outcome: 'warn', reason: 'Comes with 2.4.', owner: 'J. Doe', until: '2026-12-31' };
    expect(of(run(results), 'status/reason-is-told')[0]?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'Comes with 2.4. · accepted by J. Doe until 2026-12-31',
      },
    ]);
    expect(of(sample, 'create-stream/refused-without-token')[0]?.suppressions).toEqual([]);
  });

  test('tells what is new since the run that it was compared with, and nothing where there was none', () => {
    const results = sampleResults();
    const key = 'create-stream/refused-without-token';
    if (results.comparison)
      results.comparison.newlyFailing = [{ key, title: '', before: 'pass', after: 'fail' }];
    const compared = run(results);
    expect(of(compared, key).map(({ baselineState }) => baselineState)).toEqual(['new', 'new']);
    expect(of(compared, 'discovery/no-legacy-document')[0]?.baselineState).toBe('unchanged');
    const { comparison: _, ...alone } = sampleResults();
    expect(run(alone).results.some(({ baselineState }) => baselineState !== undefined)).toBe(false);
  });

  test('tells of what was not tested and of our own errors apart from the results', () => {
    const [invocation] = sample.invocations;
    expect(invocation).toMatchObject({ exitCode: 1, executionSuccessful: true });
    expect(invocation?.toolConfigurationNotifications.map(({ message }) => message.text)).toContain(
      'events/session-revoked@push: Needs a trigger: set `transmitter.trigger`, or --trigger-command.',
    );
    expect(invocation?.toolExecutionNotifications[0]?.message.text).toMatch(
      /^poll-delivery\/unknown-ack-does-no-harm@poll: The mock Receiver could not write/,
    );
  });

  test('says by which profile of the tester’s own was judged, and what that leaves out', () => {
    const [row] = sampleResults().requirements.selected;
    if (row === undefined) throw new Error('The sample selects nothing.');
    const must = { ...row, severity: 'fail' } as const;
    const profile = { title: 'ACME', base: 'ssf', added: [], omitted: [must], lowered: [], raised: [] };
    const results = { ...sampleResults(), own: { modules: [], judgesWhole: [], profile } };
    expect(problems(results)).toBeNull();
    expect(run(results)).toMatchObject({
      properties: {
        'own-profile': 'ACME',
        'own-profile.musts-left-out': '1',
        'own-profile.musts-only-as-should': '0',
      },
    });
  });

  test('has one category for all runs against one kind of target', () => {
    const results = sampleResults();
    expect(sample.automationDetails.id).toBe(`ssf-conformance/transmitter/ssf/${results.startedAt}`);
  });

  test('stays within what GitHub takes when there are more findings than it shows', () => {
    const results = sampleResults();
    const [finding] = results.checks.flatMap(({ findings }) => findings);
    const [check] = results.checks;
    if (check && finding) check.findings = Array.from({ length: 6_000 }, () => finding);
    expect(problems(results)).toBeNull();
    expect(run(results).results).toHaveLength(5_000);
    expect(renderSarif(results)).toContain('more findings in results.json');
  });

  test('is valid, and has neither links nor placeholders of theirs, whatever a target sends', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('{0}', '[a](', '](1)', '{{1}}', '\\')),
          {
            maxLength: 8,
          },
        ),
        (parts) => {
          const results = sampleResults((text) => text + parts.join(''));
          expect(problems(results)).toBeNull();
          for (const { message } of run(results).results) {
            expect(message.text).not.toMatch(/(?<!\\)(\\\\)*\]\(/);
            expect(message.text.replaceAll(/\{\{\d+\}\}/g, '')).not.toMatch(/\{\d+\}/);
            expect(message.text).not.toMatch(/[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}]/u);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
