import type { AuditLog } from './audit-log.ts';
import type { HostedVendor } from './host-receiver.ts';
import { emailOf } from './subject-email.ts';

/** What a Receiver did about SETs, and those that it refused, as entries of its log. */
export function keptInLog(log: AuditLog): Required<Pick<HostedVendor, 'onEffects' | 'onRefusal'>> {
  return {
    onEffects(effects, set) {
      for (const { action, subject } of effects)
        log.add('effect', `${action}: ${emailOf(subject) ?? JSON.stringify(subject)}`, {
          action,
          subject,
          jti: set.claims.jti,
        });
    },
    onRefusal: ({ err, description }) => log.add('refused', `${err}: ${description}`, { err }),
  };
}
