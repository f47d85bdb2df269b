import { UsageError } from '../usage-error.ts';
import { type Answers, type CredentialKind, envName, proposedEnv, type Side, targetOf } from './answers.ts';

export interface InitFlags {
  issuer?: string;
  receiver?: string;
  audience?: string;
  startCommand?: string;
  credentials?: CredentialKind;
  clientId?: string;
  secretEnv?: string;
  ca?: string;
  format: 'ts' | 'json';
  /** False for --no-probe. */
  probe: boolean;
  force?: boolean;
  json?: boolean;
}

const TARGETS = [
  ['transmitter', 'issuer', '--issuer'],
  ['hosted-receiver', 'receiver', '--receiver'],
  ['managed-receiver', 'startCommand', '--start-command'],
] as const satisfies readonly (readonly [Side, keyof InitFlags, string])[];

/**
 * What the flags answer.
 * @throws UsageError when they contradict each other, or a value is none
 */
export function answersOfFlags(flags: InitFlags): Partial<Answers> {
  const named = TARGETS.filter(([, name]) => flags[name] !== undefined);
  if (named.length > 1)
    throw new UsageError(`${named.map(([, , flag]) => flag).join(' and ')} exclude each other.`, {
      hint: 'A config file of both sides is made by hand: write one, then add the other section.',
    });
  const [one] = named;
  const side = one?.[0];
  const text = one === undefined ? undefined : flags[one[1]];
  if (flags.audience !== undefined && side !== undefined && side !== 'hosted-receiver')
    throw new UsageError('--audience is about a Receiver with a push endpoint.');
  const credentials = flags.credentials ?? (flags.clientId === undefined ? undefined : 'client');
  if (credentials === 'none' && (flags.secretEnv ?? flags.clientId) !== undefined)
    throw new UsageError('--credentials none needs neither --client-id nor --secret-env.');
  if (credentials === 'bearer' && flags.clientId !== undefined)
    throw new UsageError('--client-id is for --credentials client.');
  if (credentials === 'client' && side === 'hosted-receiver')
    throw new UsageError('A push endpoint takes no client credentials.', {
      hint: '--credentials bearer, with --secret-env naming the variable that holds the whole value of Authorization.',
    });
  const { audience, clientId, secretEnv, ca } = flags;
  return {
    ...(side === undefined || text === undefined ? {} : { side, target: targetOf(side, text) }),
    ...(audience === undefined ? {} : { audience }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(secretEnv === undefined ? {} : { secretEnv: envName(secretEnv, '--secret-env') }),
    ...(ca === undefined ? {} : { ca }),
  };
}

/**
 * The answers as far as flags gave them, where nobody can be asked for the rest.
 * @throws UsageError that lists the flags which are missing
 */
export function completeAnswers(known: Partial<Answers>): Answers {
  const { side, target, audience, credentials, clientId } = known;
  const missing = [
    ...(target === undefined ? ['--issuer URL, --receiver URL or --start-command CMD'] : []),
    ...(side === 'hosted-receiver' && audience === undefined ? ['--audience AUD'] : []),
    ...(credentials === undefined ? ['--credentials bearer, client or none'] : []),
    ...(credentials === 'client' && clientId === undefined ? ['--client-id ID'] : []),
  ];
  if (side === undefined || target === undefined || credentials === undefined || missing.length > 0)
    throw new UsageError('Here is no terminal to ask questions at, and flags are missing:', {
      hint: `${missing.join('\n  ')}\n  (and, where SSF_TOKEN or SSF_CLIENT_SECRET does not fit, --secret-env NAME)`,
    });
  return withDefaults({ ...known, side, target, credentials });
}

/** With the usual name of the variable, where none was given. */
export function withDefaults(answers: Answers): Answers {
  if (answers.credentials === 'none' || answers.secretEnv !== undefined) return answers;
  return { ...answers, secretEnv: proposedEnv(answers.side, answers.credentials) };
}
