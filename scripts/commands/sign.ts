import path from 'node:path';
import { Command } from 'commander';
import type { Signed } from '../attestation/sign-report.ts';
import type { SigningKey } from '../attestation/signing-key.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
The signature is a JWS (EdDSA or ES256) over the verdict, the exit code, the target, the version of the tool and of its catalogue, and
digests of results.json and report.html. It says who vouches for them, not that the run was honest.

Examples:
  $ openssl genpkey -algorithm ed25519 -out key.pem && chmod 600 key.pem
  $ ssf-conformance sign conformance-report --key key.pem --signer "Example Corp., QA"
      writes the signature into results.json and report.html
  $ ssf-conformance sign --print-jwks --key key.pem > jwks.json
      the public key, for those who verify
  $ ssf-conformance sign results.json --key <(openssl pkey -in encrypted.pem)
      a key with a passphrase (bash)

Exit codes:
  0  signed, whatever the verdict
  2  wrong usage: no such file, results that were changed by hand or are of another
     version, a key that is none`;

interface SignFlags {
  key: string;
  signer?: string;
  kid?: string;
  printJwks?: boolean;
  json?: boolean;
}

/** Signs the results of a run and the page made of them, or prints the key that verifies them. */
export function signCommand(io: Io, _end: (exitCode: number) => void): Command {
  return new Command('sign')
    .description('Sign the results of a run')
    .argument('[results]', 'a results.json, or the report folder that it lies in')
    .requiredOption('--key <file>', 'private key in PEM, not encrypted: Ed25519 or P-256')
    .option('--signer <name>', 'who signs, in your own words')
    .option('--kid <id>', 'what the key is called; default: its thumbprint (RFC 7638)')
    .option('--print-jwks', 'print the JWK Set with the public key, and sign nothing')
    .option('--json', 'print what was signed as JSON')
    .helpOption('-h, --help', 'show this help')
    .addHelpText('after', EXAMPLES)
    .action(async (named: string | undefined, flags: SignFlags) => {
      if (named === undefined && flags.printJwks !== true)
        throw new UsageError('There is nothing to sign.', {
          hint: 'Name a results.json or a report folder.',
        });
      if (named !== undefined && flags.printJwks === true)
        throw new UsageError('--print-jwks signs nothing: name no results with it.');
      for (const name of ['signer', 'kid'] as const) requireName(flags[name], name);
      // Keys and reports are loaded late: help and usage errors shall not wait for them.
      const { readSigningKey } = await import('../attestation/signing-key.ts');
      const key = await readSigningKey(flags.key, io.cwd, flags.kid);
      if (key.warning !== null) io.stderr.write(`Warning: ${key.warning}\n`);
      if (named === undefined) {
        io.stdout.write(`${JSON.stringify({ keys: [key.jwk] }, null, 2)}\n`);
        return;
      }
      const { signReport } = await import('../attestation/sign-report.ts');
      const shown = (file: string): string => {
        const relative = path.relative(io.cwd, file);
        return relative.startsWith('..') ? file : relative;
      };
      const { results, report, ...said } = await signReport(named, io.cwd, key, {
        signer: flags.signer,
        signedAt: new Date(),
      });
      const signed = { ...said, results: shown(results), report: shown(report) };
      io.stdout.write(flags.json === true ? asJson(signed, key) : inWords(signed, key));
    });
}

const LONGEST = 200;

/** Both are shown to whoever verifies. */
function requireName(text: string | undefined, flag: string): void {
  if (text === undefined) return;
  if (text.trim() === '') throw new UsageError(`--${flag} is empty.`);
  if (text.length > LONGEST) throw new UsageError(`--${flag} is longer than ${LONGEST} characters.`);
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))
    throw new UsageError(`--${flag} holds characters that cannot be shown.`);
}

function inWords({ statement, results, report, replaced }: Signed, { kid, alg }: SigningKey): string {
  return [
    `Signed${statement.signer === undefined ? '' : ` as ${statement.signer}`}: ${statement.sentence}`,
    `key      ${kid} (${alg})`,
    `results  ${results}`,
    `report   ${report}`,
    ...(replaced ? ['The signature that was there is replaced.'] : []),
    '',
  ].join('\n');
}

function asJson({ statement, results, report, replaced }: Signed, { kid, alg, jwk }: SigningKey): string {
  const { iat, results: resultsDigest, report: reportDigest, ...said } = statement;
  const document = {
    ...said,
    signedAt: new Date(iat * 1000).toISOString(),
    key: { kid, alg, jwk },
    files: [
      { file: results, digest: resultsDigest },
      { file: report, digest: reportDigest },
    ],
    replaced,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
