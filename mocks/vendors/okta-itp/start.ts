import { listen } from '../../http/listen.ts';
import { RECOMMENDED_SUITES } from '../../http/recommended-suites.ts';
import { createPushRoute } from '../../receiver/push-handler.ts';
import type { Effect, Examined, ReceiverSeams, Refusal, StepName } from '../../receiver/seams.ts';
import type { StartVendorReceiverOptions, VendorReceiver } from '../vendor.ts';
import { receiverAssumptions } from './assumptions.ts';
import { Directory } from './directory.ts';
import type { Provider } from './incoming.ts';
import { Org } from './org.ts';
import { ownSteps } from './own-reading.ts';
import { defaultPolicy } from './policy.ts';
import { Providers } from './providers.ts';
import { RiskChain } from './risk-chain.ts';
import { SystemLog } from './system-log.ts';

export interface StartOktaItpOptions extends StartVendorReceiverOptions {
  /** Whose devices are whose, where events do not tell. */
  devices?: readonly { id: string; owner: string }[] | undefined;
  /** Risk that a device brings to its user when it is not compliant; default medium. */
  deviceRisk?: 'medium' | 'high' | undefined;
  /** Shortest time between two looks at a JWK Set, in ms; default 1000. */
  keyCooldownMs?: number | undefined;
}

const pushPath = '/security/api/v1/security-events';

/** Okta's five error codes. */
const codes = [
  'authentication_failed',
  'invalid_audience',
  'invalid_issuer',
  'invalid_key',
  'invalid_request',
];

/** Effects that are kept; the oldest are forgotten. */
const KEPT_EFFECTS = 10_000;

/** Okta Identity Threat Protection as a Receiver. Rejects when the port cannot be had. */
export async function startOktaItp(options: StartOktaItpOptions = {}): Promise<VendorReceiver> {
  const { host, port, tls, people, devices, policy = defaultPolicy, reading = 'own', seams = {} } = options;
  const now = (): number => options.now?.() ?? Date.now();
  const log = new SystemLog(now);
  const directory = new Directory(people, devices);
  const chain = new RiskChain(log, policy, now);
  const org = new Org({ directory, log, chain, reading, deviceRisk: options.deviceRisk ?? 'medium', now });
  let effects: Effect[] = [];

  const act = (set: Examined, refusal: Refusal | null, provider: Provider): void => {
    if (refusal !== null) {
      log.write(
        'security.events.provider.refuse_event',
        `Refused a SET of ${provider.name}: ${refusal.description}`,
        {
          err: codeOf(refusal),
          provider: provider.name,
          traceId: set.claims.jti,
        },
      );
    }
    const done = refusal === null ? org.receive(set, provider) : [];
    effects = [...effects, ...(seams.effects ? seams.effects(done, set, refusal) : done)].slice(
      -KEPT_EFFECTS,
    );
  };
  const providers = new Providers({
    options: {
      ca: options.ca,
      now,
      ...(options.keyCooldownMs === undefined ? {} : { keyCooldownMs: options.keyCooldownMs }),
      seams: { ...seams, steps: stepsFor(reading, seams.steps) },
    },
    act,
    log: (text) => log.write('security.events.provider.read_configuration', text),
  });

  const push = createPushRoute({
    path: pushPath,
    // Documented without any: the signature of the SET is all that Okta goes by.
    authorization: () => undefined,
    async examine(compact) {
      const { refusal, later } = await providers.examine(compact);
      return { refusal: refusal && { ...refusal, err: codeOf(refusal) }, later };
    },
    seams,
  });
  const listener = await listen([push], {
    host,
    port,
    // A fault that takes old versions needs the old suites too.
    ...(tls
      ? { tls: { ...tls, ...(seams.tls?.minVersion ? {} : { ciphers: RECOMMENDED_SUITES }), ...seams.tls } }
      : {}),
  });

  return {
    name: 'Okta Identity Threat Protection',
    assumptions: receiverAssumptions,
    pushUrl: `${listener.origin}${pushPath}`,
    pushAuthorization: null,
    pageUrl: `${listener.origin}/`,
    async trust({ issuer, metadataUrl, audience }) {
      await providers.register(new URL(issuer).host, { well_known_url: metadataUrl }, audience, issuer);
    },
    effects: () => [...effects],
    log: () => log.entries(),
    async close() {
      await listener.close();
      await providers.close();
    },
  };
}

type Steps = NonNullable<ReceiverSeams['steps']>;

/** Steps of the reading, under those of a fault. */
function stepsFor(reading: 'own' | 'standard', faults: Steps = {}): Steps {
  // Whoever set the stream up asked for the verification; this side was not told with which state.
  const base: Steps = {
    ...(reading === 'own' ? ownSteps : {}),
    state: () => null,
  };
  const composed = { ...base };
  for (const [name, fault] of Object.entries(faults) as [StepName, NonNullable<(typeof base)[StepName]>][]) {
    const step = base[name];
    composed[name] = step ? (set, reference) => fault(set, async () => step(set, reference)) : fault;
  }
  return composed;
}

function codeOf({ err }: Refusal): string {
  return codes.includes(err) ? err : 'invalid_request';
}
