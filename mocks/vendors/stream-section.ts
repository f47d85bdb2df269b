import type { StartedVendorTransmitter } from './host-transmitter.ts';
import type { Section } from './page.ts';
import type { VendorTransmitter } from './vendor.ts';

/** The streams of a vendor's Transmitter. */
export function deliverySection<V extends VendorTransmitter>({
  transmitter,
}: StartedVendorTransmitter<V>): Section {
  return {
    heading: 'Active streams',
    columns: ['Stream', 'Status', 'Audience', 'Delivery', 'Waiting'],
    rows: transmitter.transmitter.streams
      .all()
      .map(({ id, status, audience, supplied, queue }) => [
        { text: id, code: true },
        { text: status, tone: status === 'enabled' ? 'good' : 'warn' },
        audience,
        { text: supplied.delivery.endpoint_url, code: true },
        String(queue.available(true).length),
      ]),
    empty: 'None: no Receiver has made one, and there is nobody to push to.',
  };
}
