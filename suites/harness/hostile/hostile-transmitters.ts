import { randomBytes } from 'node:crypto';
import { Agent, request } from 'undici';
import { arrivalOf, type Listener, listen } from '../../../mocks/http/listen.ts';
import type { Route } from '../../../mocks/http/route.ts';
import type { Call, Operation, Reply, TransmitterSeams } from '../../../mocks/transmitter/seams.ts';
import { createTransmitter, type Transmitter } from '../../../mocks/transmitter/transmitter.ts';

/** The bearer token that every hostile Transmitter takes; no report may ever show it. */
export const TOKEN = 'hostile-test-token-5a1f0c3e9b';

/** A Transmitter that works, but for one thing with which it harms its Receiver. */
export interface HostileTransmitter {
  issuer: string;
  close(): Promise<void>;
}

/** Serves the reference Transmitter with these seams; `front` are routes put before its own. */
async function transmitter(
  seams: TransmitterSeams = {},
  front: (issuer: string, peer: Transmitter) => Route[] = () => [],
): Promise<HostileTransmitter> {
  let routes: Route[] = [];
  const listener: Listener = await listen(() => routes);
  const peer = createTransmitter({
    issuer: listener.origin,
    receivers: [{ id: 'receiver' }],
    introspect: (token) =>
      token === TOKEN ? { client: 'receiver', scopes: ['ssf.read', 'ssf.manage'] } : null,
    longPollMs: 600,
    seams,
  });
  routes = [...front(listener.origin, peer), ...peer.routes];
  return {
    issuer: listener.origin,
    async close() {
      await peer.close();
      await listener.close();
    },
  };
}

/** Publishes so many keys beside its own. */
export function withManyKeys(count: number): Promise<HostileTransmitter> {
  const keys = Array.from({ length: count }, (_, i) => {
    const modulus = randomBytes(256);
    modulus[0] = 0xc1;
    modulus[255] = 0x01;
    return {
      kty: 'RSA',
      use: 'sig',
      alg: 'RS256',
      kid: `k${i}`,
      e: 'AQAB',
      n: modulus.toString('base64url'),
    };
  });
  return transmitter({ jwks: (document) => ({ keys: [...keys, ...document.keys] }) });
}

/** Pads every SET to so many bytes. */
export function withLongSets(bytes: number): Promise<HostileTransmitter> {
  return transmitter({ claims: (claims) => ({ ...claims, x_padding: 'p'.repeat(bytes) }) });
}

/** Nests a claim of every SET so many levels deep. */
export function withDeepSets(levels: number): Promise<HostileTransmitter> {
  return transmitter({ claimsText: (json) => nest(json, levels) });
}

/** Nests a member of every answer but the metadata so many levels deep. */
export function withDeepAnswers(levels: number): Promise<HostileTransmitter> {
  return transmitter({
    after: (reply, call) =>
      isObject(reply.body) && call.operation !== 'metadata'
        ? { ...reply, body: nest(JSON.stringify(reply.body), levels) }
        : reply,
  });
}

/** Sends every push once more so many times, until `atMost` requests have gone out. */
export async function withPushFlood(times: number, atMost: number): Promise<HostileTransmitter> {
  const dispatcher = new Agent({ connections: 16 });
  let left = atMost;
  const flood = transmitter({
    push: (push) => {
      const count = Math.min(left, times);
      left -= count;
      const { method, url, headers, body } = push;
      for (let i = 0; i < count; i += 1) {
        request(url, { method: method as 'POST', headers, body, dispatcher })
          .then((response) => response.body.dump())
          .catch(() => {});
      }
      return push;
    },
  });
  const target = await flood;
  return {
    issuer: target.issuer,
    async close() {
      await dispatcher.destroy();
      await target.close();
    },
  };
}

/** Answers every poll at once, with nothing and the promise of more. */
export function withEndlessPolls(): Promise<HostileTransmitter> {
  return transmitter({
    before: (call) => (call.operation === 'poll' ? json(200, { sets: {}, moreAvailable: true }) : undefined),
  });
}

/** Serves its metadata and lists streams, and answers nothing else as it should. */
export function withBrokenEndpoints(answer: () => Reply | Promise<Reply>): Promise<HostileTransmitter> {
  const served: readonly Operation[] = ['metadata', 'jwks', 'list-streams'];
  return transmitter({ before: (call) => (served.includes(call.operation) ? undefined : answer()) });
}

/** Answers requests for a new stream with this response, which may be an error, or a body that fails or dawdles. */
export function withCreation(answer: () => Response): Promise<HostileTransmitter> {
  return transmitter({}, () => [{ method: 'POST', path: '/ssf/streams', resolve: answer }]);
}

/** A body of which one byte comes every `everyMs`, and which never ends. */
export function dawdling(everyMs: number): ReadableStream<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start: (controller) => {
      timer = setInterval(() => controller.enqueue(Buffer.from('a')), everyMs);
    },
    cancel: () => clearInterval(timer),
  });
}

/** A body that breaks off after its beginning. */
export function breaking(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from('{"stream_id":')),
    pull: () => Promise.reject(new Error('broken on purpose')),
  });
}

/** Sends back what it was sent, credentials and all, in every place where a text can stand. */
export function echoing(): Promise<HostileTransmitter> {
  return transmitter({
    after: async (reply, call) => {
      const heard = JSON.stringify(arrivalOf(call.request).rawHeaders);
      return {
        ...reply,
        headers: { ...reply.headers, 'x-echo': encodeURI(heard), 'x-authorization': authorizationOf(call) },
        body: isObject(reply.body)
          ? { ...reply.body, description: `you said ${authorizationOf(call)}`, x_heard: heard }
          : reply.body === null || reply.body === undefined || reply.body === ''
            ? heard
            : reply.body,
      };
    },
    claims: (claims) => ({ ...claims, x_token: TOKEN }),
  });
}

/** Refuses every token, and says aloud which one it got. */
export function blurting(): Promise<HostileTransmitter> {
  return transmitter({
    before: (call) =>
      call.operation === 'metadata' || call.operation === 'jwks'
        ? undefined
        : {
            status: 401,
            headers: { 'www-authenticate': `Bearer error_description="${authorizationOf(call)} is unknown"` },
            body: authorizationOf(call),
          },
  });
}

/** Has a token endpoint that answers as told; its client secret is TOKEN. */
export function withTokenEndpoint(answer: (form: string) => Response): Promise<HostileTransmitter> {
  return transmitter({}, (issuer) => [
    {
      method: 'GET',
      path: '/.well-known/oauth-authorization-server',
      resolve: () => Response.json({ issuer, token_endpoint: `${issuer}/token` }),
    },
    { method: 'POST', path: '/token', resolve: async ({ request: sent }) => answer(await sent.text()) },
  ]);
}

/** Strings that must come alive nowhere: markup, script URLs, terminal sequences, line breaks, template marks. */
const MARKUP = [
  `<script>alert('ssf')</script>`,
  `"><img src=x onerror="alert('ssf')">`,
  `</script></style></textarea><svg/onload=alert('ssf')>`,
  `\u001b]0;owned\u0007\u001b[2J\u001b[31m`,
  `\r\nX-Injected: yes\r\n\r\n`,
  `" onmouseover="alert('ssf')`,
  `]]><!-- \${7*7} {{7*7}} \u202e \u0000 \ud800`,
].join('');

/** Puts markup in every string of every answer, of every SET, and in what headers can carry of it. */
export function withMarkup(): Promise<HostileTransmitter> {
  const header = `<script>alert('ssf')</script>; charset="><img src=x onerror=alert(1)>`;
  return transmitter({
    metadata: (document) => ({ ...document, x_note: MARKUP, [MARKUP]: MARKUP, spec_version: MARKUP }),
    jwks: (document) => ({ ...document, keys: [...document.keys, { kty: MARKUP, kid: MARKUP }] }),
    header: (jose) => ({ ...jose, typ: MARKUP, [MARKUP]: MARKUP }),
    claims: (claims) => ({
      ...claims,
      [MARKUP]: MARKUP,
      jti: `${String(claims.jti)}${MARKUP}`,
      aud: MARKUP,
    }),
    after: (reply) => ({
      status: reply.status,
      headers: { ...reply.headers, 'x-note': header, 'www-authenticate': header, 'content-type': header },
      body: isObject(reply.body) ? { ...reply.body, description: MARKUP, [MARKUP]: MARKUP } : MARKUP,
    }),
  });
}

/** Leaves members of its metadata out. "POST /trigger" makes it send an event. */
export function withoutMembers(
  names: readonly string[],
  seams: TransmitterSeams = {},
): Promise<HostileTransmitter> {
  const metadata = (document: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));
  return transmitter({ ...seams, metadata }, (_issuer, peer) => [
    {
      method: 'POST',
      path: '/trigger',
      resolve: async ({ request: wished }) => {
        await peer.emit((await wished.json()) as Parameters<Transmitter['emit']>[0]);
        return new Response(null, { status: 202 });
      },
    },
  ]);
}

/** A signature of the right length that no key has made. */
export const badSignature: TransmitterSeams = {
  compact: (token) => {
    const [head, claims, signature = ''] = token.split('.');
    return `${head}.${claims}.${randomBytes(Buffer.from(signature, 'base64url').length).toString('base64url')}`;
  },
};

/** Advertises endpoints that are no place to send a request to. */
export function withWildEndpoints(): Promise<HostileTransmitter> {
  return transmitter({
    metadata: (document) => ({
      ...document,
      jwks_uri: 'file:///etc/passwd',
      configuration_endpoint: 'http://127.0.0.1:99999/streams',
      status_endpoint: 'javascript:alert(1)',
      add_subject_endpoint: '',
      remove_subject_endpoint: 7,
      verification_endpoint: 'http://user:password@127.0.0.1:1/\r\nX-Injected: yes',
    }),
  });
}

/** Sends requests with credentials on to another host. */
export function withRedirects(location: string): Promise<HostileTransmitter> {
  return withBrokenEndpoints(() => ({ status: 307, headers: { location }, body: '' }));
}

function json(status: number, body: unknown): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

function nest(json: string, levels: number): string {
  return json.replace(/^\{/, `{"x_deep":${'['.repeat(levels)}${']'.repeat(levels)},`);
}

function authorizationOf(call: Call): string {
  return call.request.headers.get('authorization') ?? 'nothing';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
