import type { Route } from '../http/route.ts';
import {
  authorize,
  type Credentials,
  type Grant,
  identify,
  MANAGE,
  READ,
  readCredentials,
} from './authentication.ts';
import { type AuthorizedCall, parseJson, readStreamId } from './call.ts';
import type { Core } from './core.ts';
import { Refusal, toResponse } from './reply.ts';
import { type Call, concerns, type Operation, type Reply } from './seams.ts';

/** One thing that can be asked of the Transmitter. */
export interface Endpoint {
  method: string;
  path: string;
  operation: Operation | ((url: URL) => Operation);
  /** Any one of these scopes is enough; null for what everybody may ask. */
  scopes: readonly string[] | null;
  answer(call: AuthorizedCall): Reply | Promise<Reply>;
}

/** Scopes that let a Receiver read (CAEP-INTEROP 2.7.3: the broader one suffices as well). */
export const toRead = [READ, MANAGE];
export const toManage = [MANAGE];

const nobody: Grant = { client: '', scopes: [] };

/** An endpoint as a route: reads the call, lets the seams at it, checks who asks, and answers. */
export function toRoute(core: Core, endpoint: Endpoint): Route {
  return {
    method: endpoint.method,
    path: endpoint.path,
    async resolve({ request, params }) {
      const credentials = readCredentials(request, core.quirks);
      const grant = identify(request, credentials, core.options.introspect);
      const call = await readCall(endpoint, request, params, grant);
      const replaced = await core.seams.before?.(call);
      if (replaced) return toResponse(replaced);
      const reply = await answered(async () => {
        const admitted = admit(core, endpoint, call, credentials, grant);
        return endpoint.answer({ ...call, client: admitted.client });
      });
      return toResponse((await core.seams.after?.(reply, call)) ?? reply);
    },
  };
}

async function readCall(
  endpoint: Endpoint,
  request: Request,
  params: Record<string, string>,
  grant: Grant | null,
): Promise<Call> {
  const { operation } = endpoint;
  const text = await request.text();
  const body = parseJson(text);
  return {
    operation: typeof operation === 'string' ? operation : operation(new URL(request.url)),
    request,
    client: grant?.client ?? null,
    streamId: readStreamId(request.url, params, body),
    body,
    text,
  };
}

/** Who is let in; throws a Refusal for everybody else. */
function admit(
  core: Core,
  endpoint: Endpoint,
  call: Call,
  credentials: Credentials,
  grant: Grant | null,
): Grant {
  const { noAuthorization, ignoreScope } = core.quirks;
  if (endpoint.scopes === null) return grant ?? nobody;
  if (concerns(noAuthorization, call.operation)) return grant ?? whoeverItConcerns(core, call.streamId);
  const scopes = concerns(ignoreScope, call.operation) ? null : endpoint.scopes;
  return authorize(credentials, grant, scopes);
}

/** Without credentials the owner of the stream is taken for the caller, or the first Receiver that is known. */
function whoeverItConcerns(core: Core, streamId: string | null): Grant {
  const owner = streamId === null ? undefined : core.streams.get(streamId)?.owner;
  return { client: owner ?? core.options.receivers[0]?.id ?? '', scopes: [READ, MANAGE] };
}

async function answered(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}
