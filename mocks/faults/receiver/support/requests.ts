import type { OutgoingCall, ReceiverOperation, ReceiverSeams } from '../../../receiver/seams.ts';
import { isObject } from '../../../vocabulary/is-object.ts';

type Edit = (call: OutgoingCall) => OutgoingCall | null | Promise<OutgoingCall | null>;

/** Changes the requests of one operation. */
export function onRequest(operation: ReceiverOperation, edit: Edit): ReceiverSeams {
  return { request: (call) => (call.operation === operation ? edit(call) : call) };
}

/** Changes the JSON bodies of one operation. */
export function onBody(
  operation: ReceiverOperation,
  edit: (body: Record<string, unknown>) => unknown,
): ReceiverSeams {
  return onRequest(operation, (call) => ({ ...call, body: JSON.stringify(edit(bodyOf(call))) }));
}

export function bodyOf(call: OutgoingCall): Record<string, unknown> {
  const body: unknown = JSON.parse(call.body ?? '{}');
  return isObject(body) ? body : {};
}

/** Does something beside the first request of this operation that the Receiver makes. */
export function beside(
  operation: ReceiverOperation,
  act: (call: OutgoingCall) => Promise<unknown>,
  when: 'first' | 'always' = 'first',
): ReceiverSeams {
  let done = false;
  return onRequest(operation, async (call) => {
    if (!done || when === 'always') {
      done = true;
      await act(call);
    }
    return call;
  });
}

/** Sends something else in place of every request of this operation, and takes the answer for none. */
export function inPlaceOf(
  operation: ReceiverOperation,
  act: (call: OutgoingCall) => Promise<unknown>,
): ReceiverSeams {
  return onRequest(operation, async (call) => {
    await act(call);
    return null;
  });
}

/** A request like another one, but without its token: it is seen and does nothing. */
export function powerless(call: OutgoingCall): OutgoingCall {
  const { authorization: _, ...headers } = call.headers;
  return { ...call, headers };
}

/** Puts a further request on the wire, with the credentials of one that the Receiver makes. Gives its JSON answer. */
export async function send(
  like: OutgoingCall,
  request: { method: string; url?: string; json?: unknown; form?: URLSearchParams },
): Promise<unknown> {
  const { method, url = like.url, json, form } = request;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (like.headers.authorization !== undefined) headers.authorization = like.headers.authorization;
  if (json !== undefined) headers['content-type'] = 'application/json';
  if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  const body = json === undefined ? (form?.toString() ?? null) : JSON.stringify(json);
  try {
    const response = await fetch(url, { method, headers, body });
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  } catch {
    // No answer, or none that can be read: the Receiver itself has nothing to do with it.
    return null;
  }
}

/** An endpoint that the metadata of the Transmitter names, for operations that the reference Receiver does not know. */
export async function endpointOf(like: OutgoingCall, name: string): Promise<string | null> {
  const metadata = await send(like, {
    method: 'GET',
    url: new URL('/.well-known/ssf-configuration', like.url).href,
  });
  const url = isObject(metadata) ? metadata[name] : undefined;
  return typeof url === 'string' ? url : null;
}
