import type { TransmitterCheck } from '../harness/check.ts';
import { transmitterCheck } from '../harness/check.ts';
import { hostOf, MODERN, ONLY_10, ONLY_11, ONLY_13, offer } from '../support/tls-offers.ts';
import { isObject, objectIn, outcomeOf, statusOf, succeeded } from './support/answers.ts';
import { shortPoll } from './support/poll.ts';
import { waitUntil } from './support/wait.ts';

/** Claims of a JWT; null when the token is none. */
function claimsOf(token: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** TLS of the poll endpoint and the lifetime of what opens it (RFC 8936 sections 2, 4.3 and 4.4.1). */
export const checks: readonly TransmitterCheck[] = [
  transmitterCheck({
    id: 'poll-delivery/https',
    title: 'The poll endpoint is an https URL.',
    requirements: ['RFC8936-2-08'],
    what: 'Looks at the poll URL in the answer to the create request and in the configuration that is read.',
    delivery: 'poll',
    https: true,
    async run(t) {
      const stream = await t.stream();
      const read = (await t.read(stream))?.delivery;
      const urls = [stream.configuration.delivery, read].map((delivery) => {
        const url = isObject(delivery) ? delivery.endpoint_url : null;
        return typeof url === 'string' ? url : null;
      });
      const stated = urls.filter((url) => url !== null);
      if (stated.length === 0) return t.notTested('The Transmitter gave no poll URL.');
      const plain = stated.find((url) => !url.toLowerCase().startsWith('https:'));
      t.expect(plain === undefined, 'RFC8936-2-08', {
        message: 'The poll URL is not served over TLS.',
        expected: 'an https URL',
        actual: plain,
        exchange: stream.created,
      });
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/tls-versions',
    title: 'The poll endpoint supports TLS 1.2 or later, better 1.3, and nothing older.',
    requirements: ['RFC8936-4.3-02', 'RFC8936-4.3-03', 'RFC8936-4.3-04'],
    what: 'Makes TLS handshakes with the host of the poll URL: with 1.2 and 1.3 on offer, with 1.3 alone, and with what is older than 1.2.',
    delivery: 'poll',
    https: true,
    async run(t) {
      const { pollUrl } = await t.stream();
      if (pollUrl === null) return t.notTested('The Transmitter gave no poll URL.');
      if (!pollUrl.startsWith('https:')) return t.notTested('The poll URL is no https URL.');
      const server = hostOf(pollUrl);
      const modern = await offer(t, server, MODERN);
      if (modern.verdict === 'unknown')
        return t.notTested(`No handshake with the poll endpoint: ${modern.error}.`);
      const supported = t.expect(modern.ok, 'RFC8936-4.3-02', {
        message: 'The poll endpoint agrees on neither TLS 1.2 nor TLS 1.3.',
        expected: `a handshake with ${server.host}:${server.port}`,
        actual: modern.error ?? 'no handshake',
      });
      if (!supported) return;
      const newest = await offer(t, server, ONLY_13);
      t.expect(newest.verdict !== 'refused', 'RFC8936-4.3-03', {
        message: 'The poll endpoint does not support TLS 1.3.',
        expected: `a handshake with ${server.host}:${server.port} in TLS 1.3`,
        actual: newest.error ?? 'no handshake',
      });
      for (const old of [await offer(t, server, ONLY_11), await offer(t, server, ONLY_10)]) {
        const refused = t.expect(!old.ok, 'RFC8936-4.3-04', {
          message: 'The poll endpoint still speaks a version of TLS that BCP 195 forbids.',
          expected: 'TLS 1.0 and 1.1 are refused',
          actual: old.protocol ?? 'an old version',
        });
        if (!refused) return;
      }
    },
  }),

  transmitterCheck({
    id: 'poll-delivery/token-lifetime',
    title: 'The bearer token that opens the poll endpoint lives for a limited time.',
    requirements: ['RFC8936-4.4-02'],
    what: 'Asks the token endpoint for a token and looks for its lifetime; one that is short enough to be waited for must be refused at the poll URL afterwards.',
    delivery: 'poll',
    hooks: ['client-credentials'],
    async run(t) {
      const stream = await t.stream();
      const exchange = await t.requestToken();
      const answer = objectIn(exchange);
      const token = answer?.access_token;
      if (!succeeded(exchange) || typeof token !== 'string') return t.notTested('No token was given.');
      const lifetime = Number(answer?.expires_in);
      if (answer?.expires_in === undefined || !Number.isFinite(lifetime)) {
        const claims = claimsOf(token);
        if (claims === null) return t.notTested('Neither the token nor its answer says how long it lives.');
        t.expect(typeof claims.exp === 'number', 'RFC8936-4.4-02', {
          message: 'The access token never expires: there is no expires_in, and it is a JWT without exp.',
          expected: 'a limited lifetime',
          actual: 'none',
          exchange,
        });
        return;
      }
      if (lifetime * 1_000 > t.limits.request) return;
      if (statusOf((await shortPoll(t, stream)).exchange) !== 200)
        return t.notTested('The stream cannot be polled.');
      await waitUntil(t, exchange.atMs + exchange.durationMs + lifetime * 1_000 + 200);
      const late = await t.poll(stream, { returnImmediately: true }, { as: { bearer: token } });
      t.expect(!succeeded(late.exchange), 'RFC8936-4.4-02', {
        message: 'A token still opens the poll endpoint after its lifetime is over.',
        expected: `status 401, ${lifetime} s and more after the token was given`,
        actual: outcomeOf(late.exchange),
        exchange: late.exchange,
      });
    },
  }),
];
