import type { StartedVendorTransmitter } from './host-transmitter.ts';
import type { Page } from './page.ts';
import { logSection } from './page-sections.ts';
import { deliverySection } from './stream-section.ts';

/** Status page of a Transmitter of which there is nothing to see but what it sends. */
export function transmitterPage(
  started: StartedVendorTransmitter,
  { title, lead }: { title: string; lead: string },
): Page {
  const { vendor, issuer, metadataUrl, happenUrl } = started;
  return {
    title,
    lead,
    sections: [
      {
        heading: 'Addresses',
        facts: [
          ['Issuer', { text: issuer, code: true }],
          ['Metadata', { text: metadataUrl, code: true }],
          ['Let something happen', { text: `POST ${happenUrl}`, code: true }],
        ],
      },
      deliverySection(started),
      logSection('Log', vendor.log()),
      { heading: 'Assumptions', note: 'What the vendor has not published.', items: vendor.assumptions },
    ],
  };
}
