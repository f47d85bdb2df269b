import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect as tcpConnect } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { expect, it } from 'vitest';
import { type Authority, createAuthority } from '../../../mocks/http/certificates.ts';
import type { PushRequest, TransmitterSeams } from '../../../mocks/transmitter/seams.ts';
import { startTransmitter } from '../../../mocks/transmitter/start.ts';
import { transmitterChecks } from '../../transmitter/index.ts';
import { runInProcess } from './run-in-process.ts';

const ID = 'push-client-tls/self-signed';

/** How long this peer hesitates before it does what it should not: longer than the limit `quiet` of the run, ms. */
const HESITATION = 600;

type Send = (push: PushRequest, ca: string) => Promise<void>;

/** Pushes by a client of its own, with the system's trust beside `ca`, or with none asked for. */
async function send({ method, url, headers, body }: PushRequest, ca: string | null): Promise<void> {
  const trust = ca === null ? { rejectUnauthorized: false } : { ca };
  const request = httpsRequest(url, { method, headers, agent: false, ...trust });
  request.end(body);
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
  response.resume();
}

/** What the check says of a Transmitter with these seams, which pushes like this. */
async function judged(seams: (authority: Authority) => TransmitterSeams): Promise<string> {
  const authority = await createAuthority();
  const transmitter = await startTransmitter({
    tls: await authority.issue(),
    ca: authority.ca,
    seed: 1,
    seams: seams(authority),
  });
  const [client] = transmitter.clients;
  if (client === undefined) throw new Error('There is no client.');
  const outcomes = await runInProcess({
    checks: transmitterChecks.filter(({ id }) => id === ID),
    profile: 'ssf',
    target: {
      session: {
        issuer: transmitter.issuer,
        ca: authority.ca,
        auth: { accessToken: client.token },
        pushAuthority: authority,
      },
      close: () => transmitter.close(),
    },
  });
  const [found] = outcomes.values();
  return `${found?.outcome}: ${found?.reason ?? found?.findings.map(({ message, actual }) => `${message} (${String(actual)})`).join(' ')}`;
}

const pushing =
  (push: Send) =>
  (authority: Authority): TransmitterSeams => ({
    push: (request) => {
      push(request, authority.ca).catch(() => {});
      return null;
    },
  });

const PUSHED = 'fail: A SET was pushed to an endpoint with a self-signed certificate. (the SET was sent)';

it('finds a Transmitter that tries the connection first, and pushes carelessly some time later', async () => {
  const found = await judged(
    pushing(async (push) => {
      const { hostname, port } = new URL(push.url);
      const socket = tlsConnect({ host: hostname, port: Number(port), rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      socket.end();
      await after(HESITATION);
      await send(push, null);
    }),
  );
  expect(found).toBe(PUSHED);
});

it('finds a Transmitter that pushes carelessly some time after it has refused the certificate', async () => {
  const found = await judged(
    pushing(async (push, ca) => {
      await send(push, ca).catch(async () => {
        await after(HESITATION);
        await send(push, null);
      });
    }),
  );
  expect(found).toBe(PUSHED);
});

it('passes a Transmitter that refuses the certificate for good', async () => {
  expect(await judged(pushing(send))).toBe('pass: ');
});

it('takes no connection that is closed before TLS is spoken for a refusal', async () => {
  let good = '';
  const found = await judged(
    pushing(async (push, ca) => {
      const { hostname, port, host } = new URL(push.url);
      good ||= host;
      if (host === good) return send(push, ca);
      const socket = tcpConnect({ host: hostname, port: Number(port) });
      await once(socket, 'connect');
      socket.end();
    }),
  );
  expect(found).toContain('not-tested: No TLS connection to a push endpoint with a self-signed certificate');
});

it('takes no refusal of another URL for one of the certificate', async () => {
  let allowed = '';
  const found = await judged(() => ({
    before: ({ operation, body }) => {
      if (operation !== 'create-stream') return;
      const { delivery } = body as { delivery?: { endpoint_url?: string } };
      const { host } = new URL(delivery?.endpoint_url ?? '');
      allowed ||= host;
      if (host === allowed) return;
      return { status: 403, headers: { 'content-type': 'application/json' }, body: { err: 'forbidden' } };
    },
  }));
  expect(found).toContain(
    'not-tested: A stream for a push endpoint with a self-signed certificate was refused',
  );
  expect(found).toContain('403, without a TLS connection');
});

const EXPOSED =
  /^fail: Credentials were sent to an endpoint with a self-signed certificate, though no SET came\. \(POST \/push\/[0-9a-f]+, with the header Authorization\)$/;

/** Sends the head of a push with no look at the certificate, and breaks off before the body. */
async function exposeTo({ method, url, headers, body }: PushRequest): Promise<void> {
  const length = String(Buffer.byteLength(body));
  const request = httpsRequest(url, {
    method,
    headers: { ...headers, 'content-length': length },
    agent: false,
    rejectUnauthorized: false,
  });
  request.on('error', () => {});
  request.flushHeaders();
  const [socket] = (await once(request, 'socket')) as [TLSSocket];
  await once(socket, 'secureConnect');
  await new Promise((resolve) => setImmediate(resolve));
  request.destroy();
}

/** Does so at all endpoints but the first, which is the right one. */
function pushingRight(elsewhere: Send): (authority: Authority) => TransmitterSeams {
  let good = '';
  return pushing(async (push, ca) => {
    const { host } = new URL(push.url);
    good ||= host;
    await (host === good ? send(push, ca) : elsewhere(push, ca));
  });
}

it('finds a Transmitter that looks at the certificate only after it has sent its credentials', async () => {
  expect(await judged(pushingRight(exposeTo))).toMatch(EXPOSED);
});

it('finds one that refuses the certificate first, and sends its credentials at the next attempt', async () => {
  const found = await judged(
    pushingRight(async (push, ca) => {
      await send(push, ca).catch(() => exposeTo(push));
    }),
  );
  expect(found).toMatch(EXPOSED);
});

it('passes a Transmitter that looks at the certificate after the handshake, and sends nothing', async () => {
  const found = await judged(
    pushingRight(async (push) => {
      const { hostname, port } = new URL(push.url);
      const socket = tlsConnect({
        host: hostname,
        port: Number(port),
        rejectUnauthorized: false,
        minVersion: 'TLSv1.3',
      });
      await once(socket, 'secureConnect');
      if (!socket.authorized) socket.end();
    }),
  );
  expect(found).toBe('pass: ');
});
