import type { Limits } from '../../suites/harness/exchange.ts';
import type { RunOptions } from '../../suites/harness/run-options.ts';
import { createTrigger, type TriggerContext } from '../trigger/create-trigger.ts';
import { UsageError } from '../usage-error.ts';
import { readCa } from './ca.ts';
import { resolveCredentials } from './credentials.ts';
import type { TransmitterConfig } from './define-config.ts';
import type { ResolveContext } from './resolve.ts';
import { readClientCertificate } from './tls.ts';
import { issuerUrl, targetUrl } from './urls.ts';

/**
 * The Transmitter under test; `issuer` is null for the built-in one.
 * @throws UsageError when the parts do not fit together
 */
export async function resolveTransmitter(
  transmitter: TransmitterConfig | undefined,
  limits: Partial<Limits>,
  context: ResolveContext & Pick<TriggerContext, 'onCannotRun'>,
): Promise<{ issuer: URL | null; options: Pick<RunOptions, 'target' | 'auth' | 'secondAuth' | 'trigger'> }> {
  if (transmitter === undefined || Object.keys(transmitter).length === 0)
    return { issuer: null, options: { target: 'built-in' } };
  const { issuer, metadataUrl, auth, secondReceiver, trigger } = transmitter;
  if (issuer === undefined)
    throw new UsageError(`transmitter.${Object.keys(transmitter)[0]} is given, but no issuer.`, {
      hint: 'Name the target with --issuer URL. Without any option for a target, the built-in reference peers are tested.',
    });
  const url = issuerUrl(issuer, 'transmitter.issuer (--issuer)');
  if (metadataUrl !== undefined) targetUrl(metadataUrl, 'transmitter.metadataUrl (--metadata-url)');
  const ca = transmitter.ca === undefined ? undefined : await readCa(transmitter.ca, 'transmitter.ca');
  const credentials = resolveCredentials(auth ?? {}, {
    path: 'transmitter.auth',
    flags: '--access-token T, or --client-id ID and --client-secret S',
  });
  // The other Receiver is a client of the same authorization server, unless said otherwise.
  const shared = secondReceiver?.clientId === undefined ? {} : endpointOf(auth);
  const second = resolveCredentials(
    { ...shared, ...secondReceiver },
    {
      path: 'transmitter.secondReceiver',
      flags: '--second-access-token T, or --second-client-id ID and --second-client-secret S',
    },
  );
  requireTwoReceivers(credentials, second);
  const shown =
    auth?.clientCertificate &&
    (await readClientCertificate(auth.clientCertificate, 'transmitter.auth.clientCertificate', true));
  const shownBySecond =
    secondReceiver?.clientCertificate &&
    (await readClientCertificate(
      secondReceiver.clientCertificate,
      'transmitter.secondReceiver.clientCertificate',
      false,
    ));
  return {
    issuer: url,
    options: {
      target: {
        issuer,
        ...(metadataUrl === undefined ? {} : { metadataUrl }),
        ...(ca === undefined ? {} : { ca }),
        ...(shown === undefined ? {} : { clientCertificate: shown }),
      },
      ...(credentials === undefined ? {} : { auth: credentials }),
      ...(second === undefined
        ? {}
        : { secondAuth: { ...second, ...(shownBySecond && { clientCertificate: shownBySecond }) } }),
      ...(trigger === undefined
        ? {}
        : { trigger: createTrigger(trigger, { ...context, timeoutMs: limits.delivery, ca }) }),
    },
  };
}

/** @throws UsageError when the other Receiver is none, or cannot be told from the first */
function requireTwoReceivers(first: RunOptions['auth'], second: RunOptions['secondAuth']): void {
  if (!second) return;
  if (!first)
    throw new UsageError('transmitter.secondReceiver is given, but no credentials of the first Receiver.', {
      hint: 'Add --access-token T, or --client-id ID and --client-secret S.',
    });
  const same =
    'accessToken' in first && 'accessToken' in second
      ? first.accessToken === second.accessToken
      : 'clientId' in first && 'clientId' in second && first.clientId === second.clientId;
  if (same)
    throw new UsageError("The second Receiver's credentials are the same as those of the first.", {
      hint: 'It must be another Receiver of the same Transmitter: only so it shows whether streams are kept apart.',
    });
  if ('clientId' in second && second.tokenEndpoint === undefined && !('clientId' in first))
    throw new UsageError('transmitter.secondReceiver has client credentials, but no tokenEndpoint.', {
      hint: 'It is found by itself only for a first Receiver with client credentials; name it in the config file.',
    });
}

function endpointOf(auth: TransmitterConfig['auth']): { tokenEndpoint?: string; scope?: string } {
  return {
    ...(auth?.tokenEndpoint === undefined ? {} : { tokenEndpoint: auth.tokenEndpoint }),
    ...(auth?.scope === undefined ? {} : { scope: auth.scope }),
  };
}
