import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Sign the results of a run. */
export function signCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('sign')
    .description('Sign the results of a run')
    .helpOption('-h, --help', 'show this help');
}
