import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Print completions for a shell. */
export function completionsCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('completions')
    .description('Print completions for a shell')
    .helpOption('-h, --help', 'show this help');
}
