import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Tell what the official suite would say of the same results. */
export function predictCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('predict')
    .description('Tell what the official suite would say of the same results')
    .helpOption('-h, --help', 'show this help');
}
