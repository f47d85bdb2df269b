import { existsSync } from 'node:fs';
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
    '%s asks for nothing, runs nothing and is styled under its own policy',
    async (_name, markup) => {
      await show(markup, {}, async (page, seen) => {
        await unfold(page);
        expect(seen).toEqual({ requests: [page.url()], problems: [] });
        expect(await page.title()).not.toBe('pwned');
        expect(
          await page
            .locator('script:not(#results-data, #attestation), img, iframe, object, form, [onerror], [style]')
            .count(),
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
        'Actual',
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
