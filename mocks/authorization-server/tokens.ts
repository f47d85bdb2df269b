import { randomBytes } from 'node:crypto';

/** What an access token stands for. */
export interface IssuedToken {
  client: string;
  scopes: readonly string[];
  /** ms since the epoch. */
  expiresAt: number;
  /** Thumbprint of the certificate that has to come with it (RFC 8705 section 3); null for whoever bears it. */
  certificate: string | null;
}

/** The opaque access tokens that are in force. */
export class Tokens {
  readonly #issued = new Map<string, IssuedToken>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(
    client: string,
    scopes: readonly string[],
    expiresInS: number,
    certificate: string | null = null,
    token: string = randomBytes(32).toString('base64url'),
  ): string {
    this.#issued.set(token, { client, scopes, expiresAt: this.#now() + expiresInS * 1000, certificate });
    return token;
  }

  /** null for a token that is unknown, revoked or expired. */
  introspect(token: string): IssuedToken | null {
    const found = this.#issued.get(token);
    if (!found) return null;
    if (found.expiresAt > this.#now()) return found;
    this.#issued.delete(token);
    return null;
  }

  revoke(token: string): void {
    this.#issued.delete(token);
  }
}
