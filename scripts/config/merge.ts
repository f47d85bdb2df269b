import type {
  ConformanceConfig,
  ContainerConfig,
  Credentials,
  HarnessConfig,
  ReceiverConfig,
  TargetConfig,
  TransmitterConfig,
} from './define-config.ts';

/** The configuration of the file with that of the flags laid over it, member by member. */
export function mergeConfig(file: ConformanceConfig, flags: ConformanceConfig): ConformanceConfig {
  const merged: ConformanceConfig = { ...file, ...flags };
  const transmitter = mergeTransmitter(file.transmitter, flags.transmitter);
  if (transmitter) merged.transmitter = transmitter;
  const receiver = mergeReceiver(file.receiver, flags.receiver);
  if (receiver) merged.receiver = receiver;
  const target = mergeTarget(file.target, flags.target);
  if (target) merged.target = target;
  if (file.harness || flags.harness) merged.harness = mergeHarness(file.harness ?? {}, flags.harness ?? {});
  const scenarios = mergeScenarios(file, flags);
  if (scenarios) merged.scenarios = scenarios;
  // Scenarios that are asked for by flag are played whatever checks the file chooses.
  if (flags.scenarios?.names !== undefined)
    for (const name of ['only', 'skip'] as const) if (flags[name] === undefined) delete merged[name];
  if (file.limits || flags.limits) merged.limits = { ...file.limits, ...flags.limits };
  return merged;
}

/** That our endpoints shall speak https (`--tls`) leaves to the file with whose certificates. */
function mergeHarness(file: HarnessConfig, flags: HarnessConfig): HarnessConfig {
  const keeps = flags.tls === true && typeof file.tls === 'object';
  return { ...file, ...flags, ...(keeps ? { tls: file.tls } : {}) };
}

/** Checks that are asked for by flag run whatever scenarios the file names. */
function mergeScenarios(
  { scenarios: file }: ConformanceConfig,
  { scenarios: flags, only, skip }: ConformanceConfig,
): ConformanceConfig['scenarios'] {
  if (file === undefined || flags !== undefined || (only ?? skip) === undefined)
    return file || flags ? { ...file, ...flags } : undefined;
  const { names: _, ...rest } = file;
  return rest;
}

function mergeTransmitter(
  file: TransmitterConfig | undefined,
  flags: TransmitterConfig | undefined,
): TransmitterConfig | undefined {
  if (!file || !flags) return flags ?? file;
  const merged: TransmitterConfig = { ...file, ...flags };
  if (file.auth && flags.auth) merged.auth = mergeCredentials(file.auth, flags.auth);
  if (file.secondReceiver && flags.secondReceiver)
    merged.secondReceiver = mergeCredentials(file.secondReceiver, flags.secondReceiver);
  // Another issuer has its metadata elsewhere.
  if (flags.issuer !== undefined && flags.metadataUrl === undefined && flags.issuer !== file.issuer)
    delete merged.metadataUrl;
  return merged;
}

function mergeReceiver(
  file: ReceiverConfig | undefined,
  flags: ReceiverConfig | undefined,
): ReceiverConfig | undefined {
  if (!file || !flags) return flags ?? file;
  const kept = { ...file };
  // Another kind of target: what the file says of its own kind does not hold for it.
  if (flags.url !== undefined && flags.start === undefined)
    for (const name of ['start', 'stop', 'startOnce'] as const) delete kept[name];
  if (flags.start !== undefined && flags.url === undefined)
    for (const name of ['url', 'pushAuthorization'] as const) delete kept[name];
  const merged: ReceiverConfig = { ...kept, ...flags };
  if (file.auth && flags.auth) merged.auth = mergeCredentials(file.auth, flags.auth);
  return merged;
}

/** A command by flag replaces a container of the file, and the other way round. */
function mergeTarget(
  file: TargetConfig | undefined,
  flags: TargetConfig | undefined,
): TargetConfig | undefined {
  if (!file || !flags) return flags ?? file;
  if (flags.command !== undefined && flags.container === undefined) {
    const { container: _, ...rest } = file;
    return { ...rest, ...flags };
  }
  if (flags.container === undefined) return { ...file, ...flags };
  // What the file says of its own command does not hold for a container.
  const container = mergeContainer(file.container ?? {}, flags.container);
  return { ...flags, container };
}

function mergeContainer(file: ContainerConfig, flags: ContainerConfig): ContainerConfig {
  const kept = { ...file };
  if (flags.image !== undefined) for (const name of ['dockerfile', 'compose'] as const) delete kept[name];
  const env = file.env || flags.env ? { env: { ...file.env, ...flags.env } } : {};
  return { ...kept, ...flags, ...env };
}

/** A token given by flag replaces client credentials of the file, and the other way round. */
function mergeCredentials<T extends Credentials>(file: T, flags: T): T {
  const kept = { ...file };
  if (flags.accessToken !== undefined)
    for (const name of ['clientId', 'clientSecret', 'tokenEndpoint', 'scope'] as const) delete kept[name];
  if (flags.clientId !== undefined || flags.clientSecret !== undefined) delete kept.accessToken;
  // Another client that shows itself by its certificate has no secret.
  if (flags.clientId !== undefined && flags.clientCertificate !== undefined) delete kept.clientSecret;
  return { ...kept, ...flags };
}
