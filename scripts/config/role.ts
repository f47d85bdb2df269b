import type { Role } from '../../reports/results.ts';
import { UsageError } from '../usage-error.ts';
import type { ConformanceConfig } from './define-config.ts';
import { flagName, type RunFlags } from './flags.ts';
import type { Sides } from './resolve-scenarios.ts';

/** Flags that say something of a target, by its role. */
const FLAGS: Readonly<Record<Role, readonly (keyof RunFlags)[]>> = {
  transmitter: [
    'issuer',
    'metadataUrl',
    'accessToken',
    'clientId',
    'clientSecret',
    'tokenEndpoint',
    'scope',
    'readOnlyAccessToken',
    'secondAccessToken',
    'secondClientId',
    'secondClientSecret',
    'triggerCommand',
    'triggerUrl',
  ],
  receiver: [
    'receiver',
    'startCommand',
    'poll',
    'audience',
    'pushAuthorization',
    'receiverAccessToken',
    'receiverClientId',
    'receiverClientSecret',
    'stopCommand',
    'startOnce',
    'effectsCommand',
    'subject',
  ],
};

/**
 * Which side is tested, or both against each other.
 * @throws UsageError when both sides are named and nothing chooses
 */
export function sidesOf(file: ConformanceConfig, flags: RunFlags): Sides {
  if (flags.pair !== true) return roleOf(file, flags);
  if (flags.role === undefined) return 'pair';
  throw new UsageError('--pair tests both sides, --role one of them.', { hint: 'Leave one of them out.' });
}

/**
 * Which side is tested: what flags say wins over what the file says. Null when nothing says it, which means both
 * built-in peers.
 * @throws UsageError when both sides are named and nothing chooses
 */
function roleOf(file: ConformanceConfig, flags: RunFlags): Role | null {
  const named = { transmitter: given('transmitter', flags), receiver: given('receiver', flags) };
  const [ofTransmitter, ofReceiver] = [named.transmitter[0], named.receiver[0]];
  if (ofTransmitter !== undefined && ofReceiver !== undefined)
    throw new UsageError(
      `${ofTransmitter} is about a Transmitter, ${ofReceiver} about a Receiver; a run tests one of them.`,
      {
        hint: 'What a Receiver presents to us is given with --receiver-access-token, or --receiver-client-id and --receiver-client-secret. --pair plays scenarios with both.',
      },
    );
  const byFlags =
    ofTransmitter === undefined ? (ofReceiver === undefined ? null : 'receiver') : 'transmitter';
  if (flags.role !== undefined && byFlags !== null && byFlags !== flags.role)
    throw new UsageError(
      `--role ${flags.role} and ${ofTransmitter ?? ofReceiver}, which is about a ${byFlags === 'receiver' ? 'Receiver' : 'Transmitter'}, contradict each other.`,
    );
  const chosen = flags.role ?? byFlags ?? file.role;
  if (chosen !== undefined) return chosen;
  const sides = (['transmitter', 'receiver'] as const).filter(
    (side) => Object.keys(file[side] ?? {}).length > 0,
  );
  if (sides.length > 1)
    throw new UsageError('The configuration has a transmitter and a receiver; a run tests one of them.', {
      hint: 'Choose with --role transmitter or --role receiver; --pair plays scenarios with both.',
    });
  return sides[0] ?? null;
}

function given(role: Role, flags: RunFlags): string[] {
  return FLAGS[role].filter((name) => flags[name] !== undefined).map(flagName);
}
