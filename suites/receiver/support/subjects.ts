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
 * A subject for identifier-changed and identifier-recycled, which are about an address or a telephone number (RISC 2.5,
 * 2.6): the configured subject if it is one.
 */
export async function identifierSubject(r: ReceiverProbe): Promise<JsonObject> {
  const { subject } = await r.craft();
  return subject.format === 'email' || subject.format === 'phone_number' ? subject : madeUpEmail();
}

/** The subject of events about the stream itself (SSF 8.1.4.1, 8.1.5). A hosted push target knows of no stream id. */
export async function streamSubject(r: ReceiverProbe): Promise<JsonObject> {
  return { format: 'opaque', id: (await r.stream())?.id ?? 'conformance-stream' };
}
