/** Requests in a row that may time out before an endpoint is given up for the rest of the run. */
const STRIKES = 3;

/**
 * Keeps a hanging endpoint from stretching the run: after three time-outs in a row nothing more is sent there.
 * An endpoint is a method and a URL without its query.
 */
export class Circuit {
  readonly #strikes = new Map<string, number>();

  isOpen(method: string, url: string): boolean {
    return (this.#strikes.get(key(method, url)) ?? 0) >= STRIKES;
  }

  report(method: string, url: string, timedOut: boolean): void {
    if (timedOut) this.#strikes.set(key(method, url), (this.#strikes.get(key(method, url)) ?? 0) + 1);
    else this.#strikes.delete(key(method, url));
  }
}

function key(method: string, url: string): string {
  return `${method} ${url.split('?')[0] ?? url}`;
}
