import { randomInt } from 'node:crypto';
import type { Delivery } from '../../../reports/results.ts';
import type { Limits } from '../exchange.ts';
import { isHosted, receiverHooks } from '../hooks-of.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { HttpClient } from '../rim/http-client.ts';
import { Recorder } from '../rim/recorder.ts';
import { RecordingClient } from '../rim/recording-client.ts';
import { Secrets } from '../rim/secrets.ts';
import type { ReceiverFacts, ReceiverRim } from './exchange.ts';
import { accessOf } from './peer/access.ts';
import type { Attribution } from './peer/attribution.ts';
import { CallLog } from './peer/call-log.ts';
import { seenCall } from './peer/endpoint.ts';
import { type Issuers, openIssuers } from './peer/issuers.ts';
import { PeerKeys } from './peer/keys.ts';
import { LateVerifications } from './peer/late-verifications.ts';
import { LearntSecrets } from './peer/learn-secrets.ts';
import { Offers } from './peer/offers.ts';
import { PeerStreams } from './peer/peer-streams.ts';
import { Pusher } from './peer/pusher.ts';
import { createReceiverRim } from './peer/rim.ts';
import { Scenes } from './peer/scenes.ts';
import { type Sending, sendingOf } from './peer/sending.ts';
import { TargetLife } from './peer/target-life.ts';
import { openTrap, type Trap } from './peer/trap.ts';
import { Wire } from './peer/wire.ts';
import type { ReceiverSessionOptions, ReceiverTarget } from './session-options.ts';
import { HOSTED_STREAM, USUAL_AUDIENCE } from './usual.ts';

/** Everything at the rim for one target: our issuers, recorder, secrets; open until closed. */
export interface ReceiverSession {
  rim: ReceiverRim;
  facts: ReceiverFacts;
  recorder: Recorder;
  secrets: Secrets;
  /** `performance.now()` at the start of the run. */
  startedAtMs: number;
  issuer: string;
  metadataUrl: string;
  /** Where a hosted poller polls; null for other targets. */
  pollUrl: string | null;
  /** Our Transmitter, where it sends events of its own making (scenarios). */
  sending: Sending;
  /** Ends the target's life and everything else. */
  close(): Promise<void>;
}

/**
 * Opens the rim for a target. Without credentials in `target` whoever calls is let in, with any token or none: then the
 * tester has not said what the target presents. Rejects when our port cannot be had, or our keys cannot be read or kept.
 */
export async function openReceiverSession(options: ReceiverSessionOptions): Promise<ReceiverSession> {
  const { target, signal, shared: record } = options;
  const startedAtMs = record?.startedAtMs ?? performance.now();
  const startedAt = record?.startedAt ?? new Date().toISOString();
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const seed = options.seed ?? randomInt(1, 1_000_000);
  const audience = target.audience ?? USUAL_AUDIENCE;
  const secrets = record?.secrets ?? new Secrets();
  keepSecrets(secrets, target);
  const learnt = new LearntSecrets(secrets);
  const recorder = record?.recorder ?? new Recorder(secrets);
  const attribution: Attribution = { check: null };
  const keys = await PeerKeys.open(options.stateDir);
  const http = new HttpClient({ ca: target.ca, clientCertificate: target.clientCertificate });
  const client = new RecordingClient(http, recorder, startedAtMs);

  const access = accessOf(target.credentials);
  const scenes = new Scenes();
  const streams = new PeerStreams();
  const offers = new Offers(streams);
  const late = new LateVerifications();
  const wire = new Wire();
  const log = new CallLog(recorder, startedAtMs, attribution);
  const life = new TargetLife(target, limits.start);
  const pusher = new Pusher({
    client,
    recorder,
    secrets: learnt,
    attribution,
    wire,
    startedAtMs,
    timeoutMs: limits.request,
    signal,
  });
  const shared = { scenes, access, streams, offers, late, life: () => life.number };
  const issuers = await openIssuers(
    options,
    {
      ...shared,
      keys,
      audience,
      sender: pusher.sender,
      seed,
      wire,
      startedAtMs,
      eventTypes: options.eventTypes ?? [],
      seams: options.seams ?? {},
      settled: ({ request, streamId, body }) => {
        const call = seenCall(request);
        if (call === undefined || streamId === null) return;
        offers.settled(streamId, body, call.index);
        wire.settled(streamId, body, call.atMs);
      },
      issued: (token) => learnt.add(token),
    },
    { ...shared, log, secrets: learnt, recorder, attribution, wire },
  );

  const openPollStream = (): string | null =>
    target.poll === true ? issuers.right.openPollStream(HOSTED_STREAM) : null;
  const facts: ReceiverFacts = {
    form: isHosted(target) ? 'hosted' : 'managed',
    issuer: issuers.right.url,
    metadataUrl: issuers.right.metadataUrl,
    jwksUri: issuers.right.jwksUri,
    audience,
    https: issuers.right.url.startsWith('https:'),
    pushUrl: target.pushUrl ?? null,
    deliveries: options.deliveries ?? deliveriesOf(target),
    profile: options.profile,
    seed,
    limits,
    hooks: receiverHooks(options),
    subject: target.subject ?? null,
    startedAt,
  };

  recorder.reading = facts;
  let trap: Promise<Trap> | null = null;
  let plainTrap: Promise<Trap> | null = null;
  const rim = createReceiverRim({
    ...shared,
    facts,
    target,
    startedAtMs,
    attribution,
    client,
    recorder,
    secrets,
    keys,
    log,
    issuers,
    pusher,
    life,
    openPollStream,
    caFile: options.authority?.caFile ?? null,
    trap: (plain = false) => {
      const open = (authority: typeof options.authority): Promise<Trap> =>
        trapFor({ ...options, authority }, issuers, { keys, recorder, attribution, startedAtMs });
      if (!plain || options.authority === undefined) {
        trap ??= open(options.authority);
        return trap;
      }
      plainTrap ??= open(undefined);
      return plainTrap;
    },
    signal,
  });

  return {
    rim,
    facts,
    recorder,
    secrets,
    startedAtMs,
    issuer: facts.issuer,
    metadataUrl: facts.metadataUrl,
    pollUrl: openPollStream(),
    sending: sendingOf(issuers.right, streams, wire),
    close: async () => {
      await rim.stop();
      log.close();
      await issuers.close();
      for (const one of [trap, plainTrap]) await (await one?.catch(() => null))?.close();
      await http.close();
    },
  };
}

/** The attacker's server; over TLS with a certificate that the target trusts, where there is one. */
async function trapFor(
  { listen, authority }: ReceiverSessionOptions,
  { host: publicHost, certificate }: Issuers,
  parts: Pick<Parameters<typeof openTrap>[0], 'keys' | 'recorder' | 'attribution' | 'startedAtMs'>,
): Promise<Trap> {
  const tls = await authority?.issue(certificate);
  return openTrap({ ...parts, host: listen?.host ?? '127.0.0.1', publicHost, tls });
}

function deliveriesOf(target: ReceiverTarget): readonly Delivery[] {
  if (!isHosted(target)) return ['push', 'poll'];
  return [
    ...(target.pushUrl === undefined ? [] : ['push' as const]),
    ...(target.poll === true ? ['poll' as const] : []),
  ];
}

function keepSecrets(
  secrets: Secrets,
  { credentials, pushAuthorization, clientCertificate }: ReceiverTarget,
): void {
  if (clientCertificate !== undefined) secrets.add(clientCertificate.key);
  if (pushAuthorization !== undefined) secrets.add(pushAuthorization);
  if (credentials === undefined) return;
  if ('accessToken' in credentials) {
    secrets.add(credentials.accessToken);
    return;
  }
  secrets.add(credentials.clientSecret);
  const pair = [credentials.clientId, credentials.clientSecret]
    .map((part) => encodeURIComponent(part))
    .join(':');
  secrets.add(Buffer.from(pair).toString('base64'));
}
