import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Look whether a run against the target can work, and whose it is if not. */
export function doctorCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('doctor')
    .description('Look whether a run against the target can work, and whose it is if not')
    .helpOption('-h, --help', 'show this help');
}
