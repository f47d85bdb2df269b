import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../suites/scenarios/scenario.ts';
import { UsageError } from '../usage-error.ts';
import schema from './config.schema.json' with { type: 'json' };
import type {
  AuthConfig,
  ConformanceConfig,
  ContainerConfig,
  Credentials,
  DockerfileConfig,
  HarnessConfig,
  HookCommand,
  HookRequest,
  PersonConfig,
  ReceiverAuthConfig,
  ReceiverConfig,
  ScenariosConfig,
  TargetConfig,
  TransmitterConfig,
  WaitFor,
} from './define-config.ts';
import { validateConfig } from './validate.ts';

function complaint(value: unknown): string {
  try {
    validateConfig(value, 'the file');
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'none';
}

describe('validateConfig', () => {
  it('accepts an empty configuration and one with everything in it', () => {
    expect(complaint({})).toBe('none');
    expect(complaint(everything)).toBe('none');
    expect(complaint({ transmitter: { issuer: 'https://tx.example', trigger: () => true } })).toBe('none');
    const hooks = { start: () => true, stop: () => {}, effects: () => [] };
    expect(complaint({ receiver: hooks })).toBe('none');
  });

  it('names a key that does not exist and the nearest one that does', () => {
    expect(complaint({ transmiter: {} })).toContain('transmiter: no such key. Did you mean "transmitter"?');
    expect(complaint({ transmitter: { auth: { access_token: 'x' } } })).toContain(
      'transmitter.auth.access_token: no such key. Did you mean "transmitter.auth.accessToken"?',
    );
  });

  it.each(['__proto__', 'constructor', 'toString'])('knows no key %s, which every object has', (key) => {
    const text = `{"${key}":{"only":["discovery"]}}`;
    expect(complaint(JSON.parse(text))).toContain(`${key}: no such key.`);
    expect(complaint(JSON.parse(`{"transmitter":${text}}`))).toContain(`transmitter.${key}: no such key.`);
  });

  it('tells where a key belongs that stands in the wrong place', () => {
    expect(complaint({ issuer: 'https://tx.example' })).toContain('Did you mean "transmitter.issuer"?');
  });

  it('lists the known keys when none is near', () => {
    expect(complaint({ harness: { zzzz: 1 } })).toContain('Known keys here: publicUrl, listen, tls.');
  });

  it.each([
    [{ delivery: ['pull'] }, 'delivery.0: expected one of "push", "poll", got "pull".'],
    [{ delivery: 'push' }, 'delivery: expected a list, got "push".'],
    [{ delivery: [] }, 'delivery: expected a list that is not empty, got an empty list.'],
    [{ failOn: 'may' }, 'failOn: expected one of "must", "should", got "may".'],
    [{ own: 'acme.ts' }, 'own: expected a list, got "acme.ts".'],
    [{ profile: '' }, 'profile: expected a text that is not empty'],
    [
      { limits: { request: 60 } },
      'limits.request: expected a duration with its unit, such as "500ms", "60s" or "2m", got 60.',
    ],
    [{ limits: { request: '60' } }, 'limits.request: expected a duration with its unit, such as "500ms"'],
    [{ seed: 1.5 }, 'seed: expected a whole number, got 1.5.'],
    [{ allowUntested: 'yes' }, 'allowUntested: expected true or false, got "yes".'],
    [{ transmitter: { issuer: '' } }, 'transmitter.issuer: expected a text that is not empty'],
    [{ transmitter: { trigger: { request: {} } } }, 'transmitter.trigger.request.url: missing.'],
    [{ receiver: { subject: { email: 'a@b' } } }, 'receiver.subject.format: missing.'],
    [{ receiver: { start: { comand: 'x' } } }, 'receiver.start.comand: no such key. Did you mean'],
    [{ receiver: { url: () => 'x' } }, 'receiver.url: expected a string, got a function.'],
    [{ receiver: { actions: { logout: 'end' } } }, 'receiver.actions.logout: expected one of "end-sessions"'],
    [{ scenarios: { people: [{ name: 'A' }] } }, 'scenarios.people.0.email: missing.'],
    [{ scenarios: { people: [{ email: 'A' }] } }, 'scenarios.people.0.email: expected an e-mail address'],
    [
      { scenarios: { people: [{ email: 'a@b', subject: { id: '1' } }] } },
      'scenarios.people.0.subject.format: missing.',
    ],
    [
      { scenarios: { people: [{ email: 'a@b', subject: { format: 'complex' } }] } },
      'scenarios.people.0.subject.format: expected a format of a simple subject',
    ],
    [{ waivers: false }, 'waivers: expected a string, got false.'],
    [{ waivers: [] }, 'waivers: expected a string, got an empty list.'],
    [{ waiver: 'x' }, 'waiver: no such key. Did you mean "waivers"'],
    [{ against: '' }, 'against: expected a text that is not empty'],
    [{ agianst: 'x' }, 'agianst: no such key. Did you mean "against"'],
    [{ newOnly: 'yes' }, 'newOnly: expected true or false, got "yes".'],
    [{ shard: '1/2' }, 'shard: no such key.'],
    [{ target: { image: 'x' } }, 'target.image: no such key. Did you mean "target.container.image"'],
    [{ target: { container: { ports: [0] } } }, 'target.container.ports.0: expected'],
    [{ target: { container: { network: 'none' } } }, 'expected one of "bridge", "host", got'],
    [{ target: { waitFor: { helth: true } } }, 'target.waitFor.helth: no such key. Did you mean'],
    [{ target: { container: { volumes: [{ from: 'a', to: 'b' }] } } }, 'an absolute path in the container'],
    [{ role: 'both' }, 'role: expected one of "transmitter", "receiver", got "both".'],
    [[], 'the configuration: expected an object, got an empty list.'],
    [undefined, 'the configuration: expected an object'],
  ])('says what was expected and what was found: %j', (value, message) => {
    expect(complaint(value)).toContain(message);
  });

  it('never repeats a value that may be a secret', () => {
    const message = complaint({
      transmitter: { issuer: 1, auth: { accessToken: 12345678 }, trigger: { command: 7654321 } },
    });
    expect(message).toContain('transmitter.auth.accessToken: expected a string, got a number.');
    expect(message).not.toMatch(/12345678|7654321/);
    expect(complaint({ receiver: { pushAuthorization: 12345678 } })).not.toContain('12345678');
  });

  it('reports every problem at once', () => {
    const message = complaint({ seed: 'x', failOn: 'y', limits: { slow: '1s' } });
    for (const path of ['seed', 'failOn', 'limits.slow']) expect(message).toContain(`${path}: `);
  });
});

describe('the JSON Schema of the configuration', () => {
  it('knows the actions that scenarios know', () => {
    const { enum: known } = schema.properties.receiver.properties.actions.additionalProperties;
    expect(known).toEqual(ACTIONS);
  });

  it('knows exactly the keys that the types know', () => {
    expect(keyPaths(schema)).toEqual(keyPathsOfValue(everything));
  });
});

/** Every key of the types, so that the compiler and the schema watch each other. */
const auth: Required<AuthConfig> = {
  accessToken: 't',
  clientId: 'c',
  clientSecret: 's',
  tokenEndpoint: 'https://as.example/token',
  scope: 'ssf.manage',
  readOnlyAccessToken: 'r',
  clientCertificate: { cert: 'client.pem', key: 'client-key.pem' },
};
const { readOnlyAccessToken: _, ...second } = auth;
const secondReceiver: Required<Credentials> = second;
const hook: Required<HookCommand> & Required<HookRequest> = {
  command: ['fire', '--now'],
  cwd: '.',
  env: {},
  request: { url: 'https://tx.example/fire', method: 'POST', headers: {}, body: 'x' } satisfies Required<
    HookRequest['request']
  >,
};
const transmitter: Required<TransmitterConfig> = {
  issuer: 'https://tx.example',
  metadataUrl: 'https://tx.example/m',
  auth,
  secondReceiver,
  trigger: hook,
  ca: 'ca.pem',
};
const receiver: Required<ReceiverConfig> = {
  url: 'https://rx.example/events',
  audience: 'https://rx.example',
  pushAuthorization: 'Bearer x',
  poll: true,
  start: hook,
  stop: hook,
  startOnce: true,
  effects: hook,
  actions: {},
  auth: { accessToken: 't', clientId: 'c', clientSecret: 's' } satisfies Required<ReceiverAuthConfig>,
  subject: { format: 'opaque' },
  ca: 'ca.pem',
  clientCertificate: { cert: 'client.pem', key: 'client-key.pem' },
  stateDir: 'state',
};
const harness: Required<HarnessConfig> = {
  publicUrl: 'https://rx.example',
  listen: '127.0.0.1:0',
  // Two of these belong together; that the others are not there is seen where the files are read.
  tls: { ca: 'ca.pem', caKey: 'ca-key.pem', cert: 'cert.pem', key: 'key.pem' },
};
// Of these only one may stand there; the schema says so no more than the types, and both know all of them.
const others = { log: 'ready', health: true as const };
const waitFor: WaitFor = { http: '/up', port: 8080, status: 200, ...others };
const target: Required<TargetConfig> = {
  container: {
    image: 'acme/tx:1',
    dockerfile: {
      file: 'Dockerfile.test',
      context: '.',
      buildArgs: {},
      target: 'test',
    } satisfies Required<DockerfileConfig>,
    compose: { file: 'compose.yaml', service: 'tx' },
    command: ['serve'],
    network: 'host',
    ports: [8080],
    env: {},
    volumes: [{ from: 'certs', to: '/certs', writable: false }],
    waitFor,
    timeout: '30s',
  } satisfies Required<ContainerConfig>,
  command: ['./tx'],
  cwd: '.',
  env: {},
  waitFor,
  timeout: '30s',
};
const scenarios: Required<ScenariosConfig> = {
  names: ['storm'],
  people: [
    {
      name: 'A',
      email: 'a@b.example',
      groups: ['g'],
      subject: { format: 'opaque' },
    } satisfies Required<PersonConfig>,
  ],
};
const everything: Required<ConformanceConfig> = {
  role: 'receiver',
  transmitter,
  receiver,
  target,
  delivery: ['push', 'poll'],
  profile: 'ssf',
  own: ['./conformance/acme.ts'],
  harness,
  scenarios,
  enforceLimits: true,
  limits: {
    request: '1s',
    verification: '1s',
    delivery: '1s',
    longPoll: '1s',
    quiet: '1s',
    redelivery: '1s',
    change: '1s',
    clockSkew: '1s',
    start: '1s',
    pollInterval: '1s',
    effect: '1s',
    keyRefetch: '1s',
    'process-to-signing.p99': '1s',
    'delivery.p99': '1s',
    'delivery.max': '1s',
    'ingest-to-push.p99': '1s',
    'end-to-end.p99': '1s',
    'retry-gap.max': '1s',
  } satisfies Required<ConformanceConfig['limits']>,
  only: ['a/b'],
  skip: ['a/c'],
  seed: 1,
  reportDir: 'out',
  failOn: 'must',
  allowUntested: false,
  requireComplete: false,
  waivers: 'waivers.json',
  against: 'last-release',
  newOnly: true,
};

function keyPaths(reference: unknown, path = ''): string[] {
  const node = isObject(reference) ? (definition(reference.$ref) ?? reference) : undefined;
  const properties = node?.properties;
  if (!isObject(properties)) return [];
  return Object.entries(properties)
    .filter(([key]) => key !== '$schema')
    .flatMap(([key, child]) => [`${path}/${key}`, ...keyPaths(child, `${path}/${key}`)])
    .toSorted();
}

function definition(ref: unknown): Record<string, unknown> | undefined {
  const name = typeof ref === 'string' ? ref.replace('#/$defs/', '') : '';
  const found = Object.entries(schema.$defs).find(([key]) => key === name)?.[1];
  return isObject(found) ? found : undefined;
}

function keyPathsOfValue(node: unknown, path = ''): string[] {
  if (!isObject(node)) return [];
  return Object.entries(node)
    .flatMap(([key, child]) => [`${path}/${key}`, ...keyPathsOfValue(child, `${path}/${key}`)])
    .toSorted();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
