import type { JsonObject, SeenSet, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import { succeeded } from './answers.ts';
import { strings } from './configuration.ts';
import { readStatus } from './status.ts';
import type { Wish } from './wishes.ts';

/** What came of asking the target for an event. */
export interface Provoked {
  /** The first SET that was accepted; null when none came within the limit `delivery`. */
  set: SeenSet | null;
  /** Why it could not be asked for; the event need not come then. */
  refused?: string;
  /** When the trigger was called, ms since the start of the run. */
  triggeredAtMs: number;
}

/** Has the trigger make the target send an event on the stream, and waits for a SET that `match` accepts. */
export async function provoke(
  t: Pick<TransmitterProbe, 'metadata' | 'call' | 'trigger' | 'awaitSet' | 'limits' | 'now'>,
  stream: TestStream,
  wish: Wish & { type: string },
  match: (set: SeenSet) => boolean,
): Promise<Provoked> {
  const triggeredAtMs = await t.now();
  const refused = await callTrigger(t, stream, wish);
  if (refused !== null) return { set: null, refused, triggeredAtMs };
  const set = await t.awaitSet(stream, match, t.limits.delivery);
  return { set, triggeredAtMs };
}

/**
 * Has the trigger make the target send an event on the stream; returns why that could not be, else null. Where new
 * streams have no subjects of themselves (SSF 7.1, default_subjects), the subject is added first.
 */
export async function callTrigger(
  t: Pick<TransmitterProbe, 'metadata' | 'call' | 'trigger'>,
  stream: TestStream,
  wish: Wish & { type: string },
): Promise<string | null> {
  const obstacle = await makeDue(t, stream, wish.subject);
  if (obstacle !== null) return obstacle;
  const outcome = await t.trigger(stream, wish);
  return outcome.ok ? null : `The trigger failed: ${outcome.message ?? 'no reason given'}.`;
}

/** Why no event about the subject can be due on the stream; null if it can. */
async function makeDue(
  t: Pick<TransmitterProbe, 'metadata' | 'call'>,
  stream: TestStream,
  subject: JsonObject,
): Promise<string | null> {
  const { document } = await t.metadata();
  if (document?.default_subjects === 'ALL') return null;
  const none = document?.default_subjects === 'NONE';
  if (typeof document?.add_subject_endpoint !== 'string') {
    return none ? 'Streams begin without subjects (default_subjects NONE), and none can be added.' : null;
  }
  const added = await t.call('add-subject', { streamId: stream.id, body: { subject } });
  return none && !succeeded(added)
    ? 'Streams begin without subjects (default_subjects NONE), and the wished one was not added.'
    : null;
}

/** Ends the check unless the stream is to deliver events of the type. */
export async function expectOffered(t: TransmitterProbe, stream: TestStream, type: string): Promise<void> {
  const { events_supported: supported, events_delivered: delivered } = stream.configuration;
  if (Array.isArray(supported) && !supported.includes(type)) {
    t.notApplicable('The Transmitter does not support the event type (events_supported).');
  }
  // It may deliver fewer types than it supports (SSF 8.1.1).
  if (!strings(delivered).includes(type)) {
    t.notApplicable(
      'The stream does not deliver the event type (events_delivered), though it was requested.',
    );
  }
  const status = await readStatus(t, stream);
  // What is no status at all is judged where the status is read.
  if (status === 'paused' || status === 'disabled')
    t.notTested(`The status of the new stream is ${status}, not enabled.`);
}
