import { AuditLog } from '../audit-log.ts';
import { hostReceiver } from '../host-receiver.ts';
import { keptInLog } from '../kept-in-log.ts';
import { effectsSection, logSection } from '../page-sections.ts';
import type { StartVendorReceiverOptions, VendorReceiver } from '../vendor.ts';

/** Any application that takes signals: the reference Receiver, which does about an event what is usual. */
export function startRelyingParty(options: StartVendorReceiverOptions = {}): Promise<VendorReceiver> {
  const log = new AuditLog(options.now, options.onLog);
  return hostReceiver(options, {
    name: 'Relying party',
    assumptions: [],
    log,
    ...keptInLog(log),
    page: ({ pushUrl, pushAuthorization }, effects) => ({
      title: 'Relying party',
      lead: 'An application that takes signals of an identity provider: the reference Receiver.',
      sections: [
        {
          heading: 'Addresses',
          facts: [
            ['Push endpoint', { text: pushUrl, code: true }],
            ['Authorization', { text: pushAuthorization, code: true }],
          ],
        },
        effectsSection(effects),
        logSection('Log', log.entries()),
      ],
    }),
  });
}
