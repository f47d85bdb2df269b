import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Make reports again from a results.json. */
export function reportCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('report')
    .description('Make reports again from a results.json')
    .helpOption('-h, --help', 'show this help');
}
