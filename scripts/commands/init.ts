import { Command } from 'commander';
import type { Io } from '../io.ts';

/** Write a config file. */
export function initCommand(_io: Io, _end: (exitCode: number) => void): Command {
  return new Command('init').description('Write a config file').helpOption('-h, --help', 'show this help');
}
