import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../mocks/faults/index.ts';
import type { Results } from '../reports/results.ts';
import { resultsProblems } from '../reports/results-schema.ts';
import { clauseName } from '../reports/view.ts';
import { effectiveSeverity } from '../suites/standard/profiles.ts';
import { requirement } from '../suites/standard/requirements.ts';
import { transmitterChecks } from '../suites/transmitter/index.ts';
import { main } from './main.ts';
import { familyOf } from './selection.ts';
import { startProgram, temporaryFolder } from './testing/program.ts';

/** One fault for each family of checks: the first that breaks a mandatory rule which is a check's own, and that check. */
const examples = [...new Set(transmitterChecks.map((check) => familyOf(check.id)))].flatMap((family) => {
  // Without metadata a run does not start: that is the preflight's affair.
  const shown = faults.filter(({ name }) => !/^metadata-(?:not-at|in-array|is-html)/.test(name));
  for (const { id, requirements } of transmitterChecks.filter(
    // The mock trusts no CA of ours: scripts/tls.test.ts tries that.
    ({ id, hooks = [] }) =>
      familyOf(id) === family && !hooks.some((hook) => hook === 'push-tls' || hook === 'push-authority'),
  )) {
    const [own] = requirements;
    const fault = shown.find(({ breaks }) => breaks === own);
    if (fault && effectiveSeverity(requirement(own)) === 'fail')
      return [{ family, fault: fault.name, breaks: own, check: id }];
  }
  return [];
});

describe('a mock with a fault in one terminal, a run in another', { timeout: 120_000 }, () => {
  let controller: AbortController;
  let folder: string;
  beforeEach(async () => {
    controller = new AbortController();
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    controller.abort();
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts the mock and gives the arguments of the command line that it prints. */
  async function mock(fault: string): Promise<string[]> {
    let output = '';
    const write = (text: string): unknown => (output += text);
    const overTls = faults.find((one) => one.name === fault)?.seams().tls !== undefined;
    const argv = ['mock', 'transmitter', '--fault', fault, ...(overTls ? ['--https'] : [])];
    void main(argv, {
      stdout: { write },
      stderr: { write },
      env: {},
      cwd: folder,
      signal: controller.signal,
    });
    for (;;) {
      const line = /ssf-conformance run (.*--client-id .*)\n/.exec(output)?.[1];
      if (line !== undefined) return line.split(' ');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it.each(examples)(
    '$family: finds $fault and says which clause it breaks',
    async ({ fault, breaks, check }) => {
      const limits = [
        'verification=2s',
        'delivery=2s',
        'redelivery=2s',
        'change=2s',
        'quiet=300ms',
        'longPoll=400ms',
      ];
      const args = [
        ...(await mock(fault)),
        '--only',
        check,
        '--profile',
        'caep-interop',
        ...limits.flatMap((limit) => ['--limit', limit]),
      ];
      const run = startProgram(args, folder);
      expect({ fault, exitCode: await run.ended }).toEqual({ fault, exitCode: 1 });
      const row = requirement(breaks);
      expect(run.stdout()).toContain(`${clauseName({ ...row, severity: 'fail' }, breaks)} · ${row.level}`);
      const text = await readFile(path.join(folder, 'conformance-report/results.json'), 'utf8');
      expect(resultsProblems(JSON.parse(text))).toEqual([]);
      const { checks } = JSON.parse(text) as Results;
      expect(checks.flatMap(({ findings }) => findings.map((finding) => finding.requirement))).toContain(
        breaks,
      );
    },
  );
});
