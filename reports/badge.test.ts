import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderBadge } from './badge.ts';
import type { Results } from './results.ts';
import { hostileResults, sampleResults } from './sample.ts';
import { hostileScenarioResults, sampleScenarioResults } from './sample-scenarios.ts';
import { xmlProblems } from './testing/xml-problems.ts';

/** The elements and attributes that a badge has, and no others: nothing that runs, loads or links. */
const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.w3.org/2000/svg"
  targetNamespace="http://www.w3.org/2000/svg" elementFormDefault="qualified">
  <xs:complexType name="rect">
    <xs:attribute name="x" type="xs:decimal"/><xs:attribute name="width" type="xs:decimal"/>
    <xs:attribute name="height" type="xs:decimal"/><xs:attribute name="fill" type="xs:string"/>
  </xs:complexType>
  <xs:complexType name="text"><xs:simpleContent><xs:extension base="xs:string">
    <xs:attribute name="x" type="xs:decimal"/><xs:attribute name="y" type="xs:decimal"/>
    <xs:attribute name="textLength" type="xs:decimal"/><xs:attribute name="lengthAdjust" type="xs:string"/>
  </xs:extension></xs:simpleContent></xs:complexType>
  <xs:element name="svg"><xs:complexType>
    <xs:sequence>
      <xs:element name="title" type="xs:string"/>
      <xs:element name="rect" type="rect" minOccurs="2" maxOccurs="2"/>
      <xs:element name="g"><xs:complexType>
        <xs:sequence><xs:element name="text" type="text" minOccurs="2" maxOccurs="2"/></xs:sequence>
        <xs:attribute name="fill" type="xs:string"/><xs:attribute name="text-anchor" type="xs:string"/>
        <xs:attribute name="font-family" type="xs:string"/><xs:attribute name="font-size" type="xs:integer"/>
        <xs:attribute name="aria-hidden" fixed="true"/>
      </xs:complexType></xs:element>
    </xs:sequence>
    <xs:attribute name="width" type="xs:decimal"/><xs:attribute name="height" type="xs:decimal"/>
    <xs:attribute name="viewBox" type="xs:string"/><xs:attribute name="role" fixed="img"/>
    <xs:attribute name="aria-label" type="xs:string"/>
  </xs:complexType></xs:element>
</xs:schema>`;

function words(results: Results): string[] {
  return [...renderBadge(results).matchAll(/<text [^>]*>([^<]*)</g)].map((match) => match[1] ?? '');
}

function title(results: Results): string | undefined {
  return /<title>([^<]*)</.exec(renderBadge(results))?.[1];
}

const sample = sampleResults();

describe('the badge', () => {
  test('says in words what was tested and how it ended', () => {
    expect(words(sample)).toEqual(['SSF Transmitter', '3 MUSTs failed']);
    const target = { ...sample.target, role: 'receiver' } as const;
    expect(words({ ...sample, target, verdict: 'incomplete', exitCode: 5 })).toEqual([
      'SSF Receiver',
      'incomplete',
    ]);
    expect(words(sampleScenarioResults())).toEqual(['SSF scenarios', '1 scenario broken']);
  });

  test('says conformant only of all the checks, and not for what is waived', () => {
    const conformant = { ...sample, verdict: 'conformant', exitCode: 0 } as const;
    const kept = conformant.checks.filter(({ outcome }) => outcome === 'pass');
    expect(words({ ...conformant, checks: kept })).toEqual(['SSF Transmitter', 'conformant']);
    expect(words({ ...conformant, checks: kept, partial: true })[1]).toBe('conformant as far as tested');
    expect(words(conformant)[1]).toBe('conformant, 1 waived');
  });

  test('names a profile of the tester’s own, and is not green where that asks less', () => {
    const checks = sample.checks.filter(({ outcome }) => outcome === 'pass');
    const [row] = sample.requirements.selected;
    if (row === undefined) throw new Error('The sample selects nothing.');
    const must = { ...row, severity: 'fail' } as const;
    const profile = { title: 'ACME', base: 'ssf', added: [], omitted: [], lowered: [], raised: [] };
    const judgedBy = (more: Partial<NonNullable<NonNullable<Results['own']>['profile']>>): Results => ({
      ...sample,
      checks,
      verdict: 'conformant',
      exitCode: 0,
      own: { modules: [], judgesWhole: [], profile: { ...profile, ...more } },
    });
    const less = judgedBy({ omitted: [must, must, { ...must, severity: 'warn' }], lowered: [must] });
    expect(words(less)[1]).toBe('conformant, own profile, 2 MUSTs left out, 1 MUST only as SHOULD');
    expect(renderBadge(less)).not.toContain('#1f7a3a');
    expect(title(less)).toContain('own profile &quot;ACME&quot;, from ');
    expect(words(judgedBy({}))[1]).toBe('conformant, own profile');
    expect(renderBadge(judgedBy({}))).toContain('#1f7a3a');
  });

  test.each(['stale', 'expired'] as const)(
    'is not green where a waiver that is %s fails the run',
    (state) => {
      const waivers = (sample.waivers ?? []).filter((waiver) => waiver.state === state);
      const failing = { ...sample, verdict: 'conformant', exitCode: 1, waivers } as const;
      const green = renderBadge({ ...failing, exitCode: 0 }).match(/#1f7a3a/g);
      expect(green).toHaveLength(1);
      expect(words(failing)).toEqual(['SSF Transmitter', `waiver ${state}`]);
      expect(renderBadge(failing)).not.toContain('#1f7a3a');
      expect(words({ ...failing, verdict: 'incomplete' })[1]).toBe(`incomplete, waiver ${state}`);
      expect(words({ ...failing, verdict: 'non-conformant' })[1]).toBe('3 MUSTs failed');
    },
  );

  test('counts no MUST where a SHOULD made the verdict', () => {
    const checks = sample.checks.filter(({ outcome }) => outcome !== 'fail');
    expect(words({ ...sample, checks })[1]).toBe('not conformant');
  });

  test('has the profile and the day in its title, for who cannot see it too', () => {
    expect(title(sample)).toBe('SSF Transmitter: 3 MUSTs failed (profile ssf, 2026-08-24)');
    expect(renderBadge(sample)).toContain(`role="img" aria-label="${title(sample)}"`);
  });

  test.each([
    ['a run', sample],
    ['a hostile target', hostileResults()],
    ['hostile scenarios', hostileScenarioResults()],
  ])('is a picture and nothing else for %s', async (_what, results) => {
    expect(await xmlProblems(renderBadge(results), schema)).toEqual([]);
  });

  test('stays a picture whatever a file of results says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const results = { ...sample, profile: `${text}</title><script>`, startedAt: `${text}"/>` };
        expect(await xmlProblems(renderBadge(results), schema)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});
