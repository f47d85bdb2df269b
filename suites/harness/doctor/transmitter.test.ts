import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority, selfSigned } from '../../../mocks/http/certificates.ts';
import { listen } from '../../../mocks/http/listen.ts';
import { type StartOptions, startTransmitter } from '../../../mocks/transmitter/start.ts';
import * as servers from '../hostile/hostile-servers.ts';
import * as transmitters from '../hostile/hostile-transmitters.ts';
import type { Line } from './line.ts';
import { examineTransmitter, type TransmitterToExamine } from './transmitter.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function kept<T extends { close(): Promise<unknown> }>(target: Promise<T>): Promise<T> {
  const started = await target;
  closing.push(() => started.close());
  return started;
}

const LIMITS = { request: 2_000, verification: 500, change: 300, quiet: 100 };

/** What is told of a target, by the names of the lines. */
async function look(
  issuer: string,
  options: Partial<TransmitterToExamine> = {},
): Promise<{ lines: Line[]; of: (name: string) => string }> {
  const lines: Line[] = [];
  await examineTransmitter(
    { target: { issuer }, limits: LIMITS, unreachable: null, readOnly: false, env: {}, ...options },
    { line: (line) => lines.push(line), waiting: () => undefined },
  );
  return {
    lines,
    of: (name) => {
      const line = lines.find((one) => one.name === name);
      return line === undefined
        ? 'not told'
        : `${line.state} ${line.whose ?? ''}: ${line.what} ${line.todo ?? ''}`;
    },
  };
}

const reference = async (options: StartOptions = {}) => {
  const target = await kept(startTransmitter(options));
  const [client] = target.clients;
  if (client === undefined) throw new Error('no clients');
  return { target, client, auth: { accessToken: client.token } };
};

describe('a Transmitter that is right', () => {
  it('has no line but good ones, with a token and with client credentials, and keeps no stream', async () => {
    const calls: string[] = [];
    const { target, client, auth } = await reference({
      seams: { before: (call) => noted(calls, call) },
    });
    const clientAuth = { clientId: client.id, clientSecret: client.secret, scope: 'ssf.read ssf.manage' };
    for (const credentials of [auth, clientAuth]) {
      const { lines, of } = await look(target.issuer, { auth: credentials });
      expect(lines.filter(({ state }) => state === 'problem' || state === 'note')).toEqual([]);
      for (const delivery of ['push', 'poll'])
        expect(of(`${delivery} round trip`)).toMatch(/^ok : .* came \d+ ms/);
      expect([...target.transmitter.streams.all()]).toEqual([]);
    }
    expect(calls.filter((operation) => operation === 'create-stream')).toHaveLength(4);
  });

  it('is asked for no stream when nothing may be created', async () => {
    const calls: string[] = [];
    const { target, auth } = await reference({
      seams: { before: (call) => noted(calls, call) },
    });
    const { of } = await look(target.issuer, { auth, readOnly: true });
    expect(of('push stream')).toMatch(/^skipped .*--read-only/);
    expect(calls).not.toContain('create-stream');
    expect(calls).not.toContain('verify');
  });

  it.each<[string, Partial<TransmitterToExamine>, object, string]>([
    ['the tester does not wish for', { delivery: ['poll'] }, {}, 'Not to be tested (--delivery poll).'],
    [
      'the metadata does not list',
      {},
      { delivery_methods_supported: ['urn:ietf:rfc:8936'] },
      'Not offered by the metadata.',
    ],
    [
      'cannot be asked for',
      {},
      { configuration_endpoint: undefined },
      'Without configuration_endpoint no stream can be asked for.',
    ],
  ])('is asked for no stream that %s, with the reason', async (_, options, metadata, why) => {
    const { target, auth } = await reference({
      seams: {
        after: (reply, { operation }) =>
          operation === 'metadata' ? { ...reply, body: { ...(reply.body as object), ...metadata } } : reply,
      },
    });
    const { of } = await look(target.issuer, { auth, readOnly: true, ...options });
    expect(of('push stream')).toBe(`skipped : ${why} `);
  });

  it('keeps the streams that were there', async () => {
    const { target, auth } = await reference();
    const made = await fetch(`${target.issuer}/ssf/streams`, {
      method: 'POST',
      headers: { authorization: `Bearer ${auth.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ delivery: { method: 'urn:ietf:rfc:8936' } }),
    });
    const { stream_id: id } = (await made.json()) as { stream_id: string };
    const { of } = await look(target.issuer, { auth });
    expect(of('reading streams')).toMatch(/^note configuration: .*one is there already, and left alone/);
    expect([...target.transmitter.streams.all()].map((stream) => stream.id)).toEqual([id]);
  });

  it('is told apart by its TLS: versions, chain, names and days', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue();
    const { target, auth } = await reference({ tls, ca: authority.ca });
    const { of, lines } = await look(target.issuer, {
      auth,
      target: { issuer: target.issuer, ca: authority.ca },
      pushAuthority: authority,
    });
    expect(lines.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(of('TLS')).toMatch(/^ok : It takes TLS 1.2, 1.3, and refuses 1.0, 1.1/);
    expect(of('certificate')).toMatch(/^note target: .*localhost ← Test authority; .*6 days from now/);
    const { of: without } = await look(target.issuer, { auth });
    expect(without('certificate')).toMatch(/^problem configuration: .*no authority.* --ca FILE/);
    expect(without('the rest')).toMatch(/^skipped .*metadata, clock/);
  });
});

describe('what is wrong is told with whose it is', () => {
  it.each([
    [
      'a wrong token',
      { accessToken: 'wrong-token-0123456789' },
      'reading streams',
      /^problem configuration: .*401/,
    ],
    [
      'a token of an earlier day',
      { accessToken: jwt({ exp: 1_700_000_000 }) },
      'token',
      /^problem configuration: .*expired \d+ days ago/,
    ],
    [
      'a wrong client secret',
      { clientId: 'x', clientSecret: 'wrong-secret-0123' },
      'token',
      /^problem configuration: .*invalid_client/,
    ],
  ])('%s', async (_, auth, name, said) => {
    const { target } = await reference();
    const { lines, of } = await look(target.issuer, { auth });
    expect(of(name)).toMatch(said);
    for (const secret of Object.values(auth).filter(({ length }) => length > 8))
      expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it('a token that may only read', async () => {
    const { target, client } = await reference();
    const accessToken = target.authorizationServer.issue(client.id, 'ssf.read');
    const { of } = await look(target.issuer, { auth: { accessToken } });
    expect(of('reading streams')).toMatch(/^ok/);
    expect(of('push stream')).toMatch(/^problem configuration: .*may read, but not write/);
  });

  it('metadata that lies where OpenID Connect would have it, or belongs to another issuer', async () => {
    let origin = '';
    const server = await kept(
      listen([
        {
          method: 'GET',
          path: '/a/.well-known/ssf-configuration',
          resolve: () => Response.json({ issuer: `${origin}/a` }),
        },
        {
          method: 'GET',
          path: '/.well-known/ssf-configuration',
          resolve: () => Response.json({ issuer: origin }),
        },
      ]),
    );
    origin = server.origin;
    expect((await look(`${origin}/a`)).of('metadata')).toMatch(
      /^problem target: .*not its place.*--metadata-url/,
    );
    expect((await look(`${origin}/b`)).of('metadata')).toMatch(
      /^problem configuration: .*of the issuer http/,
    );
  });

  it('metadata without its issuer, or without what creates streams', async () => {
    const { target } = await reference({
      seams: {
        after: (reply, { operation }) =>
          operation === 'metadata' ? { ...reply, body: { spec_version: '1_0' } } : reply,
      },
    });
    const { of } = await look(target.issuer);
    expect(of('metadata')).toMatch(/^problem target: .*has no issuer/);
    expect(of('offers')).toMatch(/^problem target: .*Without configuration_endpoint/);
    expect(of('keys')).toMatch(/^note target: .*no jwks_uri/);
  });

  it('a SET that never comes, by push the network, by poll the target', async () => {
    const { target, auth } = await reference({ seams: { push: () => null, before: silentPoll } });
    const { of } = await look(target.issuer, { auth });
    expect(of('push round trip')).toMatch(
      /^problem network: Nothing came to our push endpoint http.*--public-url/,
    );
    expect(of('poll round trip')).toMatch(/^problem target: No verification SET came by poll/);
    expect([...target.transmitter.streams.all()]).toEqual([]);
  });

  it('a certificate of ours that the target does not trust, with the CA that it is to trust', async () => {
    const authority = await createAuthority();
    const { target, auth } = await reference();
    const pushAuthority = { ...authority, caFile: '/somewhere/ca.pem' };
    const { of } = await look(target.issuer, { auth, pushAuthority });
    expect(of('our push endpoint')).toMatch(/^ok/);
    expect(of('push round trip')).toMatch(
      /^problem target: Every connection .* does not trust its certificate: \d+ since .* Let the target trust our CA: NODE_EXTRA_CA_CERTS=\/somewhere\/ca\.pem/,
    );
    const fixed = { issue: authority.issue, isFixed: true };
    const { of: withFixed } = await look(target.issuer, { auth, pushAuthority: fixed });
    expect(withFixed('push round trip')).toMatch(/^problem target: Every .* \(harness\.tls\.cert\)/);
  });

  it('no distrust, where we ended the connection ourselves, or the target trusts our CA', async () => {
    const { issue, ca } = await createAuthority();
    const pushAuthority = { issue, isFixed: true };
    const silent = await reference({ seams: { push: () => null } });
    const { of } = await look(silent.target.issuer, { auth: silent.auth, pushAuthority });
    expect(of('our push endpoint')).toMatch(/^note network: .*cannot be reached from this machine/);
    expect(of('push round trip')).toMatch(/^problem network: Nothing came to our push endpoint/);
    const trusting = await reference({ ca });
    const { of: withTrust } = await look(trusting.target.issuer, { auth: trusting.auth, pushAuthority });
    expect(withTrust('push round trip')).toMatch(/^ok/);
  });

  it('an address of ours at which somebody else answers', async () => {
    const { target, auth } = await reference();
    const { of } = await look(target.issuer, { auth, publicUrl: target.issuer, delivery: ['push'] });
    expect(of('our push endpoint')).toMatch(/^problem configuration: .*somebody else answers.*--listen/);
  });

  it('a port of ours that is taken', async () => {
    const { target, auth } = await reference();
    const port = Number(new URL(target.issuer).port);
    const { of } = await look(target.issuer, { auth, listen: { host: '127.0.0.1', port } });
    expect(of('our push endpoint')).toMatch(/^problem configuration: We cannot listen .*in use/);
  });

  it.each([
    ['down', () => servers.refusing(), 'connection', /^problem network: Nothing accepts/],
    ['silent', () => servers.silent(), 'metadata', /^problem network: .*no whole answer/],
    ['no HTTP', () => servers.notHttp(), 'metadata', /^problem target: /],
    ['closing', () => servers.closing(), 'metadata', /^problem target: /],
    ['a page', () => servers.html(), 'metadata', /^problem target: .*HTML/],
    ['endless', () => servers.trickling(20), 'metadata', /^problem network: /],
    ['deep', () => servers.nested(100_000), 'metadata', /^problem target: /],
    ['redirecting', () => servers.redirecting('http://127.0.0.1:1/'), 'metadata', /^problem .*redirects/],
  ])('a server that is %s', async (_, start, name, said) => {
    const { origin } = await kept(start());
    const { of, lines } = await look(origin, { auth: { accessToken: 'a-token-0123456789' } });
    expect(of(name)).toMatch(said);
    expect(lines.filter(({ whose }) => whose === 'tool')).toEqual([]);
  });

  it('TLS that nobody should take', async () => {
    const plain = await kept(servers.html());
    expect((await look(plain.origin.replace('http:', 'https:'))).of('TLS')).toMatch(
      /^problem target: No TLS/,
    );
    const own = await kept(listen([], { tls: await selfSigned() }));
    expect((await look(own.origin)).of('certificate')).toMatch(/^problem configuration: .*self-signed/);
    const authority = await createAuthority();
    const over = await authority.issue({ notAfter: new Date(Date.now() - 1_000) });
    const expired = await kept(listen([], { tls: over }));
    const ca = authority.ca;
    expect(
      (await look(expired.origin, { target: { issuer: expired.origin, ca } })).of('certificate'),
    ).toMatch(/^problem target: .*expired/);
    const another = await kept(listen([], { tls: await authority.issue({ names: ['x.example'], ips: [] }) }));
    expect(
      (await look(another.origin, { target: { issuer: another.origin, ca } })).of('certificate'),
    ).toMatch(/^problem target: .*another name/);
    const old = { ...(await selfSigned()), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    expect((await look((await kept(listen([], { tls: old }))).origin)).of('TLS')).toMatch(
      /^problem target: It takes nothing newer than TLS 1.0, 1.1/,
    );
  });
});

describe('a hostile Transmitter', () => {
  it('does not get a secret told, a terminal touched, or the examination broken', async () => {
    const auth = { accessToken: transmitters.TOKEN };
    for (const start of [
      transmitters.echoing,
      transmitters.blurting,
      transmitters.withMarkup,
      transmitters.withEndlessPolls,
      () => transmitters.withManyKeys(600),
      () => transmitters.withDeepAnswers(50_000),
      () => transmitters.withBrokenEndpoints(() => ({ status: 500, headers: {}, body: 'x' })),
      () => transmitters.withCreation(() => Response.error()),
    ]) {
      const target = await kept(start());
      const { lines } = await look(target.issuer, { auth });
      const text = lines.map(({ what, todo = '' }) => what + todo).join('\n');
      expect(text).not.toContain(transmitters.TOKEN);
      expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
      expect(lines.filter(({ whose }) => whose === 'tool')).toEqual([]);
    }
  }, 60_000);
});

it('An interruption ends the examination and deletes what was created', async () => {
  const controller = new AbortController();
  const { target, auth } = await reference({
    seams: {
      push: () => {
        controller.abort();
        return null;
      },
    },
  });
  const { of } = await look(target.issuer, {
    auth,
    signal: controller.signal,
    limits: { ...LIMITS, verification: 60_000 },
  });
  expect(of('push stream')).toMatch(/^ok/);
  expect(of('push round trip')).toBe('not told');
  expect([...target.transmitter.streams.all()]).toEqual([]);
});

it('An interruption while a stream is being created waits for it, and deletes it', async () => {
  const controller = new AbortController();
  const { target, auth } = await reference({
    seams: {
      after: (reply, { operation }) => {
        if (operation === 'create-stream') controller.abort();
        return reply;
      },
    },
  });
  const { of } = await look(target.issuer, { auth, signal: controller.signal });
  expect(controller.signal.aborted).toBe(true);
  expect(of('push stream')).toBe('not told');
  expect([...target.transmitter.streams.all()]).toEqual([]);
});

it('An interruption while a stream is asked for in vain tells that one may be left', async () => {
  const controller = new AbortController();
  const { target, auth } = await reference({
    seams: {
      before: async ({ operation }) => {
        if (operation !== 'create-stream') return undefined;
        controller.abort();
        return new Promise(() => undefined);
      },
    },
  });
  const { of } = await look(target.issuer, {
    auth,
    signal: controller.signal,
    limits: { ...LIMITS, request: 300 },
  });
  expect(of('clean-up')).toMatch(/^problem target: .*not known/);
});

it('What stands in the environment is named, its value is not shown', async () => {
  const env = { HTTPS_PROXY: 'http://user:s3cret@proxy.example:3128', NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const { of } = await look(`https://${'a'.repeat(64)}.invalid`, { env });
  expect(of('environment')).toMatch(
    /^note configuration: NODE_TLS_REJECT_UNAUTHORIZED is 0.*HTTPS_PROXY is set/,
  );
  expect(of('environment')).not.toContain('s3cret');
  expect(of('name')).toMatch(/^problem network: .*cannot be resolved/);
});

/** A JWT that nobody signed. */
function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
}

function silentPoll(call: { operation: string }) {
  return call.operation === 'poll' ? { status: 200, headers: {}, body: { sets: {} } } : undefined;
}

function noted(calls: string[], call: { operation: string }): undefined {
  calls.push(call.operation);
}
