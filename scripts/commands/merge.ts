import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Make one run of the shards of a run. */
export function mergeCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('merge')
    .description('Make one run of the shards of a run')
    .helpOption('-h, --help', 'show this help');
}
