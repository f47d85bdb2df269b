import type { VendorEvent, VendorTransmitterParts } from '../vendor.ts';

/** Scores as the vendor names them, lowest first. */
export const levels = ['low', 'medium', 'high'] as const;
export type Level = (typeof levels)[number];

/** A change of a user's risk score. */
export interface ScoreChange {
  /** E-mail address. */
  user: string;
  previous: Level;
  current: Level;
  /** `impossible-travel` */
  cause: string;
  /** For administrators, in English. */
  reason: string;
  /** ms since the epoch. */
  at: number;
}

/**
 * The event that shares a change of the score. What the vendor sends is not published; to Okta it is inferred from
 * Okta's own contract for providers, else it is CAEP 3.8.
 */
export function riskChange(change: ScoreChange, dialect: VendorTransmitterParts['dialect']): VendorEvent {
  const subject = { format: 'email', email: change.user };
  const common = {
    event_timestamp: Math.floor(change.at / 1000),
    initiating_entity: 'policy',
    reason_admin: { en: change.reason },
    reason_user: { en: 'We noticed a change in the risk of your account.' },
  };
  if (dialect === 'okta') {
    return {
      type: 'https://schemas.okta.com/secevent/okta/event-type/user-risk-change',
      subject,
      event: {
        subject: { user: subject },
        current_level: change.current,
        previous_level: change.previous,
        ...common,
      },
    };
  }
  return {
    type: 'https://schemas.openid.net/secevent/caep/event-type/risk-level-change',
    subject,
    event: {
      principal: 'USER',
      current_level: change.current.toUpperCase(),
      previous_level: change.previous.toUpperCase(),
      risk_reason: change.cause.replace(/[^a-z0-9]+/gi, '_').toUpperCase(),
      ...common,
    },
  };
}
