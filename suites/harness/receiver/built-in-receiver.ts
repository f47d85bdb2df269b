import { createAuthority } from '../../../mocks/http/certificates.ts';
import type { StartReceiverOptions } from '../../../mocks/receiver/options.ts';
import { startReceiver } from '../../../mocks/receiver/start.ts';
import { builtInIdentity } from '../built-in-identity.ts';
import type { PushAuthority } from '../rim/bad-doors.ts';
import type { Form, ReceiverFacts } from './exchange.ts';
import type { ReceiverTarget } from './session-options.ts';

export interface BuiltInReceiver {
  target: ReceiverTarget;
  /** Makes the certificates of our issuer, and is trusted by the target; null over plain http. */
  authority: PushAuthority | null;
  /** What somebody does at a hosted Receiver before it can be tested: gives it our well-known URL. */
  register(facts: Pick<ReceiverFacts, 'form' | 'issuer' | 'metadataUrl' | 'audience'>): Promise<void>;
  close(): Promise<void>;
}

export interface BuiltInReceiverOptions {
  form: Form;
  /** Serve everything over https, with a CA made for this run. */
  https: boolean;
  /** How the reference Receiver is to be, where it is not the plain one. */
  peer?: StartReceiverOptions | undefined;
}

const PUSH_AUTHORIZATION = 'Bearer built-in-push-credential';
const CREDENTIALS = { clientId: 'built-in-receiver', clientSecret: 'built-in-receiver-secret' };

/** Starts the reference Receiver in one of its forms, with every hook that there is. */
export async function startBuiltInReceiver(options: BuiltInReceiverOptions): Promise<BuiltInReceiver> {
  const { form, https, peer } = options;
  const authority = https ? await createAuthority() : null;
  const tls = authority === null ? undefined : await builtInIdentity(authority, peer?.seams?.tls);
  const credentials = peer?.credentials ?? CREDENTIALS;
  const receiver = await startReceiver({
    credentials,
    // The peer is next door: it need not wait long.
    keyCooldownMs: 100,
    firstRetryMs: 20,
    ...(form === 'hosted' ? { pushAuthorization: PUSH_AUTHORIZATION } : {}),
    ...(authority === null || tls === undefined ? {} : { tls, ca: authority.ca }),
    ...peer,
  });
  const effects = async (): ReturnType<NonNullable<ReceiverTarget['effects']>> => ({
    ok: true,
    effects: receiver.effects(),
  });
  const ca = authority?.ca;
  return {
    authority,
    target:
      form === 'hosted'
        ? { pushUrl: receiver.pushUrl, pushAuthorization: PUSH_AUTHORIZATION, ca, effects }
        : {
            credentials,
            ca,
            effects,
            // It finds the metadata itself: that is judged too.
            start: async ({ issuer, delivery, audience }) => {
              await receiver.begin({ issuer, delivery, audience });
              return { ok: true };
            },
            stop: () => receiver.end(),
          },
    register: async ({ issuer, metadataUrl, audience }) => {
      if (form === 'hosted') await receiver.trust({ issuer, metadataUrl, audience });
    },
    close: () => receiver.close(),
  };
}
