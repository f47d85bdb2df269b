import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../free-port.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';
import { capture } from '../testing/capture.ts';

const OKTA_PATH = '/security/api/v1/security-events';

/** A mock in a terminal of its own. */
class Terminal {
  output = '';
  readonly #controller = new AbortController();
  readonly #exit: Promise<number>;

  constructor(argv: readonly string[], env: Io['env'] = {}) {
    const write = (text: string): unknown => (this.output += text);
    const { signal } = this.#controller;
    this.#exit = main(argv, { stdout: { write }, stderr: { write }, env, cwd: '.', signal });
  }

  async printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.output);
      if (found) return found[1] ?? found[0];
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  end(): Promise<number> {
    this.#controller.abort();
    return this.#exit;
  }
}

const post = async (url: string, body: unknown): Promise<number> =>
  (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
const text = async (url: string): Promise<string> => (await fetch(url)).text();

describe('mock of a vendor', () => {
  let terminals: Terminal[];
  beforeEach(() => {
    terminals = [];
  });
  afterEach(async () => {
    for (const terminal of terminals) await terminal.end();
  });
  const start = (...argv: string[]): Terminal => {
    const terminal = new Terminal(['mock', ...argv]);
    terminals.push(terminal);
    return terminal;
  };

  it('two terminals: who signs in from two continents is logged out on the page of Okta', async () => {
    const [mine, yours] = [await freePort(), await freePort()];
    const cloudflare = start(
      'cloudflare-one',
      '--port',
      String(mine),
      '--push-to',
      `http://127.0.0.1:${yours}${OKTA_PATH}`,
    );
    // The command line that it prints is the one for the other terminal.
    const args = await cloudflare.printed(/ssf-conformance mock okta-itp (.*)\n/);
    const okta = start('okta-itp', ...args.split(' '));
    await okta.printed(/Takes SETs of \S+ for/);
    const happen = `http://127.0.0.1:${mine}/happen`;
    for (const place of ['Berlin', 'Tokyo'])
      expect(await post(happen, { kind: 'sign-in', user: 'anna@example.com', place })).toBe(200);
    await cloudflare.printed(/risk_score_change .*low → high/);
    await cloudflare.printed(/push {2}\S+ → 202\n/);
    await okta.printed(/universal_logout .*anna@example\.com/);
    const page = await text(await okta.printed(/status page +(\S+)/));
    expect(page).toContain('anna@example.com');
    expect(page).toContain('universal_logout');
  });

  it('Okta, which waited for its provider for some time, logs out who signs in as soon as that is there', async () => {
    const mine = await freePort();
    const metadata = `http://127.0.0.1:${mine}/.well-known/ssf-configuration/0c1de8f5-6a54-4f0b-9d3e-2b7a1c5e9f40`;
    const okta = start('okta-itp', '--well-known', metadata);
    await okta.printed(/Waits for the Transmitter/);
    const cloudflare = start(
      'cloudflare-one',
      '--port',
      String(mine),
      '--push-to',
      await okta.printed(/push endpoint +(\S+)/),
    );
    const happen = await cloudflare.printed(/curl -d .* (\S+\/happen)\n/);
    for (const place of ['Berlin', 'Tokyo'])
      expect(await post(happen, { kind: 'sign-in', user: 'anna@example.com', place })).toBe(200);
    await okta.printed(/universal_logout .*anna@example\.com/);
    await cloudflare.printed(/risk_score_shared/);
    expect(okta.output.match(/Waits for|Takes SETs/g)).toEqual(['Waits for', 'Takes SETs']);
  });

  it('Okta takes SETs of a provider that is registered by its metadata while it runs', async () => {
    const okta = start('okta-itp', '--reading', 'own');
    const cloudflare = start('cloudflare-one', '--push-to', await okta.printed(/push endpoint +(\S+)/));
    const metadata = await cloudflare.printed(/(\S+) \(old name\)/);
    const register = await okta.printed(/curl -d \S+ (?:\S+ )?\S*URL\S* (\S+)/);
    const provider = { name: 'Cloudflare One', settings: { well_known_url: metadata } };
    expect(await post(register, provider)).toBe(200);
    const happen = new URL('/happen', metadata).href;
    for (const what of ['one', 'two'])
      expect(await post(happen, { kind: 'risk-event', user: 'ben@example.com', what })).toBe(200);
    await okta.printed(/universal_logout .*ben@example\.com/);
  });

  it('Okta revokes sessions, and Omnissa Access, which was there first, ends its own', async () => {
    const [transmitter, access] = [await freePort(), await freePort()];
    const omnissa = start(
      'omnissa-ws1',
      '--access-port',
      String(access),
      '--well-known',
      `http://127.0.0.1:${transmitter}/.well-known/ssf-configuration`,
    );
    const authorization = await omnissa.printed(/Authorization +(Bearer \S+)/);
    await omnissa.printed(/Waits for the Transmitter/);
    const pushUrl = await omnissa.printed(/push endpoint +(\S+)/);
    const okta = start(
      'okta-itp',
      '--transmitter-port',
      String(transmitter),
      '--push-to',
      pushUrl,
      '--push-authorization',
      authorization,
    );
    await omnissa.printed(/Takes SETs of/);
    await okta.printed(/Ctrl-C/);
    const happen = `http://127.0.0.1:${transmitter}/happen`;
    expect(await post(happen, { kind: 'sessions-revoked', user: 'anna@example.com', by: 'admin' })).toBe(200);
    await omnissa.printed(/EventPublishedSuccess {2}Published session-revoked about anna@example\.com/);
  });

  it('tells of pushes that are refused', async () => {
    const okta = start('okta-itp');
    const cloudflare = start('cloudflare-one', '--push-to', await okta.printed(/push endpoint +(\S+)/));
    const happen = new URL('/happen', await cloudflare.printed(/issuer +(\S+)/)).href;
    await post(happen, { kind: 'risk-event', user: 'ben@example.com', what: 'malware' });
    expect(await cloudflare.printed(/push {2}\S+ → (.*)\n/)).toBe('400, and is given up');
  });

  it('serves https with a CA of its own, and ends on Ctrl-C', async () => {
    const omnissa = start('omnissa-ws1', '--https');
    expect(await omnissa.printed(/issuer +(\S+)/)).toMatch(/^https:/);
    await omnissa.printed(/curl --cacert \S+ca\.pem/);
    expect(await omnissa.end()).toBe(0);
  });

  it('shows control characters of what it is told instead of obeying them', async () => {
    const cloudflare = start('cloudflare-one', '--dialect', 'standard');
    const issuer = await cloudflare.printed(/issuer +(\S+)/);
    const happen = new URL('/happen', issuer).href;
    await post(happen, { kind: 'risk-event', user: 'a@example.com', what: 'x\u001b[2J' });
    await cloudflare.printed(/Risk event: x\\u\{1b\}\[2J/);
    expect(cloudflare.output).not.toContain('\u001b');
  });

  it.each([
    [['cloudflare-one', '--push-audience', 'x'], '--push-audience is given without --push-to'],
    [['cloudflare-one', '--push-to', 'ftp://x'], '--push-to must be an https URL'],
    [['okta-itp', '--audience', 'x'], '--audience is given without --well-known'],
    [['okta-itp', '--well-known', 'https://tx.example'], 'no /.well-known/ssf-configuration'],
    [['omnissa-ws1', '--reading', 'x'], 'Allowed choices are own, standard'],
    [['cloudflare-one', '--port', '99999'], 'Expected a port'],
    [['okta-itp', '--ca', '/nowhere/ca.pem'], 'cannot be read'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stderr } = await capture(['mock', ...argv]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says that a port is in use', async () => {
    const first = start('cloudflare-one');
    const { port } = new URL(await first.printed(/issuer +(\S+)/));
    const { exitCode, stderr } = await capture(['mock', 'okta-itp', '--port', port]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('it is in use')]);
  });

  it.each(['okta-itp', 'cloudflare-one', 'omnissa-ws1'])('%s explains itself', async (name) => {
    const { exitCode, stdout } = await capture(['mock', name, '--help']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('curl -d');
  });
});
