import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Write the configuration that the official suite's runner takes. */
export function exportOfficialConfigCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('export-official-config')
    .description("Write the configuration that the official suite's runner takes")
    .helpOption('-h, --help', 'show this help');
}
