import { http, type RequestHandler } from 'msw';
import { keepArrival, stampInProcess } from './arrival.ts';
import type { Route } from './route.ts';
import { answer, match, refuse } from './router.ts';

/**
 * The routes as MSW handlers under an origin (`https://transmitter.example`), for `setupServer(...)`. Paths that no
 * route serves are left to other handlers and to `onUnhandledRequest`.
 */
export function toHandlers(routes: readonly Route[], origin: string): RequestHandler[] {
  const paths = [...new Set(routes.map(({ path }) => path))];
  return paths.map((path) =>
    // One handler per path, not per method: a wrong method is answered 405, as on the socket.
    http.all(path === '*' ? `${origin}/*` : origin + path, ({ request }) => {
      keepArrival(request, stampInProcess(request));
      const matched = match(routes, request.method, new URL(request.url).pathname);
      return matched.route === null ? refuse(matched.allow) : answer(matched, request);
    }),
  );
}
