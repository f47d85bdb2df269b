import type { Route } from './route.ts';

/** The route that answers, or why none does: `allow` is empty when the path is unknown. */
export type Match = { route: Route; params: Record<string, string> } | { route: null; allow: string[] };

/** Finds the first route for a method and path. A route of the exact method goes before `*`, wherever they stand. */
export function match(routes: readonly Route[], method: string, pathname: string): Match {
  const segments = pathname.split('/');
  const onPath: { route: Route; params: Record<string, string> }[] = [];
  for (const route of routes) {
    const params = matchPath(route.path, segments);
    if (params) onPath.push({ route, params });
  }
  const found =
    onPath.find(({ route }) => route.method === method) ?? onPath.find(({ route }) => route.method === '*');
  return found ?? { route: null, allow: [...new Set(onPath.map(({ route }) => route.method))] };
}

/** 404 for an unknown path, 405 with Allow for a known one (RFC 9110 15.5.5, 15.5.6). */
export function refuse(allow: readonly string[]): Response {
  return allow.length === 0
    ? new Response(null, { status: 404 })
    : new Response(null, { status: 405, headers: { allow: allow.join(', ') } });
}

/** Calls a matched route; a resolver that throws makes a 500 with its stack, for it is our own fault. */
export async function answer(
  matched: { route: Route; params: Record<string, string> },
  request: Request,
): Promise<Response> {
  try {
    return await matched.route.resolve({ request, params: matched.params });
  } catch (error) {
    if (request.signal.aborted) return Response.error();
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Response(`The mock failed: ${reason}\n`, {
      status: 500,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  }
}

function matchPath(path: string, segments: readonly string[]): Record<string, string> | null {
  if (path === '*') return {};
  const pattern = path.split('/');
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith(':')) {
      if (segment === '') return null;
      params[part.slice(1)] = decode(segment);
    } else if (part !== segment) {
      return null;
    }
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
