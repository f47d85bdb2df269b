import type { CertificateOptions } from '../../../../mocks/http/certificates.ts';
import { type Listener, listen, type TlsOptions } from '../../../../mocks/http/listen.ts';
import type { Route } from '../../../../mocks/http/route.ts';
import type { Attempts } from '../../exchange.ts';
import { AttemptCount, flawedTls, NO_ATTEMPTS, type PushAuthority, type Told } from '../../rim/bad-doors.ts';
import { certifiedNames, publicHostOf } from '../../rim/our-address.ts';
import type { IssuerDoor } from '../exchange.ts';
import { type EndpointParts, observedRoute } from './endpoint.ts';
import { createIssuer, type Issuer, type IssuerParts } from './issuer.ts';

export interface IssuersOptions {
  /** Default: 127.0.0.1 and a free port. */
  listen?: { host: string; port: number } | undefined;
  /** How the target reaches us; only its origin counts. */
  publicUrl?: string | undefined;
  authority?: PushAuthority | undefined;
}

type BadDoor = Exclude<IssuerDoor, 'right' | 'path' | 'path-slash'>;

const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Paths of the issuers behind the doors `path` and `path-slash`. */
const TENANT = '/tenant/1';
const TENANT_SLASH = '/tenant/2/';

/** Our issuers: the right one and one with a path on the main listener, and those that a target ought to refuse. */
export interface Issuers {
  right: Issuer;
  /** Host under which the target reaches our listeners, and what a certificate for it names. */
  host: string;
  certificate: CertificateOptions;
  at(door: IssuerDoor): Promise<Issuer>;
  revokeTokens(): void;
  /** What became of the connections to a door so far. */
  attempts(door: IssuerDoor): Attempts;
  close(): Promise<void>;
}

/** Starts the main listener; rejects when its port cannot be had. */
export async function openIssuers(
  options: IssuersOptions,
  issuerParts: IssuerParts,
  endpointParts: EndpointParts,
): Promise<Issuers> {
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 };
  const address = { host, publicUrl: options.publicUrl };
  const publicHost = publicHostOf(address);
  const certified = certifiedNames(address);
  const listeners: Listener[] = [];
  const all: Issuer[] = [];

  /** Serves issuers with these paths on one more listener. */
  async function open(
    spec: {
      port: number;
      tls: TlsOptions | undefined;
      publicUrl?: string | undefined;
      told: Told;
    },
    paths: readonly string[],
  ): Promise<Issuer[]> {
    // Filled when the port, and with it the issuers' URL, is known; nobody calls before.
    const table: Route[] = [];
    const listener = await listen(table, {
      host,
      port: spec.port,
      tls: spec.tls,
      maxBodyBytes: MAX_BODY_BYTES,
      overlongBody: 'cut',
      ...spec.told,
    });
    listeners.push(listener);
    const scheme = spec.tls === undefined ? 'http' : 'https';
    const origin =
      spec.publicUrl === undefined
        ? `${scheme}://${publicHost}:${listener.port}`
        : new URL(spec.publicUrl).origin;
    const issuers = await Promise.all(paths.map((path) => createIssuer(origin + path, issuerParts)));
    all.push(...issuers);
    table.push(observedRoute(issuers, origin, endpointParts));
    return issuers;
  }

  const counts = new Map<IssuerDoor, AttemptCount>();
  const countAt = (door: IssuerDoor): Told => {
    const count = new AttemptCount();
    counts.set(door, count);
    return count.told;
  };
  const [right, withPath, withSlash] = await open(
    {
      port,
      tls: await options.authority?.issue(certified),
      publicUrl: options.publicUrl,
      told: countAt('right'),
    },
    ['', TENANT, TENANT_SLASH],
  );
  if (right === undefined || withPath === undefined || withSlash === undefined)
    throw new TypeError('There is no issuer.');

  const bad = new Map<BadDoor, Promise<Issuer>>();
  async function openBad(door: BadDoor): Promise<Issuer> {
    const tls = await flawedTls(door, options.authority ?? null, certified);
    const [issuer] = await open({ port: 0, tls, told: countAt(door) }, ['']);
    if (issuer === undefined) throw new TypeError('There is no issuer.');
    return issuer;
  }

  return {
    right,
    host: publicHost,
    certificate: certified,
    at: async (door) => {
      if (door === 'right') return right;
      if (door === 'path') return withPath;
      if (door === 'path-slash') return withSlash;
      const opened = bad.get(door) ?? openBad(door);
      bad.set(door, opened);
      return opened;
    },
    revokeTokens: () => {
      for (const issuer of all) issuer.revokeTokens();
    },
    attempts: (door) => ({ ...(counts.get(door)?.seen ?? NO_ATTEMPTS) }),
    close: async () => {
      await Promise.allSettled(bad.values());
      await Promise.all(all.map((issuer) => issuer.close()));
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}
