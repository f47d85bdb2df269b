import { cleanUp } from '../clean-up.ts';
import type { Exchange, Limits } from '../exchange.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { type Preflight, preflightOf, type Refusal } from '../preflight.ts';
import { Secrets } from '../rim/secrets.ts';
import type { RunOptions } from '../run-options.ts';
import { keepSecrets, metadataUrlOf, openSession, type Session, type SessionOptions } from '../session.ts';
import { tellClocks } from './clock.ts';
import { deliveriesOf, leftOut } from './deliveries.ts';
import { type Step, step, takeSteps, teller } from './examination.ts';
import { tellKeys } from './keys.ts';
import { CLEAN_UP, guarded, type Report, untilAborted } from './line.ts';
import { listenProblem } from './listen-problem.ts';
import { findMetadata, tellOffers } from './metadata.ts';
import { tellOurAddress, withOurs } from './our-address.ts';
import { streamSteps, type Underway } from './streams.ts';
import { tellReading, tellToken, tellTokenEndpoint } from './token.ts';
import { wayTo } from './way.ts';

export interface TransmitterToExamine
  extends Pick<RunOptions, 'auth' | 'secondAuth' | 'delivery' | 'limits' | 'listen' | 'publicUrl' | 'signal'>,
    Pick<SessionOptions, 'pushAuthority'> {
  target: Exclude<RunOptions['target'], 'built-in'>;
  /** Why the target cannot push to us, as the configuration stands. */
  unreachable: Refusal | null;
  /** Create nothing at the target. */
  readOnly: boolean;
  env: Readonly<Record<string, string | undefined>>;
}

type Found = { exchange: Exchange; document: Record<string, unknown> };

/** Looks at everything that a run against a Transmitter needs, and tells of each thing as soon as it is known. */
export async function examineTransmitter(options: TransmitterToExamine, unguarded: Report): Promise<void> {
  const { target, auth, secondAuth, signal, publicUrl } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const secrets = new Secrets();
  for (const credentials of [auth, secondAuth]) keepSecrets(secrets, credentials);
  let session: Session | null = null;
  // What was learnt on the way is known to the session only.
  const mask = (text: string): string => secrets.maskDeep(session?.secrets.maskDeep(text) ?? text);
  const last = guarded(unguarded, mask);
  const report = untilAborted(last, signal);
  const expectedUrl = metadataUrlOf(target.issuer);
  const url = new URL(target.metadataUrl ?? expectedUrl);

  const seen: Exchange[] = [];
  const open: Session[] = [];
  const sessionWith = async (further: Partial<SessionOptions>): Promise<[Session, Preflight]> => {
    const opened = await openSession({ ...target, profile: 'ssf', limits, ...further });
    open.push(opened);
    return [opened, preflightOf(opened, seen)];
  };

  let outside: [Session, Preflight] | null = null;
  let metadata: Found | null = null;
  let offered: string[] | null = null;
  let tokenEndpoint: string | undefined;
  let inside: [Session, Preflight] | null = null;
  const underway: Underway = { creation: null, unanswered: false, ended: false };

  const steps: Step[] = [
    ...wayTo(url, target, options.env, limits, report),
    step(report, 'metadata', async (tell) => {
      // Without credentials, and so without a look for a token endpoint: a target that hangs would be waited for twice.
      outside = await sessionWith({ deliveries: ['poll'], signal });
      metadata = await findMetadata(outside[1], expectedUrl, tell);
      return metadata !== null;
    }),
    step(report, 'clock', async (tell) => {
      tellClocks(there(outside)[1].facts.startedAt, seen, limits, tell);
      return true;
    }),
    step(report, 'offers', async (tell) => {
      offered = tellOffers(there(metadata).document, options.delivery, tell).methods;
      return true;
    }),
    step(report, 'keys', (tell) => tellKeys(there(outside)[1], there(metadata).document.jwks_uri, tell)),
    step(report, 'token endpoint', async (tell) => {
      tokenEndpoint = await tellTokenEndpoint(there(outside)[1], auth, tell);
      return tokenEndpoint !== undefined || auth === undefined || !('clientId' in auth);
    }),
    step(report, 'our push endpoint', async (tell) => {
      const credentials =
        auth !== undefined && 'clientId' in auth && tokenEndpoint !== undefined
          ? { ...auth, tokenEndpoint }
          : auth;
      try {
        // Without the signal: a request for a stream that is cut off may have made one that nobody knows of.
        inside = await sessionWith({
          auth: credentials,
          secondAuth,
          deliveries: deliveriesOf(options.delivery, offered),
          listen: options.listen,
          publicUrl,
          pushAuthority: options.pushAuthority,
          // We ask our own push endpoint, too.
          ca: withOurs(target.ca, options.pushAuthority),
        });
      } catch (error) {
        return listenProblem(error, tell);
      }
      [session] = inside;
      if (!session.facts.deliveries.includes('push')) return tell.skipped('Push is not tested.');
      const { rim } = session;
      const inbox = await rim.openInbox(null);
      return tellOurAddress(
        {
          what: 'Our push endpoint',
          url: inbox.url.replace(/\/push\/[0-9a-f]+$/, '/push/…'),
          ask: () => rim.send({ method: 'GET', url: inbox.url, as: 'nobody' }, null),
          came: async () => (await rim.arrivals(inbox.id, 0, 0)).length > 0,
          unreachable: options.unreachable,
          publicUrl,
          listens: options.listen !== undefined,
        },
        tell,
      );
    }),
    step(report, 'token', (tell) => tellToken(there(inside)[1], auth, tell)),
    step(report, 'reading streams', (tell) =>
      tellReading(there(inside)[1], there(inside)[0], there(metadata), tell),
    ),
    ...streamSteps(
      () => ({
        session: there(inside)[0],
        leftOut: (delivery) => leftOut(delivery, options.delivery, offered, there(metadata).document),
        claimed: options.delivery !== undefined || offered !== null,
        unreachable: options.unreachable,
        ourCa: options.pushAuthority,
        readOnly: options.readOnly,
        underway,
      }),
      report,
    ),
  ];
  try {
    await takeSteps(steps, report, signal);
  } finally {
    underway.ended = true;
    const settled = await within(limits.request, underway.creation);
    if (signal?.aborted === true && (!settled || underway.unanswered))
      teller(last, CLEAN_UP).problem(
        'A stream was asked for and no answer came: whether there is one is not known.',
        'target',
        'Look there whether a stream is left, and delete it by hand.',
      );
    for (const one of open) await leave(one, last);
  }
}

/** Waits for something of which only that it is over counts; whether it was in time. */
async function within(ms: number, promise: Promise<unknown> | null): Promise<boolean> {
  if (promise === null) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = promise.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([settled, late]);
  clearTimeout(timer);
  return inTime;
}

/** What an earlier step found; steps after one that failed are not taken. */
function there<T>(value: T | null): T {
  if (value === null) throw new Error('A step was taken before what it needs was found.');
  return value;
}

/** Deletes what was created, also when it was interrupted, and closes. */
async function leave(session: Session, report: Report): Promise<void> {
  try {
    const left = (await cleanUp(session)).filter((notice) => notice.startsWith('Could not'));
    for (const notice of left)
      teller(report, CLEAN_UP).problem(
        notice,
        'target',
        'Delete it by hand; then see why DELETE of a stream does not work.',
      );
  } finally {
    await session.close();
  }
}
