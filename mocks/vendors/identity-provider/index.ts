import { AuditLog } from '../audit-log.ts';
import type { LogEntry, VendorTransmitter, VendorTransmitterParts } from '../vendor.ts';

/** Any identity provider: it has no rules of its own, whatever happens is shared as the story wishes it. */
export function createIdentityProvider(
  parts: VendorTransmitterParts,
  options: { onLog?: ((entry: LogEntry) => void) | undefined } = {},
): VendorTransmitter {
  const log = new AuditLog(parts.now, options.onLog);
  return {
    name: 'Identity provider',
    assumptions: [],
    async happen(happening, wish) {
      const about = happening.kind === 'device-report' ? happening.device.owner : happening.user;
      log.add('happened', `${happening.kind}, ${about}`, { ...happening });
      if (wish === undefined) return;
      // CAEP 2; events of RISC have no such claim but for one.
      const when = wish.type.includes('/caep/') ? { event_timestamp: Math.floor(happening.at / 1000) } : {};
      await parts.emit({ ...wish, event: { ...when, ...wish.event } });
      log.add('shared', `${wish.type} about ${about}`, { type: wish.type, subject: wish.subject });
    },
    log: () => log.entries(),
  };
}
