import type { SeenCall } from '../../harness/receiver/exchange.ts';
import { answeredObject, only, pathOf } from './calls.ts';

/**
 * Requests that seem to be meant for an endpoint but put something behind its path, as in `/streams/ID`: our
 * Transmitter, like SSF, knows parameters only.
 */
export function below(
  calls: readonly SeenCall[],
  endpoint: 'configuration_endpoint' | 'status_endpoint' | 'verification_endpoint',
  method: string,
): SeenCall[] {
  const paths = new Set<string>();
  for (const call of only(calls, 'metadata')) {
    const url = answeredObject(call)?.[endpoint];
    if (typeof url === 'string' && URL.canParse(url)) paths.add(`${new URL(url).pathname}/`);
  }
  return only(calls, 'unknown').filter(
    (call) => call.request.method === method && [...paths].some((path) => pathOf(call).startsWith(path)),
  );
}
