import type { Device } from '../happening.ts';
import type { VendorEvent, VendorTransmitterParts } from '../vendor.ts';

/** Whether a device keeps the policies. */
export type ComplianceStatus = 'compliant' | 'not-compliant';

export const COMPLIANCE_CHANGE =
  'https://schemas.openid.net/secevent/caep/event-type/device-compliance-change';

/** A device that became compliant, or is so no longer. */
export interface ComplianceChange {
  device: Device;
  current: ComplianceStatus;
  /** For administrators, in English. */
  reason: string;
  /** ms since the epoch. */
  at: number;
}

/**
 * CAEP 3.5 about a device and its user. What the vendor sends is not published: its article shows the example of CAEP.
 * For Okta, which reads the subject inside the event, it stands there as well.
 */
export function complianceChange(
  { device, current, reason, at }: ComplianceChange,
  dialect: VendorTransmitterParts['dialect'],
): VendorEvent {
  const members = {
    device: { format: 'opaque', id: device.id },
    user: { format: 'email', email: device.owner },
  };
  return {
    type: COMPLIANCE_CHANGE,
    subject: { format: 'complex', ...members },
    event: {
      ...(dialect === 'okta' ? { subject: members } : {}),
      previous_status: current === 'compliant' ? 'not-compliant' : 'compliant',
      current_status: current,
      event_timestamp: Math.floor(at / 1000),
      initiating_entity: 'policy',
      reason_admin: { en: reason },
      reason_user: {
        en:
          current === 'compliant'
            ? 'Your device meets the policies again.'
            : 'Your device does not meet the policies of your organisation.',
      },
    },
  };
}
