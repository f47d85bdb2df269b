import { randomBytes } from 'node:crypto';
import { objectOf, usableUrl } from '../../receiver/client/answers.ts';
import { discover } from '../../receiver/client/discovery.ts';
import { NoAnswer, Untrusted } from '../../receiver/client/failure.ts';
import { Outlet } from '../../receiver/client/outlet.ts';
import { refuse } from '../../receiver/examination/refuse.ts';
import type { StartReceiverOptions } from '../../receiver/options.ts';
import { ReceiverCore, type Verdict } from '../../receiver/receiver-core.ts';
import type { Examined, ReceiverSeams, Refusal } from '../../receiver/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import { Awaited } from './awaited.ts';
import type { Provider } from './incoming.ts';

/** How a provider is registered: by the URL of its metadata, or by its issuer and where its keys are. */
export type ProviderSettings = { well_known_url: string } | { issuer: string; jwks_url: string };

/** A security events provider as Okta's API shows it. */
export interface RegisteredProvider {
  id: string;
  name: string;
  type: string;
  status: 'ACTIVE' | 'INACTIVE';
  settings: { issuer: string; jwks_url: string; well_known_url?: string };
}

/** A provider that may not be there yet. */
export interface AwaitedProvider {
  metadataUrl: string;
  /** Issuers whose metadata may be at that URL (SSF 7.2.1). */
  issuers: readonly string[];
  audience: string;
}

interface Registration {
  shown: RegisteredProvider;
  /** The core holds on to it. */
  provider: Provider;
  audience: Set<string>;
  core: ReceiverCore;
}

export interface ProvidersParts {
  /** Of the cores and of the way out; `effects` of its seams is left to `onAccepted`. */
  options: StartReceiverOptions;
  /** An accepted or refused SET: what is done about it. */
  act: (set: Examined, refusal: Refusal | null, provider: Provider) => void;
  log: (line: string) => void;
}

/** RFC 7517 8.5 has a media type of its own, but many serve JWK Sets as plain JSON. */
const jwks = 'application/jwk-set+json, application/json';

/** The security events providers of the org; each has its own keys and memory, SETs find theirs by `iss`. */
export class Providers {
  readonly #parts: ProvidersParts;
  readonly #outlet: Outlet;
  readonly #closing = new AbortController();
  readonly #registered = new Map<string, Registration>();
  readonly #nobody: ReceiverCore;
  readonly #awaited = new Awaited();

  constructor(parts: ProvidersParts) {
    this.#parts = parts;
    this.#outlet = new Outlet(parts.options, parts.log);
    this.#nobody = this.#coreFor({ name: 'an unknown provider', critical: [] }, strangerSteps);
    this.#nobody.trust({ issuer: '', audience: [], jwksUri: '', criticalSubjectMembers: [] });
  }

  list(): RegisteredProvider[] {
    return [...this.#registered.values()].map(({ shown }) => shown);
  }

  get(id: string): RegisteredProvider | undefined {
    return this.list().find((shown) => shown.id === id);
  }

  /**
   * Registers a provider, or anew one that is known by its issuer; it is taken for the audience beside those before.
   * Rejects with Untrusted, GivenUp or NoAnswer when what its metadata says does not hold or cannot be had.
   */
  async register(
    name: string,
    settings: ProviderSettings,
    audience: string,
    issuer?: string,
  ): Promise<RegisteredProvider> {
    const found =
      'well_known_url' in settings
        ? await this.#discover(settings.well_known_url, issuer)
        : {
            issuer: settings.issuer,
            jwksUri: usableUrl(settings.jwks_url, 'jwks_url', settings.issuer, {}),
            criticalSubjectMembers: [],
          };
    const known = this.#registered.get(found.issuer);
    const shown: RegisteredProvider = {
      id: known?.shown.id ?? `sse${randomBytes(13).toString('base64url').replace(/[-_]/g, '0').slice(0, 17)}`,
      name,
      type: 'okta',
      status: 'ACTIVE',
      settings: {
        issuer: found.issuer,
        jwks_url: found.jwksUri,
        ...('well_known_url' in settings ? settings : {}),
      },
    };
    const provider = known?.provider ?? { name, critical: [] };
    provider.name = name;
    provider.critical = found.criticalSubjectMembers;
    const core = known?.core ?? this.#coreFor(provider);
    const audiences = new Set([...(known?.audience ?? []), audience]);
    core.trust({ ...found, audience: [...audiences] });
    this.#registered.set(found.issuer, { shown, provider, audience: audiences, core });
    return shown;
  }

  /**
   * Registers a provider as soon as its metadata can be read, which is tried again and again, and at once when a SET of an
   * unknown issuer comes. Resolves when it is registered, or ended by the signal.
   */
  async registerWhenThere(
    { metadataUrl, issuers, audience }: AwaitedProvider,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { log } = this.#parts;
    const attempt = async (): Promise<void> => {
      // Looked for once before: a look that is repeated by itself would not be over soon enough for a SET.
      const named = await this.#issuerAt(metadataUrl);
      const issuer = issuers.find((one) => one === named) ?? issuers[0] ?? named;
      await this.register(hostOf(issuer), { well_known_url: metadataUrl }, audience, issuer);
      log(`Takes SETs of ${issuer} for ${audience}`);
    };
    const end = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    await this.#awaited.until({ what: `the Transmitter at ${metadataUrl}`, attempt, log }, end);
  }

  /** Whether there was one. */
  remove(id: string): boolean {
    const issuer = this.get(id)?.settings.issuer;
    return issuer !== undefined && this.#registered.delete(issuer);
  }

  setStatus(id: string, status: RegisteredProvider['status']): RegisteredProvider | undefined {
    const shown = this.get(id);
    if (shown) shown.status = status;
    return shown;
  }

  /** Judges a SET by the provider that it says it is from. */
  async examine(compact: string): Promise<Verdict> {
    const issuer = issuerOf(compact);
    if (issuer !== null && !this.#registered.has(issuer) && this.#awaited.some) {
      await this.#awaited.tryNow();
      if (!this.#registered.has(issuer) && this.#awaited.some) return notYet(compact);
    }
    const registration = this.#registered.get(issuer ?? '');
    const active = registration?.shown.status === 'ACTIVE' ? registration : undefined;
    return (active?.core ?? this.#nobody).examine(compact, 'push');
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#outlet.close();
  }

  async #discover(url: string, issuer: string | undefined) {
    const named = issuer ?? (await this.#issuerAt(url));
    return discover(this.#outlet, { issuer: named, metadataUrl: url }, this.#closing.signal);
  }

  /** With nothing but a URL, the administrator who registers it vouches for the issuer that it names. */
  async #issuerAt(url: string): Promise<string> {
    if (!URL.canParse(url)) throw new Untrusted(`well_known_url is no URL: ${url}.`);
    const answer = await this.#outlet.once(
      { operation: 'metadata', method: 'GET', url },
      this.#closing.signal,
    );
    const { issuer } = objectOf(answer, [200], `Metadata at ${url}`);
    if (typeof issuer !== 'string') throw new Untrusted(`The metadata at ${url} names no issuer.`);
    return issuer;
  }

  #coreFor(provider: Provider, steps?: ReceiverSeams['steps']): ReceiverCore {
    const { options, act } = this.#parts;
    const seams: ReceiverSeams = {
      ...options.seams,
      ...(steps ? { steps: { ...options.seams?.steps, ...steps } } : {}),
      effects: (_, set, refusal) => {
        act(set, refusal, provider);
        return [];
      },
    };
    return new ReceiverCore({ ...options, seams }, (operation, url) => this.#fetch(operation, url));
  }

  /** Once more when there was no answer, as when a kept connection turns out to be closed. */
  async #fetch(operation: 'jwks', url: string) {
    const request = { operation, method: 'GET', url, headers: { accept: jwks } };
    const { signal } = this.#closing;
    return this.#outlet.once(request, signal).catch((error: unknown) => {
      if (error instanceof NoAnswer) return this.#outlet.once(request, signal);
      throw error;
    });
  }
}

/** Steps for a SET of nobody that is known: its form is looked at, but there are no keys, and it is never accepted. */
const strangerSteps: ReceiverSeams['steps'] = {
  key: () => null,
  'key-strength': () => null,
  signature: () => null,
  issuer: async (_, reference) =>
    (await reference()) ?? refuse('invalid_issuer', 'No security events provider has this issuer.'),
};

/** It may be of a provider of which it is not known yet who that is: with 400 it would be lost. */
function notYet(compact: string): Verdict {
  const refusal = refuse('invalid_issuer', 'A security events provider could not be read yet.');
  const examined: Examined = { compact, header: {}, claims: {}, delivery: 'push' };
  return { refusal, examined, repeated: false, later: true };
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

/** What a token says of its issuer, unproven. */
function issuerOf(compact: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(compact.split('.')[1] ?? '', 'base64url').toString());
    return isObject(claims) && typeof claims.iss === 'string' ? claims.iss : null;
  } catch {
    return null;
  }
}
