import { Command, Option } from 'commander';
import type { Delivery, Role } from '../../reports/results.ts';
import type { Duration } from './define-config.ts';
import {
  containerPort,
  deliveries,
  files,
  limit,
  list,
  listen,
  notEmpty,
  seed,
  shard,
  subject,
  variable,
} from './flag-values.ts';

/** Flags of `run` as commander hands them over. */
export interface RunFlags {
  role?: Role;
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
  clientCert?: string;
  clientKey?: string;
  image?: string;
  containerEnv?: Record<string, string>;
  containerPort?: number[];
  containerNetwork?: 'bridge' | 'host';
  targetCommand?: string;
  receiver?: string;
  audience?: string;
  pushAuthorization?: string;
  poll?: boolean;
  receiverAccessToken?: string;
  receiverClientId?: string;
  receiverClientSecret?: string;
  startCommand?: string;
  stopCommand?: string;
  startOnce?: boolean;
  effectsCommand?: string;
  subject?: Record<string, unknown>;
  stateDir?: string;
  delivery?: Delivery[];
  profile?: string;
  own?: string[];
  publicUrl?: string;
  listen?: string;
  tls?: boolean;
  tlsCa?: string;
  tlsCaKey?: string;
  limit?: Record<string, Duration>;
  scenario?: string[];
  pair?: boolean;
  interactive?: boolean;
  enforceLimits?: boolean;
  only?: string[];
  skip?: string[];
  seed?: number;
  reportDir?: string;
  failOn?: 'must' | 'should';
  allowUntested?: boolean;
  requireComplete?: boolean;
  /** False for --no-waivers. */
  waivers?: string | boolean;
  against?: string;
  newOnly?: boolean;
  shard?: { index: number; count: number };
  json?: boolean;
  /** False for --no-config. */
  config?: string | boolean;
  watch?: boolean;
  quiet?: boolean;
}

/** Flags whose values never appear in anything that is printed or written. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set([
  '--access-token',
  '--client-secret',
  '--read-only-access-token',
  '--second-access-token',
  '--second-client-secret',
  '--push-authorization',
  '--receiver-access-token',
  '--receiver-client-secret',
]);

/** Declares the flags of `run`, in the groups in which help shows them. */
export function addRunFlags(command: Command): Command {
  return command
    .optionsGroup('Target:')
    .addOption(
      new Option(
        '--role <role>',
        'which side is tested; default: the one that other options name, without any both built-in ones',
      ).choices(['transmitter', 'receiver']),
    )
    .option('--issuer <url>', 'test the Transmitter with this issuer')
    .option('--metadata-url <url>', 'its metadata, if not where SSF 7.2 puts it')
    .option('--receiver <url>', 'test the hosted Receiver with this push endpoint; needs --audience')
    .option('--start-command <command>', 'test the managed Receiver that this shell command starts', notEmpty)
    .option('--poll', 'test a Receiver that polls a URL of ours; needs --receiver-access-token')
    .option('--ca <file>', "PEM file of a private CA that the target's certificate chains to")
    .option(
      '--client-cert <file>',
      'PEM file of the certificate that we show to it in TLS (mutual TLS)',
      notEmpty,
    )
    .option('--client-key <file>', 'and of its private key', notEmpty)
    .optionsGroup(
      'Started for the run (with {{target.port}}, {{harness.issuer}} and so on in these and in URLs):',
    )
    .option(
      '--image <name>',
      'start the target as a container of this image (needs testcontainers)',
      notEmpty,
    )
    .option('--container-env <name=value>', 'environment variable of the container; repeatable', variable)
    .option(
      '--container-port <port>',
      'port of the container that is mapped, {{target.port}}; repeatable',
      containerPort,
    )
    .addOption(
      new Option(
        '--container-network <network>',
        'bridge: it reaches us at host.docker.internal; host: on loopback; default: bridge',
      ).choices(['bridge', 'host']),
    )
    .option(
      '--target-command <command>',
      'start the target by this shell command; {{target.port}} is a free port',
      notEmpty,
    )
    .optionsGroup('Receiver (values may be written as ${NAME}, from the environment):')
    .option('--audience <aud>', 'what SETs name as their audience', notEmpty)
    .option(
      '--push-authorization <value>',
      'Authorization that its push endpoint wants: "Bearer abc"',
      notEmpty,
    )
    .option('--receiver-access-token <token>', 'bearer token that it presents to us', notEmpty)
    .option(
      '--receiver-client-id <id>',
      'or the client credentials with which it gets tokens from us',
      notEmpty,
    )
    .option('--receiver-client-secret <secret>', 'and their secret', notEmpty)
    .option('--stop-command <command>', 'shell command that ends what --start-command began', notEmpty)
    .option('--start-once', 'it can be started only once')
    .option(
      '--effects-command <command>',
      'shell command that prints what it did to whom (hook effects)',
      notEmpty,
    )
    .option(
      '--subject <json>',
      'a subject identifier that it knows; default: made-up e-mail addresses',
      subject,
    )
    .option(
      '--state-dir <folder>',
      'where our keys, and the CA of --tls, are kept from run to run; default: .ssf-conformance',
    )
    .optionsGroup('Credentials at a Transmitter (values may be written as ${NAME}, from the environment):')
    .option('--access-token <token>', 'bearer token of the Receiver', notEmpty)
    .option('--client-id <id>', 'or its OAuth client credentials', notEmpty)
    .option(
      '--client-secret <secret>',
      'and their secret; without one --client-cert shows who we are',
      notEmpty,
    )
    .option('--token-endpoint <url>', 'default: found by RFC 8414')
    .option('--scope <scopes>', 'scopes to ask for', notEmpty)
    .option('--read-only-access-token <token>', 'a token that may only read (hook scoped-token)', notEmpty)
    .option('--second-access-token <token>', 'of another Receiver (hook second-receiver)', notEmpty)
    .option('--second-client-id <id>', "or that one's client credentials", notEmpty)
    .option('--second-client-secret <secret>', 'and their secret', notEmpty)
    .optionsGroup('Trigger (hook trigger): makes a Transmitter send an event')
    .option('--trigger-command <command>', 'shell command; gets the wished event as JSON on stdin', notEmpty)
    .option('--trigger-url <url>', 'gets the same JSON by POST', notEmpty)
    .optionsGroup('What is tested:')
    .option(
      '--delivery <methods>',
      'push, poll or push,poll; default: all that the metadata lists; for a managed Receiver push',
      deliveries,
    )
    .option(
      '--profile <name>',
      'selected requirements: ssf (the default), caep-interop or one of your own',
      notEmpty,
    )
    .option('--own <file>', 'module with checks, scenarios and profiles of your own; repeatable', files)
    .option('--only <ids>', 'only these checks: family/name, family/name@push or family; repeatable', list)
    .option('--skip <ids>', 'leave these out; the same forms', list)
    .option('--seed <number>', 'repeat what was random in a run with this seed', seed)
    .option(
      '--shard <i/n>',
      'only the i-th of n parts, for "merge" to put together; without --seed the seed is 1, so that all parts agree',
      shard,
    )
    .optionsGroup('Scenarios (in place of the checks; see "list --scenarios"):')
    .option(
      '--scenario <names>',
      'play these, or all: against the target, without one between built-in mocks; repeatable',
      list,
    )
    .option('--pair', 'play a Transmitter (--issuer) and a hosted Receiver (--receiver) against each other')
    .option('--interactive', 'no trigger: say on the terminal what to do at the Transmitter, and wait for it')
    .option('--enforce-limits', 'what takes longer than a limit of its time counts against the target')
    .optionsGroup('How the target reaches us:')
    .option('--public-url <url>', 'base URL of our push endpoint or issuer as the target sees it')
    .option(
      '--listen <host:port>',
      'where it listens; default: a free port of 127.0.0.1, for a hosted Receiver always the same',
      listen,
    )
    .option(
      '--tls',
      'our endpoints speak https, with certificates of a CA that is made once and kept in the state folder',
    )
    .option('--tls-ca <file>', 'or of the CA with this certificate (PEM), which the target trusts', notEmpty)
    .option('--tls-ca-key <file>', 'and with this private key (PEM)', notEmpty)
    .option(
      '--limit <name=duration>',
      'a deadline, such as verification=90s, or a limit of measured times, such as delivery.p99=2s; repeatable',
      limit,
    )
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
    .option(
      '--waivers <file>',
      'failures that are accepted for a time (see "waive"); default: ssf-conformance.waivers.json beside the config file or in the working directory',
      notEmpty,
    )
    .option('--no-waivers', 'accept none')
    .option(
      '--against <results>',
      'compare with this results.json or report folder of an earlier run',
      notEmpty,
    )
    .option('--new-only', 'only what is newly failing decides the exit code; needs --against')
    .option('--json', 'print one JSON document when all is done; everything else goes to standard error')
    .addOption(
      new Option(
        '--watch',
        'run again when config, waivers or what a Transmitter says of itself change, and on a key',
      ).conflicts('json'),
    )
    .option('--quiet', 'no progress, only the verdict and where the report lies')
    .optionsGroup('Other:')
    .option('--config <file>', 'default: ssf-conformance.config.{ts,mts,js,json} in the working directory')
    .option('--no-config', 'read no config file')
    .helpOption('-h, --help', 'show this help');
}

/** Flags that are there or not, as they are declared: one that a list forgot would swallow the flag behind it, and show its secret. */
export const FLAGS_WITHOUT_VALUE: ReadonlySet<string> = new Set(
  addRunFlags(new Command()).options.flatMap(({ long, required, optional }) =>
    required || optional || long === undefined ? [] : [long],
  ),
);

/** `--start-command` for `startCommand`. */
export function flagName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
