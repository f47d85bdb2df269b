import type { StartedTransmitter } from '../../mocks/transmitter/start.ts';
import { callOf } from '../as-called.ts';
import type { Io } from '../io.ts';
import { programName, quoted } from '../rerun.ts';
import type { HttpsFlags } from './authority.ts';

/** What the mock was told, as far as it decides how it can be tested. */
export interface TrustFlags extends HttpsFlags {
  /** File with a CA of push endpoints. */
  ca?: string;
  /** File with a CA of clients. */
  clientCa?: string;
}

/** The command lines that test the mock from another terminal. `caFile`: with the CA of its own certificate; undefined over plain http. */
export function howToTest(
  { issuer, clients, authorizationServer }: StartedTransmitter,
  triggerUrl: string,
  caFile: string | undefined,
  flags: TrustFlags,
  env: Io['env'],
): string {
  const [first, second] = clients;
  if (!first || !second) throw new Error('The reference Transmitter has no two Receivers.');
  const readOnly = authorizationServer.issue(first.id, 'ssf.read', 24 * 3600);
  const [reach, why] = caFile === undefined ? ['', ''] : pushing(flags, env);
  const trust = caFile === undefined ? '' : ` --ca ${quoted(caFile)}`;
  const run = (credentials: string): string =>
    `  ${programName(env)} --issuer ${issuer}${trust}${reach} ${credentials} --trigger-url ${triggerUrl}\n`;
  const mutual =
    flags.clientCa === undefined
      ? ''
      : `or with mutual TLS, with a certificate for CN=${first.id} of the CA in ${flags.clientCa} (tokens and secrets are taken without one, too):
${run(`--client-id ${first.id} --client-cert FILE --client-key FILE`)}`;
  return `Test it from another terminal, with access tokens:
${run(`--access-token ${first.token} --read-only-access-token ${readOnly} --second-access-token ${second.token}`)}or with client credentials:
${run(`--client-id ${first.id} --client-secret ${first.secret} --second-client-id ${second.id} --second-client-secret ${second.secret}`)}${mutual}${why}`;
}

/** Behind https it pushes to https only, and only where it trusts the certificate: flags for that, and a word on why. */
function pushing({ ca, tlsCa, tlsCaKey }: TrustFlags, env: Io['env']): [flags: string, why: string] {
  if (tlsCa !== undefined && tlsCaKey !== undefined)
    return [` --tls-ca ${quoted(tlsCa)} --tls-ca-key ${quoted(tlsCaKey)}`, ''];
  if (ca !== undefined)
    return [
      ' --tls',
      `That tests push, too, if ${ca} is the CA that --tls makes and keeps; one of your own is named by --tls-ca and --tls-ca-key.\n`,
    ];
  return [
    ' --delivery poll',
    `By poll only: it pushes to https alone, and trusts no CA of ours. "${callOf(env)} doctor --tls" makes one; --ca names it to this mock.\n`,
  ];
}
