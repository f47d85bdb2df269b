import assuranceLevelChange from './caep/assurance-level-change.json' with { type: 'json' };
import credentialChange from './caep/credential-change.json' with { type: 'json' };
import deviceComplianceChange from './caep/device-compliance-change.json' with { type: 'json' };
import riskLevelChange from './caep/risk-level-change.json' with { type: 'json' };
import sessionEstablished from './caep/session-established.json' with { type: 'json' };
import sessionPresented from './caep/session-presented.json' with { type: 'json' };
import sessionRevoked from './caep/session-revoked.json' with { type: 'json' };
import tokenClaimsChange from './caep/token-claims-change.json' with { type: 'json' };
import accountCredentialChangeRequired from './risc/account-credential-change-required.json' with {
  type: 'json',
};
import accountDisabled from './risc/account-disabled.json' with { type: 'json' };
import accountEnabled from './risc/account-enabled.json' with { type: 'json' };
import accountPurged from './risc/account-purged.json' with { type: 'json' };
import credentialCompromise from './risc/credential-compromise.json' with { type: 'json' };
import identifierChanged from './risc/identifier-changed.json' with { type: 'json' };
import identifierRecycled from './risc/identifier-recycled.json' with { type: 'json' };
import optIn from './risc/opt-in.json' with { type: 'json' };
import optOutCancelled from './risc/opt-out-cancelled.json' with { type: 'json' };
import optOutEffective from './risc/opt-out-effective.json' with { type: 'json' };
import optOutInitiated from './risc/opt-out-initiated.json' with { type: 'json' };
import recoveryActivated from './risc/recovery-activated.json' with { type: 'json' };
import recoveryInformationChanged from './risc/recovery-information-changed.json' with { type: 'json' };
import sessionsRevoked from './risc/sessions-revoked.json' with { type: 'json' };
import streamUpdated from './ssf/stream-updated.json' with { type: 'json' };
import verification from './ssf/verification.json' with { type: 'json' };

/** The published schemas of all events, in the order of the documents. */
export const publishedEvents: readonly { readonly $id: string }[] = [
  verification,
  streamUpdated,
  sessionRevoked,
  tokenClaimsChange,
  credentialChange,
  assuranceLevelChange,
  deviceComplianceChange,
  sessionEstablished,
  sessionPresented,
  riskLevelChange,
  accountCredentialChangeRequired,
  accountPurged,
  accountDisabled,
  accountEnabled,
  identifierChanged,
  identifierRecycled,
  credentialCompromise,
  optIn,
  optOutInitiated,
  optOutCancelled,
  optOutEffective,
  recoveryActivated,
  recoveryInformationChanged,
  sessionsRevoked,
];
