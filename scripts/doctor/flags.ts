import { Command } from 'commander';
import { addRunFlags, type RunFlags } from '../config/flags.ts';

/** Flags of `run` that say something of the target, of credentials, of how it reaches us, or of deadlines. */
const SHARED: ReadonlySet<string> = new Set([
  '--role',
  '--issuer',
  '--metadata-url',
  '--receiver',
  '--start-command',
  '--poll',
  '--ca',
  '--client-cert',
  '--client-key',
  '--image',
  '--container-env',
  '--container-port',
  '--container-network',
  '--target-command',
  '--audience',
  '--push-authorization',
  '--receiver-access-token',
  '--receiver-client-id',
  '--receiver-client-secret',
  '--stop-command',
  '--start-once',
  '--state-dir',
  '--access-token',
  '--client-id',
  '--client-secret',
  '--token-endpoint',
  '--scope',
  '--read-only-access-token',
  '--second-access-token',
  '--second-client-id',
  '--second-client-secret',
  '--delivery',
  '--public-url',
  '--listen',
  '--tls',
  '--tls-ca',
  '--tls-ca-key',
  '--limit',
  '--report-dir',
  '--config',
  '--no-config',
]);

export interface DoctorFlags extends RunFlags {
  readOnly?: boolean;
  json?: boolean;
}

/** Declares those flags of `run` that matter here, as `run` declares them, and what is the doctor's own. */
export function addDoctorFlags(command: Command): Command {
  for (const option of addRunFlags(new Command()).options)
    if (SHARED.has(option.long ?? '')) command.addOption(option);
  return command
    .optionsGroup('How it looks:')
    .option('--read-only', 'create no stream at a Transmitter, and start no Receiver')
    .option('--json', 'print one JSON document; the lines go to stderr')
    .helpOption('-h, --help', 'show this help');
}
