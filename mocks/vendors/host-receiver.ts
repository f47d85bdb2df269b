import { randomBytes } from 'node:crypto';
import type { Effect, Examined, PushReply, PushSeen, ReceiverSeams, Refusal } from '../receiver/seams.ts';
import { startReceiver } from '../receiver/start.ts';
import type { AuditLog } from './audit-log.ts';
import { type Page, pageResponse } from './page.ts';
import type { StartVendorReceiverOptions, VendorReceiver } from './vendor.ts';

/** What a vendor adds to the reference Receiver. */
export interface HostedVendor {
  name: string;
  assumptions: readonly string[];
  log: AuditLog;
  /** Steps of the examination that are its own, in place of the reference's. */
  steps?: ReceiverSeams['steps'];
  /** Told of a push before it is examined. */
  onPush?(push: PushSeen): void;
  /** Told of a push when its answer is made. */
  onReply?(push: PushSeen): void;
  /** Told of what was done because of an accepted SET. */
  onEffects?(effects: readonly Effect[], set: Examined): void;
  /** Told of a refused SET. */
  onRefusal?(refusal: Refusal): void;
  page(addresses: { pushUrl: string; pushAuthorization: string }, effects: readonly Effect[]): Page;
}

/** Serves the reference Receiver as a vendor's system, with its status page at `/`. Rejects when the port cannot be had. */
export async function hostReceiver(
  options: StartVendorReceiverOptions,
  vendor: HostedVendor,
): Promise<VendorReceiver> {
  const { origin, host, port, tls, ca, now } = options;
  const pushAuthorization = `Bearer ${randomBytes(24).toString('base64url')}`;
  const receiver = await startReceiver({
    origin,
    host,
    port,
    tls,
    ca,
    now,
    pushAuthorization,
    onLog: (line) => vendor.log.add('Connection', line),
    seams: withVendor(options.seams ?? {}, vendor),
    routes: [
      {
        method: 'GET',
        path: '/',
        resolve: () =>
          pageResponse(vendor.page({ pushUrl: receiver.pushUrl, pushAuthorization }, receiver.effects())),
      },
    ],
  });
  return {
    name: vendor.name,
    assumptions: vendor.assumptions,
    origin: receiver.origin,
    routes: receiver.routes,
    pushUrl: receiver.pushUrl,
    pushAuthorization,
    pageUrl: new URL('/', receiver.pushUrl).href,
    trust: (transmitter) => receiver.trust(transmitter),
    effects: () => receiver.effects(),
    sets: () => receiver.sets(),
    log: () => vendor.log.entries(),
    close: () => receiver.close(),
  };
}

/** The given seams around what is the vendor's own. */
function withVendor(given: ReceiverSeams, vendor: HostedVendor): ReceiverSeams {
  return {
    ...given,
    steps: composed({ ...hostedSteps, ...vendor.steps }, given.steps ?? {}),
    beforePush(push) {
      vendor.onPush?.(push);
      return given.beforePush?.(push);
    },
    pushReply(reply, push, refusal): PushReply | null {
      vendor.onReply?.(push);
      if (refusal !== null) vendor.onRefusal?.(refusal);
      return given.pushReply ? given.pushReply(reply, push, refusal) : reply;
    },
    effects(effects, set, refusal) {
      const done = given.effects ? given.effects(effects, set, refusal) : effects;
      if (refusal === null) vendor.onEffects?.(done, set);
      return done;
    },
  };
}

type Steps = NonNullable<ReceiverSeams['steps']>;

/** Whoever set the stream up asked for its verification; this side was not told with which state. */
const hostedSteps: Steps = { state: () => null };

/** Where both have a step, what is given sees the vendor's as the reference. */
function composed(own: Steps, given: Steps): Steps {
  const both: Steps = { ...own, ...given };
  for (const name of Object.keys(own) as (keyof Steps)[]) {
    const [inner, outer] = [own[name], given[name]];
    if (inner && outer) both[name] = (set, reference) => outer(set, async () => inner(set, reference));
  }
  return both;
}
