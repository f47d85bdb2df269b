import { describe, expect, test } from 'vitest';
import { renderJunit } from './junit.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { sampleScenarioResults } from './sample-scenarios.ts';

const xml = renderJunit(sampleResults());

function testcase(key: string, document = xml): string {
  const match = new RegExp(`<testcase classname="[^"]*" name="${key}"[\\s\\S]*?</testcase>`).exec(document);
  return match?.[0] ?? '';
}

describe('junit.xml', () => {
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
    expect(xml).toContain('tests="17" failures="3" errors="1" skipped="6"');
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
    expect(failed).toContain('<property name="requirement" value="SSF-8.1.1.1-13"/>');
    expect(failed).toContain('<property name="requirement" value="RFC6750-3-01"/>');
  });

  test('lets warnings and notes pass, with their text', () => {
    for (const key of ['discovery/no-legacy-document', 'discovery/unknown-members']) {
      expect(testcase(key)).toContain('<system-out>');
      expect(testcase(key)).not.toMatch(/<(failure|error|skipped)/);
    }
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
    expect(unclosedTags(hostile)).toEqual([]);
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

/** A small reader: every tag is ours, closed in its turn, and no `<` stands elsewhere. */
function unclosedTags(document: string): string[] {
  const open: string[] = [];
  const body = document.replace('<?xml version="1.0" encoding="UTF-8"?>', '');
  for (const [tag, close, name = '', empty] of body.matchAll(
    /<(\/?)([a-z-]*)(?: [a-z]+="[^"<]*")*(\/?)>|</g,
  )) {
    if (tag === '<') return [...open, 'a bare <'];
    if (close) {
      if (open.pop() !== name) return [...open, name];
    } else if (!empty) {
      open.push(name);
    }
  }
  return open;
}
