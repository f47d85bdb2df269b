import { EXIT } from './exit-codes.ts';
import type { Io } from './io.ts';

const WITHOUT_VERDICT =
  'ssf-conformance was ended before it was done: something in its process called process.exit, or nothing was left to wait for. ' +
  'A module of your own that is loaded into it must do neither. This is no verdict.';

/** Ends this process with the exit code that was decided. */
export type EndProcess = (exitCode: number) => never;

/**
 * From now on the exit code of this process is decided here and nowhere else: whatever modules of the tester's do to it,
 * a run that was cut off does not end like one that passed.
 */
export function guardExit(stderr: Io['stderr']): EndProcess {
  let decided: number | null = null;
  // Node has no other place that comes after every listener; it keeps this one for those who need that.
  const really = Reflect.get(process, 'reallyExit') as (exitCode: number) => never;
  Reflect.set(process, 'reallyExit', () => {
    if (decided === null) stderr.write(`${WITHOUT_VERDICT}\n`);
    return Reflect.apply(really, process, [decided ?? EXIT.harnessFault]);
  });
  process.once('beforeExit', () => process.exit());
  return (exitCode) => {
    decided = exitCode;
    return process.exit(exitCode);
  };
}
