import { randomInt } from 'node:crypto';
import type { Delivery } from '../../reports/results.ts';
import { wellKnownUrl } from '../support/well-known.ts';
import type { Exchange, Limits, Rim, RunFacts, TriggerOutcome, TriggerRequest } from './exchange.ts';
import { transmitterHooks } from './hooks-of.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { listedStreams } from './listed-streams.ts';
import { offeredDeliveries } from './offered-deliveries.ts';
import { Patience } from './probe/patience.ts';
import type { PushAuthority } from './rim/bad-doors.ts';
import { TokenSource } from './rim/credentials.ts';
import { HttpClient } from './rim/http-client.ts';
import { startInbox } from './rim/inbox.ts';
import type { Relay } from './rim/inbox-port.ts';
import { certifiedNames } from './rim/our-address.ts';
import { Recorder } from './rim/recorder.ts';
import { RecordingClient } from './rim/recording-client.ts';
import { createRim } from './rim/rim.ts';
import { Secrets } from './rim/secrets.ts';
import { type LedgerEntry, StreamLedger } from './rim/stream-ledger.ts';
import type { ClientCertificate, Credentials } from './run-options.ts';
import { findTokenEndpoint } from './token-endpoint.ts';

export interface SessionOptions {
  issuer: string;
  metadataUrl?: string | undefined;
  /** PEM of a private CA that the target's certificate chains to. */
  ca?: string | undefined;
  /** Shown to the target and its token endpoint where they ask for it. */
  clientCertificate?: ClientCertificate | undefined;
  auth?: Credentials | undefined;
  secondAuth?: (Credentials & { clientCertificate?: ClientCertificate }) | undefined;
  trigger?: ((request: TriggerRequest) => Promise<TriggerOutcome>) | undefined;
  /** Default: all that the metadata lists. */
  deliveries?: readonly Delivery[] | undefined;
  profile: string;
  limits?: Partial<Limits> | undefined;
  seed?: number | undefined;
  listen?: { host: string; port: number } | undefined;
  publicUrl?: string | undefined;
  /** Makes the certificates of our push endpoints, and is trusted by the target; plain http without. */
  pushAuthority?: PushAuthority | undefined;
  signal?: AbortSignal | undefined;
}

/** Everything at the rim for one target: sockets, recorder, secrets, tokens; open until closed. */
export interface Session {
  rim: Rim;
  facts: RunFacts;
  recorder: Recorder;
  secrets: Secrets;
  /** ms since the start of the run (monotonic). */
  now(): number;
  /** From now on pushes to this inbox are answered by what the relay finds. */
  relay(inbox: string, relay: Relay): void;
  /** How many connections to our push endpoints over TLS were closed before any request, so far. */
  unusedConnections(): number;
  /** The rim, whose requests end as well when the signal says so. */
  rimUntil(signal: AbortSignal): Rim;
  /** Asks for the streams that the Receivers have already, so that they are left alone. */
  noteForeignStreams(): Promise<void>;
  /** Finds out which delivery methods are to be tested where neither the tester nor the metadata says so. */
  findDeliveries(): Promise<void>;
  /** Deletes the streams that are still there; tells which were deleted and which were not. */
  deleteStreams(): Promise<{ deleted: LedgerEntry[]; left: LedgerEntry[] }>;
  close(): Promise<void>;
}

/** Metadata URL of an issuer: the name inserted between host and path (SSF 7.2.1). */
export function metadataUrlOf(issuer: string): string {
  return wellKnownUrl(issuer, 'ssf-configuration');
}

const URNS: ReadonlyMap<unknown, Delivery> = new Map([
  ['urn:ietf:rfc:8935', 'push'],
  ['urn:ietf:rfc:8936', 'poll'],
]);

/** Opens the rim for a target. Asks the target only for its metadata and, where it must, for its token endpoint. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const startedAtMs = performance.now();
  const startedAt = new Date().toISOString();
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const secrets = new Secrets();
  for (const credentials of [options.auth, options.secondAuth]) keepSecrets(secrets, credentials);
  for (const own of [options.clientCertificate, options.secondAuth?.clientCertificate])
    if (own !== undefined) secrets.add(own.key);
  const recorder = new Recorder(secrets);
  const { ca, clientCertificate } = options;
  const http = new HttpClient({ ca, clientCertificate });
  const client = new RecordingClient(http, recorder, startedAtMs);
  const secondCertificate = options.secondAuth?.clientCertificate;
  const secondHttp =
    secondCertificate === undefined ? http : new HttpClient({ ca, clientCertificate: secondCertificate });
  const secondClient = new RecordingClient(secondHttp, recorder, startedAtMs);
  const ledger = new StreamLedger();
  const get = (url: string): Promise<Exchange> =>
    client.send(
      { method: 'GET', url, headers: { accept: 'application/json' }, body: null, timeoutMs: limits.request },
      null,
      options.signal,
    );

  const metadataUrl = options.metadataUrl ?? metadataUrlOf(options.issuer);
  const named = options.deliveries ?? advertised(await get(metadataUrl));
  const inbox = await startInbox(
    {
      ...options.listen,
      tls: await options.pushAuthority?.issue(
        certifiedNames({ host: options.listen?.host, publicUrl: options.publicUrl }),
      ),
      publicUrl: options.publicUrl,
      maxBodyBytes: 8 * 1024 * 1024,
    },
    options.pushAuthority ?? null,
    recorder,
    startedAtMs,
  );

  const usesClient = options.auth !== undefined && 'clientId' in options.auth;
  const given =
    options.auth !== undefined && 'clientId' in options.auth ? options.auth.tokenEndpoint : undefined;
  const tokenEndpoint = usesClient ? (given ?? (await findTokenEndpoint(options.issuer, get))) : null;
  const tokens = (credentials: Credentials | undefined, by: RecordingClient): TokenSource | null =>
    credentials === undefined
      ? null
      : new TokenSource(
          credentials,
          ('tokenEndpoint' in credentials ? credentials.tokenEndpoint : undefined) ?? tokenEndpoint,
          (url, form, headers, check) =>
            by.send(
              {
                method: 'POST',
                url,
                headers: {
                  accept: 'application/json',
                  'content-type': 'application/x-www-form-urlencoded',
                  ...headers,
                },
                body: form.toString(),
                timeoutMs: limits.request,
              },
              check,
              options.signal,
            ),
          (token) => secrets.add(token),
        );
  const receiver = tokens(options.auth, client);
  const facts: Omit<RunFacts, 'deliveries' | 'foreignStreams'> & {
    deliveries: readonly Delivery[];
    foreignStreams: readonly string[];
  } = {
    issuer: options.issuer,
    metadataUrl,
    https: options.issuer.startsWith('https:'),
    inboxHttps: (options.publicUrl ?? inbox.origin).startsWith('https:'),
    deliveries: named ?? ['push', 'poll'],
    profile: options.profile,
    seed: options.seed ?? randomInt(1, 1_000_000),
    limits,
    hooks: transmitterHooks(options),
    tokenEndpoint,
    foreignStreams: [],
    startedAt,
  };
  const parts = {
    facts,
    startedAtMs,
    client,
    secondClient,
    ca,
    clientCertificate,
    secrets,
    recorder,
    ledger,
    inbox,
    receiver,
    second: tokens(options.secondAuth, secondClient),
    trigger: options.trigger ?? null,
  };
  const rim = createRim({ ...parts, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  // Cleaning up goes on when the run was cancelled, so it does not listen to the signal.
  const cleaner = createRim(parts);

  return {
    rim,
    facts,
    recorder,
    secrets,
    now: () => performance.now() - startedAtMs,
    relay: (id, relay) => inbox.relay(id, relay),
    unusedConnections: () => inbox.unused(),
    rimUntil: (signal) =>
      createRim({
        ...parts,
        signal: options.signal === undefined ? signal : AbortSignal.any([options.signal, signal]),
      }),
    noteForeignStreams: async () => {
      const identities =
        options.secondAuth === undefined ? (['receiver'] as const) : (['receiver', 'second'] as const);
      facts.foreignStreams = await listedStreams(rim, metadataUrl, identities);
    },
    findDeliveries: async () => {
      if (named === null) facts.deliveries = await offeredDeliveries(rim, metadataUrl);
    },
    deleteStreams: async () => {
      const entries = ledger.open;
      const patience = new Patience();
      for (const { streamId, url, as } of entries) {
        const query = { stream_id: streamId };
        const send = () => cleaner.send({ method: 'DELETE', url, query, as, deletesStream: streamId }, null);
        await patience.send(send, limits.change).catch(() => undefined);
      }
      const left = ledger.open;
      return { deleted: entries.filter((entry) => !left.includes(entry)), left };
    },
    close: async () => {
      await inbox.close();
      await Promise.all([http.close(), secondHttp.close()]);
    },
  };
}

/** Takes note of what is secret in credentials. */
export function keepSecrets(secrets: Secrets, credentials: Credentials | undefined): void {
  if (credentials === undefined) return;
  if ('accessToken' in credentials) secrets.add(credentials.accessToken);
  else if (credentials.clientSecret !== undefined) {
    secrets.add(credentials.clientSecret);
    const pair = `${encodeURIComponent(credentials.clientId)}:${encodeURIComponent(credentials.clientSecret)}`;
    secrets.add(Buffer.from(pair).toString('base64'));
  }
  if (credentials.readOnlyAccessToken !== undefined) secrets.add(credentials.readOnlyAccessToken);
}

/** Delivery methods that the metadata lists; null when it lists none that we know, since the member is only recommended. */
function advertised(exchange: Exchange): Delivery[] | null {
  const json = exchange.response?.json;
  const listed =
    typeof json === 'object' && json !== null
      ? (json as Record<string, unknown>).delivery_methods_supported
      : undefined;
  if (!Array.isArray(listed)) return null;
  const methods = listed.flatMap((urn) => URNS.get(urn) ?? []);
  return methods.length === 0 ? null : [...new Set(methods)];
}
