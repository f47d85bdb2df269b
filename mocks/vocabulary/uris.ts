/** Event types of the standards as URIs, so that nobody has to write them out. */

const caepBase = 'https://schemas.openid.net/secevent/caep/event-type/';
const riscBase = 'https://schemas.openid.net/secevent/risc/event-type/';
const ssfBase = 'https://schemas.openid.net/secevent/ssf/event-type/';

/** URIs of the event types of CAEP 1.0 (section 3). */
export const caep = {
  sessionRevoked: `${caepBase}session-revoked`,
  tokenClaimsChange: `${caepBase}token-claims-change`,
  credentialChange: `${caepBase}credential-change`,
  assuranceLevelChange: `${caepBase}assurance-level-change`,
  deviceComplianceChange: `${caepBase}device-compliance-change`,
  sessionEstablished: `${caepBase}session-established`,
  sessionPresented: `${caepBase}session-presented`,
  riskLevelChange: `${caepBase}risk-level-change`,
} as const;

/** URIs of the event types of RISC 1.0 (section 2). */
export const risc = {
  accountCredentialChangeRequired: `${riscBase}account-credential-change-required`,
  accountPurged: `${riscBase}account-purged`,
  accountDisabled: `${riscBase}account-disabled`,
  accountEnabled: `${riscBase}account-enabled`,
  identifierChanged: `${riscBase}identifier-changed`,
  identifierRecycled: `${riscBase}identifier-recycled`,
  credentialCompromise: `${riscBase}credential-compromise`,
  optIn: `${riscBase}opt-in`,
  optOutInitiated: `${riscBase}opt-out-initiated`,
  optOutCancelled: `${riscBase}opt-out-cancelled`,
  optOutEffective: `${riscBase}opt-out-effective`,
  recoveryActivated: `${riscBase}recovery-activated`,
  recoveryInformationChanged: `${riscBase}recovery-information-changed`,
  /** Deprecated in favour of CAEP's session-revoked (RISC 2.11). */
  sessionsRevoked: `${riscBase}sessions-revoked`,
} as const;

/** URIs of the event types of SSF 1.0, which tell of the stream itself (8.1.4.1, 8.1.5). */
export const ssf = {
  verification: `${ssfBase}verification`,
  streamUpdated: `${ssfBase}stream-updated`,
} as const;
