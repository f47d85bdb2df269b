import { Command } from 'commander';
import type { Variant } from '../../suites/standard/official/suite.ts';
import { withoutCommands } from '../github-log.ts';
import { type Io, wantsColor } from '../io.ts';
import { OFFICIAL_HELP, officialPlan, parameter } from '../official/flags.ts';
import { readResults } from '../read-results.ts';
import { UsageError } from '../usage-error.ts';

interface PredictFlags {
  plan?: string;
  variant?: Partial<Variant>;
  assumeHttps?: boolean;
  json?: boolean;
}

const HELP = `
What is predicted, module by module:
  PASSED    every condition that counts was answered by something that the run saw
  PASSED?   the same as far as it was seen: 17 of 19 conditions
  WARNING   a condition that does not stand in the way of a certificate is broken
  FAILED    with the condition, our check that shows it, and what it found
  SKIPPED   the target does not offer it
  unknown   the run saw nothing of it, or the module waits for what was not seen
${OFFICIAL_HELP}
Examples:
  $ ssf-conformance predict
      of the results in conformance-report, for the plan and the delivery methods that fit
  $ ssf-conformance predict conformance-report/transmitter --variant ssf_delivery_mode=poll
  $ ssf-conformance predict results.json --plan openid-ssf-transmitter-caep-test-plan --json
  $ ssf-conformance predict results.json --assume-https
      of a target on plain http, as if it stood behind https

Exit codes:
  0  whatever is predicted
  2  wrong usage, or a file that holds no results of this version`;

/** Tells what the official suite would say of the same results. */
export function predictCommand(io: Io, _end: (exitCode: number) => void): Command {
  return new Command('predict')
    .description('Tell what the official suite of the OpenID Foundation would say of the same results')
    .argument('[results]', 'a results.json, or a folder that holds one', 'conformance-report')
    .option('--plan <name>', 'another plan than the one that fits the results')
    .option('--variant <name=value>', 'another value of a parameter; repeatable', parameter)
    .option('--assume-https', 'judge a target on plain http as if it offered the same by https')
    .option('--json', 'print one JSON document, with every condition')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', HELP)
    .action(async (named: string, flags: PredictFlags) => {
      const results = await readResults(named, io.cwd);
      if (results.scenarios !== undefined)
        throw new UsageError('These are results of scenarios; the official suite has nothing like them.', {
          hint: 'Name the results of a run of checks, of a Transmitter or a Receiver.',
        });
      const plan = flags.plan === undefined ? undefined : officialPlan(flags.plan);
      if (plan !== undefined && plan.role !== results.target.role)
        throw new UsageError(
          `${plan.name} is for a ${plan.role}, and the results are of a ${results.target.role}.`,
        );
      const { ssf_profile: profile } = flags.variant ?? {};
      if (plan?.profile !== undefined && profile !== undefined && profile !== plan.profile)
        throw new UsageError(`${plan.name} is fixed to ssf_profile=${plan.profile}.`);
      // Loaded late, as all that is heavy.
      const { predictAll } = await import('../../suites/harness/official/predict-all.ts');
      const document = predictAll(results, {
        ...(plan === undefined ? {} : { plan }),
        ...(flags.variant === undefined ? {} : { parameters: flags.variant }),
        assumeHttps: flags.assumeHttps === true,
      });
      if (flags.json === true) {
        io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
        return;
      }
      const { renderPrediction } = await import('../official/render-prediction.ts');
      const { columns } = io.stdout;
      const screen = {
        color: wantsColor(io.stdout, io.env),
        ...(columns === undefined ? {} : { width: columns }),
      };
      await withoutCommands(io, false, async () => {
        io.stdout.write(renderPrediction(document, screen));
      });
    });
}
