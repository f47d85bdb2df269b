import { isObject } from '../../vocabulary/is-object.ts';
import { objectOf } from './answers.ts';
import { type Api, withStreamId } from './api.ts';
import { GivenUp } from './failure.ts';
import { rest } from './repetition.ts';
import { checkIssuer, type Expected, type OwnStream, readConfiguration } from './stream-configuration.ts';

/** The members that a Receiver supplies, and no others (SSF 8.1.1.1). */
export interface Supplied {
  events_requested: readonly string[];
  delivery: { method: string; endpoint_url?: string; authorization_header?: string };
  description: string;
}

/** How often a stream that is not there yet is looked for. */
const LOOKS = 6;

/**
 * Has a stream at a Transmitter: creates one, or takes over the one that is there when only one is allowed. Throws
 * Untrusted when its configuration does not hold, GivenUp when there is none to be had.
 */
export async function openStream(
  api: Api,
  endpoint: string,
  supplied: Supplied,
  expected: Expected,
  signal: AbortSignal,
): Promise<OwnStream> {
  const { log, quirks, repetition } = api.outlet;
  const answer = await api.call(
    { operation: 'create-stream', method: 'POST', url: endpoint, json: { ...supplied } },
    { signal },
  );
  if (answer.status === 409) return takeOver();
  if (answer.status === 202) return awaited(listed);
  return readConfiguration(objectOf(answer, [201, 200], 'create-stream'), 'create-stream', expected);

  /** SSF 8.1.1.1: after 409 the existing stream is read, and updated where it is not as wished. */
  async function takeOver(): Promise<OwnStream> {
    const existing = (await list())[0];
    if (existing === undefined) throw new GivenUp('create-stream: status 409, but there is no stream.');
    const id = String(existing.stream_id);
    log(`There is a stream already: ${id}. It is taken over.`);
    await read(id);
    const change = quirks.replacesStream
      ? ({ operation: 'replace-stream', method: 'PUT' } as const)
      : ({ operation: 'update-stream', method: 'PATCH' } as const);
    const changed = await api.call(
      { ...change, url: endpoint, json: { stream_id: id, ...supplied } },
      { signal },
    );
    if (changed.status === 202) return awaited(async () => asWished(await read(id)));
    const { operation } = change;
    return readConfiguration(objectOf(changed, [200], operation), operation, expected);
  }

  async function read(id: string): Promise<Record<string, unknown>> {
    const url = withStreamId(endpoint, id);
    const configuration = objectOf(
      await api.call({ operation: 'read-stream', method: 'GET', url }, { signal }),
      [200],
      'read-stream',
    );
    checkIssuer(configuration.iss, 'read-stream', expected);
    return configuration;
  }

  async function list(): Promise<Record<string, unknown>[]> {
    const { status, json } = await api.call(
      { operation: 'list-streams', method: 'GET', url: endpoint },
      { signal },
    );
    if (status !== 200 || !Array.isArray(json))
      throw new GivenUp(`list-streams: status ${status}, or no list.`);
    return json.filter(isObject);
  }

  /** The stream that came of the request that was only accepted so far. */
  async function listed(): Promise<OwnStream | null> {
    for (const configuration of await list()) {
      checkIssuer(configuration.iss, 'read-stream', expected);
      const stream = asWished(configuration);
      if (stream) return stream;
    }
    return null;
  }

  function asWished(configuration: Record<string, unknown>): OwnStream | null {
    const { delivery } = configuration;
    if (!isObject(delivery) || delivery.method !== supplied.delivery.method) return null;
    const { endpoint_url: url } = supplied.delivery;
    if (url !== undefined && delivery.endpoint_url !== url) return null;
    return readConfiguration(configuration, 'read-stream', expected);
  }

  /** SSF 8.1.1.3: what is accepted is done some time; it is looked for with growing gaps. */
  async function awaited(look: () => Promise<OwnStream | null>): Promise<OwnStream> {
    for (let n = 0; n < LOOKS; n += 1) {
      await rest(repetition.gap(n, null), signal);
      const stream = await look();
      if (stream) return stream;
    }
    throw new GivenUp(`The stream did not come in ${LOOKS} looks.`);
  }
}
