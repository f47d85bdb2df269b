import { http, type RequestHandler } from 'msw';
import { keepArrival, stampInProcess } from './arrival.ts';
import type { Route } from './route.ts';
import { answer, match, refuse } from './router.ts';
import type { Served } from './serve.ts';

/** A peer that was started with an `origin`, as MSW handlers for `setupServer(...)`. It answers every path there: 404 for unknown ones. */
export function toHandlers(peer: Served): RequestHandler[];
/**
 * Routes as MSW handlers under an origin (`https://transmitter.example`). Paths that no route serves are left to other
 * handlers and to `onUnhandledRequest`.
 */
export function toHandlers(routes: readonly Route[], origin: string): RequestHandler[];
export function toHandlers(given: Served | readonly Route[], originOfRoutes?: string): RequestHandler[] {
  const { routes, origin = '' } = 'routes' in given ? given : { routes: given, origin: originOfRoutes };
  const paths = new Set([...routes.map(({ path }) => path), ...('routes' in given ? ['*'] : [])]);
  return [...paths].map((path) =>
    // One handler per path, not per method: a wrong method is answered 405, as on the socket.
    http.all(path === '*' ? `${origin}/*` : origin + path, ({ request }) => {
      keepArrival(request, stampInProcess(request));
      const matched = match(routes, request.method, new URL(request.url).pathname);
      return matched.route === null ? refuse(matched.allow) : answer(matched, request);
    }),
  );
}
