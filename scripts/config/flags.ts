import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Delivery } from '../../reports/results.ts';
import type { Limits } from '../../suites/harness/exchange.ts';
import { didYouMean, nearest } from '../nearest.ts';
import type {
  AuthConfig,
  ConformanceConfig,
  Credentials,
  Duration,
  TransmitterConfig,
} from './define-config.ts';
import { parseDuration } from './duration.ts';
import { parseListen } from './listen.ts';

/** Flags of `run` as commander hands them over. */
export interface RunFlags {
  issuer?: string;
  metadataUrl?: string;
  accessToken?: string;
  clientId?: string;
  clientSecret?: string;
  tokenEndpoint?: string;
  scope?: string;
  readOnlyAccessToken?: string;
  secondAccessToken?: string;
  secondClientId?: string;
  secondClientSecret?: string;
  triggerCommand?: string;
  triggerUrl?: string;
  ca?: string;
  delivery?: Delivery[];
  profile?: 'ssf' | 'caep-interop';
  publicUrl?: string;
  listen?: string;
  limit?: Record<string, Duration>;
  only?: string[];
  skip?: string[];
  seed?: number;
  reportDir?: string;
  failOn?: 'must' | 'should';
  allowUntested?: boolean;
  requireComplete?: boolean;
  /** False for --no-config. */
  config?: string | boolean;
  quiet?: boolean;
}

/** Names of the limits with what they bound, for help and for messages. */
export const LIMITS: Record<keyof Limits, string> = {
  request: 'one HTTP request to the target',
  verification: 'from a verification request to its event',
  delivery: 'from a trigger to its event',
  longPoll: 'how long a long poll is surely held open',
  quiet: 'how long a thing must stay away to count as absent',
  redelivery: 'until something unacknowledged comes again',
  change: 'until a change answered with 202 shows',
  clockSkew: 'tolerated difference between the clocks',
};

/** Flags whose values never appear in anything that is printed or written. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set([
  '--access-token',
  '--client-secret',
  '--read-only-access-token',
  '--second-access-token',
  '--second-client-secret',
]);

/** Declares the flags of `run`, in the groups in which help shows them. */
export function addRunFlags(command: Command): Command {
  return command
    .optionsGroup('Target:')
    .option(
      '--issuer <url>',
      'issuer of the Transmitter under test; default: the built-in reference Transmitter',
    )
    .option('--metadata-url <url>', 'its metadata, if not where SSF 7.2 puts it')
    .option('--ca <file>', 'PEM file of a private CA that its certificate chains to')
    .optionsGroup('Credentials (values may be written as ${NAME}, from the environment):')
    .option('--access-token <token>', 'bearer token of the Receiver', notEmpty)
    .option('--client-id <id>', 'or its OAuth client credentials', notEmpty)
    .option('--client-secret <secret>', 'and their secret', notEmpty)
    .option('--token-endpoint <url>', 'default: found by RFC 8414')
    .option('--scope <scopes>', 'scopes to ask for', notEmpty)
    .option('--read-only-access-token <token>', 'a token that may only read (hook scoped-token)', notEmpty)
    .option('--second-access-token <token>', 'of another Receiver (hook second-receiver)', notEmpty)
    .option('--second-client-id <id>', "or that one's client credentials", notEmpty)
    .option('--second-client-secret <secret>', 'and their secret', notEmpty)
    .optionsGroup('Trigger (hook trigger): makes the target send an event')
    .option('--trigger-command <command>', 'shell command; gets the wished event as JSON on stdin', notEmpty)
    .option('--trigger-url <url>', 'gets the same JSON by POST', notEmpty)
    .optionsGroup('What is tested:')
    .option(
      '--delivery <methods>',
      'push, poll or push,poll; default: all that the metadata lists',
      deliveries,
    )
    .addOption(
      new Option('--profile <name>', 'selected requirements; default: ssf').choices(['ssf', 'caep-interop']),
    )
    .option('--only <ids>', 'only these checks: family/name, family/name@push or family; repeatable', list)
    .option('--skip <ids>', 'leave these out; the same forms', list)
    .option('--seed <number>', 'repeat what was random in a run with this seed', seed)
    .optionsGroup('How the target reaches us:')
    .option('--public-url <url>', 'base URL of our push endpoint as the target sees it')
    .option('--listen <host:port>', 'where it listens; default: 127.0.0.1 and a free port', listen)
    .option('--limit <name=duration>', `a deadline, such as verification=90s; repeatable`, limit)
    .optionsGroup('Result:')
    .option('--report-dir <folder>', 'folder of the reports; default: conformance-report')
    .addOption(
      new Option('--fail-on <level>', 'what makes it non-conformant; default: must').choices([
        'must',
        'should',
      ]),
    )
    .option('--allow-untested', 'exit 0 although a planned check of a MUST could not be exercised')
    .option('--require-complete', 'incomplete also when a hook is missing')
    .option('--quiet', 'no progress, only the verdict and where the report lies')
    .optionsGroup('Other:')
    .option('--config <file>', 'default: ssf-conformance.config.{ts,mts,js,json} in the working directory')
    .option('--no-config', 'read no config file')
    .helpOption('-h, --help', 'show this help');
}

/** What the flags say, in the shape of the config file. */
export function configOfFlags(flags: RunFlags): ConformanceConfig {
  const transmitter = defined<TransmitterConfig>({
    issuer: flags.issuer,
    metadataUrl: flags.metadataUrl,
    ca: flags.ca,
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
    transmitter: notEmptyObject(transmitter),
    delivery: flags.delivery,
    profile: flags.profile,
    harness: notEmptyObject(
      defined<NonNullable<ConformanceConfig['harness']>>({
        publicUrl: flags.publicUrl,
        listen: flags.listen,
      }),
    ),
    limits: flags.limit,
    only: flags.only,
    skip: flags.skip,
    seed: flags.seed,
    reportDir: flags.reportDir,
    failOn: flags.failOn,
    allowUntested: flags.allowUntested,
    requireComplete: flags.requireComplete,
  });
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

function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty; is the variable set from which it comes?');
  return text;
}

function list(text: string, previous: string[] | undefined): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Expected names separated by commas.');
  return [...(previous ?? []), ...items];
}

function deliveries(text: string, previous: Delivery[] | undefined): Delivery[] {
  const found = new Set<Delivery>(previous);
  for (const item of list(text, undefined)) {
    if (item !== 'push' && item !== 'poll')
      throw new InvalidArgumentError('Expected push, poll or push,poll.');
    found.add(item);
  }
  return [...found];
}

function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Expected a whole number from 0.');
  return value;
}

function listen(text: string): string {
  if (!parseListen(text))
    throw new InvalidArgumentError('Expected HOST:PORT, such as 127.0.0.1:8443 or [::1]:0.');
  return text;
}

function limit(text: string, previous: Record<string, Duration> | undefined): Record<string, Duration> {
  const [name = '', duration = '', ...rest] = text.split('=');
  if (!Object.hasOwn(LIMITS, name)) {
    const names = Object.keys(LIMITS);
    throw new InvalidArgumentError(
      `There is no limit "${name}". ${didYouMean(nearest(name, names, 1)) ?? `There are: ${names.join(', ')}.`}`,
    );
  }
  if (rest.length > 0 || parseDuration(duration) === undefined)
    throw new InvalidArgumentError(
      'Expected NAME=DURATION with its unit, such as verification=90s or request=500ms.',
    );
  return { ...previous, [name]: duration as Duration };
}
