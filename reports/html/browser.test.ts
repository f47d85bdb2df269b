import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderJunit } from '../junit.ts';
import { renderProofHtml } from '../proof/html.ts';
import { sampleProof } from '../proof/sample.ts';
import { hostileResults, sampleResults } from '../sample.ts';
import { hostileScenarioResults, sampleScenarioResults } from '../sample-scenarios.ts';
import { renderHtml } from './render.ts';

const executablePath = '/usr/bin/chromium';
// On CI a missing browser is a failure: there the pages must have been looked at.
const skipped = !existsSync(executablePath) && !process.env.CI;

const pages = [
  ['the report on a hostile target', renderHtml(hostileResults())],
  ['the report on scenarios of a hostile target', renderHtml(hostileScenarioResults())],
  ['the proof', renderProofHtml(sampleProof())],
] as const;
const schemes = ['light', 'dark'] as const;

interface AxeResult {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
}

describe('pages in a browser', () => {
  let browser: Browser | undefined;

  beforeEach((context) => context.skip(skipped, `there is no ${executablePath}`));
  beforeAll(async () => {
    if (skipped) return;
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Shows a page in a fresh context, with the requests it makes and the errors it has; `look` judges it. */
  async function show(
    markup: string,
    options: Parameters<Browser['newContext']>[0],
    look: (page: Page, seen: Seen) => Promise<void>,
  ): Promise<void> {
    const context = await browser?.newContext(options);
    if (!context) throw new Error('the browser did not start');
    try {
      await look(...(await open(context, markup)));
    } finally {
      await context.close();
    }
  }

  test.each(pages.flatMap(([name, markup]) => schemes.map((scheme) => [name, scheme, markup] as const)))(
    '%s has no accessibility violation in %s',
    async (_name, colorScheme, markup) => {
      await show(markup, { colorScheme, bypassCSP: true }, async (page) => {
        await unfold(page);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<AxeResult>(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
        );
        expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3)])).toEqual([]);
      });
    },
    // Every text of every picture is looked at, which takes a while on a busy machine.
    90_000,
  );

  test.each(pages.flatMap(([name, markup]) => [390, 1280].map((width) => [name, width, markup] as const)))(
    '%s does not overflow a window of %d px, folded or not',
    async (_name, width, markup) => {
      await show(markup, { viewport: { width, height: 800 } }, async (page) => {
        expect(await widestEdge(page)).toBeLessThanOrEqual(width);
        await unfold(page);
        expect(await widestEdge(page)).toBeLessThanOrEqual(width);
      });
    },
  );

  test.each(pages)(
    '%s asks for nothing, runs nothing that was sent and is styled under its own policy',
    async (_name, markup) => {
      await show(markup, {}, async (page, seen) => {
        await unfold(page);
        expect(seen).toEqual({ requests: [page.url()], problems: [] });
        expect(await page.title()).not.toBe('pwned');
        expect(
          await page.locator('img, iframe, object, form:not(#filters), [onerror], [style]').count(),
        ).toBe(0);
        const margin = await page.evaluate(() => getComputedStyle(document.body).margin);
        expect(margin).toBe('0px');
      });
    },
  );

  test('a link to an exchange opens what it is folded into', async () => {
    await show(renderHtml(sampleResults()), {}, async (page) => {
      expect(await page.locator('#exchange-17').isVisible()).toBe(false);
      await page.locator('.card a[href="#exchange-17"]:visible').first().click();
      await page.locator('#exchange-17').waitFor({ state: 'visible' });
    });
  });

  test('the skip link leads past the navigation', async () => {
    await show(renderHtml(sampleResults()), {}, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    });
  });

  test('the report reads in order without its style', async () => {
    const bare = renderHtml(sampleResults()).replace(/<style>[\s\S]*<\/style>/, '');
    await show(bare, { viewport: { width: 1280, height: 800 } }, async (page) => {
      const text = await page.locator('main').textContent();
      const places = [
        'Not conformant',
        'Failures',
        'Expected',
        '401 Unauthorized',
        'Seen',
        '201 Created',
        'Coverage',
      ].map((part) => text?.indexOf(part) ?? -1);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(
        await page.evaluate(() =>
          Math.max(...[...document.querySelectorAll('svg')].map((svg) => svg.clientWidth)),
        ),
      ).toBeLessThan(20);
    });
  });

  test('prints in light colours, with the evidence of failures unfolded and without navigation', async () => {
    await show(renderHtml(sampleResults()), { colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(await page.locator('.card .proof pre').first().isVisible()).toBe(true);
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      );
    });
  });

  test('the picture of a scenario is there without scripts, and its SETs lead to where they are decoded', async () => {
    await show(renderHtml(sampleScenarioResults()), { javaScriptEnabled: false }, async (page) => {
      const lanes = page.locator('#scenarios .lanes').first();
      expect(await lanes.isVisible()).toBe(true);
      expect(await page.locator('#set-1').isVisible()).toBe(false);
      await lanes.locator('a[href="#set-1"]').click();
      await page.locator('#set-1').waitFor({ state: 'visible' });
    });
  });

  test('on a phone the table stands in place of the picture, and nowhere else', async () => {
    const markup = renderHtml(sampleScenarioResults());
    const seen = async (width: number): Promise<unknown[]> => {
      const what: unknown[] = [];
      await show(markup, { viewport: { width, height: 800 } }, async (page) => {
        for (const part of ['.lanes', '.moments', '.tabled > summary'])
          what.push(await page.locator(`#scenarios ${part}`).first().isVisible());
        what.push((await page.locator('#scenarios .moments').first().boundingBox())?.height ?? 0);
      });
      return what;
    };
    expect(await seen(390)).toEqual([false, true, false, expect.any(Number)]);
    expect((await seen(390))[3]).toBeGreaterThan(200);
    expect((await seen(800)).slice(0, 3)).toEqual([true, false, true]);
  });

  test('in a narrow window the picture scrolls, below the hint, and the page does not', async () => {
    await show(
      renderHtml(sampleScenarioResults()),
      { viewport: { width: 620, height: 800 } },
      async (page) => {
        const hint = await page.locator('.sideways').first().boundingBox();
        const picture = await page.locator('.scroll').first().boundingBox();
        expect(hint?.y ?? Infinity).toBeLessThan(picture?.y ?? 0);
        const [inner, outer, whole] = await page.evaluate(() => {
          const scroll = document.querySelector('.scroll');
          return [scroll?.scrollWidth ?? 0, scroll?.clientWidth ?? 0, document.documentElement.scrollWidth];
        });
        expect(inner).toBeGreaterThan(outer);
        expect(whole).toBeLessThanOrEqual(620);
      },
    );
  });

  test('a histogram has a name and a description for those who do not see it', async () => {
    await show(renderHtml(sampleScenarioResults()), {}, async (page) => {
      const picture = page.getByRole('img', { name: 'Latency of risk-level-change, poll' });
      expect(await picture.count()).toBe(1);
      const description = await picture.locator('desc').textContent();
      expect(description).toContain('until the first attempt: 12 events between 35 ms and 703 ms');
    });
  });

  test('prints the whole picture of a scenario', async () => {
    await show(
      renderHtml(sampleScenarioResults()),
      { viewport: { width: 700, height: 1000 } },
      async (page) => {
        await page.emulateMedia({ media: 'print' });
        const widths = await page
          .locator('.lanes')
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
        expect(Math.max(...widths)).toBeLessThanOrEqual(700);
      },
    );
  });

  describe('with the script of the page', () => {
    const markup = renderHtml(sampleResults());
    const cards = (page: Page) =>
      page.locator('.card:visible').evaluateAll((all) => all.map((card) => card.id.replace(/^check-/, '')));
    const hash = (page: Page) => page.evaluate(() => location.hash);

    test('filters stand in the address, which gives the same view again', async () => {
      await show(markup, {}, async (page) => {
        await page.getByLabel('Failed', { exact: true }).check();
        await page.locator('select[name=delivery]').selectOption('poll');
        expect(await hash(page)).toBe('#?outcome=fail&delivery=poll');
        expect(await cards(page)).toEqual(['verification/set-names-the-stream@poll']);
        expect(await page.locator('#shown').textContent()).toBe('Shown: 1 check, 1 rule');
        expect(await page.locator('#failures-title').textContent()).toContain('1 of 3');
        expect(await page.locator('#passed').isVisible()).toBe(false);
        const again = await page.context().newPage();
        await again.goto(page.url());
        expect(await cards(again)).toEqual(['verification/set-names-the-stream@poll']);
        expect(await again.getByLabel('Failed', { exact: true }).isChecked()).toBe(true);
        expect(await again.locator('select[name=delivery]').inputValue()).toBe('poll');
      });
    });

    test('back and forward go through the views', async () => {
      await show(markup, {}, async (page) => {
        const all = await cards(page);
        await page.locator('select[name=level]').selectOption('SHOULD');
        await page.locator('select[name=spec]').selectOption('CAEP');
        expect(await cards(page)).toEqual([]);
        await page.goBack();
        expect(await cards(page)).toEqual(['status/reason-is-told']);
        await page.goBack();
        expect(await cards(page)).toEqual(all);
        await page.goForward();
        expect(await cards(page)).toEqual(['status/reason-is-told']);
        await page.getByRole('button', { name: 'Show all' }).click();
        expect(await cards(page)).toEqual(all);
        expect(await hash(page)).toBe('');
      });
    });

    test('words are looked for in titles, rules, exchanges and SETs, and what is folded opens', async () => {
      await show(markup, {}, async (page) => {
        await page.locator('#search').fill('comes BACK unchanged');
        await page.getByText('Shown: 1 check').waitFor();
        expect(await page.locator('#check-verification\\/state-comes-back\\@push').isVisible()).toBe(true);
        await page.locator('#search').fill('seed-42 no-such-word');
        await page.getByText('Nothing matches').waitFor();
        await page.locator('#search').fill('iss_sub');
        await page.getByText(/1 exchange or SET|\d exchanges and SETs/).waitFor();
        expect(await page.locator('#sets .log > li:visible').count()).toBe(1);
        expect(new URLSearchParams((await hash(page)).slice(2)).get('q')).toBe('iss_sub');
        await page.locator('#search').fill('');
        expect(await page.locator('#check-verification\\/state-comes-back\\@push').isVisible()).toBe(false);
      });
    });

    test('words are looked for in the log of the target, and counted apart', async () => {
      await show(markup, {}, async (page) => {
        await page.locator('#search').fill('no typ header configured');
        await page.getByText(/^Shown: .*, 1 line of the log$/).waitFor();
        expect(await page.locator('#target-log .log > li:visible').allTextContents()).toEqual([
          expect.stringContaining('WARN no typ header'),
        ]);
      });
    });

    test.each([
      ['#check-create-stream/refused-without-token', 'a card'],
      ['#check-create-stream/default-is-poll', 'a row of a folded table'],
      ['#check-create-stream/default-is-poll?outcome=fail', 'a row that the filters leave out'],
      ['#check-discovery/unknown-members?outcome=fail&q=zzz', 'a card that the filters leave out'],
      ['#requirement-SSF-10.3.2-01?outcome=fail', 'a rule of a folded standard that the filters leave out'],
      ['#exchange-17', 'a folded exchange'],
      ['#exchange-17?q=zzz', 'an exchange without the words'],
      ['#set-3', 'a folded SET'],
      ['#log-2', 'a line of the folded log'],
      ['#log-1?q=zzz', 'a line without the words'],
    ])('%s shows its target: %s', async (fragment) => {
      await show(markup, {}, async (page) => {
        await page.goto(`http://report.invalid/${fragment}`);
        const id = fragment.slice(1).split('?')[0] ?? '';
        const target = page.locator(`[id="${id}"]`);
        await target.waitFor({ state: 'visible' });
        const box = await target.boundingBox();
        expect(box?.y).toBeGreaterThanOrEqual(-1);
        expect(box?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
        expect(await target.evaluate((element) => element.classList.contains('at'))).toBe(true);
      });
    });

    test('a link within the page keeps the filters, and shows what they leave out', async () => {
      await show(markup, {}, async (page) => {
        await page.getByLabel('Failed', { exact: true }).check();
        await page
          .locator('#check-create-stream\\/refused-without-token a[href^="#requirement-"]')
          .first()
          .click();
        expect(await hash(page)).toBe('#requirement-SSF-8.1.1.1-13?outcome=fail');
        await page.locator('[id="requirement-SSF-8.1.1.1-13"]').waitFor({ state: 'visible' });
        expect(await page.locator('#passed').isVisible()).toBe(false);
        await page.goBack();
        expect(await hash(page)).toBe('#?outcome=fail');
      });
    });

    test('a link of a picture does so, too', async () => {
      await show(renderHtml(sampleScenarioResults()), {}, async (page, seen) => {
        await page.locator('#search').fill('travel');
        await page.getByText(/^Shown/).waitFor();
        await page.locator('#scenarios .lanes a[href="#set-1"]').first().click();
        await page.locator('#set-1').waitFor({ state: 'visible' });
        expect(await hash(page)).toBe('#set-1?q=travel');
        expect(seen.problems).toEqual([]);
      });
    });

    test('keys search, go from finding to finding, help, and can be turned off', async () => {
      await show(markup, {}, async (page) => {
        const focused = () => page.evaluate(() => document.activeElement?.id);
        await page.keyboard.press('/');
        expect(await focused()).toBe('search');
        await page.keyboard.type('j?');
        expect(await page.locator('#search').inputValue()).toBe('j?');
        await page.locator('#search').fill('');
        await page.keyboard.press('Escape');
        expect(await focused()).not.toBe('search');
        const all = await cards(page);
        await page.keyboard.press('j');
        await page.keyboard.press('j');
        expect(await focused()).toBe(`check-${all[1]}`);
        expect(await hash(page)).toBe(`#check-${all[1]}`);
        await page.keyboard.press('k');
        expect(await focused()).toBe(`check-${all[0]}`);
        await page.keyboard.press('k');
        expect(await focused()).toBe(`check-${all[0]}`);
        await page.keyboard.press('?');
        expect(await page.getByRole('dialog').isVisible()).toBe(true);
        await page.getByLabel('Turn the keys off').check();
        await page.keyboard.press('Escape');
        expect(await page.getByRole('dialog').isVisible()).toBe(false);
        const before = await focused();
        await page.keyboard.press('j');
        await page.keyboard.press('/');
        expect(await focused()).toBe(before);
      });
    });

    test('the button beside a line copies it, or selects it where that is not allowed', async () => {
      await show(markup, {}, async (page) => {
        const command = page.locator('.command').first();
        const line = await command.locator('pre').textContent();
        await command.getByRole('button').click();
        await page.locator('#said').getByText('keyboard').waitFor({ state: 'attached' });
        expect(await page.evaluate(() => getSelection()?.toString().trim())).toBe(line);
      });
    });

    test('nothing that does nothing is shown where scripts are off, with style and without', async () => {
      for (const one of [markup, markup.replace(/<style>[\s\S]*<\/style>/, '')])
        await show(one, { javaScriptEnabled: false }, async (page) => {
          expect(
            await page.locator('button:visible, input:visible, select:visible, dialog:visible').count(),
          ).toBe(0);
          expect(await page.locator('.card:visible').count()).toBeGreaterThan(3);
          expect(await page.locator('pre.curl:visible').count()).toBeGreaterThan(0);
        });
    });

    test('it works from disk, and in a frame without an address', async () => {
      await show(
        '<title>frame</title><iframe id="inner" sandbox="allow-scripts"></iframe>',
        {},
        async (page) => {
          await page
            .locator('#inner')
            .evaluate((frame, source) => frame.setAttribute('srcdoc', source), markup);
          const inner = page.frameLocator('#inner');
          await inner.getByLabel('Failed', { exact: true }).check();
          await inner.getByText('Shown: 3 checks').waitFor();
          await inner.getByLabel('Waived', { exact: true }).check();
          await inner.getByText('Shown: 4 checks').waitFor();
        },
      );
      const folder = await mkdtemp(join(tmpdir(), 'ssf-report-'));
      try {
        await writeFile(join(folder, 'report.html'), markup);
        await show('<title>empty</title>', {}, async (page) => {
          const url = pathToFileURL(join(folder, 'report.html')).href;
          await page.goto(`${url}#?outcome=warn`);
          expect(await cards(page)).toEqual(['discovery/no-legacy-document']);
          await page.getByRole('button', { name: 'Show all' }).click();
          expect((await cards(page)).length).toBeGreaterThan(3);
          await page.goBack();
          expect(await cards(page)).toEqual(['discovery/no-legacy-document']);
        });
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    test('verdict and findings are there under the policy of Jenkins, which forbids script and style', async () => {
      await show('<title>empty</title>', {}, async (page) => {
        await page.route('http://jenkins.invalid/report.html', (route) =>
          route.fulfill({
            body: markup,
            contentType: 'text/html; charset=utf-8',
            headers: {
              'Content-Security-Policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'self';",
            },
          }),
        );
        await page.goto('http://jenkins.invalid/report.html#check-verification/set-names-the-stream@push');
        expect(await page.evaluate(() => document.styleSheets.length)).toBe(0);
        expect(await page.locator('h1').isVisible()).toBe(true);
        expect(await page.locator('.card:visible').count()).toBeGreaterThan(3);
        expect(await page.locator('button:visible, input:visible, select:visible').count()).toBe(0);
        const box = await page.locator('[id="check-verification/set-names-the-stream@push"]').boundingBox();
        expect(Math.abs(box?.y ?? Infinity)).toBeLessThan(40);
      });
    });

    test('what a target sent does nothing when it is looked for, filtered, copied or linked to', async () => {
      await show(renderHtml(hostileResults()), {}, async (page, seen) => {
        await page.goto(
          'http://report.invalid/#check-x%22onfocus=alert(1)?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&outcome=%3Cscript%3E',
        );
        await page.locator('#search').fill('<img src=x onerror=alert(1)>');
        await page.getByText(/Shown: \d+ check/).waitFor();
        await unfold(page);
        await page.keyboard.press('Escape');
        await page.keyboard.press('j');
        expect(await page.title()).not.toBe('pwned');
        expect(await page.locator('img, iframe, object, [onerror], [onfocus]').count()).toBe(0);
        expect(seen.problems).toEqual([]);
        expect(seen.requests.filter((url) => !url.startsWith('http://report.invalid/'))).toEqual([]);
      });
    });

    test('the policy of the page runs no other script than its own', async () => {
      await show(markup, {}, async (page, seen) => {
        await page.evaluate(() => {
          const script = document.createElement('script');
          script.textContent = 'document.title = "pwned"';
          document.body.append(script);
          document.body.setAttribute('onclick', 'document.title = "pwned"');
          document.body.click();
        });
        expect(await page.title()).not.toBe('pwned');
        expect(seen.problems.filter((text) => text.includes('Content Security Policy'))).toHaveLength(2);
      });
    });

    test.each(schemes.flatMap((scheme) => [390, 1280].map((width) => [scheme, width] as const)))(
      'has no accessibility violation with filters on and the help open, %s, %d px',
      async (colorScheme, width) => {
        await show(
          markup,
          { colorScheme, viewport: { width, height: 800 }, bypassCSP: true },
          async (page) => {
            await page.goto(
              'http://report.invalid/#check-create-stream/refused-without-token?outcome=fail&outcome=pass&q=stream',
            );
            await page.evaluate(axe.source);
            for (const open of [false, true]) {
              if (open) await page.getByRole('button', { name: 'Help' }).click();
              const { violations } = await page.evaluate<AxeResult>(
                `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
              );
              expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3)])).toEqual([]);
            }
            await page.keyboard.press('Escape');
            expect(await widestEdge(page)).toBeLessThanOrEqual(width);
          },
        );
      },
      90_000,
    );
  });

  test('junit.xml of a hostile target is read by an XML parser as it was meant', async () => {
    await show('<title>empty</title>', {}, async (page) => {
      const [errors, cases] = await page.evaluate((xml) => {
        const parsed = new DOMParser().parseFromString(xml, 'application/xml');
        return [parsed.querySelectorAll('parsererror').length, parsed.querySelectorAll('testcase').length];
      }, renderJunit(hostileResults()));
      expect(errors).toBe(0);
      expect(cases).toBe(hostileResults().checks.length);
    });
  });
});

interface Seen {
  requests: string[];
  problems: string[];
}

/** The page is served by a route of the browser itself: a document with an origin, without any socket. */
async function open(context: BrowserContext, markup: string): Promise<[Page, Seen]> {
  const page = await context.newPage();
  const seen: Seen = { requests: [], problems: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => seen.problems.push(message.text()));
  page.on('pageerror', (error) => seen.problems.push(error.message));
  page.on('dialog', (dialog) => {
    seen.problems.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await context.route('http://report.invalid/', (route) =>
    route.fulfill({ body: markup, contentType: 'text/html; charset=utf-8' }),
  );
  await page.goto('http://report.invalid/');
  return [page, seen];
}

async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** The right edge of what reaches furthest, also where the page itself cuts it off. The navigation and pictures may scroll. */
async function widestEdge(page: Page): Promise<number> {
  return page.evaluate(() => {
    const edges = [...document.querySelectorAll('main *:not(.scroll *), footer *')].map(
      (element) => element.getBoundingClientRect().right,
    );
    return Math.floor(Math.max(document.documentElement.scrollWidth, ...edges));
  });
}
