import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfiguration } from './config/configuration.ts';
import { addRunFlags, type RunFlags } from './config/flags.ts';
import { resolveRuns } from './config/resolve.ts';
import { capture } from './testing/capture.ts';
import { temporaryFolder } from './testing/program.ts';

const env = { SSF_TOKEN: 's3cret-token', SECRET: 's3cret-secret' };

describe('an example of the help', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await temporaryFolder();
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it.each([
    [[], 1],
    [['run'], 6],
    [['merge'], 2],
    [['doctor'], 3],
  ])(
    'of %j is a run for who puts a host of their own into it, on another machine',
    async (command, least) => {
      const { stdout } = await capture([...command, '--help'], { cwd });
      const lines = [...stdout.matchAll(/^ {2}\$ ssf-conformance (?:(?:run|doctor) )?(--.*)$/gm)]
        .map(([, line = '']) => line)
        .filter((line) => /--(?:issuer|receiver) https:/.test(line));
      expect(lines.length).toBeGreaterThanOrEqual(least);
      for (const line of lines) {
        const words = line.replaceAll(/[a-z]+\.example\.com/g, '192.0.2.1').match(/'[^']*'|\S+/g) ?? [];
        // What only doctor knows.
        const args = words.map((word) => word.replaceAll("'", '')).filter((word) => word !== '--read-only');
        const flags = addRunFlags(new Command()).parse(args, { from: 'user' }).opts<RunFlags>();
        const { config, sides } = await readConfiguration({ ...flags, config: false }, { cwd, env });
        const runs = await resolveRuns(config, sides, { env, cwd, dry: true }).catch(String);
        expect([line, runs.length]).toEqual([line, 1]);
      }
    },
  );
});
