import type {
  Exchange,
  HandshakeSpec,
  Identity,
  RequestSpec,
  Rim,
  RunFacts,
  TriggerOutcome,
  TriggerRequest,
} from '../exchange.ts';
import type { ClientCertificate } from '../run-options.ts';
import { Circuit } from './circuit.ts';
import { isConfidential } from './confidential.ts';
import type { TokenSource } from './credentials.ts';
import { handshake } from './handshake.ts';
import type { InboxPort } from './inbox-port.ts';
import type { Recorder } from './recorder.ts';
import type { RecordingClient } from './recording-client.ts';
import type { Secrets } from './secrets.ts';
import type { StreamLedger } from './stream-ledger.ts';

/** What the rim is made of; the run builds it. */
export interface RimParts {
  facts: RunFacts;
  /** performance.now() at the start of the run, ms. */
  startedAtMs: number;
  client: RecordingClient;
  /** With the second Receiver's own certificate; absent: it goes by `client`. */
  secondClient?: RecordingClient | undefined;
  /** PEM of a private CA that certificates in handshakes may chain to, beside the public ones. */
  ca?: string | undefined;
  /** Shown in handshakes with servers that ask for it. */
  clientCertificate?: ClientCertificate | undefined;
  secrets: Secrets;
  recorder: Recorder;
  ledger: StreamLedger;
  inbox: InboxPort;
  receiver: TokenSource | null;
  second: TokenSource | null;
  trigger: ((request: TriggerRequest) => Promise<TriggerOutcome>) | null;
  signal?: AbortSignal;
}

function describeIdentity(as: Identity): string {
  if (typeof as === 'string') return as === 'second' ? 'the second Receiver' : 'the Receiver';
  return 'scope' in as ? `the scope ${as.scope} alone` : 'the given token';
}

/** The rim in the main process. See `Rim` for what each call does. */
export function createRim(parts: RimParts): Rim {
  const { facts, client, secrets, recorder, ledger, inbox } = parts;
  const circuit = new Circuit();
  const sinceStart = (): number => performance.now() - parts.startedAtMs;

  async function bearer(as: Identity, check: string | null): Promise<string | null> {
    if (typeof as === 'object') {
      return 'bearer' in as ? as.bearer : ((await parts.receiver?.token(as.scope, check)) ?? null);
    }
    switch (as) {
      case 'nobody':
        return null;
      case 'stranger':
        return `stranger-${crypto.randomUUID()}`;
      case 'second':
        return (await parts.second?.token(undefined, check)) ?? null;
      case 'receiver':
      case 'in-query':
      case 'in-header-and-query':
        return (await parts.receiver?.token(undefined, check)) ?? null;
    }
  }

  async function send(spec: RequestSpec, check: string | null): Promise<Exchange> {
    const url = new URL(spec.url);
    for (const [name, value] of Object.entries(spec.query ?? {})) url.searchParams.set(name, value);
    const headers: Record<string, string> = { accept: 'application/json' };
    const token = await bearer(spec.as, check);
    if (token !== null) {
      secrets.add(token);
      if (spec.as !== 'in-query') headers.authorization = `Bearer ${token}`;
      if (spec.as === 'in-query' || spec.as === 'in-header-and-query') {
        url.searchParams.set('access_token', token);
      }
    }
    const body = spec.body?.text ?? (spec.json === undefined ? null : JSON.stringify(spec.json));
    if (body !== null) headers['content-type'] = spec.body?.contentType ?? 'application/json';
    for (const [name, value] of Object.entries(spec.headers ?? {})) headers[name.toLowerCase()] = value;

    const unsent = (kind: 'no-token' | 'given-up', message: string): Exchange =>
      client.record(
        request,
        { response: null, error: { kind, message }, durationMs: 0 },
        sinceStart(),
        check,
      );
    const timeoutMs = spec.timeoutMs ?? facts.limits.request;
    const request = { method: spec.method, url: url.href, headers, body, timeoutMs };
    // A wait that the check itself bounds (a long poll) says nothing about whether the endpoint hangs.
    const counts = spec.timeoutMs === undefined;
    if (token === null && spec.as !== 'nobody') {
      return unsent('no-token', `not sent: there is no token for ${describeIdentity(spec.as)}`);
    }
    if (token !== null && !isConfidential(url)) {
      return unsent(
        'given-up',
        `not sent: the token would cross the network to ${url.host} for everybody to read`,
      );
    }
    if (facts.foreignStreams.includes(spec.deletesStream ?? '')) {
      return unsent('given-up', `not sent: the stream ${spec.deletesStream} was there before the run`);
    }
    if (counts && spec.insist !== true && circuit.isOpen(spec.method, url.href)) {
      return unsent('given-up', 'not sent: this endpoint let three requests in a row time out');
    }
    // A token that is bound to a certificate (RFC 8705 section 3) is worth something over its connections only.
    const by = spec.as === 'second' ? (parts.secondClient ?? client) : client;
    const exchange = await by.send(request, check, parts.signal);
    if (counts) circuit.report(spec.method, url.href, exchange.error?.kind === 'timeout');
    keepLedger(spec, exchange);
    return exchange;
  }

  function keepLedger(spec: RequestSpec, exchange: Exchange): void {
    const status = exchange.response?.status ?? 0;
    const success = status >= 200 && status < 300;
    if (spec.createsStream === true && success) {
      const answer = exchange.response?.json as Record<string, unknown> | null | undefined;
      const streamId: unknown = answer?.stream_id;
      if (typeof streamId === 'string' && !facts.foreignStreams.includes(streamId))
        ledger.opened({ streamId, url: spec.url, as: spec.as === 'second' ? 'second' : 'receiver' });
    }
    if (spec.deletesStream !== undefined && (success || status === 404)) ledger.closed(spec.deletesStream);
  }

  return {
    facts: async () => facts,
    send,
    openInbox: async (check) => inbox.open(check),
    openBadInbox: (kind, check) => inbox.openBad(kind, check),
    attempts: (kind, beyond, waitMs) => inbox.attempts(kind, beyond, waitMs),
    script: async (id, answers) => inbox.script(id, answers),
    arrivals: async (id, from, waitMs) => inbox.arrivals(id, from, waitMs),
    requestToken: async (spec, check) => {
      if (parts.receiver === null) throw new Error('No credentials are configured.');
      return parts.receiver.request(spec, check);
    },
    trigger: async (request) => {
      if (parts.trigger === null) return { ok: false, message: 'no trigger is configured' };
      try {
        return await parts.trigger(request);
      } catch (error) {
        return { ok: false, message: secrets.mask(error instanceof Error ? error.message : String(error)) };
      }
    },
    handshake: (spec: HandshakeSpec) => handshake(spec, facts.limits.request, parts),
    recordSet: async (set) => recorder.set(set),
    recordTiming: async (sample) => recorder.sample(sample),
    now: async () => sinceStart(),
  };
}
