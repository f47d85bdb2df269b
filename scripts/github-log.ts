import { randomUUID } from 'node:crypto';
import { errorAnnotation, renderAnnotations } from '../reports/index.ts';
import type { Results } from '../reports/results.ts';
import type { Io, TextOutput } from './io.ts';

/** What a log of GitHub Actions is told of the runs of a step. */
export interface GithubLog {
  runs: Results[];
  /** Why runs did not start. */
  refusals: { sentence: string; hint: string }[];
  /** Where a reader finds what is not shown. */
  report: string;
}

/**
 * Does something that writes to the log. Within GitHub Actions, the runner reads no line of that as a workflow command: a
 * target could send some, and what it sends is shown. What failed is shown as annotations afterwards. Elsewhere nothing is
 * written beside it.
 * @param act fills in what is to be told
 * @param output defaults to standard output; of a command that prints one JSON document there, standard error
 */
export async function withGithubLog<T>(
  io: Pick<Io, 'env' | 'stdout'>,
  act: (log: GithubLog) => Promise<T>,
  output: TextOutput = io.stdout,
): Promise<T> {
  const log: GithubLog = { runs: [], refusals: [], report: 'report.html' };
  if (io.env.GITHUB_ACTIONS !== 'true') return act(log);
  const token = randomUUID();
  output.write(`::stop-commands::${token}\n`);
  try {
    return await act(log);
  } finally {
    // On a line of its own, even after a line that was not ended.
    output.write(`\n::${token}::\n`);
    for (const { sentence, hint } of log.refusals)
      output.write(errorAnnotation('The run did not start', `${sentence}\n${hint}`));
    output.write(renderAnnotations(log.runs, log.report));
  }
}

/**
 * Does something that prints what a target or a file says, and is about no run: nothing of it is read as a workflow command.
 * @param json standard output is one JSON document, of which no line can be a command
 */
export function withoutCommands<T>(
  io: Pick<Io, 'env' | 'stdout' | 'stderr'>,
  json: boolean | undefined,
  act: () => Promise<T>,
): Promise<T> {
  return withGithubLog(io, act, json === true ? io.stderr : io.stdout);
}
