import { describe, expect, test } from 'vitest';
import type { LedgerEntry, Results, ScenarioResult } from '../results.ts';
import {
  hostileScenarioResults,
  nothingPlayed,
  sampleLedger,
  sampleScenarioResults,
} from '../sample-scenarios.ts';
import { renderHtml } from './render.ts';

const page = renderHtml(sampleScenarioResults());

function card(markup: string, key: string): string {
  return new RegExp(`<article [^>]*id="scenario-${key}"[\\s\\S]*?</article>`).exec(markup)?.[0] ?? '';
}

function anchors(markup: string): { ids: string[]; targets: string[] } {
  const all = (pattern: RegExp): string[] => [...markup.matchAll(pattern)].map((match) => match[1] ?? '');
  return { ids: all(/ id="([^"]+)"/g), targets: all(/href="#([^"]+)"/g).map(decodeURI) };
}

function section(markup: string, id: string): string {
  return new RegExp(`<section id="${id}"[\\s\\S]*?\\n</section>`).exec(markup)?.[0] ?? '';
}

describe('the header of a report on scenarios', () => {
  const header = (results: Results): string =>
    /<header[\s\S]*?<(section|footer)/.exec(renderHtml(results))?.[0] ?? '';

  test('says that a story held or not, and that this is no certificate', () => {
    expect(page).toContain('<title>Not held: ');
    expect(header(sampleScenarioResults())).toContain('Not held</h1>');
    const held = header({ ...sampleScenarioResults(), verdict: 'conformant' });
    expect(held).toContain('Held</h1>');
    expect(held).not.toContain('Conform');
    expect(held).toContain('Run without --scenario for conformance.');
  });

  test('promises of a Receiver alone that only right SETs were sent, and mocks nothing', () => {
    const results = sampleScenarioResults();
    const of = (target: Partial<Results['target']>): string =>
      header({ ...results, target: { ...results.target, ...target } });
    expect(of({ role: 'receiver', form: 'managed' })).toContain('only right SETs are sent');
    expect(of({ role: 'transmitter' })).not.toContain('only right SETs');
    expect(of({ form: 'mocks' })).not.toContain('A story is not the checks');
  });

  test('does not count by level where there is only that of stories', () => {
    expect(header(sampleScenarioResults())).not.toContain('SCENARIO');
    const results = sampleScenarioResults();
    results.summary.byLevel.MUST = { pass: 2 };
    expect(header(results)).toContain('SCENARIO: a scenario that the tester plays');
  });

  test('has no empty field when nothing was played', () => {
    const nothing = header(nothingPlayed());
    expect(nothing).not.toMatch(/<dd><\/dd>|<table/);
    expect(nothing).toContain('(hosted Receiver');
  });
});

describe('the scenarios of a report', () => {
  test('stand after what is wrong and before what passed', () => {
    const order = [...page.matchAll(/<section id="([a-z-]+)"/g)].map((match) => match[1]);
    expect(order).toEqual([
      'failures',
      'not-tested',
      'scenarios',
      'passed',
      'coverage',
      'timing',
      'exchanges',
      'sets',
      'target-log',
    ]);
  });

  test('tell the story, who played it, what was taken for granted, and the checks', () => {
    const held = card(page, 'impossible-travel@push');
    for (const part of [
      'Held</span>',
      'Nobody travels that fast',
      '<b>signals.example.com</b> <span class="tag">under test</span>',
      '<b>Okta Identity Threat Protection</b> <span class="tag">our mock</span>',
      '2 assumptions about what its maker has not published',
      'push (RFC 8935)',
      '3 of 3 steps told',
      'href="#check-impossible-travel/receiver-acts@push"',
    ])
      expect(held).toContain(part);
    expect(card(page, 'device-non-compliance@push')).toContain('Broken</span>');
    expect(card(page, 'risk-creep@poll')).toContain('Incomplete</span>');
  });

  test('say in words what was wrong and what is missing, in the picture and in the table', () => {
    const broken = card(page, 'device-non-compliance@push');
    const drawn = broken.slice(broken.indexOf('<svg class="lanes"'), broken.indexOf('</svg>\n<figcaption'));
    expect(drawn.match(/>Wrong:/g)).toHaveLength(2);
    expect(drawn.match(/>Missing:/g)).toHaveLength(2);
    expect(drawn.match(/class="cross"/g)).toHaveLength(1);
    expect(drawn).toContain('4 not as the story wants');
    expect(broken.match(/missing<\/span><\/td>/g)).toHaveLength(2);
  });

  test('fold a long picture in which all is right, and no other', () => {
    const results = sampleScenarioResults();
    const long = results.scenarios?.find(({ name }) => name === 'risk-creep');
    if (!long) throw new Error('the sample has that scenario');
    expect(card(renderHtml(results), 'risk-creep@poll')).not.toContain('<summary>The picture');
    long.moments = long.moments.map((moment) => ({ ...moment, right: true }));
    expect(card(renderHtml(results), 'risk-creep@poll')).toContain('<summary>The picture: 64 moments');
  });

  test('write pauses and gaps, since the picture is not to scale', () => {
    const held = card(page, 'impossible-travel@push');
    expect(held).toContain('>3.1 s pass</text>');
    expect(held).toContain('>+42 ms</text>');
    expect(held).toContain('>0.208 s</text>');
  });

  test('lead from every SET to a place in the page, and from a failed check back to its scenario', () => {
    for (const markup of [page, renderHtml(hostileScenarioResults())]) {
      const { ids, targets } = anchors(markup);
      expect(ids.length).toBe(new Set(ids).size);
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    }
    const arrows = [...section(page, 'scenarios').matchAll(/<a href="#set-(\d+)"><text/g)];
    expect(arrows).toHaveLength(sampleScenarioResults().sets.length);
    expect(page).toMatch(
      /id="check-device-non-compliance\/exactly-once@push"[\s\S]*?href="#scenario-device-non-compliance@push"/,
    );
  });

  test('stand in the coverage as stories, not as rules of a standard', () => {
    const coverage = section(page, 'coverage');
    expect(coverage).toContain('<h3>Scenarios</h3> <p class="totals">3 stories:');
    expect(coverage).toContain('colspan="3">Impossible travel</th>');
  });

  test('show what a hostile target sent, and run none of it', () => {
    const hostile = renderHtml(hostileScenarioResults());
    expect(section(hostile, 'scenarios')).toContain('&lt;script&gt;');
    expect(hostile.match(/<script/g)).toHaveLength(page.match(/<script/g)?.length ?? 0);
    expect(hostile).not.toMatch(/<img| style="/);
    expect(hostile.replace(/<script>[\s\S]*?<\/script>/, '')).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
  });
});

describe('the timing of a report on scenarios', () => {
  const timing = section(page, 'timing');

  test('has the durations, and marks those that depend on the other clock', () => {
    expect(timing).toMatch(/process-to-signing <a class="dagger" href="#clock-skew"/);
    expect(timing.match(/class="dagger"/g)).toHaveLength(
      sampleScenarioResults().timing.ledger?.durations.filter(({ name }) => name === 'process-to-signing')
        .length ?? 0,
    );
    expect(timing).toContain('clock is 1.2 s behind ours (± 480 ms, from 14 samples)');
  });

  test('has a picture for each event type and delivery, and its figures', () => {
    expect(timing.match(/<svg class="histogram"/g)).toHaveLength(4);
    expect(timing).toContain('Latency of device-compliance-change, push');
    expect(timing).toMatch(/30 ms to 50 ms<\/th><td class="num" data-label="until the first attempt">3</);
  });

  test('says in a sentence that nothing went astray', () => {
    const results = sampleScenarioResults();
    const [first] = results.timing.ledger?.entries ?? [];
    if (!first) throw new Error('the sample has events');
    results.timing.ledger = sampleLedger([first]);
    expect(renderHtml(results)).toContain(
      'Nothing: the one event came once, in order and at the first attempt.',
    );
  });

  test('counts what went astray', () => {
    const row = /<th scope="row">device-compliance-change, push<\/th>[\s\S]*?<\/tr>/.exec(timing)?.[0] ?? '';
    expect(row).toContain('data-label="gaps">432 ms<');
    expect(row).toMatch(/data-label="duplicates"><span class="badge o-warn">.*? 1<\/span>/);
    expect(row).toContain('data-label="lost">0<');
  });

  test('says of limits whether they were kept, and that they do not count', () => {
    expect(timing).toContain('do not count unless limits are enforced');
    for (const word of ['Exceeded', 'Kept', 'Not measured']) expect(timing).toContain(`${word}</span>`);
  });

  test('says that limits count when they are enforced, and when a figure cannot tell', () => {
    const results = sampleScenarioResults();
    const { ledger } = results.timing;
    const [limit] = ledger?.limits ?? [];
    if (!ledger || !limit) throw new Error('the sample has limits');
    ledger.enforced = true;
    ledger.limits = [limit, { ...limit, name: 'process-to-signing.p99', kept: true, undecided: true }];
    const enforced = section(renderHtml(results), 'timing');
    expect(enforced).toContain('Limits are enforced');
    expect(enforced).toContain('Cannot be told</span>');
  });

  test('has the ledger, folded, with empty polls beside it', () => {
    expect(timing).toContain('<summary>The ledger: 21 events</summary>');
    expect(timing).toContain('3 polls that brought nothing were held for 30 s');
    expect(timing).toContain('not called for');
  });
});

describe('a report of a storm', () => {
  const results = storm(600);
  const markup = renderHtml(results);

  test('stays small, and says what it does not show', () => {
    expect(Buffer.byteLength(markup)).toBeLessThan(5_000_000);
    expect(markup).toContain('The first 200; 421 more in results.json.');
    expect(markup).toContain('1,739 more moments were left out.');
  });

  test('shows what went wrong, however late', () => {
    expect(markup).toContain('Wrong: the last of all');
  });

  test('links to nothing that is not in the page', () => {
    const { ids, targets } = anchors(markup);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });
});

test('ten scenarios of many long moments stay under 5 MB, and those that do not fit say so', () => {
  const results = hostileScenarioResults();
  const [scenario] = results.scenarios ?? [];
  if (!scenario) throw new Error('the sample has scenarios');
  const moments = Array.from({ length: 80 }, (_, i) => ({
    atMs: i,
    kind: 'sent' as const,
    from: 'transmitter' as const,
    to: 'receiver' as const,
    text: '<'.repeat(300),
    right: false,
    step: null,
    set: 1,
  }));
  results.scenarios = Array.from({ length: 10 }, (_, i) => ({ ...scenario, name: `n-${i}`, moments }));
  const markup = renderHtml(results);
  expect(Buffer.byteLength(markup)).toBeLessThan(5_000_000);
  expect(markup).toContain('80 moments, in results.json: this page has no room for them.');
});

/** The sample with so many more events in its first scenario. */
function storm(n: number): Results {
  const results = sampleScenarioResults();
  const { ledger } = results.timing;
  const [first, ...rest] = results.scenarios ?? [];
  const [entry] = ledger?.entries ?? [];
  const [set] = results.sets;
  const [exchange] = results.exchanges;
  if (!ledger || !first || !entry || !set || !exchange) throw new Error('the sample has events');
  const ids = Array.from({ length: n }, (_, i) => 1_000 + i);
  const entries: LedgerEntry[] = ids.map((id) => ({ ...entry, id, set: id, firstAttemptAtMs: id * 3 }));
  const moments: ScenarioResult['moments'] = ids.flatMap((id) => [
    { atMs: id, kind: 'told', from: 'operator', to: 'transmitter', text: 'x', right: true, step: null },
    {
      atMs: id + 1,
      kind: 'sent',
      from: 'transmitter',
      to: 'receiver',
      text: id === 1_599 ? 'the last of all' : 'Anna Lee · risk-level-change HIGH',
      right: id !== 1_599,
      step: null,
      set: id,
    },
    { atMs: id + 2, kind: 'acted', from: 'receiver', to: 'receiver', text: 'x', right: true, step: null },
  ]);
  return {
    ...results,
    scenarios: [{ ...first, moments }, ...rest],
    sets: [...results.sets, ...ids.map((id) => ({ ...set, id, exchange: id }))],
    exchanges: [...results.exchanges, ...ids.map((id) => ({ ...exchange, id }))],
    timing: { ...results.timing, ledger: sampleLedger([...ledger.entries, ...entries]) },
  };
}
