import { describe, expect, test } from 'vitest';
import type { RecordedExchange, Results } from '../results.ts';
import { hostileResults, sampleResults } from '../sample.ts';
import { layOutEvidence } from './evidence.ts';

const roomy = { exchanges: 1_000_000, sets: 1_000_000 };

function exchangeOf(results: Results, id: number): string {
  return listed(layOutEvidence(results, roomy).exchangeList, `exchange-${id}`);
}

function setOf(results: Results, id: number): string {
  return listed(layOutEvidence(results, roomy).setList, `set-${id}`);
}

function listed(list: readonly { markup: string }[], id: string): string {
  return list.find(({ markup }) => markup.includes(`id="${id}"`))?.markup ?? '';
}

function exchangeIn(results: Results, id: number): RecordedExchange {
  const exchange = results.exchanges.find((one) => one.id === id);
  if (!exchange) throw new Error(`no exchange ${id}`);
  return exchange;
}

describe('an exchange', () => {
  test('says whose each side is, when it began and how long it took, and which SETs it carried', () => {
    const markup = exchangeOf(sampleResults(), 17);
    for (const part of [
      'Arrived from the target 3.1 s after the start (10:15:05.234 UTC); answered after 1.4 ms.',
      'Request <span>from the target</span>',
      'Response <span>from the harness</span>',
      'Carries <a href="#set-3">SET 3</a>',
      'href="#exchange-17"',
      'Body: a compact token',
    ])
      expect(markup).toContain(part);
    expect(exchangeOf(sampleResults(), 7)).toContain('Response <span>from the target</span>');
  });

  test('says what a body is', () => {
    expect(exchangeOf(sampleResults(), 7)).toContain('Body: JSON, 43 bytes');
    expect(exchangeOf(sampleResults(), 21)).toContain('Body: not UTF-8, in base64, 5.2 MB');
    expect(exchangeOf(sampleResults(), 16)).toContain('No body.');
  });

  test('names what was masked', () => {
    const results = sampleResults();
    const { request } = exchangeIn(results, 7);
    request.headers = [['authorization', 'Bearer ‹masked 0a1b2c›']];
    request.body = { text: '{"client_secret":"‹masked ffffff›"}', bytes: 40, truncated: false };
    expect(exchangeOf(results, 7)).toContain(
      'Masked when it was recorded: request header authorization, request body.',
    );
    request.headers = [];
    request.body = null;
    expect(exchangeOf(results, 7)).not.toContain('Masked');
  });

  test('of a start that is no time is shown without the clock', () => {
    const markup = exchangeOf({ ...sampleResults(), startedAt: 'yesterday' }, 17);
    expect(markup).toContain('Arrived from the target 3.1 s after the start; answered');
  });
});

describe('a SET', () => {
  test('is there claim by claim, and as JSON', () => {
    const markup = setOf(sampleResults(), 3);
    for (const part of [
      '</svg> Broken</span>',
      'The typ header is &quot;JWT&quot;',
      '#section-4.1.1" rel="noreferrer noopener">SSF 4.1.1</a>',
      'The typ header of a SET is secevent+jwt.',
      '✓ Kept</b> <a href="#set-rule-RFC8417-2.2-08">',
      '– Not judged',
      '2026-08-24 10:15:02 UTC',
      '<summary>As JSON</summary>',
    ])
      expect(markup).toContain(part);
  });

  test('that was not read has values and no outcome', () => {
    const results = sampleResults();
    delete results.setRules;
    for (const set of results.sets) {
      delete set.breaches;
      delete set.kept;
    }
    for (const check of results.checks) check.findings = [];
    const markup = setOf(results, 3);
    expect(markup).toContain('No rule was judged');
    expect(markup).not.toMatch(/Kept|Broken|Not judged/);
  });

  test('of ours that is wrong is so on purpose, and no failure', () => {
    const results = sampleResults();
    results.target = { ...results.target, role: 'receiver', form: 'hosted' };
    exchangeIn(results, 17).direction = 'to-target';
    const markup = setOf(results, 3);
    expect(markup).toContain('This SET is ours, and was sent wrong on purpose:');
    expect(markup).toContain('Wrong on purpose');
    expect(markup).not.toMatch(/Broken/);
  });

  test('of a hostile target is text', () => {
    const { exchangeList, setList } = layOutEvidence(hostileResults(), roomy);
    for (const { markup } of [...exchangeList, ...setList])
      expect(markup).not.toMatch(/<script|<img|[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
  });
});

describe('evidence in little room', () => {
  const results = sampleResults();

  test('is a line for each, to which links still lead', () => {
    const evidence = layOutEvidence(results, {
      exchanges: 8_000,
      sets: 1_500,
    });
    const { exchangeList, setList, leftOut } = evidence;
    expect(listed(exchangeList, 'exchange-9')).toMatch(/^<li class="line" id="exchange-9">/);
    expect(listed(setList, 'set-3')).toMatch(/^<li class="line" id="set-3">/);
    expect(evidence.exchangeLink(9).markup).toContain('href="#exchange-9"');
    expect(leftOut.join()).toMatch(/exchanges? shown as one line only.*SETs? shown as one line only/);
  });

  test('unfolds what findings name before anything else', () => {
    const { exchangeList } = layOutEvidence(results, { exchanges: 10_000, sets: 0 });
    const open = exchangeList.filter(({ markup }) => markup.includes('<details>'));
    const named = new Set(results.checks.flatMap(({ findings }) => findings.map(({ exchange }) => exchange)));
    const ids = open.map(({ markup }) => Number(/id="exchange-(\d+)"/.exec(markup)?.[1]));
    expect(ids.length).toBeGreaterThan(2);
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
  });

  test('is nothing where there is none, and no link leads there', () => {
    const evidence = layOutEvidence(results, { exchanges: 0, sets: 0 });
    expect(evidence.exchangeList).toEqual([]);
    expect(evidence.exchangeLink(17).markup).not.toContain('href');
    expect(evidence.setLink(3).markup).toContain('in results.json');
    expect(evidence.hrefOf({ set: 3, exchange: 17 })).toBeNull();
  });

  test('never takes more than its room', () => {
    for (const room of [1_000, 5_000, 20_000, 60_000]) {
      const { exchangeList, setList } = layOutEvidence(hostileResults(), { exchanges: room, sets: room });
      const bytes = [...exchangeList, ...setList].reduce(
        (sum, { markup }) => sum + Buffer.byteLength(markup),
        0,
      );
      expect(bytes).toBeLessThanOrEqual(2 * room);
    }
  });
});
