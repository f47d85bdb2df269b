import type { CertificateOptions, Credentials } from '../../../../mocks/http/certificates.ts';
import { type Listener, listen, type TlsOptions } from '../../../../mocks/http/listen.ts';
import type { Route } from '../../../../mocks/http/route.ts';
import { flawedTls, type PushAuthority } from '../../rim/bad-doors.ts';
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
  /** Connections to bad doors that were closed before any request. */
  refusals(): number;
  close(): Promise<void>;
}

/** Starts the main listener; rejects when its port cannot be had. */
export async function openIssuers(
  options: IssuersOptions,
  issuerParts: IssuerParts,
  endpointParts: EndpointParts,
): Promise<Issuers> {
  const { host, port } = options.listen ?? { host: '127.0.0.1', port: 0 };
  const publicHost = options.publicUrl === undefined ? reachable(host) : new URL(options.publicUrl).hostname;
  const certified = certificateFor([host, publicHost]);
  const listeners: Listener[] = [];
  const all: Issuer[] = [];

  /** Serves issuers with these paths on one more listener. */
  async function open(
    spec: {
      port: number;
      tls: TlsOptions | undefined;
      publicUrl?: string | undefined;
      onUnused?: () => void;
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
      onUnused: spec.onUnused,
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

  const [right, withPath, withSlash] = await open(
    { port, tls: await options.authority?.issue(certified), publicUrl: options.publicUrl },
    ['', TENANT, TENANT_SLASH],
  );
  if (right === undefined || withPath === undefined || withSlash === undefined)
    throw new TypeError('There is no issuer.');

  let refusals = 0;
  const bad = new Map<BadDoor, Promise<Issuer>>();
  async function openBad(door: BadDoor): Promise<Issuer> {
    const issue = (wish: CertificateOptions): Promise<Credentials> => {
      if (options.authority === undefined)
        throw new Error('There is no authority that the target trusts (hook trusted-authority).');
      return options.authority.issue(wish);
    };
    const onUnused = (): void => {
      refusals += 1;
    };
    const [issuer] = await open({ port: 0, tls: await flawedTls(door, issue, certified), onUnused }, ['']);
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
    refusals: () => refusals,
    close: async () => {
      await Promise.allSettled(bad.values());
      await Promise.all(all.map((issuer) => issuer.close()));
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

/** An address that listens everywhere is reached by loopback; IPv6 addresses stand in brackets. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function certificateFor(hosts: readonly string[]): CertificateOptions {
  const bare = [...new Set(hosts.map((host) => host.replace(/^\[(.*)\]$/, '$1')))];
  const isIp = (host: string): boolean => /^[\d.]+$|:/.test(host);
  return {
    names: [...new Set(['localhost', ...bare.filter((host) => !isIp(host))])],
    ips: [...new Set(['127.0.0.1', ...bare.filter(isIp)])],
  };
}
