/**
 * What `import … from 'ssf-conformance/mocks'` gives: the peers of an SSF implementation and the systems of three vendors,
 * for a vendor's own tests.
 *
 * Each is started on a free port of 127.0.0.1, or, with an `origin`, intercepted in process: `toHandlers(peer)` makes
 * handlers of it for MSW.
 *
 * @module ssf-conformance/mocks
 */

export type { TokenReply } from './authorization-server/authorization-server.ts';
export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  createAuthorizationServer,
} from './authorization-server/authorization-server.ts';
export type { Client } from './authorization-server/client-authentication.ts';
export {
  type StartAuthorizationServerOptions,
  type StartedAuthorizationServer,
  startAuthorizationServer,
} from './authorization-server/start.ts';
export { breakReceiver, breakTransmitter } from './faults/by-name.ts';
export type { Fault } from './faults/fault.ts';
export { faults } from './faults/index.ts';
export type { ReceiverFault } from './faults/receiver/fault.ts';
export { receiverFaults } from './faults/receiver/index.ts';
export { toHandlers } from './http/handlers.ts';
export type { ClientCertificatesOptions, TlsOptions } from './http/listen.ts';
export { type Listener, type ListenOptions, listen } from './http/listen.ts';
export type { Route, RouteInfo } from './http/route.ts';
export type { Served } from './http/serve.ts';
export type { Answer } from './receiver/answer.ts';
export { createInboxServer, type InboxServer, type InboxServerOptions } from './receiver/inbox.ts';
export type { Beginning, StartedReceiver, StartReceiverOptions } from './receiver/options.ts';
export type { PushArrival } from './receiver/push-endpoint.ts';
export type { Effect, ReceiverSeams } from './receiver/seams.ts';
export { startReceiver } from './receiver/start.ts';
export { type Inbox, type InboxRequest, type StartInboxOptions, startInbox } from './receiver/start-inbox.ts';
export type { LoggedSet } from './set-log.ts';
export type { Grant, TokenIntrospector } from './transmitter/authentication.ts';
export type { Emission, Emitted, Wish } from './transmitter/emission.ts';
export type { GivenKeys, SigningKey } from './transmitter/keys.ts';
export type { KnownReceiver, PushOptions, TransmitterOptions } from './transmitter/options.ts';
export type { PushAnswer } from './transmitter/push-sender.ts';
export { fetchSender, type PushSender } from './transmitter/push-sender.ts';
export type { TransmitterSeams } from './transmitter/seams.ts';
export type { ReadyClient } from './transmitter/start.ts';
export { type StartedTransmitter, type StartOptions, startTransmitter } from './transmitter/start.ts';
export type { DeliveryConfiguration, ReceiverSupplied } from './transmitter/stream.ts';
export { createTransmitter, type PushReceiver, type Transmitter } from './transmitter/transmitter.ts';
export type { SignIn } from './vendors/cloudflare-one/impossible-travel.ts';
export type { CloudflareOne, RiskEvent, ScoredUser } from './vendors/cloudflare-one/rules.ts';
export {
  type StartCloudflareOneOptions,
  type StartedCloudflareOne,
  startCloudflareOne,
} from './vendors/cloudflare-one/start.ts';
export type { Device, Happening, Place, Posture } from './vendors/happening.ts';
export type { StartedVendorTransmitter, StartVendorTransmitterOptions } from './vendors/host-transmitter.ts';
export type { App, User } from './vendors/okta-itp/directory.ts';
export { oktaEventTypes } from './vendors/okta-itp/event-types.ts';
export type { AwaitedProvider } from './vendors/okta-itp/providers.ts';
export { type StartedOktaItp, type StartOktaItpOptions, startOktaItp } from './vendors/okta-itp/start.ts';
export { startOktaTransmitter } from './vendors/okta-itp/start-transmitter.ts';
export { startOmnissaAccess } from './vendors/omnissa-ws1/access.ts';
export type { CompliancePolicies } from './vendors/omnissa-ws1/compliance.ts';
export type { ComplianceStatus } from './vendors/omnissa-ws1/compliance-change.ts';
export { type StartOmnissaWs1Options, startOmnissaWs1 } from './vendors/omnissa-ws1/start.ts';
export type { EnrolledDevice, WorkspaceOne } from './vendors/omnissa-ws1/uem.ts';
export type { PushFate } from './vendors/push-fate.ts';
export type { PushOutcome, PushResult } from './vendors/push-outcomes.ts';
export type { ToldHappening } from './vendors/read-happening.ts';
export { startRelyingParty } from './vendors/relying-party/index.ts';
export type {
  LogEntry,
  SentEvent,
  StartVendorReceiverOptions,
  VendorEvent,
  VendorPerson,
  VendorPolicyRule,
  VendorReceiver,
  VendorTransmitter,
} from './vendors/vendor.ts';
export type { EventContext, EventType } from './vocabulary/event-type.ts';
export type { SubjectIdentifier } from './vocabulary/subject-formats.ts';
export { caep, risc, ssf } from './vocabulary/uris.ts';
