import { endpointsOf } from '../../mocks/transmitter/endpoints.ts';
import type { StartRequest } from '../../suites/harness/receiver/exchange.ts';
import type { StartHook } from '../../suites/harness/receiver/session-options.ts';
import { HOSTED_STREAM, USUAL_AUDIENCE } from '../../suites/harness/receiver/usual.ts';
import type { ConformanceConfig, TargetConfig } from '../config/define-config.ts';
import type { ResolveContext } from '../config/resolve.ts';
import type { Sides } from '../config/resolve-scenarios.ts';
import { UsageError } from '../usage-error.ts';
import { checkTarget } from './check-target.ts';
import { TargetLaunch } from './launch.ts';
import { fill, labelledPort, namesIn, unknownName } from './placeholders.ts';
import { pickPorts, requirePorts } from './ports.ts';
import { reachOf } from './reach.ts';
import { secretsOf } from './secrets-of.ts';
import { TargetFailure } from './target-failure.ts';

/** A target that the run starts, and the configuration with what is known of it filled in. */
export interface PlannedTarget {
  config: ConformanceConfig;
  launch: TargetLaunch;
  /** Starts it once for each life of a managed Receiver; null: it is started once, a Receiver when our issuer stands. */
  startHook: StartHook | null;
  /** What the run tells it of our issuer; null of a Transmitter. */
  told: StartRequest | null;
  /** What must not be shown. */
  secrets: readonly string[];
}

const HARNESS = ['host', 'port', 'pushUrl'];
const OUR_ISSUER = ['host', 'port', 'issuer', 'metadataUrl', 'jwksUri', 'audience', 'delivery'];
/** Parts of the configuration with placeholders of their own. */
const HOOKS: ReadonlySet<string> = new Set([
  'transmitter.trigger',
  'receiver.start',
  'receiver.stop',
  'receiver.effects',
]);

/**
 * Picks addresses and ports, of us and of the target, and fills them in; nothing is started yet. Null: no target is to be
 * started.
 * @throws UsageError when the parts do not fit together
 */
export async function planTarget(
  config: ConformanceConfig,
  sides: Sides,
  context: ResolveContext,
): Promise<PlannedTarget | null> {
  const { target } = config;
  if (target === undefined) return withoutTarget(config);
  checkTarget(target);
  requireSide(config, sides);
  const names = checkNames(config, target, sides);
  const labels = names.flatMap(({ name }) => labelledPort(name) ?? []);
  requirePorts(target, names);
  const ports = await pickPorts(target, labels);
  const reach = await reachOf(config.harness ?? {}, target);
  const { host, port } = reach.listen;
  const perLife = sides === 'receiver' && isManaged(config);
  const told = sides === 'receiver' ? toldOf(config, reach.publicUrl) : null;
  const parts = { target, reach, host: hostOf(target), ports, context };
  const { transmitter, receiver } = config;
  const values = new TargetLaunch({ ...parts, address: null }).values(told);
  const filled: ConformanceConfig = {
    ...config,
    ...(transmitter === undefined ? {} : { transmitter: fill(transmitter, values) }),
    ...(receiver === undefined ? {} : { receiver: fill(receiver, values) }),
    harness: {
      ...config.harness,
      listen: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      publicUrl: reach.publicUrl,
    },
  };
  const asked = sides === 'receiver' ? filled.receiver?.url : filled.transmitter?.issuer;
  const launch = new TargetLaunch({
    ...parts,
    address: asked !== undefined && URL.canParse(asked) ? new URL(asked) : null,
  });
  if (context.dry !== true) await launch.requireInstalled();
  return {
    config: filled,
    launch,
    startHook: perLife ? startHookOf(launch) : null,
    told,
    secrets: secretsOf(config, context.env),
  };
}

/** @throws UsageError where a placeholder stands that only a target that we start gives a meaning */
function withoutTarget({ transmitter, receiver }: ConformanceConfig): null {
  const [first] = [...namesIn(transmitter, 'transmitter'), ...namesIn(receiver, 'receiver')].filter(
    ({ name }) => isOurs(name),
  );
  if (first === undefined) return null;
  throw new UsageError(`${first.path} has {{${first.name}}}, but the run starts no target.`, {
    hint: 'Give target.container (--image NAME) or target.command (--target-command CMD).',
  });
}

/** @throws UsageError where nobody could tell what the target is, or where it is asked */
function requireSide({ transmitter }: ConformanceConfig, sides: Sides): void {
  if (sides === null)
    throw new UsageError('A target is to be started, but nothing says which side it is.', {
      hint: "Add --issuer 'http://{{target.host}}:{{target.port}}' (a Transmitter), --receiver 'http://{{target.host}}:{{target.port}}/events' with --audience AUD (a Receiver with a push endpoint), or --role receiver (one that creates its own stream).",
    });
  if (sides === 'receiver' || transmitter?.issuer !== undefined) return;
  throw new UsageError('A target is to be started, but no issuer is given.', {
    hint: "Such as --issuer 'http://{{target.host}}:{{target.port}}'",
  });
}

/** A Receiver that nobody tells anything but where our issuer is, when it starts. */
function isManaged({ receiver }: ConformanceConfig): boolean {
  return receiver?.url === undefined && receiver?.poll !== true && receiver?.start === undefined;
}

/**
 * The placeholders that stand in the configuration.
 * @throws UsageError with the first that means nothing
 */
function checkNames(
  { transmitter, receiver, harness }: ConformanceConfig,
  target: TargetConfig,
  sides: Sides,
): { name: string; path: string }[] {
  const ofHarness = sides === 'receiver' ? OUR_ISSUER : HARNESS;
  const tls = harness?.tls === undefined || harness.tls === false ? [] : ['ca'];
  const poll = sides === 'receiver' && receiver?.poll === true ? ['pollUrl'] : [];
  const known = [
    ...[...ofHarness, ...poll, ...tls].map((name) => `harness.${name}`),
    'target.host',
    'target.port',
  ];
  const names = [
    ...namesIn(target, 'target'),
    ...namesIn(transmitter, 'transmitter'),
    ...namesIn(receiver, 'receiver'),
  ].filter(({ name, path }) => isOurs(name) || !isOfHook(path));
  const unknown = names.find(({ name }) => !known.includes(name) && labelledPort(name) === null);
  if (unknown?.name === 'harness.ca')
    throw new UsageError(`${unknown.path} asks for {{harness.ca}}, but our endpoints have no CA.`, {
      hint: 'Add harness.tls (--tls).',
    });
  if (unknown !== undefined) unknownName(unknown, known);
  return names;
}

function isOfHook(path: string): boolean {
  return HOOKS.has(path.split('.').slice(0, 2).join('.'));
}

function isOurs(name: string): boolean {
  return /^(?:harness|target)\b/.test(name);
}

/**
 * Where mapped ports are reached; the engine itself is asked when it is needed. The environment is that of the process,
 * whatever that of the run is: testcontainers finds the engine by it.
 */
function hostOf({ container }: TargetConfig): string {
  if (container === undefined) return '127.0.0.1';
  const { TESTCONTAINERS_HOST_OVERRIDE: override, DOCKER_HOST: engine = '' } = process.env;
  if (override) return override;
  return /^(?:tcp|https?):/.test(engine) && URL.canParse(engine) ? new URL(engine).hostname : '127.0.0.1';
}

function toldOf({ receiver, delivery }: ConformanceConfig, publicUrl: string): StartRequest {
  const { origin } = new URL(publicUrl);
  const endpoints = endpointsOf(origin);
  const usual = receiver?.poll === true ? 'poll' : 'push';
  return {
    scenario: 'run',
    issuer: origin,
    metadataUrl: endpoints.metadata,
    delivery: delivery?.[0] ?? usual,
    audience: receiver?.audience ?? USUAL_AUDIENCE,
    pollUrl: receiver?.poll === true ? endpoints.poll(HOSTED_STREAM) : null,
    caFile: null,
  };
}

function startHookOf(launch: TargetLaunch): StartHook {
  return async (request, signal) => {
    const since = performance.now();
    try {
      const started = await launch.start(request, signal);
      return {
        ok: true,
        process: {
          ended: () => started.ended() !== null,
          said: () => launch.output.tail(since),
          stop: () => started.stop(),
        },
      };
    } catch (error) {
      if (error instanceof TargetFailure) return { ok: false, message: error.message };
      throw error;
    }
  };
}
