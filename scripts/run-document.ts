import type { Results, Verdict } from '../reports/results.ts';
import { checkKey, worstFirst } from '../reports/view.ts';
import type { RunName } from './config/built-in-runs.ts';
import { EXIT } from './exit-codes.ts';
import type { ReportFolder } from './report-folder.ts';
import { REPORT_FORMATS } from './report-formats.ts';

/** One run in what `run --json` prints. */
export interface RunDocument {
  name: RunName;
  /** Null: it did not start. */
  verdict: Verdict | null;
  sentence: string;
  /** What to do, where it did not start. */
  hint?: string;
  exitCode: number;
  interrupted: boolean;
  summary: Results['summary'] | null;
  /** A line for each breach that counts against the target; what is waived is not among them. */
  failures: { check: string; requirement: string; message: string }[];
  waivers?: Results['waivers'];
  comparison?: Results['comparison'];
  /** Where the reports lie, by format; empty where the run did not start. */
  reports: Record<string, string>;
}

export function documentOfRun(
  name: RunName,
  results: Results,
  folder: Pick<ReportFolder, 'shown'>,
): RunDocument {
  const { verdict, sentence, exitCode, interrupted, summary, waivers, comparison } = results;
  return {
    name,
    verdict,
    sentence,
    exitCode,
    interrupted,
    summary,
    failures: failuresOf(results),
    ...(waivers === undefined ? {} : { waivers }),
    ...(comparison === undefined ? {} : { comparison }),
    reports: Object.fromEntries(
      Object.entries(REPORT_FORMATS).map(([format, { file }]) => [format, folder.shown(file)]),
    ),
  };
}

/** Of a run that the preflight refused. */
export function documentOfRefusal(
  name: RunName,
  { sentence, hint }: { sentence: string; hint: string },
): RunDocument {
  const exitCode = EXIT.unreachable;
  return {
    name,
    verdict: null,
    sentence,
    hint,
    exitCode,
    interrupted: false,
    summary: null,
    failures: [],
    reports: {},
  };
}

function failuresOf({ checks, policy }: Results): RunDocument['failures'] {
  const counts = (found: string): boolean =>
    found === 'fail' || (found === 'warn' && policy.failOn === 'should');
  return checks
    .filter(({ outcome }) => counts(outcome))
    .flatMap((check) =>
      worstFirst(check.findings)
        .filter(({ severity }) => counts(severity))
        .map(({ requirement, message }) => ({ check: checkKey(check), requirement, message })),
    );
}
