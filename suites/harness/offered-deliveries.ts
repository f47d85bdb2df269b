import type { Delivery } from '../../reports/results.ts';
import type { Rim } from './exchange.ts';
import { isObject } from './probe/documents.ts';
import { METHOD_URN } from './probe/streams.ts';

const METHODS = ['push', 'poll'] as const;

/**
 * The delivery methods of a target whose metadata lists none, as it may (SSF 7.1): those for which it creates a stream,
 * where it refuses the other one with 400, as SSF 8.1.1.1 lets it. Both where that cannot be told.
 */
export async function offeredDeliveries(rim: Rim, metadataUrl: string): Promise<readonly Delivery[]> {
  const { response } = await rim.send({ method: 'GET', url: metadataUrl, as: 'nobody' }, null);
  const url = isObject(response?.json) ? response.json.configuration_endpoint : undefined;
  if (typeof url !== 'string' || !URL.canParse(url)) return METHODS;
  const offered: Delivery[] = [];
  for (const delivery of METHODS) {
    const status = await tryDelivery(rim, url, delivery);
    if (status >= 200 && status < 300) offered.push(delivery);
    else if (status !== 400) return METHODS;
  }
  return offered.length === 0 ? METHODS : offered;
}

/** Creates a stream and deletes it; returns the status of the answer, 0 if none came. */
async function tryDelivery(rim: Rim, url: string, delivery: Delivery): Promise<number> {
  const endpoint = delivery === 'push' ? { endpoint_url: (await rim.openInbox(null)).url } : {};
  const body = { delivery: { method: METHOD_URN[delivery], ...endpoint } };
  const created = await rim.send(
    { method: 'POST', url, as: 'receiver', json: body, createsStream: true },
    null,
  );
  const json = created.response?.json;
  const id = isObject(json) ? json.stream_id : undefined;
  if (typeof id === 'string') {
    const query = { stream_id: id };
    await rim.send({ method: 'DELETE', url, as: 'receiver', query, deletesStream: id }, null);
  }
  return created.response?.status ?? 0;
}
