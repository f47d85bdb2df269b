import { Command } from 'commander';
import type { Results } from '../../reports/results.ts';
import type { Limits } from '../../suites/harness/exchange.ts';
import { DEFAULT_LIMITS } from '../../suites/harness/limits.ts';
import { TIMING_LIMITS } from '../../suites/scenarios/ledger/limits.ts';
import { readConfiguration } from '../config/configuration.ts';
import { addRunFlags, type RunFlags } from '../config/flags.ts';
import { LIMITS } from '../config/limit-names.ts';
import { resolveLimits } from '../config/limits.ts';
import { resolveRuns } from '../config/resolve.ts';
import { strayConfig } from '../config/stray-config.ts';
import { EXIT_CODES_HELP } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { rerunPrefix } from '../rerun.ts';
import { judgingOf } from '../run-judging.ts';
import { createOperator } from '../trigger/operator.ts';
import { locateWaivers } from '../waivers/waivers-file.ts';
import { sightsOf } from '../watch/sights.ts';
import { type RunOnce, watchRun } from '../watch/watch-run.ts';
import { runAll } from './run-all.ts';

const DEFAULT_FOLDER = 'conformance-report';

const EXAMPLES = `
Limits (--limit NAME=DURATION):
${Object.entries(LIMITS)
  .map(
    ([name, what]) =>
      `  ${name.padEnd(13)} ${what}; default: ${DEFAULT_LIMITS[name as keyof Limits] / 1000}s`,
  )
  .join('\n')}
Limits of the times that scenarios measure; told, and counted with --enforce-limits:
${Object.entries(TIMING_LIMITS)
  .map(
    ([name, { what, defaultMs }]) =>
      `  ${name.padEnd(22)} ${what.slice(0, -1)}; default: ${defaultMs / 1000}s`,
  )
  .join('\n')}

Examples:
  $ ssf-conformance run
      tests the built-in reference peers: the Transmitter, the Receiver hosted and managed, and the scenarios between mocks
  $ ssf-conformance run --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll
      tests your Transmitter as far as it delivers by poll; the token is taken from the environment
  $ ssf-conformance run --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --listen 127.0.0.1:8443 --public-url https://tunnel.example
      by push, too: the tunnel, or a proxy, leads to where we listen
  $ ssf-conformance run --issuer http://127.0.0.1:8080 --client-id rx --client-secret '\${SECRET}' --delivery poll
  $ ssf-conformance run --receiver https://rx.example.com/events --audience https://rx.example.com --public-url https://tunnel.example
      tests your Receiver, which takes SETs of the issuer that the run prints
  $ ssf-conformance run --start-command ./start-receiver.sh --receiver-access-token '\${TOKEN}' --delivery push,poll
      tests your Receiver that creates its stream itself; the script begins at SSF_ISSUER
  $ ssf-conformance run --image acme/tx:1.2 --container-port 8080 --issuer 'http://127.0.0.1:{{target.port}}' --access-token '\${SSF_TOKEN}'
      starts your Transmitter's image, tests it and ends it
  $ ssf-conformance run --role receiver --target-command './receiver --issuer {{harness.issuer}}'
      starts your Receiver for each of its lives
  $ ssf-conformance run --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll --against last-release/ --new-only
      fails only for what is newly failing since those results
  $ ssf-conformance run --only create-stream --only poll-delivery/acknowledged
  $ ssf-conformance run --scenario impossible-travel
      plays a story between two mocks
  $ ssf-conformance run --scenario all --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll --trigger-command ./fire.sh
      plays all stories with your Transmitter; the command is told what happens
  $ ssf-conformance run --scenario all --receiver http://127.0.0.1:8080/events --audience rx --effects-command ./effects.sh
  $ ssf-conformance run --watch --issuer http://127.0.0.1:8080 --access-token '\${SSF_TOKEN}'
      runs again when something changes, or on a key: r all, f only what failed, q ends
  $ ssf-conformance run --pair --issuer https://tx.example.com --access-token '\${SSF_TOKEN}' --delivery poll --trigger-command ./fire.sh --receiver https://rx.example.com/events --audience rx
      plays your Transmitter and your Receiver against each other`;

/** Tests a Transmitter or a Receiver, or the built-in ones, prints the verdict and writes the reports. */
export function runCommand(io: Io, args: readonly string[], end: (exitCode: number) => void): Command {
  return addRunFlags(new Command('run'))
    .description('Test a Transmitter or a Receiver, or play scenarios (the default command)')
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES_HELP}`)
    .action(async (flags: RunFlags) => {
      const once: RunOnce = (narrow) => runOnce(flags, narrow, args, io);
      end(flags.watch === true ? await watchRun(once, io) : (await once((config) => config)).exitCode);
    });
}

/** Whoever meant a target of their own shall not take the built-in peers for it. */
async function tellOfBuiltIn(flags: RunFlags, file: string | null, io: Io): Promise<void> {
  const stray = file === null && flags.config !== false ? await strayConfig(io.cwd) : null;
  if (stray !== null)
    io.stderr.write(
      `No target is named, so the built-in peers are tested. If ${stray} is meant: --config ${stray}\n`,
    );
  else if (flags.quiet === true || flags.json === true)
    io.stderr.write('No target is named, so the built-in peers are tested.\n');
}

/** One run with what the configuration says now. */
async function runOnce(
  flags: RunFlags,
  narrow: Parameters<RunOnce>[0],
  args: readonly string[],
  io: Io,
): ReturnType<RunOnce> {
  const { config: whole, sides, file } = await readConfiguration(flags, io);
  const config = narrow(whole);
  if (sides === null) await tellOfBuiltIn(flags, file, io);
  const operator =
    flags.interactive === true
      ? createOperator(
          flags.json === true ? { ...io, stdout: io.stderr } : io,
          resolveLimits(config.limits ?? {}).start,
        )
      : undefined;
  const runs = await resolveRuns(config, sides, {
    ...io,
    operator,
    enforceLimitsByFlag: flags.enforceLimits === true,
    shard: flags.shard,
  });
  const options = {
    reportDir: config.reportDir ?? DEFAULT_FOLDER,
    quiet: flags.quiet === true,
    json: flags.json === true,
    rerunPrefix: rerunPrefix(args, io.env),
    // Read before anything runs: the report folder is emptied, and may be what is compared with.
    judging: await judgingOf(config, flags, runs, file, io.cwd),
  };
  const results: Results[] = [];
  const exitCode = await runAll(runs, { ...options, onResults: (one) => results.push(one) }, io);
  const waivers = locateWaivers(config.waivers, file, io.cwd).file;
  return { exitCode, results, sights: sightsOf(file === null ? [waivers] : [file, waivers], runs) };
}
