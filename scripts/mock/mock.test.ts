import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faults } from '../../mocks/faults/index.ts';
import { receiverFaults } from '../../mocks/faults/receiver/index.ts';
import { createAuthority } from '../../mocks/http/certificates.ts';
import { type StartedTransmitter, startTransmitter } from '../../mocks/transmitter/start.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';
import { capture } from '../testing/capture.ts';
import { temporaryFolder } from '../testing/program.ts';

const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';

describe('mock', () => {
  let controller: AbortController;
  let output: string;
  let exit: Promise<number> | null;
  beforeEach(() => {
    controller = new AbortController();
    output = '';
    exit = null;
  });
  afterEach(async () => {
    controller.abort();
    await exit;
  });
  const start = (argv: string[], env: Io['env'] = {}): void => {
    const write = (text: string): unknown => (output += text);
    exit = main(argv, { stdout: { write }, stderr: { write }, env, cwd: '.', signal: controller.signal });
  };
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found[1] ?? found[0];
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('serves the reference Transmitter, prints what a tester needs, logs requests, and ends on Ctrl-C', async () => {
    start(['mock', 'transmitter']);
    const issuer = await printed(/issuer +(http:\S+)/);
    await printed(/Ctrl-C/);
    expect(output).toMatch(
      /ssf-conformance run --issuer \S+ --access-token \S+ --read-only-access-token \S+ --second-access-token \S+ --trigger-url http:\S+\/trigger\n/,
    );
    expect(output).toMatch(/--client-id receiver-1 --client-secret \S+ --second-client-id receiver-2/);
    const answer = await fetch(`${issuer}/.well-known/ssf-configuration`);
    expect(await answer.json()).toMatchObject({ issuer });
    await printed(/GET \/\.well-known\/ssf-configuration → 200 {2}metadata/);
    controller.abort();
    expect(await exit).toBe(0);
    await expect(fetch(issuer)).rejects.toThrow('fetch failed');
  });

  it.each(['transmitter', 'cloudflare-one', 'omnissa-ws1'])(
    'gives the first Receiver of %s the access token that it is told',
    async (mock) => {
      start(['mock', mock, '--access-token', 'try-it']);
      const issuer = await printed(/issuer +(http:\S+)/);
      await printed(/token +try-it|token try-it/);
      const metadata = new URL(issuer);
      metadata.pathname = `/.well-known/ssf-configuration${metadata.pathname.replace(/\/$/, '')}`;
      const document = (await (await fetch(metadata)).json()) as { configuration_endpoint: string };
      const answer = (token: string): Promise<Response> =>
        fetch(document.configuration_endpoint, { headers: { authorization: `Bearer ${token}` } });
      expect((await answer('try-it')).status).toBe(200);
      expect((await answer('another')).status).toBe(401);
    },
  );

  it('takes triggers: sends the event, or says why not', async () => {
    start(['mock', 'transmitter']);
    const issuer = await printed(/issuer +(http:\S+)/);
    const trigger = await printed(/trigger +(http:\S+)/);
    const token = await printed(/receiver-1, secret \S+ token (\S+)/);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const post = async (body: unknown): Promise<[number, string]> => {
      const answer = await fetch(trigger, { method: 'POST', body: JSON.stringify(body) });
      return [answer.status, await answer.text()];
    };
    expect(await post({ type: SESSION_REVOKED })).toEqual([409, expect.stringContaining('on no stream')]);
    await fetch(`${issuer}/ssf/streams`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ events_requested: [SESSION_REVOKED] }),
    });
    expect((await post({ type: SESSION_REVOKED }))[0]).toBe(202);
    expect(await post({ type: 'urn:unknown' })).toEqual([400, expect.stringContaining('urn:unknown')]);
    expect((await post([]))[0]).toBe(400);
  });

  it('serves https with a certificate of its own authority', async () => {
    start(['mock', 'transmitter', '--https']);
    expect(await printed(/issuer +(\S+)/)).toMatch(/^https:/);
    expect(await printed(/--ca (\S+)/)).toMatch(/ca\.pem$/);
  });

  describe('behind https, where it pushes to https only', () => {
    let folder: string;
    let ca: string;
    let key: string;
    beforeEach(async () => {
      folder = await temporaryFolder();
      [ca, key] = [path.join(folder, 'ca.pem'), path.join(folder, 'key.pem')];
      const made = await createAuthority();
      await writeFile(ca, made.ca);
      await writeFile(key, made.key);
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));
    const lines = async (...flags: string[]): Promise<string[]> => {
      start(['mock', 'transmitter', ...flags]);
      await printed(/Ctrl-C/);
      return output.split('\n').filter((line) => line.startsWith('  ssf-conformance run'));
    };

    it('is tested over TLS where it trusts our CA', async () => {
      const told = await lines('--https', '--ca', ca);
      expect(told).toHaveLength(2);
      for (const line of told) expect(line).toMatch(/--ca \S+ --tls --/);
    });

    it('is tested by poll where it trusts no CA of ours, and says why', async () => {
      const told = await lines('--https');
      expect(told).toHaveLength(2);
      for (const line of told) expect(line).toMatch(/--ca \S+ --delivery poll --/);
      expect(output).toContain('"ssf-conformance doctor --tls" makes one');
    });

    it('is tested with the CA that it was given itself', async () => {
      const [line] = await lines('--tls-ca', ca, '--tls-ca-key', key);
      expect(line).toContain(` --ca ${ca} --tls-ca ${ca} --tls-ca-key ${key} `);
    });

    it('tells how it is tested with a client certificate, without a secret', async () => {
      const told = await lines('--https', '--ca', ca, '--client-ca', ca);
      expect(told[2]).toMatch(
        / --tls --client-id receiver-1 --client-cert FILE --client-key FILE --trigger-url \S+$/,
      );
      expect(output).toContain(`for CN=receiver-1 of the CA in ${ca} (tokens and secrets`);
    });
  });

  it('shows the fault that it has and the clause that it breaks', async () => {
    const fault = faults.find((one) => one.seams().tls === undefined);
    if (!fault) return;
    start(['mock', 'transmitter', '--fault', fault.name]);
    await printed(/Ctrl-C/);
    expect(output).toContain(`with the fault ${fault.name}`);
    expect(output).toContain(`(breaks ${fault.breaks})`);
  });

  it('lists the faults', async () => {
    const { exitCode, stdout } = await capture(['mock', 'transmitter', '--list-faults']);
    expect(exitCode).toBe(0);
    for (const { name } of faults) expect(stdout).toContain(name);
  });

  it('calls itself as it was called', async () => {
    start(['mock', 'transmitter'], {
      npm_lifecycle_event: 'conformance',
      npm_package_name: 'ssf-conformance',
    });
    expect(await printed(/npm run conformance -- run --issuer/)).not.toBe('');
  });

  it('serves a push endpoint that prints each SET decoded', async () => {
    start(['mock', 'receiver']);
    const url = await printed(/push endpoint +(http:\S+)/);
    const { privateKey } = await generateKeyPair('RS256');
    const set = await new SignJWT({ jti: 'set-1', events: { [SESSION_REVOKED]: {} } })
      .setProtectedHeader({ alg: 'RS256', typ: 'secevent+jwt' })
      .sign(privateKey);
    const push = { method: 'POST', body: set, headers: { 'content-type': 'application/secevent+jwt' } };
    expect((await fetch(url, push)).status).toBe(202);
    await printed(/#1 POST → 202/);
    await printed(/"jti": "set-1"/);
    expect((await fetch(url, { ...push, body: 'rubbish \u001b[2J' })).status).toBe(202);
    await printed(/no JWT: "rubbish \\u001b\[2J"/);
  });

  it('answers every push as it was told', async () => {
    start(['mock', 'receiver', '--answer', '400:invalid_key']);
    const url = await printed(/push endpoint +(http:\S+)/);
    for (const body of ['a', 'b', 'c']) {
      const answer = await fetch(url, { method: 'POST', body });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ err: 'invalid_key' });
    }
  });

  /** Transmitter for the reference Receiver to be at. */
  const withTransmitter = async (use: (transmitter: StartedTransmitter) => Promise<void>): Promise<void> => {
    const transmitter = await startTransmitter();
    try {
      await use(transmitter);
    } finally {
      controller.abort();
      await exit;
      await transmitter.close();
    }
  };
  const effects = async (url: string, subject: Record<string, unknown>): Promise<unknown[]> => {
    for (;;) {
      const all = (await (await fetch(url)).json()) as { subject: { email?: string } }[];
      const found = all.filter((effect) => effect.subject.email === subject.email);
      if (found.length > 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const subject = { format: 'email', email: 'someone@example.com' };

  it.each(['push', 'poll'])(
    'serves the reference Receiver, which creates its stream by itself (%s)',
    async (method) => {
      await withTransmitter(async ({ issuer, clients, trigger, transmitter }) => {
        const [client] = clients;
        const credentials = ['--client-id', client?.id ?? '', '--client-secret', client?.secret ?? ''];
        start(['mock', 'receiver', '--issuer', issuer, '--delivery', method, ...credentials]);
        const control = await printed(/effects +(http:\S+)/);
        await printed(/The stream is verified/);
        await printed(/POST \/streams|POST \S+ {2}create-stream/);
        await trigger({ type: SESSION_REVOKED, subject });
        expect(await effects(control, subject)).toMatchObject([{ action: 'end-sessions', subject }]);
        controller.abort();
        expect(await exit).toBe(0);
        expect(transmitter.streams.all()).toEqual([]);
      });
    },
  );

  it('serves the reference Receiver hosted, which waits for its Transmitter and refuses what is not of it', async () => {
    const wellKnown = 'http://127.0.0.1:1/.well-known/ssf-configuration/tenant';
    start(['mock', 'receiver', '--well-known', wellKnown, '--audience', 'https://rx.example']);
    const url = await printed(/push endpoint +(http:\S+)/);
    expect(await printed(/(ssf-conformance run --receiver .*)\n/)).toMatch(
      /^ssf-conformance run --receiver http:\S+ --audience https:\/\/rx\.example --listen 127\.0\.0\.1:1 --effects-command 'curl -sf http:\S+\/effects'$/,
    );
    const headers = { 'content-type': 'application/secevent+jwt' };
    expect((await fetch(url, { method: 'POST', headers, body: 'rubbish' })).status).not.toBe(202);
    await printed(/push no JWT → \d+/);
    await printed(/connect ECONNREFUSED 127\.0\.0\.1:1/);
  });

  it('shows the fault that the reference Receiver has, and lists all', async () => {
    const fault = receiverFaults.find((one) => one.seams().tls === undefined);
    const issuer = ['--issuer', 'http://127.0.0.1:1', '--delivery', 'push'];
    start(['mock', 'receiver', ...issuer, '--fault', fault?.name ?? '']);
    await printed(/Ctrl-C/);
    expect(output).toContain(`with the fault ${fault?.name}`);
    const { stdout } = await capture(['mock', 'receiver', '--list-faults']);
    for (const { name } of receiverFaults) expect(stdout).toContain(name);
  });
});
