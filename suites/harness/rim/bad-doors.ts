import type { CertificateOptions, Credentials } from '../../../mocks/http/certificates.ts';
import { flawedLeaf } from '../../../mocks/http/flawed-certificates.ts';
import type { TlsOptions } from '../../../mocks/http/listen.ts';
import type { InboxServer, InboxServerOptions } from '../../../mocks/receiver/inbox.ts';
import type { Attempts, BadEndpoint } from '../exchange.ts';

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

/** What a listener tells of its connections. */
export type Told = Required<Pick<InboxServerOptions, 'onUnused' | 'onCredentials'>>;

type Start = (tls: TlsOptions | undefined, told: Told) => Promise<InboxServer>;

/** Nobody has come. */
export const NO_ATTEMPTS: Attempts = { refused: 0, exposed: 0 };
/** What is kept of the line of a request, characters. */
const LINE = 200;

/** Counts what becomes of the connections to a door. */
export class AttemptCount {
  readonly seen: Attempts = { ...NO_ATTEMPTS };
  readonly told: Told;

  /** `changed` is called after each. */
  constructor(changed: () => void = () => undefined) {
    this.told = {
      onUnused: () => {
        this.seen.refused += 1;
        changed();
      },
      onCredentials: (line) => {
        this.seen.exposed += 1;
        this.seen.lastExposed = line.slice(0, LINE);
        changed();
      },
    };
  }
}

/** Push endpoints that a Transmitter ought to refuse, one listener for each kind, started when first asked for. */
export class BadDoors {
  readonly #authority: PushAuthority | null;
  readonly #names: CertificateOptions;
  readonly #start: Start;
  readonly #servers = new Map<BadEndpoint, Promise<InboxServer>>();
  readonly #counts = new Map<BadEndpoint, AttemptCount>();
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
    const count = new AttemptCount(() => {
      for (const wake of this.#waiting) wake();
    });
    this.#counts.set(kind, count);
    const started = this.#tls(kind).then((tls) => this.#start(tls, count.told));
    this.#servers.set(kind, started);
    return started;
  }

  /** What became of the connections so far; waits up to `waitMs` ms until more than `beyond` were refused. */
  async attempts(kind: BadEndpoint, beyond: number, waitMs: number): Promise<Attempts> {
    const seen = (): Attempts => ({ ...(this.#counts.get(kind)?.seen ?? NO_ATTEMPTS) });
    if (seen().refused > beyond || waitMs <= 0) return seen();
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const wake = (): void => {
        if (seen().refused > beyond) finish();
      };
      const timer = setTimeout(finish, waitMs);
      this.#waiting.add(wake);
    });
    return seen();
  }

  async close(): Promise<void> {
    // One that could not be opened has told so where it was asked for.
    const opened = await Promise.allSettled(this.#servers.values());
    await Promise.all(opened.filter((one) => one.status === 'fulfilled').map((one) => one.value.close()));
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
