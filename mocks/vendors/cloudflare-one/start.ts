import type { Route } from '../../http/route.ts';
import {
  hostTransmitter,
  type StartedVendorTransmitter,
  type StartVendorTransmitterOptions,
} from '../host-transmitter.ts';
import { cloudflarePage } from './page.ts';
import { type CloudflareOne, createCloudflareOne } from './rules.ts';

/** How the mock of Cloudflare One is to be, and where it stands. */
export interface StartCloudflareOneOptions extends StartVendorTransmitterOptions {
  /** UUID of the integration; default: always the same, so that its addresses can be told beforehand. */
  integration?: string | undefined;
}

export interface StartedCloudflareOne extends StartedVendorTransmitter<CloudflareOne> {
  /** The metadata under the old name of the framework, as the vendor has it. */
  oldMetadataUrl: string;
}

const DEFAULT_INTEGRATION = '0c1de8f5-6a54-4f0b-9d3e-2b7a1c5e9f40';

/** Serves Cloudflare One's user risk score sharing on a socket. Rejects when the port cannot be had. */
export async function startCloudflareOne(
  options: StartCloudflareOneOptions = {},
): Promise<StartedCloudflareOne> {
  const { integration = DEFAULT_INTEGRATION } = options;
  const started = await hostTransmitter(options, {
    create: (parts) => createCloudflareOne(parts, { onLog: options.onLog }),
    // Our assumption: the integration is the issuer, so that both metadata paths follow from it (SSF 7.2.1).
    path: `/${integration}`,
    page: (state) => cloudflarePage(state, oldMetadataUrl(state.issuer, integration)),
    routes: (vendor, metadata) => [
      ...oldMetadata(integration, metadata),
      ...switches(vendor, options.now ?? Date.now),
    ],
  });
  return { ...started, oldMetadataUrl: oldMetadataUrl(started.issuer, integration) };
}

const OLD_NAME = '/.well-known/sse-configuration';

function oldMetadataUrl(issuer: string, integration: string): string {
  return `${new URL(issuer).origin}${OLD_NAME}/${integration}/`;
}

/** With the final slash that is published, and without. */
function oldMetadata(integration: string, metadata: () => Record<string, unknown>): Route[] {
  return ['', '/'].map((end) => ({
    method: 'GET',
    path: `${OLD_NAME}/${integration}${end}`,
    resolve: () => Response.json(metadata()),
  }));
}

/** What an administrator can do, as forms: `on=true` or `on=false`, `user=E-MAIL`. */
function switches(vendor: () => CloudflareOne, now: () => number): Route[] {
  const form = async (request: Request): Promise<URLSearchParams> =>
    new URLSearchParams(await request.text());
  const back = (): Response => new Response(null, { status: 303, headers: { location: '/' } });
  return [
    {
      method: 'POST',
      path: '/sharing',
      async resolve({ request }) {
        const on = (await form(request)).get('on');
        if (on !== 'true' && on !== 'false')
          return new Response('on must be true or false.\n', { status: 400 });
        vendor().share(on === 'true');
        return back();
      },
    },
    {
      method: 'POST',
      path: '/reset',
      async resolve({ request }) {
        const user = (await form(request)).get('user') ?? '';
        if (
          !vendor()
            .users()
            .some(({ email }) => email === user)
        )
          return new Response('There is no such user.\n', { status: 400 });
        await vendor().happen({ kind: 'risk-lowered', user, to: 'low', at: now() });
        return back();
      },
    },
  ];
}
