import { type AuthorizedCall, bodyObject, bodyStreamId, queryStreamId } from './call.ts';
import { type DeliveryRules, readSupplied, receiverMembers, wrongMembers } from './configuration.ts';
import { type Core, describe } from './core.ts';
import { type Endpoint, toManage, toRead } from './operation.ts';
import type { PushDelivery } from './push.ts';
import { empty, json, refuse } from './reply.ts';
import type { Reply } from './seams.ts';
import type { Stream } from './stream.ts';
import { sendVerification } from './verification.ts';

/** The Configuration Endpoint (SSF 8.1.1.1 to 8.1.1.5). */
export function configurationEndpoints(core: Core, push: PushDelivery): Endpoint[] {
  const { streams, quirks, options, endpoints } = core;
  const path = new URL(endpoints.configuration).pathname;

  function rulesFor(streamId: string, strict: boolean): DeliveryRules {
    return {
      pollUrl: endpoints.poll(streamId),
      plainHttp: quirks.plainPush ?? core.issuer.startsWith('http:'),
      strict,
    };
  }

  async function create(call: AuthorizedCall): Promise<Reply> {
    const body = bodyObject(call);
    const newId = quirks.sameStreamId ? `stream-of-${call.client}` : streams.newId();
    const id = quirks.reservedCharactersInStreamId
      ? `urn:uuid:${newId}`
      : (options.streamId?.(newId) ?? newId);
    const supplied = readSupplied(body, rulesFor(id, false));
    const single = options.singleStream || quirks.singleStream;
    if (single && streams.ownedBy(call.client).length > 0) {
      throw refuse(409, 'This Receiver has a stream already, and there can be only one.');
    }
    const known = options.receivers.find((receiver) => receiver.id === call.client);
    const audience = known?.audience ?? `https://${call.client}.example.com`;
    const stream = streams.create(id, call.client, audience, supplied);
    push.attach(stream);
    const { strayVerification: stray } = quirks;
    if (stray) await sendVerification(core, stream, stray === 'with-state' ? 'unasked' : undefined);
    return json(201, describe(core, stream));
  }

  function read(call: AuthorizedCall): Reply {
    const id = new URL(call.request.url).searchParams.get('stream_id');
    // SSF 8.1.1.2: without stream_id an array of all, even of one or none.
    if (id === null)
      return json(
        200,
        streams.ownedBy(call.client).map((stream) => describe(core, stream)),
      );
    return json(200, describe(core, streams.require(id, call)));
  }

  /** PATCH leaves what is not named as it is, PUT deletes it; nothing is applied unless all of it can be. */
  function update(call: AuthorizedCall, replace: boolean): Reply {
    const body = bodyObject(call);
    const stream = streams.require(bodyStreamId(body), call);
    const named = replace ? body : { ...stream.supplied, ...definedOnly(body) };
    const supplied = readSupplied(named, rulesFor(stream.id, quirks.transmitterMembers === undefined));
    const wrong = wrongMembers(body, describe(core, stream));
    if (wrong.length > 0) refuseMembers(stream, body, wrong, () => apply(stream, supplied));
    apply(stream, supplied);
    return json(200, describe(core, stream));
  }

  function refuseMembers(
    stream: Stream,
    body: Record<string, unknown>,
    wrong: string[],
    half: () => void,
  ): void {
    if (quirks.transmitterMembers === 'ignore') return;
    if (quirks.transmitterMembers === 'accept') {
      for (const name of wrong) stream.overrides[name] = body[name];
      return;
    }
    if (quirks.transmitterMembers === 'half-apply') half();
    throw refuse(400, `These are set by the Transmitter and have another value: ${wrong.join(', ')}.`);
  }

  function apply(stream: Stream, supplied: Stream['supplied']): void {
    stream.supplied = supplied;
    stream.queue.notify();
  }

  function remove(call: AuthorizedCall): Reply {
    const stream = streams.require(queryStreamId(call), call);
    if (!quirks.deleteKeeps) streams.delete(stream);
    return empty(204);
  }

  return [
    { method: 'POST', path, operation: 'create-stream', scopes: toManage, answer: create },
    {
      method: 'GET',
      path,
      operation: (url) => (url.searchParams.has('stream_id') ? 'read-stream' : 'list-streams'),
      scopes: toRead,
      answer: read,
    },
    {
      method: 'PATCH',
      path,
      operation: 'update-stream',
      scopes: toManage,
      answer: (call) => update(call, quirks.patchReplaces ?? false),
    },
    {
      method: 'PUT',
      path,
      operation: 'replace-stream',
      scopes: toManage,
      answer: (call) => update(call, !quirks.putMerges),
    },
    { method: 'DELETE', path, operation: 'delete-stream', scopes: toManage, answer: remove },
  ];
}

/** The Receiver-supplied members that a body names. */
function definedOnly(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    receiverMembers.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]),
  );
}
