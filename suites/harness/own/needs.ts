import type { EndpointName, Hook } from '../check.ts';
import type { ReceiverHook } from '../receiver/check.ts';

// Each list holds all that its type does: the compiler sees to it.
const HOOKS: { transmitter: Record<Hook, true>; receiver: Record<ReceiverHook, true> } = {
  transmitter: {
    trigger: true,
    'second-receiver': true,
    'scoped-token': true,
    'client-credentials': true,
    'client-secret': true,
    'push-tls': true,
    'push-authority': true,
    'local-target': true,
  },
  receiver: {
    start: true,
    restart: true,
    effects: true,
    'push-authorization': true,
    'client-credentials': true,
    'issuer-tls': true,
    'trusted-authority': true,
  },
};
const ENDPOINTS: Record<EndpointName, true> = {
  jwks_uri: true,
  configuration_endpoint: true,
  status_endpoint: true,
  add_subject_endpoint: true,
  remove_subject_endpoint: true,
  verification_endpoint: true,
};

/** What a check needs, and when it runs: a word that nobody knows would leave it untested for ever, or do nothing. */
export function complaintsAboutNeeds({
  role,
  hooks,
  endpoints,
  https,
  phase,
}: Readonly<Record<string, unknown>>): string[] {
  const wrong: string[] = [];
  if (phase !== undefined && phase !== 'last') wrong.push('phase must be "last", or left out.');
  if (role !== 'transmitter' && role !== 'receiver') return wrong;
  if (hooks !== undefined) wrong.push(...unknownIn('hooks', hooks, Object.keys(HOOKS[role])));
  if (role === 'receiver') {
    if (endpoints !== undefined) wrong.push('endpoints are those of a Transmitter; leave them out.');
    if (https !== undefined && https !== 'issuer' && https !== 'push-endpoint')
      wrong.push('https must be "issuer" or "push-endpoint", or left out.');
    return wrong;
  }
  if (endpoints !== undefined) wrong.push(...unknownIn('endpoints', endpoints, Object.keys(ENDPOINTS)));
  if (https !== undefined && typeof https !== 'boolean')
    wrong.push('https must be true or false, or left out.');
  return wrong;
}

function unknownIn(member: string, list: unknown, known: readonly string[]): string[] {
  if (!Array.isArray(list)) return [`${member} must be a list of ${known.join(', ')}.`];
  return (list as unknown[])
    .filter((one) => !known.some((name) => name === one))
    .map((one) => `${member}: there is no "${String(one)}"; there are ${known.join(', ')}.`);
}
