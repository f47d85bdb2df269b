import { EXIT } from '../exit-codes.ts';
import { runProcess } from '../process.ts';
import { UsageError } from '../usage-error.ts';
import { actionRun } from './run.ts';

/** What action.yml starts: a run as its inputs want it. */
try {
  const { argv, env, ended } = actionRun({
    env: process.env,
    cwd: process.cwd(),
    // As it is now: a run keeps it for its own results.
    stdout: { write: process.stdout.write.bind(process.stdout) },
  });
  // No hook that the run starts shall find the inputs, which may hold secrets, in its environment.
  delete process.env.INPUTS;
  Object.assign(process.env, env);
  await runProcess(argv, ended);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
  process.exitCode = EXIT.usage;
}
