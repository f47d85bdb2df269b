import type { Exchange } from '../../harness/exchange.ts';
import type { JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { objectIn, statusOf, succeeded } from './answers.ts';
import { until } from './until.ts';

/** The allowed values of `status` (SSF 8.1.2.1). */
export const STATUSES = ['enabled', 'paused', 'disabled'] as const;
type StreamStatus = (typeof STATUSES)[number];

async function hasStatusEndpoint<R extends RequirementId>(t: TransmitterProbe<R>): Promise<boolean> {
  return typeof (await t.metadata()).document?.status_endpoint === 'string';
}

/** The `status` of a stream; null when the target offers no status endpoint or gives no answer that holds it. */
export async function readStatus<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
): Promise<string | null> {
  if (!(await hasStatusEndpoint(t))) return null;
  const exchange = await t.call('read-status', { streamId: stream.id });
  const status = succeeded(exchange) ? objectIn(exchange)?.status : undefined;
  return typeof status === 'string' ? status : null;
}

/** Waits until the status of a stream reads as `wanted`; returns what was read last, null if nothing could be read. */
function awaitStatus<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  wanted: StreamStatus,
): Promise<string | null> {
  return until(
    t,
    () => readStatus(t, stream),
    (seen) => seen === wanted || seen === null,
    t.limits.change,
  );
}

export interface StatusChange {
  exchange: Exchange;
  /**
   * `done`: answered 2xx and the status reads so; `unseen`: answered 2xx, but the status reads otherwise or not at
   * all; `undecided`: answered 202 and nothing came of it; `forbidden`: 403; `refused`: anything else.
   */
  result: 'done' | 'unseen' | 'undecided' | 'forbidden' | 'refused';
  /** What the status read last. */
  seen: string | null;
}

/** Asks for another status, gives a 202 the time that `change` allows, and reads the status back. */
export async function changeStatus<R extends RequirementId>(
  t: TransmitterProbe<R>,
  stream: TestStream,
  status: StreamStatus,
  further: JsonObject = {},
): Promise<StatusChange> {
  const exchange = await t.call('update-status', { streamId: stream.id, body: { status, ...further } });
  if (statusOf(exchange) === 403) return { exchange, result: 'forbidden', seen: null };
  if (!succeeded(exchange)) return { exchange, result: 'refused', seen: null };
  const seen = await awaitStatus(t, stream, status);
  if (seen === status) return { exchange, result: 'done', seen };
  return { exchange, result: statusOf(exchange) === 202 ? 'undecided' : 'unseen', seen };
}
