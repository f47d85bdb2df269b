import { Command, Option } from 'commander';
import { profileNames } from '../../suites/standard/profiles.ts';
import { withoutCommands } from '../github-log.ts';
import type { Io } from '../io.ts';
import type { LensWish } from '../lens/run-lens.ts';

const EXAMPLES = `
It finds tokens anywhere in a text: log lines, JSON, poll responses, HTTP dumps. A token that was broken into lines is
only put together when it is all that there is. What plainly is no SET (an access token, an ID Token) is named and
otherwise left alone. Nothing is sent anywhere, but a request for the keys if --jwks is a URL.

Mind what you share: claims are printed, and they name people. Logs may hold access tokens, too.

Without --jwks, --issuer or --audience nothing is said about signature, issuer or audience.

Examples:
  $ ssf-conformance lens eyJhbGciOiJSUzI1NiIsInR5cCI6InNlY2V2ZW50K2p3dCJ9.eyJpc3Mi...
  $ ssf-conformance lens set.jwt --jwks https://tx.example.com/jwks.json --issuer https://tx.example.com
  $ ssf-conformance lens receiver.log --all
      every member of every SET, not only what is wrong
  $ kubectl logs receiver | ssf-conformance lens - --audience https://rx.example.com

Exit codes:
  0    no SET breaks a MUST
  1    one does
  2    wrong usage, no SET to judge, or something too long to be looked at
  4    fault of this tool: a SET could not be judged
  130  interrupted by Ctrl-C`;

/** Reads SETs offline and judges each by itself, claim by claim. */
export function lensCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('lens')
    .description('Read a SET, or all in a log, and judge it claim by claim, offline')
    .argument('<what...>', 'a SET, a file with one or more, or - for the standard input')
    .option('--jwks <file|url>', 'keys of the issuer, to verify signatures')
    .option('--issuer <uri>', 'iss that the SETs must have')
    .option(
      '--audience <aud>',
      'aud of the stream; once for each',
      (one: string, rest: string[] | undefined) => [...(rest ?? []), one],
    )
    .option('--stream <id>', 'the stream they came on, which verification SETs have to name')
    .addOption(new Option('--profile <name>', 'selected requirements').choices(profileNames).default('ssf'))
    .option('--all', 'of several SETs show every member, not only what is wrong')
    .option('--json', 'print one JSON document')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action(async (what: string[], flags: LensWish) => {
      const { runLens } = await import('../lens/run-lens.ts');
      end(await withoutCommands(io, flags.json, () => runLens(what, flags, io)));
    });
}
