import type { Own } from '../../suites/harness/own/own.ts';
import type { Waiver } from '../../suites/harness/waivers/waiver.ts';
import { UsageError } from '../usage-error.ts';
import { waiverProblems } from './waiver-problems.ts';
import { invalid, locateWaivers, readWaivers } from './waivers-file.ts';

/**
 * The waivers that hold for a run; none where there is no file of them.
 * @param named the file that the user names
 * @param configFile absolute path of the config file that is used; null: none is
 * @param own what of the tester's own there is to waive
 * @throws UsageError when the file is named and missing, not valid, or has a waiver of what does not exist
 */
export async function waiversOfRun(
  named: string | undefined,
  configFile: string | null,
  cwd: string,
  own?: Own,
): Promise<Waiver[]> {
  const { file, named: asked } = locateWaivers(named, configFile, cwd);
  const found = await readWaivers(file);
  if (found === null && asked)
    throw new UsageError(`There is no file of waivers ${file}.`, {
      hint: 'ssf-conformance waive CHECK --reason TEXT --until DATE writes one; --no-waivers runs without.',
    });
  const waivers = found?.waivers ?? [];
  const problems = waiverProblems(waivers, own);
  if (problems.length > 0) throw invalid(file, problems);
  return waivers;
}
