import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Tell how two runs differ. */
export function diffCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('diff')
    .description('Tell how two runs differ')
    .helpOption('-h, --help', 'show this help');
}
