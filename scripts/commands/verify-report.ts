import { Command } from 'commander';
import { asCalled } from '../as-called.ts';
import { EXIT } from '../exit-codes.ts';
import { withoutCommands } from '../github-log.ts';
import { type Io, wantsColor } from '../io.ts';

const EXAMPLES = `
Only the keys of the JWK Set are trusted, whatever a file brings along. Take it from whoever is said to have signed, on
another way than the report.

Examples:
  $ ssf-conformance verify-report conformance-report --jwks https://vendor.example.com/jwks.json
      results.json and report.html, and whether they belong together
  $ ssf-conformance verify-report report.html --jwks keys.json --json

Exit codes:
  0  signed by a key of the JWK Set, and nothing was changed since; whatever the verdict
  1  changed, not signed, or the signature is not to be relied on
  2  wrong usage: no such file, a file that is no report, keys that must not be trusted
  3  the JWK Set cannot be had from its URL`;

interface VerifyFlags {
  jwks: string;
  json?: boolean;
}

/** Tells who signed a report, and whether it was changed since. */
export function verifyReportCommand(io: Io, end: (exitCode: number) => void): Command {
  return new Command('verify-report')
    .description('Tell who signed a report, and whether it was changed since')
    .argument('<report>', 'a results.json, a report.html, or the report folder with both')
    .requiredOption('--jwks <url-or-file>', 'the JWK Set with the public keys that you trust')
    .option('--json', 'print what is known as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action(async (named: string, flags: VerifyFlags) =>
      end(await withoutCommands(io, flags.json, () => verify(named, flags, io))),
    );
}

async function verify(named: string, flags: VerifyFlags, io: Io): Promise<number> {
  const [
    { loadJwks, JwksUnreachable },
    { inspectReport },
    { inspectionAsJson, nothingVerified, renderInspection },
  ] = await Promise.all([
    import('../attestation/load-jwks.ts'),
    import('../attestation/inspect-report.ts'),
    import('../attestation/render-inspection.ts'),
  ]);
  try {
    const keys = await loadJwks(flags.jwks, io.cwd, { signal: io.signal });
    const report = await inspectReport(named, io.cwd, { keys, now: new Date() });
    const color = wantsColor(io.stdout, io.env);
    io.stdout.write(
      flags.json === true
        ? `${JSON.stringify(inspectionAsJson(report), null, 2)}\n`
        : asCalled(
            renderInspection(report, { color, width: io.stdout.columns ?? 100, jwks: flags.jwks }),
            io.env,
          ),
    );
    return report.state === 'unchanged' ? EXIT.conformant : EXIT.nonConformant;
  } catch (error) {
    if (!(error instanceof JwksUnreachable)) throw error;
    io.stderr.write(`The keys cannot be had: ${error.message}\n`);
    if (flags.json === true) io.stdout.write(`${JSON.stringify(nothingVerified(error.message), null, 2)}\n`);
    return io.signal?.aborted === true ? EXIT.interrupted : EXIT.unreachable;
  }
}
