import type { Hook } from './check.ts';
import type { ReceiverHook } from './receiver/check.ts';
import type { ReceiverTarget } from './receiver/session-options.ts';
import type { Credentials } from './run-options.ts';

/** What the tester has lent us for a Transmitter; of some things it matters only whether they are there. */
export interface LentForTransmitter {
  auth?: Credentials | undefined;
  secondAuth?: unknown;
  trigger?: unknown;
  pushAuthority?: unknown;
}

/** The hooks of a run against a Transmitter. */
export function transmitterHooks({ auth, secondAuth, trigger, pushAuthority }: LentForTransmitter): Hook[] {
  const usesClient = auth !== undefined && 'clientId' in auth;
  return given({
    trigger: trigger !== undefined,
    'second-receiver': secondAuth !== undefined,
    'scoped-token': usesClient || auth?.readOnlyAccessToken !== undefined,
    'client-credentials': usesClient,
    'push-authority': pushAuthority !== undefined,
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
  authority?: unknown;
}

/** The hooks of a run against a Receiver. */
export function receiverHooks({ target, authority }: LentForReceiver): ReceiverHook[] {
  const managed = !isHosted(target);
  const canStart = managed && target.start !== undefined;
  return given({
    start: canStart,
    restart: canStart && target.startOnce !== true,
    effects: target.effects !== undefined,
    'push-authorization': managed || target.pushAuthorization !== undefined,
    'client-credentials': target.credentials !== undefined && 'clientId' in target.credentials,
    'trusted-authority': authority !== undefined,
  });
}

/** Whether a Receiver takes our well-known URL, or a poll URL of ours, in place of creating its own stream. */
export function isHosted({ pushUrl, poll }: Pick<ReceiverTarget, 'pushUrl' | 'poll'>): boolean {
  return pushUrl !== undefined || poll === true;
}

function given<H extends string>(hooks: Readonly<Record<H, boolean>>): H[] {
  return (Object.keys(hooks) as H[]).filter((name) => hooks[name]);
}
