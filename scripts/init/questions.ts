import { Readable, Writable } from 'node:stream';
import type { TerminalInput, TextOutput } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { type Answers, type CredentialKind, envName, proposedEnv, type Side, targetOf } from './answers.ts';

/** Asks whoever sits at the terminal. Null: they would not answer (Ctrl-C). */
export interface Asker {
  choose<T extends string>(
    message: string,
    options: readonly { value: T; label: string; hint?: string }[],
  ): Promise<T | null>;
  /** `check` throws a UsageError at what is no answer. */
  type(
    message: string,
    options: { placeholder?: string; proposed?: string; check: (text: string) => unknown },
  ): Promise<string | null>;
}

const SIDES: readonly { value: Side; label: string; hint: string }[] = [
  { value: 'transmitter', label: 'A Transmitter', hint: 'it sends signals; found by its issuer' },
  {
    value: 'hosted-receiver',
    label: 'A Receiver with a push endpoint',
    hint: 'somebody tells it our address once',
  },
  {
    value: 'managed-receiver',
    label: 'A Receiver that a command starts',
    hint: 'it creates its stream itself',
  },
];

const TARGET: Readonly<Record<Side, { message: string; placeholder: string }>> = {
  transmitter: { message: 'What is its issuer?', placeholder: 'https://tx.example.com' },
  'hosted-receiver': {
    message: 'What is the URL of its push endpoint?',
    placeholder: 'https://rx.example.com/events',
  },
  'managed-receiver': {
    message: 'Which command starts it? It is told our issuer in SSF_ISSUER.',
    placeholder: './start-receiver.sh',
  },
};

/** Asks for what is not known yet: which side, where it is, and by which credentials. Null when it was broken off. */
export async function askQuestions(known: Partial<Answers>, ask: Asker): Promise<Answers | null> {
  const side = known.side ?? (await ask.choose('What do you want to test?', SIDES));
  if (side === null) return null;
  const target =
    known.target ??
    (await ask.type(TARGET[side].message, { ...TARGET[side], check: (text) => targetOf(side, text) }));
  if (target === null) return null;
  const audience =
    known.audience ?? (side === 'hosted-receiver' ? await askAudience(ask, target) : undefined);
  if (audience === null) return null;
  const credentials = known.credentials ?? (await ask.choose(credentialQuestion(side), kindsOf(side)));
  if (credentials === null) return null;
  const clientId =
    known.clientId ??
    (credentials === 'client' ? await ask.type('What is the client id?', { check: notEmpty }) : undefined);
  if (clientId === null) return null;
  const secretEnv = known.secretEnv ?? (await askSecretEnv(ask, side, credentials));
  if (secretEnv === null) return null;
  const { ca } = known;
  return {
    side,
    target,
    credentials,
    ...(audience === undefined ? {} : { audience }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(secretEnv === undefined ? {} : { secretEnv }),
    ...(ca === undefined ? {} : { ca }),
  };
}

function askAudience(ask: Asker, url: string): Promise<string | null> {
  return ask.type('What does it take itself for? SETs name it as "aud".', {
    proposed: new URL(url).origin,
    check: notEmpty,
  });
}

function credentialQuestion(side: Side): string {
  if (side === 'transmitter') return 'By what does a Receiver show who it is there?';
  return side === 'hosted-receiver'
    ? 'Does the push endpoint want credentials?'
    : 'By what will it show who it is to us?';
}

function kindsOf(side: Side): { value: CredentialKind; label: string }[] {
  const none = {
    value: 'none' as const,
    label: side === 'managed-receiver' ? 'Let in whoever comes' : 'None, or not known yet',
  };
  if (side === 'hosted-receiver')
    return [{ value: 'bearer', label: 'Yes, a value of Authorization ("Bearer abc")' }, none];
  return [
    { value: 'bearer', label: 'A bearer token' },
    { value: 'client', label: 'OAuth client credentials' },
    none,
  ];
}

function askSecretEnv(
  ask: Asker,
  side: Side,
  credentials: CredentialKind,
): Promise<string | null | undefined> {
  if (credentials === 'none') return Promise.resolve(undefined);
  const what = credentials === 'client' ? 'the client secret' : 'the token';
  const held = side === 'hosted-receiver' ? 'the whole value' : what;
  return ask.type(`In which environment variable is ${held}? Its name, not the secret.`, {
    proposed: proposedEnv(side, credentials),
    check: (text) => envName(text, 'The answer'),
  });
}

function notEmpty(text: string): void {
  if (text.trim() === '') throw new UsageError('It is empty.');
}

/** Asks at a terminal. */
export async function createAsker(
  stdin: TerminalInput | undefined,
  output: TextOutput,
  signal: AbortSignal | undefined,
): Promise<Asker> {
  const { isCancel, select, text } = await import('@clack/prompts');
  const common = {
    ...(stdin instanceof Readable ? { input: stdin } : {}),
    ...(output instanceof Writable ? { output } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
  return {
    choose: async (message, options) => {
      const chosen = await select<string>({ ...common, message, options: [...options] });
      // Sound: it is one of the values that were offered.
      return isCancel(chosen) ? null : (chosen as (typeof options)[number]['value']);
    },
    type: async (message, { placeholder, proposed, check }) => {
      const typed = await text({
        ...common,
        message,
        ...(placeholder === undefined ? {} : { placeholder }),
        ...(proposed === undefined ? {} : { initialValue: proposed }),
        validate: (value) => whyNot(check, value ?? ''),
      });
      return isCancel(typed) ? null : typed;
    },
  };
}

function whyNot(check: (text: string) => unknown, value: string): string | undefined {
  try {
    check(value);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return [error.message, error.hint ?? ''].join(' ').trim();
    throw error;
  }
}
