import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Authority, createAuthority, selfSigned } from '../../mocks/http/certificates.ts';
import { startTransmitter } from '../../mocks/transmitter/start.ts';
import { preflight, type Refusal } from './preflight.ts';
import { openSession, type SessionOptions } from './session.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function look(options: Partial<SessionOptions> & { issuer: string }): Promise<Refusal | null> {
  const session = await openSession({
    profile: 'ssf',
    limits: { request: 2000 },
    auth: { accessToken: 'the-token' },
    deliveries: ['poll'],
    ...options,
  });
  try {
    return await preflight(session.facts, session.rim);
  } finally {
    await session.close();
  }
}

async function listening(server: Server, scheme = 'http', host = '127.0.0.1'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return `${scheme}://${host}:${(server.address() as AddressInfo).port}`;
}

const web = (listener: RequestListener): Promise<string> => listening(createServer(listener));

/** A Transmitter whose API answers as told. */
function api(answer: RequestListener, metadata: Record<string, unknown> = {}): Promise<string> {
  return web((request, response) => {
    const origin = `http://${request.headers.host}`;
    if (request.url?.startsWith('/.well-known/ssf-configuration'))
      return void response.end(
        JSON.stringify({ issuer: origin, configuration_endpoint: `${origin}/ssf/streams`, ...metadata }),
      );
    answer(request, response);
  });
}

describe('preflight', () => {
  it('lets a right Transmitter pass, with a token and with client credentials', async () => {
    const target = await startTransmitter();
    closing.push(() => target.close());
    const [first, second] = target.clients;
    if (!first || !second) throw new Error('no clients');
    const readOnlyAccessToken = target.authorizationServer.issue(first.id, 'ssf.read');
    expect(
      await look({
        issuer: target.issuer,
        auth: { accessToken: first.token, readOnlyAccessToken },
        secondAuth: { accessToken: second.token },
      }),
    ).toBeNull();
    expect(
      await look({ issuer: target.issuer, auth: { clientId: first.id, clientSecret: first.secret } }),
    ).toBeNull();
  });

  it('lets wrong metadata pass that a check can judge', async () => {
    const issuer = await web((_, response) => {
      response
        .writeHead(203, { 'content-type': 'text/plain' })
        .end('{"issuer": 7, "configuration_endpoint": "nowhere"}');
    });
    expect(await look({ issuer })).toBeNull();
  });
});

describe('preflight, when nothing can be fetched', () => {
  it('says that a name cannot be resolved', async () => {
    const refusal = await look({ issuer: 'https://transmitter.invalid' });
    expect(refusal?.sentence).toContain('the name transmitter.invalid cannot be resolved');
  });

  it('says that nothing listens', async () => {
    const server = createServer();
    const issuer = await listening(server);
    await closing.pop()?.();
    const refusal = await look({ issuer });
    expect(refusal?.sentence).toContain('nothing accepts connections');
    expect(refusal?.hint).toContain('Is the target started');
  });

  it('says that no answer comes in time', async () => {
    const issuer = await web(() => {});
    expect((await look({ issuer, limits: { request: 100 } }))?.sentence).toContain(
      'gave no whole answer in time',
    );
  });

  it('says that the connection is closed, and that something else than HTTP is spoken', async () => {
    const closed = await listening(createTcpServer((socket) => socket.end()));
    expect((await look({ issuer: closed }))?.sentence).toContain(
      'closed the connection instead of answering',
    );
    const other = await listening(createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')));
    expect((await look({ issuer: other }))?.sentence).toContain('is not HTTP as it should be');
  });

  it('says that an answer is too long', async () => {
    const issuer = await web((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32)));
      };
      response.on('drain', more);
      more();
    });
    expect((await look({ issuer, limits: { request: 20_000 } }))?.sentence).toContain(
      'the answer is far longer',
    );
  });
});

describe('preflight, over TLS', () => {
  const served = async (identity: { key: string; cert: string }, host = '127.0.0.1'): Promise<string> =>
    listening(
      createHttpsServer(identity, (_, response) => void response.end('{}')),
      'https',
      host,
    );
  const withAuthority = async (
    options: Parameters<Authority['issue']>[0],
    host?: string,
  ): Promise<Refusal | null> => {
    const authority = await createAuthority();
    return look({ issuer: await served(await authority.issue(options), host), ca: authority.ca });
  };

  it('is content with a certificate of the given CA', async () => {
    expect(await withAuthority({})).toBeNull();
  });

  it('says that nobody known vouches for the certificate, and how to name a private CA', async () => {
    const authority = await createAuthority();
    for (const [identity, why] of [
      [await authority.issue(), 'chains to no authority that this machine trusts'],
      [await selfSigned(), 'is self-signed, and not named with --ca'],
    ] as const) {
      const refusal = await look({ issuer: await served(identity) });
      expect(refusal?.sentence).toContain(why);
      expect(refusal?.hint).toContain('--ca FILE');
    }
  });

  it('says that the certificate has expired, is not valid yet, or is for another name', async () => {
    const day = 86_400_000;
    const expired = await withAuthority({
      notBefore: new Date(Date.now() - 9 * day),
      notAfter: new Date(Date.now() - day),
    });
    expect(expired?.sentence).toContain('its certificate has expired');
    const early = await withAuthority({ notBefore: new Date(Date.now() + day) });
    expect(early?.sentence).toContain('its certificate is not valid yet');
    const other = await withAuthority({ names: ['other.example'], ips: [] }, 'localhost');
    expect(other?.sentence).toContain('its certificate is for another name');
  });

  it('says that the certificate is not for servers', async () => {
    expect((await withAuthority({ use: 'client' }))?.sentence).toContain('must not be used for this');
  });

  it('says that the port does not speak TLS', async () => {
    const issuer = (await web((_, response) => void response.end('{}'))).replace('http:', 'https:');
    expect((await look({ issuer }))?.sentence).toContain('the TLS handshake failed');
  });
});

describe('preflight, when what is fetched is no metadata', () => {
  const answering = (status: number, body: string, headers: Record<string, string> = {}): Promise<string> =>
    web((_, response) => void response.writeHead(status, headers).end(body));

  it.each([
    [302, '', { location: 'https://login.example/' }, 'redirects (302) to https://login.example/'],
    [401, '', {}, 'it asks for credentials'],
    [404, 'Not found', {}, 'there is no metadata'],
    [503, '', {}, 'is failing'],
    [200, '', {}, 'with an empty body'],
    [200, '<!doctype html><title>Hi</title>', {}, 'an HTML page instead of JSON'],
    [200, '<p>', { 'content-type': 'text/html' }, 'an HTML page instead of JSON'],
    [200, 'hello \u001b[2J', {}, 'something that is not JSON: hello'],
    [200, '[1]', {}, 'JSON that is not an object'],
  ])('answer %i %j: says so', async (status, body, headers, words) => {
    const refusal = await look({ issuer: await answering(status, body, headers) });
    expect(refusal?.sentence).toContain(words);
    expect(`${refusal?.sentence}${refusal?.hint}`).not.toMatch(/\p{Cc}/u);
  });

  it('finds metadata behind the issuer’s path, where SSF does not put it', async () => {
    const issuer = await web((request, response) => {
      const there = request.url === '/tenant/.well-known/ssf-configuration';
      response.writeHead(there ? 200 : 404).end('{}');
    });
    const refusal = await look({ issuer: `${issuer}/tenant` });
    expect(refusal?.sentence).toContain('between host and path');
    expect(refusal?.hint).toContain(`--metadata-url ${issuer}/tenant/.well-known/ssf-configuration`);
  });
});

describe('preflight, when credentials do not work', () => {
  const client = { clientId: 'c', clientSecret: 's3cret' };

  it('says that no token endpoint is found', async () => {
    const issuer = await api((_, response) => void response.writeHead(404).end());
    const refusal = await look({ issuer, auth: client });
    expect(refusal?.sentence).toContain('No token endpoint can be found');
    expect(refusal?.hint).toContain('--token-endpoint');
  });

  it.each([
    [
      401,
      { error: 'invalid_client', error_description: 'unknown\nclient' },
      'invalid_client (unknown client)',
      '--client-secret',
    ],
    [400, { error: 'invalid_scope' }, 'refuses the client: invalid_scope', '--scope'],
    [400, { error: 'constructor' }, 'refuses the client: constructor', '--client-secret'],
    [400, { error: 'unauthorized_client' }, 'unauthorized_client', 'client credentials grant'],
    [401, '', 'refuses the client (401)', '--client-secret'],
    [404, '', 'answers 404 instead of a token', '--token-endpoint'],
    [200, {}, 'without an access_token', 'token endpoint'],
  ])('token endpoint answers %i %j: says so', async (status, body, words, hint) => {
    const issuer = await api((_, response) => void response.writeHead(status).end(JSON.stringify(body)));
    const refusal = await look({ issuer, auth: { ...client, tokenEndpoint: `${issuer}/token` } });
    expect(refusal?.sentence).toContain(words);
    expect(refusal?.hint).toContain(hint);
  });

  it('says that the token endpoint cannot be reached', async () => {
    const issuer = await api((_, response) => void response.end());
    const refusal = await look({ issuer, auth: { ...client, tokenEndpoint: 'https://as.invalid/token' } });
    expect(refusal?.sentence).toContain('A token at https://as.invalid/token cannot be fetched');
  });

  it('says that the API refuses the token, or asks for one that is not configured', async () => {
    const issuer = await api((_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    });
    expect((await look({ issuer }))?.sentence).toContain(
      'refuses the access token (401; it says Bearer error="invalid_token")',
    );
    expect((await look({ issuer, auth: undefined }))?.sentence).toContain(
      'asks for credentials, and none are configured',
    );
  });

  it('says that the token is not allowed to read', async () => {
    const issuer = await api((_, response) => void response.writeHead(403).end());
    const refusal = await look({ issuer });
    expect(refusal?.sentence).toContain('does not let the access token read streams (403');
    expect(refusal?.hint).toContain('scope');
  });

  it('tries the other Receiver’s token and the read-only one too: with a dead one, separation would only be apparent', async () => {
    const issuer = await api((request, response) => {
      response.writeHead(request.headers.authorization === 'Bearer the-token' ? 200 : 401).end('[]');
    });
    expect((await look({ issuer, secondAuth: { accessToken: 'dead' } }))?.sentence).toContain(
      "refuses the second Receiver's token",
    );
    expect(
      (await look({ issuer, auth: { accessToken: 'the-token', readOnlyAccessToken: 'dead' } }))?.sentence,
    ).toContain('refuses the read-only token');
  });

  it('leaves one operation alone that refuses a good token to the checks', async () => {
    const issuer = await api((request, response) => {
      response.writeHead(request.url?.includes('stream_id') ? 404 : 401).end();
    });
    expect(await look({ issuer })).toBeNull();
  });

  it('sends no token to an endpoint that is plain http elsewhere', async () => {
    const issuer = await api((_, response) => void response.writeHead(500).end(), {
      configuration_endpoint: 'http://transmitter.invalid/streams',
    });
    expect(await look({ issuer })).toBeNull();
  });
});

describe('preflight, when the clocks differ', () => {
  const dated = (offsetMs: number, headers: Record<string, string> = {}): Promise<string> =>
    api((_, response) => {
      response.sendDate = false;
      response.writeHead(200, { date: new Date(Date.now() + offsetMs).toUTCString(), ...headers }).end('[]');
    });

  it('does not mind a wrong Date in one answer as long as another one is right', async () => {
    expect(await look({ issuer: await dated(-3_600_000) })).toBeNull();
  });

  it.each([
    [600_000, '10 minutes ahead of'],
    [-7_200_000, '2 hours behind'],
  ])('by %i ms: says by how much and in which direction', async (offset, words) => {
    const issuer = await web((_, response) => {
      response.sendDate = false;
      response.writeHead(200, { date: new Date(Date.now() + offset).toUTCString() }).end('{}');
    });
    const refusal = await look({ issuer });
    expect(refusal?.sentence).toContain(words);
    expect(refusal?.hint).toContain('NTP');
  });

  it('tolerates five minutes, and does not trust what a cache repeats', async () => {
    const at = (offset: number, headers: Record<string, string> = {}): Promise<string> =>
      web((_, response) => {
        response.sendDate = false;
        response.writeHead(200, { date: new Date(Date.now() + offset).toUTCString(), ...headers }).end('{}');
      });
    expect(await look({ issuer: await at(280_000) })).toBeNull();
    expect(await look({ issuer: await at(-86_400_000, { age: '86400' }) })).toBeNull();
  });
});
