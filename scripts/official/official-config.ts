import {
  isCaepPlan,
  OFFICIAL_PLANS,
  type OfficialPlan,
  type Variant,
} from '../../suites/standard/official/suite.ts';
import { wellKnownUrl } from '../../suites/support/well-known.ts';
import type { ConformanceConfig, ReceiverConfig, TransmitterConfig } from '../config/define-config.ts';

/** A value that must not be written unless the user says so; `name` is what stands in its place. */
export class Secret {
  readonly value: string | null;
  readonly name: string;

  constructor(value: string | null, name: string) {
    this.value = value;
    this.name = name;
  }
}

/** JSON in which secrets still can be told from the rest. */
type Draft = string | boolean | Secret | { [key: string]: unknown };

/** The configuration that the official suite's runner takes, and what is to be said about it. */
export interface OfficialConfig {
  plan: OfficialPlan;
  /** One for each delivery method. */
  variants: Partial<Variant>[];
  config: Record<string, Draft>;
  /** What it needs and we do not know: filled in by guess, or left out. */
  lacks: string[];
  /** What we know and it cannot use. */
  unused: string[];
}

export interface ConfigWish {
  plan?: OfficialPlan;
  parameters: Partial<Variant>;
  alias?: string;
  /** The environment variable that a secret came from. */
  nameOf: (secret: string) => string | undefined;
}

/** The official suite's configuration, as far as ours tells it. */
export function officialConfig(
  config: ConformanceConfig,
  role: 'transmitter' | 'receiver',
  wish: ConfigWish,
): OfficialConfig {
  const profile =
    wish.plan?.profile ??
    wish.parameters.ssf_profile ??
    (config.profile === 'caep-interop' ? 'caep_interop' : 'default');
  const fitting = OFFICIAL_PLANS.find(
    (one) => one.role === role && isCaepPlan(one) === (profile === 'caep_interop'),
  );
  const plan = wish.plan ?? fitting;
  if (plan === undefined) throw new Error(`No plan for a ${role}.`);
  const part =
    role === 'transmitter'
      ? ofTransmitter(config.transmitter ?? {}, wish)
      : ofReceiver(config.receiver ?? {}, wish);
  const deliveries =
    wish.parameters.ssf_delivery_mode === undefined
      ? (config.delivery ?? (['push', 'poll'] as const))
      : [wish.parameters.ssf_delivery_mode];
  return {
    plan,
    variants: deliveries.map((delivery) => ({
      ssf_delivery_mode: delivery,
      // The CAEP plans are fixed to their profile.
      ...(plan.profile === undefined ? { ssf_profile: profile } : {}),
      ...part.variant,
    })),
    config: {
      alias: wish.alias ?? aliasOf(role, config),
      description: `${role === 'transmitter' ? 'SSF Transmitter' : 'SSF Receiver'}, exported by ssf-conformance`,
      ...part.config,
    },
    lacks: part.lacks,
    unused: [...part.unused, ...unusedOfRun(config)],
  };
}

interface Part {
  config: Record<string, Draft>;
  variant: Partial<Variant>;
  lacks: string[];
  unused: string[];
}

function ofTransmitter(transmitter: TransmitterConfig, wish: ConfigWish): Part {
  const { issuer = '', metadataUrl, auth = {}, secondReceiver, trigger, ca } = transmitter;
  const lacks: string[] = [];
  if (issuer.startsWith('http:'))
    lacks.push(`${issuer} is plain http: the official suite wants https for every endpoint.`);
  const isStatic = metadataUrl !== undefined && metadataUrl !== wellKnown(issuer, 'ssf-configuration');
  const ssf: Record<string, Draft> = {
    issuer,
    ...(isStatic ? { configuration_metadata_endpoint: metadataUrl } : {}),
  };
  const tokens = transmitterTokens(transmitter, wish, lacks);
  if (tokens.config.access_token !== undefined) ssf.access_token = tokens.config.access_token;
  return {
    config: { ssf: { transmitter: ssf }, ...tokens.rest },
    variant: {
      ...tokens.variant,
      ssf_server_metadata: wish.parameters.ssf_server_metadata ?? (isStatic ? 'static' : 'discovery'),
    },
    lacks,
    unused: [
      ...(secondReceiver === undefined
        ? []
        : ['transmitter.secondReceiver: it works with one Receiver only.']),
      ...(auth.readOnlyAccessToken === undefined
        ? []
        : ['transmitter.auth.readOnlyAccessToken: it tries no token that may only read.']),
      ...(auth.clientCertificate === undefined
        ? []
        : ['transmitter.auth.clientCertificate: none of your key files is read; give it there by hand.']),
      ...(trigger === undefined
        ? []
        : [
            'transmitter.trigger: events are caused by hand, when the module for the CAEP profile asks for them.',
          ]),
      ...(ca === undefined ? [] : ['transmitter.ca: it trusts every certificate.']),
    ],
  };
}

function transmitterTokens(
  { issuer = '', auth = {} }: TransmitterConfig,
  { parameters, nameOf }: ConfigWish,
  lacks: string[],
): { config: { access_token?: Secret }; rest: Record<string, Draft>; variant: Partial<Variant> } {
  const { accessToken, clientId, clientSecret, tokenEndpoint, scope } = auth;
  const mode = parameters.ssf_auth_mode ?? (clientId === undefined ? 'static' : 'dynamic');
  if (mode === 'static') {
    if (accessToken === undefined) lacks.push('An access token (--access-token): every request needs one.');
    return {
      config: { access_token: secret(accessToken, 'SSF_TOKEN', nameOf) },
      rest: {},
      variant: { ssf_auth_mode: 'static' },
    };
  }
  if (clientId === undefined) lacks.push('Client credentials (--client-id, --client-secret).');
  if (scope === undefined)
    lacks.push('A scope (--scope): the official suite always sends one; "ssf.read ssf.manage" is filled in.');
  const found = wellKnown(issuer, 'oauth-authorization-server');
  if (tokenEndpoint === undefined)
    lacks.push(
      `Where the authorization server is (--token-endpoint): ${found} is filled in, which holds if it has the issuer of the Transmitter.`,
    );
  return {
    config: {},
    rest: {
      server: tokenEndpoint === undefined ? { discoveryUrl: found } : { token_endpoint: tokenEndpoint },
      client: {
        client_id: clientId ?? '',
        client_secret: secret(clientSecret, 'SSF_CLIENT_SECRET', nameOf),
        scope: scope ?? 'ssf.read ssf.manage',
      },
    },
    variant: {
      ssf_auth_mode: 'dynamic',
      server_metadata: parameters.server_metadata ?? (tokenEndpoint === undefined ? 'discovery' : 'static'),
      client_registration: parameters.client_registration ?? 'static_client',
      client_auth_type: parameters.client_auth_type ?? 'client_secret_basic',
    },
  };
}

const SUBJECT = { format: 'email', email: 'user@example.com' };

function ofReceiver(receiver: ReceiverConfig, { parameters, nameOf }: ConfigWish): Part {
  const {
    url,
    audience,
    pushAuthorization,
    poll,
    start,
    stop,
    startOnce,
    effects,
    actions,
    auth = {},
  } = receiver;
  const { subject, ca, stateDir } = receiver;
  const lacks: string[] = [];
  if (url !== undefined || poll === true)
    lacks.push(
      'A Receiver that creates its stream itself: every module waits for that, whatever is configured.',
    );
  if (audience === undefined)
    lacks.push('An audience (--audience): https://receiver.example.com is filled in.');
  if (subject === undefined)
    lacks.push(
      `A subject that the Receiver knows (--subject): ${SUBJECT.email} is filled in; without one the official suite crashes.`,
    );
  const mode = parameters.ssf_auth_mode ?? (auth.clientId === undefined ? 'static' : 'dynamic');
  const transmitter =
    mode === 'static' && auth.accessToken !== undefined
      ? { transmitter: { access_token: secret(auth.accessToken, 'SSF_TOKEN', nameOf) } }
      : {};
  const client =
    mode === 'dynamic' && auth.clientId !== undefined
      ? {
          client: {
            client_id: auth.clientId,
            client_secret: secret(auth.clientSecret, 'SSF_CLIENT_SECRET', nameOf),
          },
        }
      : {};
  const notUsed: [string, unknown, string][] = [
    ['url', url, 'the push endpoint is the one that the create request names.'],
    ['pushAuthorization', pushAuthorization, 'the credentials are those that the create request names.'],
    ['poll', poll, 'polls go to the URL that it shows.'],
    ['start', start, 'the Receiver is started by hand, with the values that it shows.'],
    ['stop', stop, 'the Receiver is ended by hand.'],
    ['startOnce', startOnce, 'it starts nothing.'],
    ['effects', effects, 'it does not look at what a Receiver does.'],
    ['actions', actions, 'it does not look at what a Receiver does.'],
    ['ca', ca, 'it trusts every certificate.'],
    ['stateDir', stateDir, 'its keys are its own.'],
  ];
  return {
    config: {
      ssf: {
        ...transmitter,
        stream: { audience: audience ?? 'https://receiver.example.com' },
        subjects: { valid: subject ?? SUBJECT },
      },
      ...client,
    },
    variant: {
      ssf_auth_mode: mode,
      ...(mode === 'dynamic'
        ? { client_auth_type: parameters.client_auth_type ?? 'client_secret_basic' }
        : {}),
    },
    lacks,
    unused: notUsed.flatMap(([name, value, why]) =>
      value === undefined ? [] : [`receiver.${name}: ${why}`],
    ),
  };
}

/** Members of our configuration that are about how we run. */
function unusedOfRun(config: ConformanceConfig): string[] {
  const names = ['harness', 'limits', 'only', 'skip', 'seed', 'failOn', 'scenarios'] as const;
  const found = names.filter((name) => config[name] !== undefined);
  return found.length === 0 ? [] : [`${found.join(', ')}: they say how this tool runs.`];
}

/** Exactly one of the environment's names, so that the file can be filled in later; a made-up one for a typed secret. */
function secret(value: string | undefined, fallback: string, nameOf: ConfigWish['nameOf']): Secret {
  return new Secret(value ?? null, (value === undefined ? undefined : nameOf(value)) ?? fallback);
}

/** Empty where the issuer is no URL. */
function wellKnown(issuer: string, name: string): string {
  return URL.canParse(issuer) ? wellKnownUrl(issuer, name) : '';
}

/** The alias becomes part of URLs of the official suite. */
function aliasOf(role: string, { transmitter, receiver }: ConformanceConfig): string {
  const url = role === 'transmitter' ? transmitter?.issuer : receiver?.url;
  const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname : '';
  return ['ssf', role, host.replaceAll(/[^A-Za-z0-9]+/g, '-')].filter(Boolean).join('-');
}

/** The same as plain JSON: secrets as `${NAME}`, or as they are. */
export function plainConfig(value: unknown, withSecrets: boolean): unknown {
  if (value instanceof Secret) return withSecrets ? (value.value ?? '') : `\${${value.name}}`;
  if (Array.isArray(value)) return value.map((item) => plainConfig(item, withSecrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plainConfig(item, withSecrets)]),
  );
}

/** The secrets in it, each name once. */
export function secretsIn(value: unknown): Secret[] {
  if (value instanceof Secret) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.values(value).flatMap(secretsIn);
  return found.filter(({ name }, index) => found.findIndex((one) => one.name === name) === index);
}

/** The line that runs a plan: its name with the parameters, and the file. */
export function commandLine(plan: OfficialPlan, variant: Partial<Variant>, file: string): string {
  const parameters = Object.entries(variant)
    .map(([name, value]) => `[${name}=${value}]`)
    .join('');
  return `scripts/run-test-plan.py "${plan.name}${parameters}" ${file}`;
}
