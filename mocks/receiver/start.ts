import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RECOMMENDED_SUITES } from '../http/recommended-suites.ts';
import type { Route } from '../http/route.ts';
import { globalFetch, serve } from '../http/serve.ts';
import { AccessTokens } from './client/access-tokens.ts';
import { Api } from './client/api.ts';
import { discover } from './client/discovery.ts';
import { NoAnswer, reasonOf } from './client/failure.ts';
import { ManagedLife } from './client/managed-life.ts';
import { Outlet } from './client/outlet.ts';
import { PollLoop } from './client/poll-loop.ts';
import { Verification } from './client/verification.ts';
import type { StartedReceiver, StartReceiverOptions } from './options.ts';
import { ReceiverCore } from './receiver-core.ts';

/** RFC 7517 8.5 has a media type of its own, but many serve JWK Sets as plain JSON. */
const jwks = 'application/jwk-set+json, application/json';
const pushPath = '/events';
/** How long a push may wait for the answer to the create request that it overtook, ms. */
const overtakingMs = 2000;

/** Serves the reference Receiver's push endpoint; the rest begins when it is told to. Rejects when the port cannot be had. */
export async function startReceiver(given: StartReceiverOptions = {}): Promise<StartedReceiver> {
  const options = given.origin === undefined ? given : { fetch: globalFetch, ...given };
  const lines: string[] = [];
  const log = (line: string): void => {
    lines.push(line);
    options.onLog?.(line);
  };
  const closing = new AbortController();
  const outlet = new Outlet(options, log);
  const verification = new Verification(log);
  const core = new ReceiverCore(withQuirks(options, verification), (operation, url) =>
    twice(() => outlet.once({ operation, method: 'GET', url, headers: { accept: jwks } }, closing.signal)),
  );
  core.onAccepted = (set) => verification.seen(set);
  let life: ManagedLife | null = null;
  /** Ends the polling of a hosted poller. */
  let stopPolling: () => Promise<void> = () => Promise.resolve();

  const push = core.pushRoute(pushPath, () => life?.pushAuthorization ?? options.pushAuthorization);
  const { origin, host, port, tls, seams = {} } = options;
  const routes = [afterOpening(push, () => life?.settled), ...(options.routes ?? [])];
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

  const trust: StartedReceiver['trust'] = async (transmitter) => {
    const { issuer, jwksUri, criticalSubjectMembers } = await discover(outlet, transmitter, closing.signal);
    core.trust({ issuer, audience: [transmitter.audience], jwksUri, criticalSubjectMembers });
  };
  const apiOf = (issuer: string): Api =>
    new Api(outlet, new AccessTokens(outlet, options.credentials, issuer));
  const end = async (): Promise<void> => {
    await Promise.all([life?.end(), stopPolling()]);
  };

  return {
    origin: listener.origin,
    routes,
    pushUrl,
    trust,
    async pollFrom(transmitter, pollUrl) {
      await stopPolling();
      await trust(transmitter);
      const ending = new AbortController();
      const loop = new PollLoop(apiOf(transmitter.issuer), pollUrl, core);
      const over = loop.run(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) log(`Stopped: ${reasonOf(error)}`);
      });
      stopPolling = async () => {
        stopPolling = () => Promise.resolve();
        ending.abort();
        await over;
        await loop.finish(AbortSignal.timeout(overtakingMs)).catch((error: unknown) => log(reasonOf(error)));
      };
    },
    async begin(beginning) {
      await end();
      life = new ManagedLife({
        api: apiOf(beginning.issuer),
        core,
        verification,
        beginning,
        audience: options.audience,
        pushUrl,
        // SSF 6.1.1: so that nobody else can push.
        pushAuthorization: options.pushAuthorization ?? `Bearer ${randomBytes(24).toString('base64url')}`,
      });
      await life.underWay;
    },
    end,
    effects: () => core.effects(),
    sets: () => core.sets.sets(),
    log: () => [...lines],
    async close() {
      await end();
      closing.abort();
      await listener.close();
      await outlet.close();
    },
  };
}

/** A push may come before the answer to the create request has been read: it waits for that, but not for ever. */
function afterOpening(route: Route, opening: () => Promise<unknown> | undefined): Route {
  return {
    ...route,
    async resolve(info) {
      const settled = opening()?.catch(() => undefined);
      if (settled) {
        const limit = new AbortController();
        const late = sleep(overtakingMs, undefined, { signal: limit.signal }).catch(() => undefined);
        await Promise.race([settled, late]);
        limit.abort();
      }
      return route.resolve(info);
    },
  };
}

function withQuirks(options: StartReceiverOptions, verification: Verification): StartReceiverOptions {
  if (!options.seams?.quirks?.expectsVerificationAtOnce) return options;
  return { ...options, seams: { ...options.seams, steps: verification.insists(options.seams) ?? {} } };
}

/** Once more when there was no answer, as when a kept connection turns out to be closed. */
function twice<T>(attempt: () => Promise<T>): Promise<T> {
  return attempt().catch((error: unknown) => {
    if (error instanceof NoAnswer) return attempt();
    throw error;
  });
}
