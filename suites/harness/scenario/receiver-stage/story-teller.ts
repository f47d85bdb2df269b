import type { ScenarioFault } from '../../../../mocks/faults/scenario/fault.ts';
import type { Emitted } from '../../../../mocks/transmitter/emission.ts';
import type { VendorEvent, VendorTransmitter } from '../../../../mocks/vendors/vendor.ts';
import type { Step } from '../../../scenarios/scenario.ts';

/** How a fault changes what the Transmitter's side sends. */
export type Emission = Pick<ReturnType<ScenarioFault['seams']>, 'emission'>;

/**
 * What a mock vendor's `emit` does: lets our Transmitter send the event, or what a fault makes of it. Rejects when the
 * event does not go out.
 */
export function emitting(
  send: (event: VendorEvent) => Promise<Emitted>,
  fault: Emission,
): (event: VendorEvent) => Promise<void> {
  let count = 0;
  const one = async (event: VendorEvent): Promise<void> => {
    const { jti, streams } = await send(event);
    if (jti !== null) return;
    const why = streams.map((stream) => (stream.jti === null ? WITHHELD[stream.why] : '')).join('; ');
    throw new Error(why === '' ? 'The Receiver has no stream any more.' : why);
  };
  const all = async (events: readonly VendorEvent[]): Promise<void> => {
    for (const event of events) await one(event);
  };
  return async (event) => {
    const changed = fault.emission?.(event, count++) ?? [event];
    if (Array.isArray(changed)) return all(changed);
    // A fault that takes its time keeps nobody from telling what happens next.
    changed.then(all).catch(() => undefined);
  };
}

const WITHHELD = {
  'not-delivered': 'The Receiver did not ask for events of this type on its stream.',
  'unwanted-subject': 'The Receiver does not want events about this subject on its stream.',
  disabled: 'The Receiver disabled its stream.',
};

/** Tells a mock vendor what happens. Never throws. */
export async function tell(
  vendor: VendorTransmitter,
  { happening, event }: Step,
): Promise<{ ok: boolean; message?: string }> {
  const wish = event === null ? undefined : { type: event.type, subject: event.subject, event: event.event };
  try {
    // What brings an event happens when it is told, however long the story took until then.
    const at = event === null ? happening.at : Math.max(happening.at, Date.now());
    await vendor.happen({ ...happening, at }, wish);
    return { ok: true };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
