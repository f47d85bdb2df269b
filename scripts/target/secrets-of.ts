import type { ConformanceConfig } from '../config/define-config.ts';
import { SECRET_NAME, SHORTEST_SECRET } from '../secret-name.ts';
import { settingsOf } from './command-words.ts';

/** A secret's name in our own environment, which nobody has written for the run: only whole words, and no working directory. */
const INHERITED_NAME =
  /(?:^|_)(?:pass(?:word|wd|phrase)?|pwd|pin|secrets?|tokens?|(?:api)?keys?|auth|bearer|credentials?|cookies?)(?:_|$)/i;
const WORKING_DIRECTORY = /^(?:old)?pwd$/i;
/** A name that says that a path or a number only leads to a secret, or measures one, or a word that it only says how it is used. */
const ABOUT_SECRET =
  /(?:^|_)(?:file|path|dir|folder|sock|port|lifetime|ttl|age|expiry|expires|expiration|timeout|seconds|ms|size|length|bits|count|limit|max|min|interval|methods?|alg|algorithm|type|mode|scheme)(?:_(?:in|s|ms|seconds))?$/i;
/** A name that says that its value names somebody, or something: `TOKEN_ISSUER`. */
const NAMES = /(?:^|_)(?:audience|aud|issuer|realm|host|server)$/i;
/** Where more than a name may stand: a query, or a user with a password. */
const HOLDS_MORE = /[?@=]/;
/** An address or a word of configuration, whatever the variable is called. */
const NO_SECRET = /^(?:https?:\/\/[^@?]*|true|false)$/i;
const NUMBER = /^\d+$/;
const PATH = /^(?:[./~][\w./-]*|[\w./-]+\.(?:pem|crt|cer|der|key|p12|pfx|jwks?|json|ya?ml|txt))$/;
/** How something is done, not with what: `client_secret_basic`, `RS256`. */
const MANNER = /^[A-Za-z][A-Za-z_-]*\d{0,3}$/;
/** Base64 may begin like a path; no path is such a mixture. */
const BASE64 = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)\/[A-Za-z0-9+/]{11,}={0,2}$/;
/** A value that the shell takes from elsewhere. */
const VARIABLE = /^\$(?:\{(\w+)\}|(\w+))$/;
/** User name and password of an address: `postgres://u:pass@h`. */
const USERINFO = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@:]*:([^/?#]+)@/i;

/**
 * What must not be shown of what a target writes: our credentials, and what its environment and its command seem to hold as
 * secrets; longer ones first.
 * @param inherited our own environment, which a command gets, too
 */
export function secretsOf(
  { transmitter, receiver, target }: ConformanceConfig,
  inherited: Readonly<Record<string, string | undefined>> = {},
): string[] {
  const own = { ...target?.env, ...target?.container?.env, ...buildArgs(target) };
  const ofUs = target?.command === undefined ? {} : inherited;
  const said = settingsOf(target?.command ?? target?.container?.command ?? []).map(
    ([name, value]) => [name, expanded(value, { ...ofUs, ...own })] as const,
  );
  const values = [
    ...[...Object.entries(own), ...said].flatMap(([name, value]) =>
      ofVariable(name, value, SECRET_NAME.test(name)),
    ),
    ...Object.entries(ofUs).flatMap(([name, value = '']) =>
      ofVariable(name, value, INHERITED_NAME.test(name) && !WORKING_DIRECTORY.test(name)),
    ),
  ];
  const credentials = [
    transmitter?.auth?.accessToken,
    transmitter?.auth?.clientSecret,
    transmitter?.auth?.readOnlyAccessToken,
    transmitter?.secondReceiver?.accessToken,
    transmitter?.secondReceiver?.clientSecret,
    receiver?.auth?.accessToken,
    receiver?.auth?.clientSecret,
    receiver?.pushAuthorization,
  ].filter((one) => one !== undefined);
  const all = [...credentials, ...values.filter((value) => value.length >= SHORTEST_SECRET)];
  return [...new Set([...all, ...all.flatMap(encoded)])].sort((a, b) => b.length - a.length);
}

function expanded(value: string, env: Readonly<Record<string, string | undefined>>): string {
  const [, braced, bare] = VARIABLE.exec(value) ?? [];
  return env[braced ?? bare ?? ''] ?? value;
}

function ofVariable(name: string, value: string, isSecret: boolean): string[] {
  if (value.includes('{{')) return [];
  const password = USERINFO.exec(value)?.[1];
  const ofAddress =
    password === undefined
      ? []
      : [password, decoded(password), ...(password.length < SHORTEST_SECRET ? [`:${password}@`] : [])];
  const isAbout = ABOUT_SECRET.test(name);
  const isPath = PATH.test(value) && (isAbout || !BASE64.test(value));
  const isHarmless =
    (NAMES.test(name) && !HOLDS_MORE.test(value)) ||
    NO_SECRET.test(value) ||
    isPath ||
    (isAbout && (NUMBER.test(value) || MANNER.test(value)));
  return isSecret && !isHarmless ? [...ofAddress, value, ...partsOf(value)] : ofAddress;
}

/** What of it may be shown apart: lists are told by their items, a PEM file by its lines. */
function partsOf(value: string): string[] {
  const lines = value.split(/\r\n|\n|\\n/);
  const parts = lines.length > 1 ? lines : value.split(',');
  return parts.map((part) => part.trim()).filter((part) => !/^-----(?:BEGIN|END) [A-Z ]+-----$/.test(part));
}

/** As somebody shows it who encodes it; without padding, so that it is found with it, too. */
function encoded(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET) return [];
  const bytes = Buffer.from(secret);
  return [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function buildArgs(target: ConformanceConfig['target']): Record<string, string> {
  const { dockerfile } = target?.container ?? {};
  return typeof dockerfile === 'object' ? (dockerfile.buildArgs ?? {}) : {};
}
