import schema from '../config/config.schema.json' with { type: 'json' };
import type { Answers } from './answers.ts';

export type Value = string | boolean | readonly string[] | Entry[];

/** A member of the config file. `off`: written as a comment, for whoever wants it. */
export interface Entry {
  key: string;
  value: Value;
  /** One line for people. */
  why?: string;
  off?: true;
}

const on = (key: string, value: Value, why?: string): Entry => ({
  key,
  value,
  ...(why === undefined ? {} : { why }),
});
const off = (key: string, value: Value, why?: string): Entry => ({ ...on(key, value, why), off: true });
const env = (name: string | undefined): string => `\${${name ?? 'SSF_TOKEN'}}`;

/** The config file for these answers: what they say, and what people are likely to want as comments. */
export function configEntries(answers: Answers): Entry[] {
  const target =
    answers.side === 'transmitter'
      ? on('transmitter', transmitter(answers), 'The Transmitter under test.')
      : on('receiver', receiver(answers), 'The Receiver under test.');
  return [target, ...COMMON].filter(({ key }) => key in schema.properties);
}

function transmitter(answers: Answers): Entry[] {
  const { target, ca } = answers;
  return [
    on('issuer', target, 'Its issuer, to the letter as its metadata has it (SSF 7.2).'),
    off(
      'metadataUrl',
      `${target.replace(/\/$/, '')}/.well-known/ssf-configuration`,
      'Where the metadata is, if not where SSF 7.2 puts it.',
    ),
    credentialsOf(answers),
    off(
      'secondReceiver',
      [on('accessToken', env('SSF_SECOND_TOKEN'))],
      'Another Receiver of the same Transmitter: shows whether their streams are kept apart.',
    ),
    off(
      'trigger',
      [on('command', './fire.sh')],
      'Makes it send an event; gets the wished one as JSON on stdin. Unlocks the checks of events.',
    ),
    privateCa(ca),
  ];
}

function credentialsOf({ credentials, clientId, secretEnv }: Answers): Entry {
  const readOnly = off(
    'readOnlyAccessToken',
    env('SSF_READ_ONLY_TOKEN'),
    'A token that may only read: shows whether writing with it is refused.',
  );
  if (credentials === 'client')
    return on(
      'auth',
      [
        on('clientId', clientId ?? ''),
        on('clientSecret', env(secretEnv)),
        off('scope', 'ssf.read ssf.manage', 'Scopes to ask for; default: none is named.'),
        off('tokenEndpoint', 'https://as.example.com/token', 'Default: found by RFC 8414.'),
        readOnly,
      ],
      'Credentials of the Receiver; ${NAME} is taken from the environment, so that no secret stands here.',
    );
  const token = on('accessToken', env(secretEnv));
  return {
    ...on(
      'auth',
      [token, readOnly],
      'Credentials of the Receiver; ${NAME} is taken from the environment, so that no secret stands here.',
    ),
    ...(credentials === 'none' ? { off: true } : {}),
  };
}

function receiver(answers: Answers): Entry[] {
  const { side, target, audience, ca } = answers;
  const effects = off(
    'effects',
    [on('command', './effects.sh')],
    'Prints what it did to whom as JSON. Without it, only answers are judged.',
  );
  const subject = off(
    'subject',
    [on('format', 'email'), on('email', 'anna@corp.example.com')],
    'Somebody whom it knows; default: made-up addresses.',
  );
  const stateDir = off('stateDir', '.ssf-conformance', 'Where our keys are kept from run to run.');
  if (side === 'hosted-receiver')
    return [
      on('url', target, 'Its push endpoint.'),
      on('audience', audience ?? '', 'What it takes itself for: SETs for anybody else it has to refuse.'),
      {
        ...on(
          'pushAuthorization',
          env(answers.secretEnv ?? 'SSF_PUSH_AUTHORIZATION'),
          'The whole value of Authorization that it wants ("Bearer abc"), from the environment.',
        ),
        ...(answers.credentials === 'none' ? { off: true } : {}),
      },
      effects,
      subject,
      privateCa(ca),
      stateDir,
    ];
  return [
    on(
      'start',
      [on('command', target)],
      'Tells it to begin at our issuer, which is in SSF_ISSUER and as JSON on stdin.',
    ),
    off('stop', [on('command', './stop-receiver.sh')], 'Ends it, where ending the command is not enough.'),
    off('startOnce', true, 'It can be started only once.'),
    off('audience', 'https://rx.example.com', 'What our streams name as aud.'),
    receiverAuth(answers),
    effects,
    subject,
    privateCa(ca),
    stateDir,
  ];
}

function receiverAuth({ credentials, clientId, secretEnv }: Answers): Entry {
  const why = 'What it presents to us; without it, whoever comes is let in.';
  if (credentials === 'client')
    return on('auth', [on('clientId', clientId ?? ''), on('clientSecret', env(secretEnv))], why);
  return {
    ...on('auth', [on('accessToken', env(secretEnv))], why),
    ...(credentials === 'none' ? { off: true } : {}),
  };
}

function privateCa(ca: string | undefined): Entry {
  const why = 'PEM file of a private CA that its certificate chains to.';
  return ca === undefined ? off('ca', './ca.pem', why) : on('ca', ca, why);
}

const COMMON: readonly Entry[] = [
  off('delivery', ['push', 'poll'], 'Delivery methods to test; default: all that are offered.'),
  off('profile', 'caep-interop', 'Adds the CAEP Interoperability Profile to SSF 1.0.'),
  off(
    'harness',
    [
      on('publicUrl', 'https://tunnel.example.com', 'Where the target reaches us: a tunnel or a proxy …'),
      on('listen', '127.0.0.1:8443', '… and where that forwards to.'),
    ],
    'Needed when the target is on another machine and has to call us.',
  ),
  off(
    'limits',
    [
      on('request', '10s', 'One request to the target.'),
      on('verification', '60s', 'From a verification request to its SET.'),
    ],
    'Deadlines; all of them: ssf-conformance run --help',
  ),
  off('scenarios', [on('names', ['all'])], 'Stories that are played in place of the checks.'),
  off('skip', ['tls'], 'Checks or families to leave out; "only" is its opposite.'),
  off(
    'waivers',
    './ssf-conformance.waivers.json',
    'Failures that are accepted for a time: ssf-conformance waive CHECK',
  ),
  off('against', './before/results.json', 'Results of an earlier run with which this one is compared.'),
  off('reportDir', './conformance-report', 'Where the reports go.'),
  off('failOn', 'should', 'A broken recommendation fails the run, too.'),
  off(
    'requireComplete',
    true,
    'What needs something that is not lent (a trigger, effects) makes it incomplete.',
  ),
];
