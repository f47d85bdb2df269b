import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedResults } from '../reports/html/embed.ts';
import { sampleResults } from '../reports/sample.ts';
import { readResults } from './read-results.ts';
import { UsageError } from './usage-error.ts';

let folder = '';
const results = sampleResults();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'read-results-'));
  await mkdir(path.join(folder, 'report/transmitter'), { recursive: true });
  await mkdir(path.join(folder, 'one'));
  await writeFile(path.join(folder, 'one/results.json'), `\uFEFF${JSON.stringify(results)}`);
  await writeFile(path.join(folder, 'report/transmitter/results.json'), JSON.stringify(results));
});
afterAll(() => rm(folder, { recursive: true }));

async function refusal(named: string): Promise<string> {
  const error: unknown = await readResults(named, folder).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error instanceof UsageError ? `${error.message} | ${error.hint ?? ''}` : '';
}

async function written(name: string, text: string): Promise<string> {
  await writeFile(path.join(folder, name), text);
  return name;
}

describe('the results of an earlier run', () => {
  test.each(['one/results.json', 'one', 'report/transmitter/'])('are read from %s', async (named) => {
    expect(await readResults(named, folder)).toEqual(results);
  });

  test('are read from a report for people that carries them', async () => {
    const page = `<!doctype html>${String(embeddedResults(results).script)}`;
    expect(await readResults(await written('report.html', page), folder)).toEqual(results);
  });

  test('are missed with the nearest name, in the deepest folder that exists', async () => {
    expect(await refusal('one/result.json')).toBe(
      'There is no file "one/result.json". | Did you mean "one/results.json"?',
    );
    expect(await refusal('reprt/results.json')).toContain('Did you mean "report"?');
  });

  test('are missed with where they should be when nothing is near', async () => {
    expect(await refusal('nothing-like-it')).toContain('Name a results.json, or the folder that');
    await mkdir(path.join(folder, 'conformance-report'));
    await writeFile(path.join(folder, 'conformance-report/results.json'), JSON.stringify(results));
    expect(await refusal('nothing-like-it')).toContain('The last run left conformance-report/results.json.');
  });

  test('of several runs lie in folders of their own, which are named', async () => {
    expect(await refusal('report')).toBe(
      'The folder "report" holds no results.json. | Name one of the folders in it: report/transmitter.',
    );
  });

  test.each([
    ['nothing', '', 'is not JSON: it is empty'],
    ['text', 'conformant', 'is not JSON.'],
    ['a page of something else', '<html>', 'carries no results. | Name the results.json that'],
    ['a page that was torn', '<p id="results-data">', 'it is not as ssf-conformance wrote it'],
    ['an array', '[]', 'holds no results: it has no schemaVersion'],
    ['something else', '{"a":1}', 'holds no results: it has no schemaVersion'],
    ['a later version', '{"schemaVersion":"2"}', 'its schemaVersion is "2", and this version reads "1"'],
    ['half of it', '{"schemaVersion":"1"}', 'does not hold results as this version writes them:'],
  ])('are not %s', async (_what, text, message) => {
    expect(await refusal(await written('garbage.json', text))).toContain(message);
  });

  test('say what is wrong with them, and not all of it', async () => {
    const named = await written('broken.json', JSON.stringify({ ...results, checks: [1, 2, 3, 4, 5] }));
    expect(await refusal(named)).toMatch(/\/checks\/0 must be object[\s\S]*and 2 more/);
  });

  test('are not read when they are larger than memory allows', async () => {
    const named = await written('large.json', '');
    // A hole in the file: nothing is written.
    await truncate(path.join(folder, named), 257 * 1024 * 1024);
    expect(await refusal(named)).toContain('"large.json" is too large');
  });
});
