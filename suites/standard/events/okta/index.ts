import common from './common.json' with { type: 'json' };
import deviceComplianceChange from './device-compliance-change.json' with { type: 'json' };
import deviceRiskChange from './device-risk-change.json' with { type: 'json' };
import identifierChanged from './identifier-changed.json' with { type: 'json' };
import ipChange from './ip-change.json' with { type: 'json' };
import reason from './reason.json' with { type: 'json' };
import sentCredentialChange from './sent-credential-change.json' with { type: 'json' };
import sentSessionRevoked from './sent-session-revoked.json' with { type: 'json' };
import sessionRevoked from './session-revoked.json' with { type: 'json' };
import userRiskChange from './user-risk-change.json' with { type: 'json' };

/** Base of Okta's own event types. */
export const OKTA_EVENT_BASE = 'https://schemas.okta.com/secevent/okta/event-type/';

/**
 * JSON Schema (draft 2020-12) of an event object as Okta documents it. No row of the catalogue stands behind them: they are
 * a vendor's contract, made from its API reference.
 */
export interface OktaEventSchema {
  readonly $id: string;
  readonly title: string;
  readonly 'x-event': { type: string };
}

/** What the schemas of the types refer to. */
export const oktaSharedSchemas: readonly { readonly $id: string }[] = [common, reason];

/** `to`: what it takes from security events providers, three types of its own and three standard ones; `from`: what it sends. */
export const oktaEventSchemas: Readonly<Record<'to' | 'from', readonly OktaEventSchema[]>> = {
  to: [userRiskChange, deviceRiskChange, ipChange, deviceComplianceChange, sessionRevoked, identifierChanged],
  from: [sentSessionRevoked, sentCredentialChange],
};
