import { RECOMMENDED_SUITES } from '../../http/recommended-suites.ts';
import type { Route } from '../../http/route.ts';
import { globalFetch, serve } from '../../http/serve.ts';
import { createPushRoute } from '../../receiver/push-handler.ts';
import type { Effect, Examined, Refusal } from '../../receiver/seams.ts';
import { SetLog } from '../../set-log.ts';
import { happenRoute } from '../happen-route.ts';
import { readHappening, type ToldHappening } from '../read-happening.ts';
import type { StartVendorReceiverOptions, VendorReceiver, VendorTransmitter } from '../vendor.ts';
import { receiverAssumptions } from './assumptions.ts';
import { Desk } from './desk.ts';
import { Directory, type User } from './directory.ts';
import type { Provider } from './incoming.ts';
import { Org } from './org.ts';
import { stepsFor } from './own-reading.ts';
import { defaultPolicy } from './policy.ts';
import { providerRoutes } from './provider-api.ts';
import { type AwaitedProvider, Providers } from './providers.ts';
import { RiskChain } from './risk-chain.ts';
import { oktaPageResponse } from './status-page.ts';
import { SystemLog } from './system-log.ts';

/** How the mock of Okta ITP is to be, and where it stands. */
export interface StartOktaItpOptions extends StartVendorReceiverOptions {
  /** Whose devices are whose, where events do not tell. */
  devices?: readonly { id: string; owner: string }[] | undefined;
  /** Risk that a device brings to its user when it is not compliant; default medium. */
  deviceRisk?: 'medium' | 'high' | undefined;
  /** What shares sessions that the policy or an administrator ends, and credentials that change; default: nothing does. */
  transmitter?: (() => VendorTransmitter | undefined) | undefined;
  /** Shortest time between two looks at a JWK Set, in ms; default 1000. */
  keyCooldownMs?: number | undefined;
}

/** Okta on its socket, with what else can be seen of it. */
export interface StartedOktaItp extends VendorReceiver {
  /** Something happens at Okta itself. Rejects with a RangeError for what Okta does not see. */
  happen(what: ToldHappening): Promise<void>;
  /** Where `POST` lets something happen at Okta itself. */
  happenUrl: string;
  users(): readonly User[];
  /** `trust` for a Transmitter that may not be there yet; the system log tells of the waiting and of its end. */
  trustWhenThere(provider: AwaitedProvider, signal?: AbortSignal): Promise<void>;
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

/** Okta Identity Threat Protection as a Receiver, with a status page at `/`. Rejects when the port cannot be had. */
export async function startOktaItp(options: StartOktaItpOptions = {}): Promise<StartedOktaItp> {
  const { policy = defaultPolicy, reading = 'own', deviceRisk = 'medium', seams = {} } = options;
  const transmitter = (): VendorTransmitter | undefined => options.transmitter?.();
  const now = (): number => options.now?.() ?? Date.now();
  const log = new SystemLog(now, options.onLog);
  const directory = new Directory(options.people, options.devices);
  const chain: RiskChain = new RiskChain({
    log,
    policy,
    now,
    signedOut: (user) => desk.signedOut(user),
  });
  const desk: Desk = new Desk({ directory, chain, log, transmitter, now });
  const org = new Org({ directory, log, chain, reading, deviceRisk, now });
  const effects: Effect[] = [];
  const sets = new SetLog();

  function act(set: Examined, refusal: Refusal | null, provider: Provider): void {
    if (refusal !== null) {
      const text = `Refused a SET of ${provider.name}: ${refusal.description}`;
      const detail = { err: codeOf(refusal), provider: provider.name, traceId: set.claims.jti };
      log.write('security.events.provider.refuse_event', text, detail);
    }
    const done = refusal === null ? org.receive(set, provider) : [];
    effects.push(...(seams.effects ? seams.effects(done, set, refusal) : done));
    if (effects.length > 2 * KEPT_EFFECTS) effects.splice(0, effects.length - KEPT_EFFECTS);
  }

  const providers = new Providers({
    options: {
      ca: options.ca,
      now,
      fetch: options.origin === undefined ? undefined : globalFetch,
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
      const { refusal: found, later } = await providers.examine(compact);
      const refusal = found && { ...found, err: codeOf(found) };
      // Not before what is done because of it: who sees the SET sees its effects.
      setImmediate(() => {
        const state = refusal === null ? 'delivered' : later ? 'failed' : 'refused';
        sets.add(null, compact, { state, detail: refusal && `${refusal.err}: ${refusal.description}` });
      });
      return { refusal, later };
    },
    unexamined: (body, detail) => sets.add(null, body, { state: 'failed', detail }),
    seams,
  });
  const routes: readonly Route[] = [
    push,
    ...providerRoutes(providers, () => listener.origin),
    happenRoute(() => desk, now),
    {
      method: 'POST',
      path: '/users/:id/reset',
      resolve({ params: { id = '' } }) {
        const user = directory.byId(id);
        if (user === undefined) return new Response('There is no such user.\n', { status: 404 });
        chain.reset(user);
        return new Response(null, { status: 303, headers: { location: '/' } });
      },
    },
    {
      method: 'GET',
      path: '/',
      resolve: () =>
        oktaPageResponse({
          pushUrl,
          happenUrl,
          audience: listener.origin,
          reading,
          policy,
          users: directory.users(),
          providers: providers.list(),
          effects,
          log: log.entries(),
          assumptions: receiverAssumptions,
        }),
    },
  ];
  const { origin, host, port, tls } = options;
  const listener = await serve(routes, {
    origin,
    host,
    port,
    // A fault that takes old versions needs the old suites too.
    ...(tls
      ? { tls: { ...tls, ...(seams.tls?.minVersion ? {} : { ciphers: RECOMMENDED_SUITES }), ...seams.tls } }
      : {}),
  });
  const pushUrl = `${listener.origin}${pushPath}`;
  const happenUrl = `${listener.origin}/happen`;

  return {
    name: desk.name,
    origin: listener.origin,
    routes,
    assumptions: receiverAssumptions,
    pushUrl,
    pushAuthorization: null,
    pageUrl: `${listener.origin}/`,
    happen: async (what) => desk.happen(readHappening(what, now())),
    happenUrl,
    async trust({ issuer, metadataUrl, audience }) {
      await providers.register(new URL(issuer).host, { well_known_url: metadataUrl }, audience, issuer);
    },
    trustWhenThere: (provider, signal) => providers.registerWhenThere(provider, signal),
    effects: () => [...effects],
    sets: () => sets.sets(),
    users: () => directory.users(),
    log: () => log.entries(),
    async close() {
      await listener.close();
      await providers.close();
    },
  };
}

function codeOf({ err }: Refusal): string {
  return codes.includes(err) ? err : 'invalid_request';
}
