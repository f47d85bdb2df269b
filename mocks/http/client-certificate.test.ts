import { Agent, request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { type Authority, type Credentials, createAuthority, selfSigned } from './certificates.ts';
import { clientCertificateOf, thumbprint } from './client-certificate.ts';
import { type ClientCertificatesOptions, listen } from './listen.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Serves what is known of the client; `ask` is how certificates of clients are asked for. */
async function serve(server: Authority, ask?: ClientCertificatesOptions): Promise<string> {
  const resolve = ({ request }: { request: Request }) => Response.json(clientCertificateOf(request));
  const listener = await listen([{ method: 'GET', path: '/', resolve }], {
    tls: { ...(await server.issue()), clientCertificates: ask },
  });
  open.push(listener);
  return listener.origin;
}

/** What the server knows of us. */
async function known(url: string, ca: string, own?: Credentials): Promise<unknown> {
  const dispatcher = new Agent({ connect: { ca, ...own } });
  open.push(dispatcher);
  return (await request(url, { dispatcher })).body.json();
}

test('a client is known by its certificate, and whether its authority is trusted', async () => {
  const server = await createAuthority();
  const clients = await createAuthority();
  const url = await serve(server, { ca: clients.ca });
  const own = await clients.issue({ names: ['receiver-1'], use: 'client' });
  expect(await known(url, server.ca, own)).toEqual({
    thumbprint: thumbprint(own.cert),
    subject: 'CN=receiver-1',
    isTrusted: true,
    pem: expect.stringContaining('BEGIN CERTIFICATE') as string,
  });
  const foreign = await selfSigned({ names: ['receiver-1'], use: 'client' });
  expect(await known(url, server.ca, foreign)).toMatchObject({ isTrusted: false });
  expect(await known(url, server.ca)).toBeNull();
});

test('who does not ask for certificates is shown none', async () => {
  const server = await createAuthority();
  const own = await server.issue({ names: ['receiver-1'], use: 'client' });
  expect(await known(await serve(server), server.ca, own)).toBeNull();
});

test('a required certificate keeps those out who have none, or a foreign one', async () => {
  const server = await createAuthority();
  const url = await serve(server, { ca: server.ca, isRequired: true });
  const own = await server.issue({ names: ['receiver-1'], use: 'client' });
  expect(await known(url, server.ca, own)).toMatchObject({ subject: 'CN=receiver-1' });
  await expect(known(url, server.ca)).rejects.toBeInstanceOf(Error);
  await expect(known(url, server.ca, await selfSigned({ use: 'client' }))).rejects.toBeInstanceOf(Error);
});
