import type { ConformanceConfig } from '../config/define-config.ts';

/** What a variable's name announces as a secret. */
const SECRET_NAME = /pass|pwd|secret|token|key|auth|bearer|credential|cookie/i;
/** An address, a path, a number or a word of configuration, whatever the variable is called. */
const NO_SECRET = /^(?:https?:\/\/[^@?]*|[./~][\w./-]*|\d+|true|false)$/i;
/** A shorter value is found in a text by chance. */
const SHORTEST = 8;

/** What must not be shown of what a target writes: our credentials, and what its environment seems to hold as secrets. */
export function secretsOf({ transmitter, receiver, target }: ConformanceConfig): string[] {
  const env = { ...target?.env, ...target?.container?.env, ...buildArgs(target) };
  const ofEnv = Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && !value.includes('{{') && !NO_SECRET.test(value) ? value.split(',') : [],
  );
  const credentials = [
    transmitter?.auth?.accessToken,
    transmitter?.auth?.clientSecret,
    transmitter?.auth?.readOnlyAccessToken,
    transmitter?.secondReceiver?.accessToken,
    transmitter?.secondReceiver?.clientSecret,
    receiver?.auth?.accessToken,
    receiver?.auth?.clientSecret,
    receiver?.pushAuthorization,
  ];
  return [
    ...credentials.filter((one) => one !== undefined),
    ...ofEnv.filter((value) => value.length >= SHORTEST),
  ];
}

function buildArgs(target: ConformanceConfig['target']): Record<string, string> {
  const { dockerfile } = target?.container ?? {};
  return typeof dockerfile === 'object' ? (dockerfile.buildArgs ?? {}) : {};
}
