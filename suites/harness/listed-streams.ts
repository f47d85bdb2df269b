import type { Identity, Rim } from './exchange.ts';
import { isObject } from './probe/documents.ts';

/** The ids in the lists of streams (SSF 8.1.1.2) of these Receivers; what is no list holds none. */
export async function listedStreams(
  rim: Rim,
  metadataUrl: string,
  identities: readonly Identity[],
): Promise<string[]> {
  const { response } = await rim.send({ method: 'GET', url: metadataUrl, as: 'nobody' }, null);
  const url = isObject(response?.json) ? response.json.configuration_endpoint : undefined;
  if (typeof url !== 'string' || !URL.canParse(url)) return [];
  const ids: string[] = [];
  for (const as of identities) {
    const answer = (await rim.send({ method: 'GET', url, as }, null)).response?.json;
    for (const one of Array.isArray(answer) ? answer : [answer]) {
      const id: unknown = isObject(one) ? one.stream_id : undefined;
      if (typeof id === 'string' && id !== '') ids.push(id);
    }
  }
  return ids;
}
