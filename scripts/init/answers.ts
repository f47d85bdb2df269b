import { issuerUrl, targetUrl } from '../config/urls.ts';
import { UsageError } from '../usage-error.ts';

/** What kind of target it is: two of the kinds of Receivers have something that can be written down at once. */
export type Side = 'transmitter' | 'hosted-receiver' | 'managed-receiver';
/** How somebody shows who they are; `none` where that is not needed, or not known yet. */
export type CredentialKind = 'bearer' | 'client' | 'none';

/** What has to be known to write a config file. No secret is among it, only the name of the variable that holds it. */
export interface Answers {
  side: Side;
  /** Issuer of a Transmitter, push endpoint of a hosted Receiver, or start command of a managed one. */
  target: string;
  /** Of a hosted Receiver. */
  audience?: string;
  credentials: CredentialKind;
  clientId?: string;
  /** Name of the environment variable with the token, the secret or the value of Authorization. */
  secretEnv?: string;
  /** PEM file of a private CA. */
  ca?: string;
}

/** The variable that is proposed. */
export function proposedEnv(side: Side, credentials: Exclude<CredentialKind, 'none'>): string {
  if (credentials === 'client') return 'SSF_CLIENT_SECRET';
  return side === 'hosted-receiver' ? 'SSF_PUSH_AUTHORIZATION' : 'SSF_TOKEN';
}

/** @throws UsageError when it is no name of a variable; it is not shown, it may be the secret itself */
export function envName(text: string, flag: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(text)) return text;
  throw new UsageError(`${flag}: that is no name of an environment variable.`, {
    hint: 'Give the name, such as SSF_TOKEN, not the secret itself; it is written nowhere.',
  });
}

/** @throws UsageError when it cannot be what this side is found by */
export function targetOf(side: Side, text: string): string {
  if (side === 'transmitter') issuerUrl(text, '--issuer');
  else if (side === 'hosted-receiver') targetUrl(text, '--receiver');
  else if (text.trim() === '') throw new UsageError('--start-command is empty.');
  return text;
}
