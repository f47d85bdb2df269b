import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Accept a failure for a time, with a reason. */
export function waiveCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('waive')
    .description('Accept a failure for a time, with a reason')
    .helpOption('-h, --help', 'show this help');
}
