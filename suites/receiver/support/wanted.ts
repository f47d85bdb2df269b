import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { CAEP_EVENT_BASE, EVENT_TYPES, specOfEvent } from '../../standard/vocabulary.ts';

const SESSION_REVOKED = `${CAEP_EVENT_BASE}session-revoked`;

/**
 * Event types that the target asked for: `events_requested` of its create request, or of the last change that it made.
 * Null when nobody knows: a hosted target asks for nothing, and a managed one may leave the member out.
 */
export async function wantedTypes(r: ReceiverProbe): Promise<readonly string[] | null> {
  if (r.form === 'hosted') return null;
  const stream = await r.stream();
  if (stream === null) return null;
  const changes = (await r.calls())
    .filter(({ operation }) => operation === 'update-stream' || operation === 'replace-stream')
    .filter(({ streamId, response }) => streamId === stream.id && response?.status === 200)
    .map(({ json }) => stringsIn(json));
  return changes.findLast((types) => types !== null) ?? stringsIn(stream.request);
}

function stringsIn(body: unknown): string[] | null {
  const list = (body as { events_requested?: unknown } | null | undefined)?.events_requested;
  return Array.isArray(list) ? list.filter((type) => typeof type === 'string') : null;
}

/** An event type on which to try what has nothing to do with the type: session-revoked, else one that the target wants. */
export async function carrier(r: ReceiverProbe): Promise<string> {
  const wanted = await wantedTypes(r);
  if (wanted === null || wanted.includes(SESSION_REVOKED)) return SESSION_REVOKED;
  const known = EVENT_TYPES.filter((type) => specOfEvent(type) !== 'SSF');
  return known.find((type) => wanted.includes(type)) ?? SESSION_REVOKED;
}

/** Whether the target wants this type; `unknown` where nobody knows. */
export async function wants(r: ReceiverProbe, type: string): Promise<'yes' | 'no' | 'unknown'> {
  const wanted = await wantedTypes(r);
  if (wanted === null) return 'unknown';
  return wanted.includes(type) ? 'yes' : 'no';
}
