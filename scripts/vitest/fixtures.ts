import type { SetupServer } from 'msw/node';
import type { TestAPI } from 'vitest';
import type {
  StartAuthorizationServerOptions,
  StartedAuthorizationServer,
} from '../../mocks/authorization-server/start.ts';
import type { StartedReceiver, StartReceiverOptions } from '../../mocks/receiver/options.ts';
import type { Inbox, StartInboxOptions } from '../../mocks/receiver/start-inbox.ts';
import type { StartedTransmitter, StartOptions } from '../../mocks/transmitter/start.ts';

/** Starts peers with options, as many as a test wants; all are closed after it. */
export interface StartPeers {
  /** `faults`: names of faults that are on; they take the place of `seams`. */
  transmitter(options?: StartOptions & { faults?: readonly string[] }): Promise<StartedTransmitter>;
  /** `fault`: name of the fault that is on; it takes the place of `seams`. */
  receiver(options?: StartReceiverOptions & { fault?: string }): Promise<StartedReceiver>;
  inbox(options?: StartInboxOptions): Promise<Inbox>;
  authorizationServer(options?: StartAuthorizationServerOptions): Promise<StartedAuthorizationServer>;
  /** Whatever else is to be closed after the test: `await start.other(startOktaItp())`. */
  other<T extends { close(): unknown }>(peer: T | Promise<T>): Promise<T>;
}

/** What tests get from `test`: peers that are started when a test names them, and closed after it. */
export interface SsfFixtures {
  /** Starts peers with options. */
  start: StartPeers;
  /** The mock Transmitter with its authorization server, on a free port of 127.0.0.1. */
  transmitter: StartedTransmitter;
  /** The mock Receiver, which examines SETs, on a free port of 127.0.0.1: `receiver.trust(…)` tells it whose. */
  receiver: StartedReceiver;
  /** A push endpoint that takes whatever SET comes, on a free port of 127.0.0.1. */
  inbox: Inbox;
  /** The mock authorization server alone, on a free port of 127.0.0.1. */
  authorizationServer: StartedAuthorizationServer;
  /**
   * Interception of requests in process by MSW: `network.use(...toHandlers(peer))`. What nobody answers fails, but for
   * requests to this machine.
   */
  network: SetupServer;
}

/** Puts the fixtures on a `test` of Vitest. A mock is loaded when it is named first. */
export function withFixtures(base: TestAPI): TestAPI<SsfFixtures> {
  return base.extend<SsfFixtures>({
    start: async ({ onTestFinished }, use) => {
      await use(
        starting((peer) =>
          onTestFinished(async () => {
            await peer.close();
          }),
        ),
      );
    },
    transmitter: async ({ start }, use) => use(await start.transmitter()),
    receiver: async ({ start }, use) => use(await start.receiver()),
    inbox: async ({ start }, use) => use(await start.inbox()),
    authorizationServer: async ({ start }, use) => use(await start.authorizationServer()),
    network: async ({ start }, use) => {
      const { interceptor } = await import('./interceptor.ts');
      await use(await start.other(interceptor()));
    },
  });
}

/** `keep` is handed everything that is started, to be closed when the test is over. */
function starting(keep: (peer: { close(): unknown }) => void): StartPeers {
  async function other<T extends { close(): unknown }>(peer: T | Promise<T>): Promise<T> {
    const started = await peer;
    keep(started);
    return started;
  }
  return {
    async transmitter({ faults = [], ...options } = {}) {
      const { startTransmitter } = await import('../../mocks/transmitter/start.ts');
      if (faults.length === 0) return other(startTransmitter(options));
      const { breakTransmitter } = await import('../../mocks/faults/by-name.ts');
      const seams = breakTransmitter(...faults);
      return other(startTransmitter({ ...options, seams }));
    },
    async receiver({ fault, ...options } = {}) {
      const { startReceiver } = await import('../../mocks/receiver/start.ts');
      if (fault === undefined) return other(startReceiver(options));
      const { breakReceiver } = await import('../../mocks/faults/by-name.ts');
      return other(startReceiver({ ...options, seams: breakReceiver(fault) }));
    },
    async inbox(options) {
      const { startInbox } = await import('../../mocks/receiver/start-inbox.ts');
      return other(startInbox(options));
    },
    async authorizationServer(options) {
      const { startAuthorizationServer } = await import('../../mocks/authorization-server/start.ts');
      return other(startAuthorizationServer(options));
    },
    other,
  };
}
