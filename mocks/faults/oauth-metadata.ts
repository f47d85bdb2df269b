import type { Fault } from './fault.ts';

/** Faults in the metadata of the authorization server and of the protected resource (RFC 8414, RFC 9728). */
export const faults: readonly Fault[] = [
  {
    name: 'authorization-server-elsewhere',
    breaks: 'RFC8414-3-01',
    summary: 'Serves the metadata of an authorization server with a path at the host alone.',
    seams: () => ({
      authorizationServerMetadata: (document) => ({
        ...document,
        issuer: `${String(document.issuer)}/tenant-1`,
      }),
    }),
  },
  {
    name: 'authorization-server-behind-path',
    breaks: 'RFC8414-3-01',
    summary: 'Serves the metadata of an authorization server with a path behind that path only.',
    seams: () => ({
      routes: (metadata) => {
        const issuer = `${String(metadata().issuer)}/login`;
        return [
          {
            method: 'GET',
            path: '/.well-known/oauth-protected-resource',
            resolve: () =>
              Response.json({
                resource: metadata().issuer,
                scopes_supported: ['ssf.read', 'ssf.manage'],
                authorization_servers: [issuer],
              }),
          },
          {
            method: 'GET',
            path: '/login/.well-known/oauth-authorization-server',
            resolve: () => Response.json({ issuer }),
          },
        ];
      },
    }),
  },
  {
    name: 'authorization-server-metadata-as-text',
    breaks: 'RFC8414-3.2-01',
    summary: 'Declares the authorization server metadata as text/plain.',
    seams: () => ({
      routes: (metadata) => [
        {
          method: 'GET',
          path: '/.well-known/oauth-authorization-server',
          resolve: () =>
            new Response(JSON.stringify({ issuer: metadata().issuer }), {
              headers: { 'content-type': 'text/plain' },
            }),
        },
      ],
    }),
  },
  {
    name: 'protected-resource-elsewhere',
    breaks: 'RFC9728-3-01',
    summary: 'Serves protected resource metadata for a resource with a path at the host alone.',
    seams: () => protectedResource({ path: '/ssf', scopes_supported: ['ssf.read', 'ssf.manage'] }),
    profile: 'caep-interop',
  },
  {
    name: 'protected-resource-without-scopes',
    breaks: 'RFC9728-3-03',
    summary: 'Does not list the scopes in the protected resource metadata.',
    seams: () => protectedResource({ path: '' }),
    profile: 'caep-interop',
  },
];

function protectedResource({
  path,
  ...members
}: {
  path: string;
  scopes_supported?: string[];
}): ReturnType<Fault['seams']> {
  return {
    routes: (metadata) => [
      {
        method: 'GET',
        path: '/.well-known/oauth-protected-resource',
        resolve: () => Response.json({ resource: `${String(metadata().issuer)}${path}`, ...members }),
      },
    ],
  };
}
