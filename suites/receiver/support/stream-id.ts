import type { FindingInput } from '../../harness/probe.ts';
import type { SeenCall } from '../../harness/receiver/exchange.ts';
import { queryOf, shown } from './calls.ts';

/** A string with something in it, as a stream_id must be. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Judges that requests name their stream by the query parameter stream_id. */
export function judgeStreamIdInQuery<R extends string>(
  r: { violates(requirement: R, finding: FindingInput): void },
  requirement: R,
  calls: readonly SeenCall[],
): void {
  const wrong = calls.find((call) => !isText(queryOf(call).get('stream_id')));
  if (wrong === undefined) return;
  r.violates(requirement, {
    message: 'The request does not name its stream by the query parameter stream_id.',
    expected: 'stream_id in the query',
    actual: `${shown(wrong)}${wrong.request.body === null ? '' : `, body ${wrong.request.body.slice(0, 200)}`}`,
    exchange: wrong,
  });
}
