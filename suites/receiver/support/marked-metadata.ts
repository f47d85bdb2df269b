import type { JsonObject } from '../../harness/probe.ts';
import type { ReceiverProbe } from '../../harness/receiver/probe.ts';
import { answeredObject, only } from './calls.ts';
import { startsWithin } from './managed.ts';

/** Query parameter that tells an endpoint of a marked document from the same endpoint as it was learnt elsewhere. */
const PARAMETER = 'document';

/**
 * The endpoints of our metadata, each with a mark in its query: only who uses this very document asks for them. A
 * target that goes on with what it learnt and validated earlier does not. Ends the check when it never reads metadata.
 */
export async function markedEndpoints(
  r: Parameters<typeof startsWithin>[0] & Pick<ReceiverProbe, 'random' | 'notApplicable' | 'issuer'>,
): Promise<{ endpoints: JsonObject; isMarked: (url: string) => boolean }> {
  await startsWithin(r);
  const document = only(await r.calls(), 'metadata')
    .map(answeredObject)
    .findLast((json) => json?.issuer === r.issuer);
  if (document === undefined || document === null) {
    return r.notApplicable('The target does not ask for the metadata: it has been configured by hand.');
  }
  const { mark, isMarked } = marks(r);
  const endpoints = Object.entries(document).flatMap(([name, value]) =>
    /_(endpoint|uri)$/.test(name) && typeof value === 'string' ? [[name, mark(value)] as const] : [],
  );
  return { endpoints: Object.fromEntries(endpoints), isMarked };
}

/** Marks URLs so that their use can be told. */
export function marks(r: Pick<ReceiverProbe, 'random'>): {
  mark: (url: string) => string;
  isMarked: (url: string) => boolean;
} {
  const marker = r.random();
  return {
    mark: (url) => {
      const marked = new URL(url);
      marked.searchParams.set(PARAMETER, marker);
      return marked.href;
    },
    isMarked: (url) => url.includes(marker),
  };
}
