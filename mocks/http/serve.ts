import { type Listener, type ListenOptions, listen } from './listen.ts';
import type { Route } from './route.ts';

export interface ServeOptions extends ListenOptions {
  /** Under which requests are intercepted in process, `https://org.example`: then nothing listens. */
  origin?: string | undefined;
}

/** What a peer in process is reached by. */
export interface Served {
  /** `http://127.0.0.1:41234`, or the origin that was given. */
  origin: string;
  /** Everything that it answers: `toHandlers(peer)` makes MSW handlers of it. */
  routes: readonly Route[];
}

/** Serves routes on a socket; or, with an `origin`, leaves that to whoever intercepts requests to it. */
export async function serve(
  routes: readonly Route[],
  { origin, ...options }: ServeOptions,
): Promise<Pick<Listener, 'origin' | 'close'>> {
  if (origin === undefined) return listen(routes, options);
  return { origin: new URL(origin).origin, close: () => Promise.resolve() };
}

/** The global `fetch` of the moment of the call: who intercepts requests puts another one in its place. */
export const globalFetch: typeof fetch = (...request) => globalThis.fetch(...request);
