import { HttpResponse, http, passthrough } from 'msw';
import { type SetupServer, setupServer } from 'msw/node';
import { isLoopback } from '../../suites/support/loopback.ts';

/** An MSW server that listens: what its handlers do not answer fails as a network does, but for requests to this machine. */
export function interceptor(): SetupServer {
  // Tried after all that a test adds with `use`.
  const last = http.all('*', ({ request: { method, url } }) => {
    if (isLoopback(new URL(url).hostname)) return passthrough();
    console.error(`Nobody in this test answers ${method} ${url}.`);
    return HttpResponse.error();
  });
  const server = setupServer(last);
  server.listen({ onUnhandledRequest: 'error' });
  return server;
}
