import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { renderHtml } from '../../reports/html/render.ts';
import { sampleResults } from '../../reports/sample.ts';
import { largeResults } from '../../reports/sample-large.ts';
import { percentile } from '../../suites/scenarios/ledger/percentile.ts';

/**
 * How long the report of a large run takes to make and to open in Chromium (`npm run bench:report`), beside pages that are
 * opened by turns with it in the same run: an empty one, the report of a small run, and the same number of bytes as plain
 * text. The first shows what the browser and the machine take themselves. The exit code says nothing about the times.
 */

const ROUNDS = 7;
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

const began = performance.now();
const results = largeResults();
const generated = performance.now();
const report = renderHtml(results);
const rendered = performance.now();
print(`${results.checks.length} checks, ${results.exchanges.length} exchanges, ${results.sets.length} SETs.`);
print(`Made up in ${ms(generated - began)}, rendered in ${ms(rendered - generated)}: ${megabytes(report)}.`);
print(
  `${cpus().length} cores; ${(loadavg()[0] ?? 0).toFixed(2)} processes wanted one during the last minute.\n`,
);

const pages = {
  'an empty page': '<!doctype html><html lang="en"><title>empty</title><p>Nothing.</p></html>',
  'the report of a small run': renderHtml(sampleResults()),
  'as many bytes of text': `<!doctype html><html lang="en"><title>text</title><pre>${'Nothing to see. '.repeat(report.length / 16)}</pre></html>`,
  'the report of the large run': report,
};

const folder = await mkdtemp(path.join(tmpdir(), 'ssf-report-'));
const browser = await chromium.launch({
  executablePath: EXECUTABLE,
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const times = new Map<string, { painted: number[]; ready: number[] }>();
  // By turns, so that what else is done on the machine hits all of them alike. The first round warms the disk's cache.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, markup] of Object.entries(pages)) {
      const file = path.join(folder, `${Object.keys(pages).indexOf(name)}.html`);
      if (round === 0) await writeFile(file, markup);
      const { painted, ready } = await open(browser, pathToFileURL(file).href);
      const seen = times.get(name) ?? { painted: [], ready: [] };
      times.set(name, seen);
      if (round === 0) continue;
      seen.painted.push(painted);
      seen.ready.push(ready);
    }
  }
  print(row('ms since the address was given', ['size', 'painted p50', 'max', 'ready p50', 'max']));
  for (const [name, { painted, ready }] of times) {
    const [a, b] = [painted, ready].map((all) => all.toSorted((x, y) => x - y));
    const figures = [a, b].flatMap((all = []) => [percentile(all, 50), percentile(all, 100)]);
    print(row(name, [megabytes(pages[name as keyof typeof pages]), ...figures.map((n) => n.toFixed(0))]));
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}

/** First contentful paint; and the second frame after the load event, when the page answers to its reader. */
async function open(from: Browser, url: string): Promise<{ painted: number; ready: number }> {
  const context = await from.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    return await page.evaluate(
      () =>
        new Promise<{ painted: number; ready: number }>((resolve) => {
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const paint = performance.getEntriesByName('first-contentful-paint')[0];
              resolve({ painted: paint?.startTime ?? performance.now(), ready: performance.now() });
            }),
          );
        }),
    );
  } finally {
    await context.close();
  }
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(32), ...cells.map((cell) => cell.padStart(13))].join('');
}

function ms(n: number): string {
  return `${n.toFixed(0)} ms`;
}

function megabytes(markup: string): string {
  return `${(Buffer.byteLength(markup) / 1e6).toFixed(2)} MB`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
