import type { Exchange } from '../harness/exchange.ts';
import type { JsonObject } from '../harness/probe.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { SeenCall } from '../harness/receiver/exchange.ts';
import type { ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { isLoopback } from '../support/loopback.ts';

/** Where SETs are pushed to (RFC 8417 section 5.1). */
export const checks = [
  receiverCheck({
    id: 'push-endpoint-tls/https',
    title: 'SETs are pushed to an https URL.',
    requirements: ['RFC8417-5.1-01'],
    what: 'Looks at the push endpoint that the tester or the requests to create a stream name. Plain http is allowed on loopback, for a hosted one and where our issuer is plain http as well.',
    delivery: 'push',
    phase: 'last',
    async run(r) {
      const named = r.form === 'hosted' ? await hostedEndpoint(r) : await createdEndpoints(r);
      if (named.length === 0) return r.notTested('No push endpoint was named.');
      for (const { url, exchange } of named) {
        const { protocol, hostname } = new URL(url);
        const local = r.form === 'hosted' || !r.https;
        if (local && protocol === 'http:' && isLoopback(hostname)) {
          return r.notApplicable('The push endpoint is plain http on loopback.');
        }
        const holds = r.expect(protocol === 'https:', 'RFC8417-5.1-01', {
          message: 'SETs are to be pushed without TLS.',
          expected: 'an https URL',
          actual: url,
          exchange,
        });
        if (!holds) return;
      }
    },
  }),
];

interface NamedEndpoint {
  url: string;
  exchange?: Exchange;
}

async function hostedEndpoint<R extends RequirementId>(r: ReceiverProbe<R>): Promise<NamedEndpoint[]> {
  const url = await r.pushUrl();
  return url !== null && URL.canParse(url) ? [{ url }] : [];
}

/** From the requests, not from the streams: a Transmitter may well refuse to make one that has no TLS. */
async function createdEndpoints<R extends RequirementId>(r: ReceiverProbe<R>): Promise<NamedEndpoint[]> {
  const isCreate = ({ operation }: SeenCall): boolean => operation === 'create-stream';
  if (!(await r.calls()).some(isCreate)) await r.life();
  return (await r.calls()).filter(isCreate).flatMap((exchange) => {
    const { delivery } = (exchange.json ?? {}) as JsonObject;
    const url = (delivery as JsonObject | null | undefined)?.endpoint_url;
    return typeof url === 'string' && URL.canParse(url) ? [{ url, exchange }] : [];
  });
}
