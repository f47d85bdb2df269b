import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJunit } from './junit.ts';
import type { Results } from './results.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults, nothingPlayed, sampleScenarioResults } from './sample-scenarios.ts';
import { xmlProblems } from './testing/xml-problems.ts';

const xml = renderJunit(sampleResults());

function testcase(key: string, document = xml): string {
  const match = new RegExp(`<testcase classname="[^"]*" name="${key}"[\\s\\S]*?</testcase>`).exec(document);
  return match?.[0] ?? '';
}

const schema = await readFile(new URL('./testing/junit.xsd', import.meta.url), 'utf8');

describe('junit.xml', () => {
  test.each([
    ['a run', sampleResults()],
    ['a hostile target', hostileResults()],
    ['scenarios', sampleScenarioResults()],
    ['hostile scenarios', hostileScenarioResults()],
    ['nothing played', nothingPlayed()],
  ])('is valid by its schema for %s', async (_what, results) => {
    expect(await xmlProblems(renderJunit(results), schema)).toEqual([]);
  });

  test('has nothing but the properties of test cases that the schemas of Ant, Surefire and Jenkins do not know', async () => {
    const classic = schema.replace(/^.*<!-- extension -->$/m, '');
    expect(classic).not.toBe(schema);
    const problems = await xmlProblems(xml, classic);
    expect(problems).toHaveLength(17);
    for (const problem of problems) expect(problem).toContain("Element 'properties'");
    const without = xml.replace(/(<testcase [^>]*>\s*)<properties>.*<\/properties>/g, '$1');
    expect(await xmlProblems(without, classic)).toEqual([]);
  });

  test('says in each suite by which profile of the tester’s own was judged, and what that leaves out', async () => {
    const [row] = sampleResults().requirements.selected;
    if (row === undefined) throw new Error('The sample selects nothing.');
    const must = { ...row, severity: 'fail' } as const;
    const profile = { title: 'ACME', base: 'ssf', added: [], omitted: [must], lowered: [must], raised: [] };
    const document = renderJunit({ ...sampleResults(), own: { modules: [], judgesWhole: [], profile } });
    expect(await xmlProblems(document, schema)).toEqual([]);
    const suites = document.match(/<testsuite [\s\S]*?<\/testsuite>/g) ?? [];
    expect(suites.length).toBeGreaterThan(1);
    for (const suite of suites) {
      expect(suite).toContain('<property name="own-profile" value="ACME"/>');
      expect(suite).toContain('<property name="own-profile.musts-left-out" value="1"/>');
      expect(suite).toContain('<property name="own-profile.musts-only-as-should" value="1"/>');
      expect(suite).toContain('<property name="sentence" value="');
      expect(suite).toMatch(
        /<system-out>[^<]*It leaves out 1 rule, 1 MUST among them[^<]*<\/system-out>\n<\/testsuite>$/,
      );
    }
  });

  test('names the rules of a family and of each check in one property, and what ran in the class', () => {
    const suite = /<testsuite name="create-stream"[\s\S]*?<testcase/.exec(xml)?.[0];
    expect(suite).toContain(
      '<property name="requirements" value="SSF-8.1.1.1-13,RFC6750-3-01,SSF-8.1.1.1-08"/>',
    );
    expect(xml).toContain(
      '<testcase classname="transmitter.create-stream" name="create-stream/default-is-poll"',
    );
    const { target, ...rest } = sampleResults();
    const hosted = renderJunit({ ...rest, target: { ...target, role: 'receiver', form: 'hosted' } });
    expect(hosted).toContain('<testcase classname="receiver-hosted.create-stream"');
    expect(renderJunit(sampleScenarioResults())).toContain(
      '<testcase classname="scenarios.impossible-travel"',
    );
  });

  test('says of what is waived why, by whom and until when', () => {
    const results = sampleResults();
    const check = results.checks.find(({ outcome }) => outcome === 'waived');
    if (check)
      check.waived = { outcome: 'warn', reason: 'Comes with 2.4.', owner: 'J. Doe', until: '2026-12-31' };
    expect(renderJunit(results)).toContain(
      '<skipped message="Waived: Comes with 2.4. · accepted by J. Doe until 2026-12-31"/>',
    );
  });

  test('keeps the size that GitLab reads when a target sends a lot', () => {
    const results = sampleResults((text) => text + '\u{e0041}'.repeat(5_000));
    const [check] = results.checks.filter(({ outcome }) => outcome === 'fail');
    const [finding] = check?.findings ?? [];
    if (check && finding) check.findings = Array.from({ length: 200 }, () => finding);
    for (const [text = ''] of renderJunit(results).matchAll(/<testcase [\s\S]*?<\/testcase>/g))
      expect(text.length).toBeLessThan(250_000);
  });

  test('has a suite for each family, with counts that add up', () => {
    expect([...xml.matchAll(/<testsuite name="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'discovery',
      'create-stream',
      'verification',
      'status',
      'isolation',
      'events',
      'subjects',
      'tls',
      'poll-delivery',
    ]);
    expect(xml).toContain('tests="17" failures="3" errors="1" time="8.421">');
    const suite = /<testsuite name="isolation"[^>]*>/.exec(xml)?.[0];
    expect(suite).toContain('tests="2" failures="0" errors="0" skipped="2"');
    expect(xml.match(/<failure /g)).toHaveLength(3);
    expect(xml.match(/<error /g)).toHaveLength(1);
    expect(xml.match(/<skipped /g)).toHaveLength(6);
  });

  test('tells of a failure what was expected and seen, and how to run it again', () => {
    const failed = testcase('create-stream/refused-without-token');
    expect(failed).toContain(
      'message="A create request without credentials was accepted, and a stream was made."',
    );
    expect(failed).toContain('expected 401 Unauthorized');
    expect(failed).toContain('actual   201 Created');
    expect(failed).toContain('Run again: ssf-conformance run');
    expect(failed).toContain('<property name="requirements" value="SSF-8.1.1.1-13,RFC6750-3-01"/>');
  });

  test('lets warnings and notes pass, with their text', () => {
    for (const key of ['discovery/no-legacy-document', 'discovery/unknown-members']) {
      expect(testcase(key)).toContain('<system-out>');
      expect(testcase(key)).not.toMatch(/<(failure|error|skipped)/);
    }
  });

  describe('where no check shows why the run does not end well', () => {
    const passed = (changes: Partial<Results>): Results => {
      const { waivers: _, ...sample } = sampleResults();
      const checks = sample.checks.filter(({ outcome }) => outcome === 'pass' || outcome === 'warn');
      return { ...sample, checks, verdict: 'conformant', exitCode: 0, ...changes };
    };
    const failed = (results: Results): string[] =>
      [
        ...renderJunit(results).matchAll(
          /<testcase [^>]*name="([^"]*)"(?:(?!<\/testcase>)[\s\S])*?<(?:failure|error)\b/g,
        ),
      ].map(([, name = '']) => name);

    test('a suite of its own does: a stale waiver, and a run that is incomplete', () => {
      const stale = passed({ waivers: sampleResults().waivers ?? [], exitCode: 1 });
      expect(failed(stale)).toEqual(['verdict']);
      expect(renderJunit(stale)).toContain('discovery/issuer-is-the-one-asked-for (stale, until 2026-12-31)');
      expect(renderJunit(stale)).toMatch(/<testsuites [^>]*failures="1" errors="0"/);
      const incomplete = passed({ verdict: 'incomplete', exitCode: 5, sentence: 'Incomplete: no check.' });
      expect(failed(incomplete)).toEqual(['verdict']);
      expect(renderJunit(incomplete)).toMatch(/<testsuites [^>]*failures="0" errors="1"/);
    });

    test('warnings are failures where they are meant to fail the run', () => {
      const { checks } = passed({});
      const policy = { failOn: 'should', allowUntested: false, requireComplete: false } as const;
      const warned = checks.filter(({ outcome }) => outcome === 'warn').length;
      expect(failed(passed({ policy, verdict: 'non-conformant', exitCode: 1 }))).toHaveLength(warned);
      expect(warned).toBeGreaterThan(0);
    });

    test('there is none where the run passed, or a failure shows it', () => {
      expect(failed(passed({}))).toEqual([]);
      expect(failed(sampleResults())).not.toContain('verdict');
    });
  });

  test('skips what was not tested, with what to configure', () => {
    expect(testcase('events/session-revoked@push')).toContain(
      '<skipped message="Not tested: Needs a trigger: set `transmitter.trigger`, or --trigger-command."/>',
    );
  });

  test('keeps the line feeds of an attribute', () => {
    const results = sampleResults();
    const [failed] = results.checks.filter((check) => check.outcome === 'fail');
    if (failed?.findings[0]) failed.findings[0].message = 'one\ntwo';
    expect(renderJunit(results)).toContain('message="one&#10;two"');
  });

  test('is well-formed XML 1.0 whatever a target sends', () => {
    const hostile = renderJunit(hostileResults());
    expect(hostile).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u);
    expect(hostile).not.toContain(']]>');
    expect(hostile).not.toMatch(/&(?!(amp|lt|gt|quot|#39|#10|#9);)/);
  });

  test('is valid whatever a target sends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('', ']]>', '<![CDATA[', '&#0;', '<!ENTITY a "b">', '\r\n'),
        async (text, markup) => {
          const results = sampleResults((own) => own + text + markup);
          expect(await xmlProblems(renderJunit(results), schema)).toEqual([]);
        },
      ),
      { numRuns: 10 },
    );
  });

  test('has a suite for each scenario, which says how it ended and how long SETs took', () => {
    const scenarios = renderJunit(sampleScenarioResults());
    const suite = /<testsuite name="device-non-compliance"[\s\S]*?<\/testsuite>/.exec(scenarios)?.[0] ?? '';
    for (const part of [
      '<property name="scenario.push" value="broken"/>',
      '<property name="receiver.push" value="Okta Identity Threat Protection (mock)"/>',
      '<property name="run.delivery.push.p99" value="3480.0"/>',
    ])
      expect(suite).toContain(part);
    expect(suite.match(/<failure /g)).toHaveLength(2);
  });
});
