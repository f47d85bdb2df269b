import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { requestedTypes, usualType } from '../../harness/receiver/usual-type.ts';

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
    .map(({ json }) => requestedTypes(json));
  return changes.findLast((types) => types !== null) ?? requestedTypes(stream.request);
}

/** An event type on which to try what has nothing to do with the type: session-revoked, or one that the target wants. */
export async function carrier(r: ReceiverProbe): Promise<string> {
  return usualType(await wantedTypes(r));
}

/** Whether the target wants this type; `unknown` where nobody knows. */
export async function wants(r: ReceiverProbe, type: string): Promise<'yes' | 'no' | 'unknown'> {
  const wanted = await wantedTypes(r);
  if (wanted === null) return 'unknown';
  return wanted.includes(type) ? 'yes' : 'no';
}
