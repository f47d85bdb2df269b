import type { Delivery } from '../../reports/results.ts';
import type { Limits } from '../../suites/harness/exchange.ts';
import type { ReceiverCredentials, ReceiverTarget } from '../../suites/harness/receiver/session-options.ts';
import type { ReceiverRunOptions } from '../../suites/harness/run-options.ts';
import { createReceiverHooks } from '../receiver-hooks/create-receiver-hooks.ts';
import { UsageError } from '../usage-error.ts';
import { readCa } from './ca.ts';
import { resolveCredentials } from './credentials.ts';
import type { ReceiverConfig } from './define-config.ts';
import { requireReachableIssuer } from './listen.ts';
import type { ResolveContext } from './resolve.ts';
import { openStateDir } from './state-dir.ts';
import { readClientCertificate } from './tls.ts';
import { targetUrl } from './urls.ts';

export const DEFAULT_STATE_DIR = '.ssf-conformance';

/** What the options for every run say that matters here. */
interface Common extends Pick<ReceiverRunOptions, 'listen' | 'publicUrl' | 'delivery'> {
  limits: Partial<Limits>;
}

/**
 * The Receiver under test; null when none is configured, which means the built-in one.
 * @throws UsageError when the parts do not fit together
 */
export async function resolveReceiver(
  receiver: ReceiverConfig = {},
  common: Common,
  context: ResolveContext,
): Promise<
  ({ target: ReceiverTarget } & Pick<ReceiverRunOptions, 'stateDir' | 'delivery' | 'listen'>) | null
> {
  const { startHook } = context;
  if (startHook === undefined && Object.keys(receiver).length === 0) return null;
  const target = await receiverTarget(receiver, common.limits, context);
  const delivery = deliveriesOf(receiver, common.delivery);
  if (target.pushUrl !== undefined) await requireReachableIssuer(new URL(target.pushUrl), common);
  if (context.dry === true) return { target, delivery };
  const state = await openStateDir(context.cwd, receiver.stateDir ?? DEFAULT_STATE_DIR);
  return {
    target,
    delivery,
    stateDir: state.folder,
    // What somebody told a hosted Receiver of our issuer shall stay true in the next run.
    ...(common.listen === undefined && receiver.start === undefined
      ? { listen: { host: '127.0.0.1', port: await state.port() } }
      : {}),
  };
}

/**
 * The Receiver as it is configured.
 * @throws UsageError when the parts do not fit together
 */
export async function receiverTarget(
  receiver: ReceiverConfig,
  limits: Partial<Limits>,
  context: ResolveContext,
): Promise<ReceiverTarget> {
  requireOneKind(receiver, context.startHook !== undefined);
  const credentials = credentialsOf(receiver);
  const ca = receiver.ca === undefined ? undefined : await readCa(receiver.ca, 'receiver.ca');
  const clientCertificate =
    receiver.clientCertificate &&
    (await readClientCertificate(receiver.clientCertificate, 'receiver.clientCertificate', true));
  if (receiver.url !== undefined) targetUrl(receiver.url, 'receiver.url (--receiver)');
  return {
    pushUrl: receiver.url,
    poll: receiver.poll,
    pushAuthorization: headerValue(receiver.pushAuthorization),
    ca,
    clientCertificate,
    audience: receiver.audience,
    credentials,
    subject: receiver.subject,
    startOnce: receiver.startOnce,
    ...createReceiverHooks(receiver, { ...context, ca, limits }),
  };
}

/** @throws UsageError when it is no kind of Receiver that we can test, or two at once */
function requireOneKind(receiver: ReceiverConfig, isStarted: boolean): void {
  const { url, poll, start, audience } = receiver;
  if (url === undefined && poll !== true && start === undefined && !isStarted)
    throw new UsageError(
      `receiver.${Object.keys(receiver)[0]} is given, but nothing that says which Receiver is tested.`,
      {
        hint: 'Give --receiver URL (a push endpoint), --start-command CMD (a Receiver that creates its own stream) or --poll. Without any option for a target, the built-in reference Receiver is tested.',
      },
    );
  if (url !== undefined && start !== undefined)
    throw new UsageError(
      'receiver.url (--receiver) and receiver.start (--start-command) exclude each other.',
      {
        hint: 'A Receiver that is started names its push endpoint itself, when it creates its stream.',
      },
    );
  if (url !== undefined && poll === true)
    throw new UsageError('receiver.url (--receiver) and receiver.poll (--poll) exclude each other.', {
      hint: 'Test the push endpoint and the poller in two runs.',
    });
  if (url !== undefined && audience === undefined)
    throw new UsageError('receiver.url (--receiver) is given without receiver.audience (--audience).', {
      hint: 'Name the audience that the Receiver takes itself for: SETs for anybody else it has to refuse.',
    });
  if (url === undefined && receiver.pushAuthorization !== undefined)
    throw new UsageError(
      'receiver.pushAuthorization (--push-authorization) is given without receiver.url (--receiver).',
      {
        hint: 'A Receiver that is started names the credentials for its push endpoint itself, in authorization_header.',
      },
    );
  if (poll === true && receiver.auth?.accessToken === undefined)
    throw new UsageError(
      'receiver.poll (--poll) is given without the token that the Receiver will present.',
      {
        hint: 'Add --receiver-access-token T; the Receiver is given the poll URL and this token.',
      },
    );
  for (const [name, flag] of [
    ['stop', '--stop-command'],
    ['startOnce', '--start-once'],
  ] as const) {
    if (start === undefined && !isStarted && receiver[name] !== undefined && receiver[name] !== false)
      throw new UsageError(`receiver.${name} (${flag}) is given without receiver.start (--start-command).`);
  }
}

/** @throws UsageError when a method is asked for by which this kind of Receiver gets nothing */
function deliveriesOf(receiver: ReceiverConfig, wished: Delivery[] | undefined): Delivery[] {
  const { url, poll } = receiver;
  if (url === undefined && poll !== true) return wished ?? ['push'];
  const possible: Delivery[] = [
    ...(url === undefined ? [] : ['push' as const]),
    ...(poll === true ? ['poll' as const] : []),
  ];
  const impossible = wished?.find((method) => !possible.includes(method));
  if (impossible !== undefined)
    throw new UsageError(
      impossible === 'push'
        ? '--delivery push needs a push endpoint (receiver.url, --receiver).'
        : '--delivery poll needs a Receiver that polls (receiver.poll, --poll), or one that is started.',
    );
  return wished ?? possible;
}

function credentialsOf(receiver: ReceiverConfig): ReceiverCredentials | undefined {
  const credentials = resolveCredentials(receiver.auth ?? {}, {
    path: 'receiver.auth',
    flags: '--receiver-access-token T, or --receiver-client-id ID and --receiver-client-secret S',
  });
  if (credentials === undefined) return undefined;
  if (receiver.url !== undefined && receiver.poll !== true)
    throw new UsageError(
      'receiver.auth is given, but a Receiver with only a push endpoint presents nothing to us.',
      {
        hint: 'What our pushes present to it is --push-authorization.',
      },
    );
  if ('accessToken' in credentials) return { accessToken: credentials.accessToken };
  const { clientId, clientSecret } = credentials;
  return clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** @throws UsageError when it cannot be the value of a header */
function headerValue(value: string | undefined): string | undefined {
  if (value === undefined || /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) return value;
  throw new UsageError(
    'receiver.pushAuthorization (--push-authorization) holds characters that cannot stand in an Authorization header.',
    { hint: 'It is sent as it is: "Bearer abc", without line breaks.' },
  );
}
