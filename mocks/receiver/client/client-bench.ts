import { vi } from 'vitest';
import { type StartedTransmitter, type StartOptions, startTransmitter } from '../../transmitter/start.ts';
import type { StartedReceiver, StartReceiverOptions } from '../options.ts';
import type { OutgoingCall, ReceiverOperation } from '../seams.ts';
import { startReceiver } from '../start.ts';

export const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

/** A Receiver and a Transmitter on loopback, and what the one asked of the other. */
export interface Meeting {
  transmitter: StartedTransmitter;
  receiver: StartedReceiver;
  /** As sent, in order. */
  calls: OutgoingCall[];
  operations: () => ReceiverOperation[];
  /** Parsed JSON bodies of the calls of one operation. */
  bodies: (operation: ReceiverOperation) => Record<string, unknown>[];
  close(): Promise<void>;
}

export async function meet(
  options: {
    transmitter?: StartOptions;
    receiver?: StartReceiverOptions;
    /** Default: `client`. */
    credentials?: 'client' | 'token';
  } = {},
): Promise<Meeting> {
  const transmitter = await startTransmitter({ longPollMs: 1000, ...options.transmitter });
  const { id: clientId = '', secret: clientSecret = '', token = '' } = transmitter.clients[0] ?? {};
  const calls: OutgoingCall[] = [];
  const { seams } = options.receiver ?? {};
  const receiver = await startReceiver({
    credentials: options.credentials === 'token' ? { accessToken: token } : { clientId, clientSecret },
    firstRetryMs: 1,
    ...options.receiver,
    seams: {
      ...seams,
      request: async (call) => {
        const sent = seams?.request ? await seams.request(call) : call;
        if (sent !== null) calls.push(sent);
        return sent;
      },
    },
  });
  return {
    transmitter,
    receiver,
    calls,
    operations: () => calls.map(({ operation }) => operation),
    bodies: (operation) =>
      calls
        .filter((call) => call.operation === operation)
        .map(({ body }) => JSON.parse(body ?? '{}') as Record<string, unknown>),
    async close() {
      await receiver.close();
      await transmitter.close();
    },
  };
}

/** Waits until it no longer throws. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 2 });
}
