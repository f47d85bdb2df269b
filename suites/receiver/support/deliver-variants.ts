import type { ReceiverProbe, SetSpec } from '../../harness/receiver/probe.ts';
import type { Tried } from './acceptance.ts';

/** A SET to try, and in words how it differs from a plain one. */
export interface Variant extends SetSpec {
  what: string;
}

/** Delivers variants: by poll in one batch; by push one after the other, which no rate limit minds. */
export async function deliverVariants(r: ReceiverProbe, variants: readonly Variant[]): Promise<Tried[]> {
  if (r.delivery === 'poll') {
    const delivered = await r.deliverAll(variants);
    return delivered.map((one, index) => ({ what: variants[index]?.what ?? '', delivered: one }));
  }
  const tried: Tried[] = [];
  for (const variant of variants) {
    tried.push({ what: variant.what, delivered: await r.deliver(variant) });
  }
  return tried;
}
