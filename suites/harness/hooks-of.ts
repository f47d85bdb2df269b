import type { Hook } from './check.ts';
import type { ReceiverHook } from './receiver/check.ts';
import type { ReceiverTarget } from './receiver/session-options.ts';
import type { PushAuthority } from './rim/bad-doors.ts';
import { reachesFurtherPorts } from './rim/our-address.ts';
import type { Credentials } from './run-options.ts';

type LentAuthority = Pick<PushAuthority, 'isFixed'>;

/** What the tester has lent us for a Transmitter; of some things it matters only whether they are there. */
export interface LentForTransmitter {
  auth?: Credentials | undefined;
  secondAuth?: unknown;
  trigger?: unknown;
  pushAuthority?: LentAuthority | undefined;
  listen?: { port: number } | undefined;
  publicUrl?: string | undefined;
}

/** The hooks of a run against a Transmitter. */
export function transmitterHooks({
  auth,
  secondAuth,
  trigger,
  pushAuthority,
  ...address
}: LentForTransmitter): Hook[] {
  const usesClient = auth !== undefined && 'clientId' in auth;
  const tls = tlsScenes(pushAuthority, address);
  return given({
    trigger: trigger !== undefined,
    'second-receiver': secondAuth !== undefined,
    'scoped-token': usesClient || auth?.readOnlyAccessToken !== undefined,
    'client-credentials': usesClient,
    'client-secret': usesClient && auth.clientSecret !== undefined,
    'push-tls': tls.some,
    'push-authority': tls.all,
    // A check asks for it that finds out where the target is.
    'local-target': false,
  });
}

/** What the tester has lent us for a Receiver, likewise. */
export interface LentForReceiver {
  target: Pick<ReceiverTarget, 'credentials' | 'poll' | 'pushAuthorization' | 'pushUrl' | 'startOnce'> & {
    start?: unknown;
    effects?: unknown;
  };
  authority?: LentAuthority | undefined;
  listen?: { port: number } | undefined;
  publicUrl?: string | undefined;
}

/** The hooks of a run against a Receiver. */
export function receiverHooks({ target, authority, ...address }: LentForReceiver): ReceiverHook[] {
  const tls = tlsScenes(authority, address);
  const managed = !isHosted(target);
  const canStart = managed && target.start !== undefined;
  return given({
    start: canStart,
    restart: canStart && target.startOnce !== true,
    effects: target.effects !== undefined,
    'push-authorization': managed || target.pushAuthorization !== undefined,
    'client-credentials': target.credentials !== undefined && 'clientId' in target.credentials,
    'issuer-tls': tls.some,
    'trusted-authority': tls.all,
  });
}

/** Whether a Receiver takes our well-known URL, or a poll URL of ours, in place of creating its own stream. */
export function isHosted({ pushUrl, poll }: Pick<ReceiverTarget, 'pushUrl' | 'poll'>): boolean {
  return pushUrl !== undefined || poll === true;
}

/**
 * Which endpoints that a careful client refuses can be offered beside one that it trusts. One certificate alone is enough
 * for some: those of an authority that nobody knows, or of none, are made without it.
 */
function tlsScenes(
  authority: LentAuthority | undefined,
  { listen, publicUrl }: { listen?: { port: number } | undefined; publicUrl?: string | undefined },
): { some: boolean; all: boolean } {
  const some = authority !== undefined && reachesFurtherPorts({ port: listen?.port, publicUrl });
  return { some, all: some && authority.isFixed !== true };
}

function given<H extends string>(hooks: Readonly<Record<H, boolean>>): H[] {
  return (Object.keys(hooks) as H[]).filter((name) => hooks[name]);
}
