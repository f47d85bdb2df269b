import type {
  AuthConfig,
  ConformanceConfig,
  Credentials,
  HarnessConfig,
  ReceiverConfig,
  TargetConfig,
  TlsAuthorityFiles,
  TransmitterConfig,
} from './define-config.ts';
import type { RunFlags } from './flags.ts';

/** What the flags say, in the shape of the config file; but for `--ca` and `--client-cert`: only the role says whose they are. */
export function configOfFlags(flags: RunFlags): ConformanceConfig {
  const transmitter = defined<TransmitterConfig>({
    issuer: flags.issuer,
    metadataUrl: flags.metadataUrl,
    auth: notEmptyObject(
      defined<AuthConfig>({
        accessToken: flags.accessToken,
        clientId: flags.clientId,
        clientSecret: flags.clientSecret,
        tokenEndpoint: flags.tokenEndpoint,
        scope: flags.scope,
        readOnlyAccessToken: flags.readOnlyAccessToken,
      }),
    ),
    secondReceiver: notEmptyObject(
      defined<Credentials>({
        accessToken: flags.secondAccessToken,
        clientId: flags.secondClientId,
        clientSecret: flags.secondClientSecret,
      }),
    ),
    trigger: triggerOfFlags(flags),
  });
  return defined<ConformanceConfig>({
    role: flags.role,
    transmitter: notEmptyObject(transmitter),
    receiver: receiverOfFlags(flags),
    target: targetOfFlags(flags),
    delivery: flags.delivery,
    profile: flags.profile,
    own: flags.own,
    harness: notEmptyObject(
      defined<NonNullable<ConformanceConfig['harness']>>({
        publicUrl: flags.publicUrl,
        listen: flags.listen,
        tls: tlsOfFlags(flags),
      }),
    ),
    scenarios: flags.scenario === undefined ? undefined : { names: flags.scenario },
    limits: flags.limit,
    enforceLimits: flags.enforceLimits,
    only: flags.only,
    skip: flags.skip,
    seed: flags.seed,
    reportDir: flags.reportDir,
    failOn: flags.failOn,
    allowUntested: flags.allowUntested,
    requireComplete: flags.requireComplete,
    waivers: typeof flags.waivers === 'string' ? flags.waivers : undefined,
    against: flags.against,
    newOnly: flags.newOnly,
  });
}

function receiverOfFlags(flags: RunFlags): ReceiverConfig | undefined {
  const command = (text: string | undefined): { command: string } | undefined =>
    text === undefined ? undefined : { command: text };
  return notEmptyObject(
    defined<ReceiverConfig>({
      url: flags.receiver,
      audience: flags.audience,
      pushAuthorization: flags.pushAuthorization,
      poll: flags.poll,
      start: command(flags.startCommand),
      stop: command(flags.stopCommand),
      startOnce: flags.startOnce,
      effects: command(flags.effectsCommand),
      auth: notEmptyObject(
        defined<NonNullable<ReceiverConfig['auth']>>({
          accessToken: flags.receiverAccessToken,
          clientId: flags.receiverClientId,
          clientSecret: flags.receiverClientSecret,
        }),
      ),
      subject: flags.subject,
      stateDir: flags.stateDir,
    }),
  );
}

/** Half of a CA is refused where its files are read. */
function tlsOfFlags({ tls, tlsCa, tlsCaKey }: RunFlags): HarnessConfig['tls'] {
  const files = defined<Partial<TlsAuthorityFiles>>({ ca: tlsCa, caKey: tlsCaKey });
  return Object.keys(files).length === 0 ? tls : (files as TlsAuthorityFiles);
}

function targetOfFlags(flags: RunFlags): TargetConfig | undefined {
  const container = notEmptyObject(
    defined<NonNullable<TargetConfig['container']>>({
      image: flags.image,
      env: flags.containerEnv,
      ports: flags.containerPort,
      network: flags.containerNetwork,
    }),
  );
  return notEmptyObject(defined<TargetConfig>({ container, command: flags.targetCommand }));
}

function triggerOfFlags(flags: RunFlags): TransmitterConfig['trigger'] {
  const { triggerCommand, triggerUrl } = flags;
  // Both at once is refused where the configuration of the trigger is read.
  const both = {
    command: triggerCommand,
    request: triggerUrl === undefined ? undefined : { url: triggerUrl },
  };
  return notEmptyObject(defined<Record<string, unknown>>(both)) as TransmitterConfig['trigger'];
}

/** The object without its undefined members. */
function defined<T extends object>(members: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function notEmptyObject<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}
