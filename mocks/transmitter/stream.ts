import type { SetQueue } from './set-queue.ts';
import type { SubjectFilter } from './subject-filter.ts';

/** SSF 8.1.2.1. */
export const statuses = ['enabled', 'paused', 'disabled'] as const;
export type Status = (typeof statuses)[number];

/** SSF 6.1: how SETs reach the Receiver. */
export interface DeliveryConfiguration {
  method: string;
  endpoint_url: string;
  authorization_header?: string;
}

/** What the Receiver supplies (SSF 8.1.1); undefined where it did not. */
export interface ReceiverSupplied {
  delivery: DeliveryConfiguration;
  events_requested?: readonly string[] | undefined;
  description?: string | undefined;
}

/** An event stream: its configuration, its status, its subjects and what waits to be delivered. */
export interface Stream {
  readonly id: string;
  /** The Receiver that it belongs to. */
  readonly owner: string;
  readonly audience: string;
  supplied: ReceiverSupplied;
  /** Transmitter-supplied members that a Receiver talked us into; only the quirk `transmitterMembers` fills it. */
  overrides: Record<string, unknown>;
  status: Status;
  reason: string | undefined;
  readonly subjects: SubjectFilter;
  readonly queue: SetQueue;
  /** Aborted when the stream is deleted or the Transmitter closed. */
  readonly lifetime: AbortController;
  /** When verification was last asked for, ms since the epoch. */
  verifiedAt: number | undefined;
}
