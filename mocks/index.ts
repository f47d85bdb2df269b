/** What `import … from 'ssf-conformance/mocks'` gives: the peers, for a vendor's own tests. */

export {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  createAuthorizationServer,
} from './authorization-server/authorization-server.ts';
export type { Fault } from './faults/fault.ts';
export { faults } from './faults/index.ts';
export { toHandlers } from './http/handlers.ts';
export { type Listener, type ListenOptions, listen } from './http/listen.ts';
export type { Route, RouteInfo } from './http/route.ts';
export type { Answer } from './receiver/answer.ts';
export { createInboxServer, type InboxServer, type InboxServerOptions } from './receiver/inbox.ts';
export type { Beginning, StartedReceiver, StartReceiverOptions } from './receiver/options.ts';
export type { PushArrival } from './receiver/push-endpoint.ts';
export type { Effect, ReceiverSeams } from './receiver/seams.ts';
export { startReceiver } from './receiver/start.ts';
export type { Emitted, Wish } from './transmitter/emission.ts';
export type { TransmitterOptions } from './transmitter/options.ts';
export type { TransmitterSeams } from './transmitter/seams.ts';
export { type StartedTransmitter, type StartOptions, startTransmitter } from './transmitter/start.ts';
export { createTransmitter, type Transmitter } from './transmitter/transmitter.ts';
