import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../harness/probe.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';

/** Something that no other subject has. */
export function unique(): string {
  return randomBytes(8).toString('hex');
}

/** A made-up user, by an address that RFC 2606 reserves. */
export function madeUpEmail(): JsonObject {
  return { format: 'email', email: `user-${unique()}@example.com` };
}

/**
 * identifier-changed and identifier-recycled are about an address or a telephone number (RISC 2.5, 2.6). Says what such
 * an event is to be about, where the usual subject is something else.
 */
export async function identifierSubject(r: ReceiverProbe): Promise<{ subject?: JsonObject }> {
  const { format } = (await r.craft()).subject;
  return format === 'email' || format === 'phone_number' ? {} : { subject: madeUpEmail() };
}

/** The subject of events about the stream itself (SSF 8.1.4.1, 8.1.5). A hosted push target knows of no stream id. */
export async function streamSubject(r: ReceiverProbe): Promise<JsonObject> {
  return { format: 'opaque', id: (await r.stream())?.id ?? 'conformance-stream' };
}
