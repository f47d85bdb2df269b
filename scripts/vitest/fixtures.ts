import type { SetupServer } from 'msw/node';
import type { TestAPI } from 'vitest';
import {
  type StartAuthorizationServerOptions,
  type StartedAuthorizationServer,
  startAuthorizationServer,
} from '../../mocks/authorization-server/start.ts';
import { breakReceiver, breakTransmitter } from '../../mocks/faults/by-name.ts';
import type { StartedReceiver, StartReceiverOptions } from '../../mocks/receiver/options.ts';
import { startReceiver } from '../../mocks/receiver/start.ts';
import { type Inbox, type StartInboxOptions, startInbox } from '../../mocks/receiver/start-inbox.ts';
import {
  type StartedTransmitter,
  type StartOptions,
  startTransmitter,
} from '../../mocks/transmitter/start.ts';

/**
 * What tests get from `test`: peers that are started when a test names them, on a free port of 127.0.0.1, and closed after
 * it. Options are set with `test.extend({ transmitterOptions: {…} })`.
 */
export interface SsfFixtures {
  /** The mock Transmitter with its authorization server. */
  transmitter: StartedTransmitter;
  transmitterOptions: StartOptions;
  /** Names of faults that are on in `transmitter`; default none. */
  transmitterFaults: readonly string[];
  /** The mock Receiver, which examines SETs: `receiver.trust(…)` tells it whose. */
  receiver: StartedReceiver;
  receiverOptions: StartReceiverOptions;
  /** Name of the fault that is on in `receiver`; default none. */
  receiverFault: string | null;
  /** A push endpoint that takes whatever SET comes. */
  inbox: Inbox;
  inboxOptions: StartInboxOptions;
  /** The mock authorization server alone. */
  authorizationServer: StartedAuthorizationServer;
  authorizationServerOptions: StartAuthorizationServerOptions;
  /**
   * Interception of requests in process by MSW: `network.use(...toHandlers(peer))`. What nobody answers fails, but for
   * requests to this machine.
   */
  network: SetupServer;
  /** Hosts other than this machine to which unanswered requests may go; default none. */
  networkHosts: readonly string[];
}

/** Puts the fixtures on a `test` of Vitest. */
export function withFixtures(base: TestAPI): TestAPI<SsfFixtures> {
  return base.extend<SsfFixtures>({
    transmitterOptions: {},
    transmitterFaults: [],
    transmitter: async ({ transmitterOptions, transmitterFaults }, use) => {
      const seams = transmitterFaults.length === 0 ? {} : { seams: breakTransmitter(...transmitterFaults) };
      await lend(await startTransmitter({ ...transmitterOptions, ...seams }), use);
    },
    receiverOptions: {},
    receiverFault: null,
    receiver: async ({ receiverOptions, receiverFault }, use) => {
      const seams = receiverFault === null ? {} : { seams: breakReceiver(receiverFault) };
      await lend(await startReceiver({ ...receiverOptions, ...seams }), use);
    },
    inboxOptions: {},
    inbox: async ({ inboxOptions }, use) => lend(await startInbox(inboxOptions), use),
    authorizationServerOptions: {},
    authorizationServer: async ({ authorizationServerOptions }, use) =>
      lend(await startAuthorizationServer(authorizationServerOptions), use),
    networkHosts: [],
    network: async ({ networkHosts }, use) => {
      const { setupServer } = await import('msw/node');
      const server = setupServer();
      server.listen({
        onUnhandledRequest({ method, url }) {
          const { hostname } = new URL(url);
          if (['localhost', '127.0.0.1', '[::1]', ...networkHosts].includes(hostname)) return;
          throw new Error(`Nobody in this test answers ${method} ${url}.`);
        },
      });
      try {
        await use(server);
      } finally {
        server.close();
      }
    },
  });
}

async function lend<T extends { close(): Promise<void> }>(
  peer: T,
  use: (peer: T) => Promise<void>,
): Promise<void> {
  try {
    await use(peer);
  } finally {
    await peer.close();
  }
}
