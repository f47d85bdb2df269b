import type { Route } from '../../http/route.ts';
import { reasonOf } from '../../receiver/client/failure.ts';
import { isObject } from '../../vocabulary/is-object.ts';
import type { ProviderSettings, Providers, RegisteredProvider } from './providers.ts';

const path = '/api/v1/security-events-providers';

/**
 * The part of Okta's management API with which security events providers are registered. Paths, names of members and
 * statuses are those of the public API reference; that no token is asked for is ours.
 */
export function providerRoutes(providers: Providers, audience: () => string): Route[] {
  const one = (id: string | undefined, found: RegisteredProvider | undefined): Response =>
    found ? Response.json(found) : notFound(id);
  return [
    { method: 'GET', path, resolve: () => Response.json(providers.list()) },
    {
      method: 'POST',
      path,
      async resolve({ request }) {
        const wish = readWish(await request.text());
        if (typeof wish === 'string') return failure(400, 'E0000001', wish);
        try {
          return Response.json(await providers.register(wish.name, wish.settings, audience()));
        } catch (error) {
          return failure(400, 'E0000001', reasonOf(error));
        }
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      resolve: ({ params: { id } }) => one(id, providers.get(id ?? '')),
    },
    {
      method: 'DELETE',
      path: `${path}/:id`,
      resolve: ({ params: { id } }) =>
        providers.remove(id ?? '') ? new Response(null, { status: 204 }) : notFound(id),
    },
    {
      method: 'POST',
      path: `${path}/:id/lifecycle/activate`,
      resolve: ({ params: { id } }) => one(id, providers.setStatus(id ?? '', 'ACTIVE')),
    },
    {
      method: 'POST',
      path: `${path}/:id/lifecycle/deactivate`,
      resolve: ({ params: { id } }) => one(id, providers.setStatus(id ?? '', 'INACTIVE')),
    },
  ];
}

/** What is to be registered, or what is wrong with the wish. */
function readWish(body: string): { name: string; settings: ProviderSettings } | string {
  let wish: unknown;
  try {
    wish = JSON.parse(body);
  } catch {
    return 'The body is no JSON.';
  }
  if (!isObject(wish)) return 'The body is no JSON object.';
  const { name, settings } = wish;
  if (typeof name !== 'string' || name === '') return 'name is missing.';
  if (!isObject(settings)) return 'settings are missing.';
  const { well_known_url, issuer, jwks_url } = settings;
  if (typeof well_known_url === 'string' && issuer === undefined && jwks_url === undefined) {
    return { name, settings: { well_known_url } };
  }
  if (typeof issuer === 'string' && typeof jwks_url === 'string' && well_known_url === undefined) {
    return { name, settings: { issuer, jwks_url } };
  }
  return 'settings have either well_known_url, or issuer and jwks_url.';
}

function notFound(id: string | undefined): Response {
  return failure(404, 'E0000007', `Not found: Resource not found: ${id} (SecurityEventsProvider)`);
}

/** Errors in the form of Okta's management API. */
function failure(status: number, errorCode: string, errorSummary: string): Response {
  return Response.json({ errorCode, errorSummary, errorCauses: [] }, { status });
}
