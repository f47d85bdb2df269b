import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { type Invocation, invocationOf, isTrue } from './arguments.ts';
import { outcomeOf } from './outcome.ts';

/** A misspelt input, or one that is empty, must not make a job green for good. */
const NOTHING_OF_YOURS =
  'Only the built-in peers were tested. To test yours, set the input issuer, receiver, start-command or poll, or add a config file. If that is what you want, set the input built-in to true.';

/** Where a run of the action begins: its inputs, and what it tells of them when it has ended. */
export interface ActionRun extends Invocation {
  /**
   * Writes the outputs of the step and its summary, to the files that GitHub names in the environment.
   * @returns the exit code of the step: that of the run, but wrong usage when nothing of the user's was tested
   */
  ended: (exitCode: number) => Promise<number>;
}

/**
 * What the action's inputs ask for; `INPUTS` in the environment holds them as JSON.
 * @throws UsageError when they are no inputs of the action
 */
export function actionRun({ env, cwd, stdout }: Pick<Io, 'env' | 'cwd' | 'stdout'>): ActionRun {
  const inputs = inputsOf(env.INPUTS);
  const folder = path.resolve(cwd, inputs['report-dir'] || 'conformance-report');
  const oursWanted = isTrue('built-in', (inputs['built-in'] ?? '').trim() || 'false');
  return {
    ...invocationOf(inputs),
    ended: async (exitCode) => {
      const { report, ofOurs, ...outcome } = await outcomeOf(folder, exitCode);
      const nothing = ofOurs && !oursWanted;
      const verdict = nothing ? '' : outcome.verdict;
      const summary = nothing ? `${NOTHING_OF_YOURS}\n` : outcome.summary;
      if (nothing) stdout.write(`::error title=Nothing of yours was tested::${NOTHING_OF_YOURS}\n`);
      if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, outputs({ verdict, report }));
      if (env.GITHUB_STEP_SUMMARY && inputs.summary !== 'false')
        await appendFile(env.GITHUB_STEP_SUMMARY, summary);
      return nothing ? EXIT.usage : exitCode;
    },
  };
}

function inputsOf(json: string | undefined): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch (cause) {
    throw new UsageError('INPUTS is not JSON: this is the inside of action.yml.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError('INPUTS is no object: this is the inside of action.yml.');
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one ?? '')]));
}

/** A line break in a value would begin another output. */
function outputs(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value.replaceAll(/[\r\n]/g, ' ')}\n`)
    .join('');
}
