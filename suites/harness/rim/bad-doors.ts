import type { CertificateOptions, Credentials } from '../../../mocks/http/certificates.ts';
import { flawedLeaf } from '../../../mocks/http/flawed-certificates.ts';
import type { TlsOptions } from '../../../mocks/http/listen.ts';
import type { InboxServer } from '../../../mocks/receiver/inbox.ts';
import type { BadEndpoint } from '../exchange.ts';

/** Makes the certificates of our endpoints, which the target trusts. */
export interface PushAuthority {
  issue(options?: CertificateOptions): Promise<Credentials>;
  /** There is one certificate, which is given whatever is wished for: none can be made that has expired, or is for another. */
  isFixed?: boolean | undefined;
  /** The authority's certificate in PEM, and the absolute path of a file with it, for the target. */
  ca?: string | undefined;
  caFile?: string | undefined;
  /** Of the authority, for the tester: `made now, valid until 2028-11-22`. */
  about?: string | undefined;
}

type Start = (tls: TlsOptions | undefined, onUnused: () => void) => Promise<InboxServer>;

/** Push endpoints that a Transmitter ought to refuse, one listener for each kind, started when first asked for. */
export class BadDoors {
  readonly #authority: PushAuthority | null;
  readonly #names: CertificateOptions;
  readonly #start: Start;
  readonly #servers = new Map<BadEndpoint, Promise<InboxServer>>();
  readonly #unused = new Map<BadEndpoint, number>();
  readonly #waiting = new Set<() => void>();

  /** `names`: what a right certificate of ours names. */
  constructor(authority: PushAuthority | null, names: CertificateOptions, start: Start) {
    this.#authority = authority;
    this.#names = names;
    this.#start = start;
  }

  server(kind: BadEndpoint): Promise<InboxServer> {
    const known = this.#servers.get(kind);
    if (known !== undefined) return known;
    const started = this.#tls(kind).then((tls) =>
      this.#start(tls, () => {
        this.#unused.set(kind, (this.#unused.get(kind) ?? 0) + 1);
        for (const wake of this.#waiting) wake();
      }),
    );
    this.#servers.set(kind, started);
    return started;
  }

  /** Connections that clients closed without a request; waits up to `waitMs` ms until they are more than `beyond`. */
  async refusals(kind: BadEndpoint, beyond: number, waitMs: number): Promise<number> {
    const seen = (): number => this.#unused.get(kind) ?? 0;
    if (seen() > beyond || waitMs <= 0) return seen();
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const wake = (): void => {
        if (seen() > beyond) finish();
      };
      const timer = setTimeout(finish, waitMs);
      this.#waiting.add(wake);
    });
    return seen();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(async (server) => (await server).close()));
  }

  async #tls(kind: BadEndpoint): Promise<TlsOptions | undefined> {
    if (kind === 'plain-http') return undefined;
    return flawedTls(kind, this.#authority, this.#names);
  }
}

/**
 * TLS that a careful client refuses. `authority`: one that it trusts; `at`: what a right certificate names.
 * Rejects where the authority is missing, or cannot make what is needed.
 */
export async function flawedTls(
  kind: Exclude<BadEndpoint, 'plain-http'>,
  authority: PushAuthority | null,
  at: CertificateOptions = {},
): Promise<TlsOptions> {
  const issue = async (options: CertificateOptions = {}): Promise<Credentials> => {
    if (authority === null || (authority.isFixed === true && kind !== 'old-tls'))
      throw new Error(
        'There is no authority that the target trusts (hook push-authority or trusted-authority).',
      );
    return authority.issue(options);
  };
  if (kind !== 'old-tls') return flawedLeaf(kind, issue, at);
  return { ...(await issue(at)), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' };
}
