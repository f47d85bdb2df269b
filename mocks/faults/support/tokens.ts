import type { Call, Reply } from '../../transmitter/seams.ts';
import { isObject } from '../../vocabulary/is-object.ts';

/** The bearer token of a request; null when it has none. */
export function tokenOf({ request }: Call): string | null {
  return /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

/** Remembers which tokens the authorization server gave for exactly one scope. Its `note` is a seam `token`. */
export class ScopedTokens {
  readonly #tokens = new Set<unknown>();
  readonly #scope: string;

  constructor(scope: string) {
    this.#scope = scope;
  }

  note(reply: Reply): Reply {
    if (isObject(reply.body) && reply.body.scope === this.#scope) this.#tokens.add(reply.body.access_token);
    return reply;
  }

  has(call: Call): boolean {
    return this.#tokens.has(tokenOf(call));
  }
}
