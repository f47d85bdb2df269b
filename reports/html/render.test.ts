import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { RecordedExchange, Results } from '../results.ts';
import { hostileResults, sampleResults } from '../sample.ts';
import { renderHtml } from './render.ts';

const page = renderHtml(sampleResults());

function idsOf(markup: string): string[] {
  return [...markup.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '');
}

function card(markup: string, key: string): string {
  return new RegExp(`<article [^>]*id="check-${key}"[\\s\\S]*?</article>`).exec(markup)?.[0] ?? '';
}

describe('the HTML report', () => {
  test('starts with the verdict and its facts', () => {
    const top = page.slice(page.indexOf('<main'), page.indexOf('id="failures"'));
    for (const part of [
      'Not conformant</h1>',
      '3 of 11 tested MUSTs failed',
      'https://signals.example.com/tenants/acme',
      '2026-08-24 10:15:02 UTC',
      'ssf-conformance 0.1.0',
      'push (RFC 8935), poll (RFC 8936)',
      '42',
      'SHOULD NOT',
    ]) {
      expect(top).toContain(part);
    }
    expect(page.slice(page.indexOf('<body>'))).not.toMatch(/\d\s*%/);
  });

  test('goes from what is wrong to what is right, then to the evidence', () => {
    const order = [...page.matchAll(/<section id="([a-z-]+)"/g)].map((match) => match[1]);
    expect(order).toEqual([
      'failures',
      'errors',
      'warnings',
      'not-tested',
      'waived',
      'waivers',
      'notes',
      'comparison',
      'passed',
      'not-applicable',
      'coverage',
      'timing',
      'exchanges',
      'sets',
      'target-log',
    ]);
  });

  test('tells of a failure the rule, what was found, expected and seen, the hint, the evidence and how to run it again', () => {
    const failed = card(page, 'verification/set-names-the-stream@push');
    for (const part of [
      'The verification event has an opaque subject that names the stream',
      '>SSF 8.1.4.1</a>',
      'The subject of a verification event is a simple subject',
      'is not a simple subject',
      '<p>Expected</p>',
      '<p>Seen</p>',
      'is not a simple subject with format &quot;opaque&quot;.</h3>',
      'Should be:',
      '<dt>What we did</dt>',
      '<code>sub_id.id</code>',
      'href="#exchange-17"',
      'href="#set-3"',
      '&quot;format&quot;: &quot;iss_sub&quot;',
      '--only verification/set-names-the-stream --delivery push',
      'seen to fail on 3 broken peers',
    ]) {
      expect(failed).toContain(part);
    }
  });

  test('says a clause once for the findings that follow it', () => {
    const results = sampleResults();
    const broken = results.checks.find((check) => check.outcome === 'fail');
    const [finding] = broken?.findings ?? [];
    if (!broken || !finding) throw new Error('the sample has findings');
    broken.findings = [finding, { ...finding, message: 'Another one.' }];
    expect(
      card(renderHtml(results), 'create-stream/refused-without-token').match(/<dt>Rule<\/dt>/g),
    ).toHaveLength(1);
  });

  test('puts what was not tested in groups by what to configure', () => {
    const section = page.slice(page.indexOf('id="not-tested"'), page.indexOf('id="waived"'));
    expect([...section.matchAll(/<h3>(.*?)<\/h3>/g)].map((match) => match[1])).toEqual([
      expect.stringContaining('second Receiver'),
      expect.stringContaining('Needs a trigger'),
      'The check ended in a harness error.',
    ]);
    // A rule that no not-tested check stands for is listed too.
    expect(section).toContain('href="#requirement-RFC8936-2.2-11"');
  });

  test('folds what passed, and says how often each check was seen to fail', () => {
    const section = page.slice(page.indexOf('id="passed"'), page.indexOf('id="not-applicable"'));
    expect(section).toContain('<details data-fold>');
    expect(section).toContain('3 broken peers');
  });

  test('covers every selected rule: how it came out, or why it was not tested', () => {
    const { selected } = sampleResults().requirements;
    for (const { id } of selected) expect(page).toContain(`id="requirement-${id}"`);
    const row = (id: string) =>
      new RegExp(`<tr id="requirement-${id}"[^>]*>[\\s\\S]*?</tr>`).exec(page)?.[0] ?? '';
    expect(row('SSF-8.1.1.1-13')).toContain('Failed');
    expect(row('SSF-7.1-10')).toContain('Passed');
    expect(row('SSF-8.1.2.1-07')).toContain('Waived');
    expect(row('RFC8935-3-01')).toContain('served by plain http on loopback');
    expect(row('SSF-6.1.2-05')).toContain('Needs the credentials of a second Receiver');
  });

  test('shows what the target wrote beside the exchange of the same moment, and as a whole', () => {
    const beside = page.match(/<div class="side wrote">[\s\S]*?<\/div>/g) ?? [];
    // Of exchange 17: in the list, and in the card for the finding and for its SET.
    expect(beside.map((one) => one.includes('WARN no typ header configured'))).toEqual([true, true, true]);
    expect(beside[0]).toContain('href="#log-2"');
    const log = page.slice(page.indexOf('<section id="target-log"'), page.indexOf('<footer>'));
    expect(log).toContain('container example/transmitter:1.2');
    expect(log.replace(/<[^>]+>/g, '')).toMatch(
      /1 −0\.210 s listening on 127.0.0.1:8080\n2 3\.120 s stderr WARN no typ/,
    );
    const { targetLog: _, ...without } = sampleResults();
    expect(renderHtml(without)).not.toMatch(/id="target-log"|class="side wrote"/);
  });

  test('shows of a talkative target twenty lines beside an exchange, those nearest to it', () => {
    const results = sampleResults();
    const line = (atMs: number) => ({
      atMs,
      stream: 'stdout' as const,
      text: `at ${atMs}`.padEnd(300) + atMs,
    });
    results.targetLog = {
      source: 'command node server.js',
      lines: [...Array.from({ length: 100 }, (_, i) => line(3060 + i)), line(9999)],
      omitted: 7,
    };
    const markup = renderHtml(results);
    const [beside = ''] = markup.match(/<div class="side wrote">[\s\S]*?<\/div>/g) ?? [];
    expect(beside.match(/<li>/g)).toHaveLength(20);
    expect(beside).toContain('>at 3121 ');
    expect(beside).not.toContain('>at 3119 ');
    expect(beside).toContain('69 more lines at this moment.');
    expect(markup).toContain('7 more lines were not recorded.');
    // It does not take the room of the evidence itself.
    const proofs = (of: string) => of.match(/<details class="proof"><summary><span class="no">/g)?.length;
    expect(proofs(markup)).toBe(proofs(page));
  });

  test('has for every link in the page a place to go, and every place only once', () => {
    for (const markup of [page, renderHtml(hostileResults())]) {
      const ids = idsOf(markup);
      expect(ids.length).toBe(new Set(ids).size);
      const targets = [...markup.matchAll(/href="#([^"]+)"/g)].map((match) => decodeURI(match[1] ?? ''));
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    }
  });

  test('links to the standards and to the issues of waivers by https, and to nothing else', () => {
    const outside = [...renderHtml(hostileResults()).matchAll(/(?:href|src)="([^#][^"]*)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(
      outside.filter(
        (url) => !/^https:\/\/(openid\.net|www\.rfc-editor\.org|tickets\.example\.com)\//.test(url),
      ),
    ).toEqual([]);
  });

  test('tells of every rule that binds the target, also of those that nobody can see', () => {
    const coverage = page.slice(page.indexOf('<section id="coverage"'), page.indexOf('<section id="timing"'));
    const { selected, tested, unobservable = [] } = sampleResults().requirements;
    expect(coverage).toContain(`${tested.length} of ${selected.length + unobservable.length} rules`);
    expect(coverage).toContain('12 more passages only permit or describe something');
    for (const { id } of [...selected, ...unobservable.map(({ requirement }) => requirement)]) {
      expect(coverage).toContain(`id="requirement-${id}"`);
      // In the map each has a cell with a word for its colour.
      expect(coverage).toMatch(new RegExp(`href="#requirement-${id}" tabindex="-1" title="${id}: [a-z ]+"`));
    }
    expect(coverage).toContain('nothing on the wire shows it');
  });

  test('says at the top what is waived, how it compares and what would have to be configured', () => {
    const top = page.slice(page.indexOf('<main'), page.indexOf('class="facts"'));
    expect(top).toMatch(/1 failing check waived<\/a>/);
    expect(top).toMatch(/1 waiver<\/a> expired/);
    expect(top).toMatch(/1 waiver<\/a> stale/);
    expect(top).toMatch(/\d+ newly failing, \d+ fixed<\/a> since <time/);
    expect(top).toContain('Needs the credentials of a second Receiver');
  });

  test('gives for a failure the request that shows it and the command that repeats the check', () => {
    const failed = card(page, 'create-stream/refused-without-token');
    expect(failed).toContain('curl -i &#39;https://signals.example.com/');
    expect(failed).toContain('&quot;authorization: Bearer $SSF_TOKEN&quot;');
    // Without a hint it tells at least which part of the target it is about.
    expect(card(page, 'verification/set-names-the-stream@poll')).toContain('<dt>Where to look</dt>');
    // What the target pushed is not ours to repeat.
    expect(card(page, 'verification/set-names-the-stream@push')).not.toContain('<pre class="curl">');
  });

  test('allows the script and the style that it carries, by their hashes, and no request', () => {
    const hashOf = (source = '') => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1];
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1];
    expect(page).toContain(
      `content="default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/ style="| on[a-z]+="/);
    expect(style).not.toMatch(/url\(|@import/);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|import\b/);
  });

  test('has a script that is small and the same whatever was recorded', () => {
    const scriptOf = (markup: string) => /<script>([\s\S]*?)<\/script>/.exec(markup)?.[1] ?? '';
    expect(scriptOf(page).length).toBeLessThan(11_000);
    expect(scriptOf(renderHtml(hostileResults()))).toBe(scriptOf(page));
  });

  test('shows what a hostile target sent, and runs none of it', () => {
    const hostile = renderHtml(hostileResults());
    expect(hostile).toContain('&lt;script&gt;document.title=');
    expect(hostile.match(/<script/g)).toHaveLength(page.match(/<script/g)?.length ?? 0);
    expect(hostile).not.toMatch(/<img|<\/pre><img/);
    expect(hostile.replace(/<script>[\s\S]*?<\/script>/, '')).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}]/u);
  });

  test('shows controls only where the script runs', () => {
    const controls = [...page.matchAll(/<(?:form|button|select|input|dialog)\b[^>]*>/g)].map(([tag]) => tag);
    const inert = page
      .replace(/<form [^>]* hidden>[\s\S]*?<\/form>/, '')
      .replace(/<dialog [^>]*>[\s\S]*?<\/dialog>/, '');
    expect(controls.length).toBeGreaterThan(10);
    expect(inert).not.toMatch(/<(?:form|select|input|dialog)\b|<button(?![^>]* hidden>)/);
  });

  test('leaves out the sections that have nothing in them', () => {
    const empty: Results = { ...sampleResults(), checks: [], exchanges: [], sets: [], notices: [] };
    const markup = renderHtml(empty);
    expect(markup).not.toContain('id="failures"');
    expect(markup).not.toContain('id="exchanges"');
    expect(markup).toContain('id="coverage"');
  });
});

describe('a report of a long run', () => {
  const many = manyExchanges(10_000);
  const markup = renderHtml(many);

  test('stays under 5 MB with 10,000 exchanges and SETs, and says what was left out and where it is', () => {
    expect(Buffer.byteLength(markup)).toBeLessThan(5_000_000);
    expect(markup).toMatch(
      /To keep this page small: .*[\d,]+ exchanges shown as one line only, .*SETs left out\. All of it is in results\.json\./,
    );
  });

  test('never leaves out an exchange that a finding names', () => {
    for (const { exchange } of many.checks.flatMap((check) => check.findings))
      expect(markup).toContain(`id="exchange-${exchange}"`);
  });

  test('links to no exchange that is not in the page', () => {
    const ids = new Set(idsOf(markup));
    const dead = [...markup.matchAll(/href="#((?:exchange|set)-\d+)"/g)].filter(
      (match) => !ids.has(match[1] ?? ''),
    );
    expect(dead).toEqual([]);
  });

  test('shows a body once when it comes again', () => {
    const results = sampleResults();
    const [first] = results.exchanges;
    if (!first) throw new Error('the sample has exchanges');
    const text = JSON.stringify({ marker: 'the long body', pad: 'x'.repeat(500) });
    const body = { text, bytes: text.length, truncated: false };
    results.exchanges = [1, 2, 3].map((id) => ({ ...first, id, request: { ...first.request, body } }));
    results.checks = [];
    results.sets = [];
    const small = renderHtml(results);
    expect(small.match(/the long body/g)).toHaveLength(1);
    expect(small.match(/The same body as in/g)?.length).toBeGreaterThanOrEqual(2);
  });

  test('stays under 5 MB when every check has many long findings', () => {
    const results = hostileResults();
    const broken = results.checks.find((check) => check.outcome === 'fail');
    const [finding] = broken?.findings ?? [];
    if (!broken || !finding) throw new Error('the sample has findings');
    const findings = Array.from({ length: 40 }, () => ({ ...finding, actual: '\u0000'.repeat(100_000) }));
    results.checks = Array.from({ length: 300 }, (_, i) => ({
      ...broken,
      id: `create-stream/n-${i}`,
      findings,
    }));
    const long = renderHtml(results);
    expect(Buffer.byteLength(long)).toBeLessThan(5_000_000);
    expect(long).toContain('more findings in results.json');
  });
});

function manyExchanges(n: number): Results {
  const results = sampleResults();
  const [template] = results.exchanges;
  const [set] = results.sets;
  if (!template || !set) throw new Error('the sample has exchanges and SETs');
  const more: RecordedExchange[] = Array.from({ length: n }, (_, i) => {
    const text = JSON.stringify({ n: i, pad: 'x'.repeat(2000) });
    return {
      ...template,
      id: 100 + i,
      request: { ...template.request, body: { text, bytes: text.length, truncated: false } },
    };
  });
  results.exchanges = [...more, ...results.exchanges];
  results.sets = [...results.sets, ...more.map(({ id }) => ({ ...set, id, exchange: id }))];
  return results;
}
