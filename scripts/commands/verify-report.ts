import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Tell who signed a report, and whether a byte changed. */
export function verifyReportCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('verify-report')
    .description('Tell who signed a report, and whether a byte changed')
    .helpOption('-h, --help', 'show this help');
}
