import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Read one SET and judge it, offline. */
export function lensCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('lens')
    .description('Read one SET and judge it, offline')
    .helpOption('-h, --help', 'show this help');
}
