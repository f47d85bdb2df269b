import type { Exchange, Limits } from '../exchange.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Refusal } from '../preflight.ts';
import type { ReceiverFacts } from '../receiver/exchange.ts';
import { openReceiverSession, type ReceiverSession } from '../receiver/session.ts';
import type { ReceiverSessionOptions } from '../receiver/session-options.ts';
import { Secrets } from '../rim/secrets.ts';
import { tellClocks } from './clock.ts';
import { type Step, step, type Teller, takeSteps } from './examination.ts';
import { guarded, type Report, untilAborted } from './line.ts';
import { listenProblem } from './listen-problem.ts';
import { tellOurAddress, withOurs } from './our-address.ts';
import { tellPushEndpoint } from './push-endpoint.ts';
import { tellStart } from './start.ts';
import { wayTo } from './way.ts';

export interface ReceiverToExamine
  extends Pick<
    ReceiverSessionOptions,
    'target' | 'deliveries' | 'limits' | 'listen' | 'publicUrl' | 'stateDir' | 'authority' | 'signal'
  > {
  /** Why the target cannot reach our issuer, as the configuration stands. */
  unreachable: Refusal | null;
  /** Start nothing. */
  readOnly: boolean;
  env: Readonly<Record<string, string | undefined>>;
  /** Tells a built-in Receiver of us. */
  register?: ((facts: ReceiverFacts) => Promise<void>) | undefined;
}

/** Looks at everything that a run against a Receiver needs, and tells of each thing as soon as it is known. */
export async function examineReceiver(options: ReceiverToExamine, unguarded: Report): Promise<void> {
  const { target, signal, env, listen, publicUrl } = options;
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const secrets = new Secrets();
  if (target.pushAuthorization !== undefined) secrets.add(target.pushAuthorization);
  let session: ReceiverSession | null = null;
  const mask = (text: string): string => secrets.maskDeep(session?.secrets.maskDeep(text) ?? text);
  const report = untilAborted(guarded(unguarded, mask), signal);
  const seen: Exchange[] = [];
  const opened = (): ReceiverSession => {
    if (session === null) throw new Error('Our issuer was asked for before it was there.');
    return session;
  };

  const ourIssuer = step(report, 'our issuer', async (tell) => {
    const { rim, facts } = opened();
    const url = facts.metadataUrl;
    const before = (await rim.calls(0, 0)).length;
    return tellOurAddress(
      {
        what: 'The metadata of our issuer',
        url,
        ask: () => rim.send({ method: 'GET', url }, null),
        came: async ({ response }) =>
          response?.status === 200 &&
          (await rim.calls(before, 0)).some(({ operation }) => operation === 'metadata'),
        unreachable: options.unreachable,
        publicUrl,
        listens: listen !== undefined,
      },
      tell,
    );
  });
  const steps: Step[] = [
    ...(target.pushUrl === undefined ? [] : wayTo(new URL(target.pushUrl), target, env, limits, report)),
    step(report, 'our address', async (tell) => {
      try {
        session = await openReceiverSession({
          ...options,
          // We ask our own issuer, too.
          target: { ...target, ca: withOurs(target.ca, options.authority) },
          profile: 'ssf',
        });
      } catch (error) {
        return refused(error, tell);
      }
      await options.register?.(session.facts);
      const { issuer, metadataUrl } = session.facts;
      const poll = session.pollUrl === null ? '' : `, poll URL ${session.pollUrl}`;
      return tell.ok(`Our issuer is ${issuer}, its metadata ${metadataUrl}${poll}.`);
    }),
    ...(target.pushUrl === undefined
      ? [
          // What we ask ourselves would look as if the target had called.
          step(report, 'start', (tell) =>
            options.readOnly
              ? Promise.resolve(tell.skipped('Nothing is started with --read-only.'))
              : tellStart(opened(), options, report, tell),
          ),
          ourIssuer,
        ]
      : [
          ourIssuer,
          step(report, 'push endpoint', (tell) => tellPushEndpoint(opened(), seen, tell)),
          step(report, 'clock', async (tell) => tellClocks(opened().facts.startedAt, seen, limits, tell)),
        ]),
  ];
  try {
    await takeSteps(steps, report, signal);
  } finally {
    // Ends what was started, too. Sound: it is assigned in a step, which the compiler does not see.
    await (session as ReceiverSession | null)?.close();
  }
}

/** @throws the error itself where it is neither about where we listen nor about our keys */
function refused(error: unknown, tell: Teller): false {
  const isState = error instanceof Error && Reflect.get(error, 'code') === 'STATE';
  if (!isState) return listenProblem(error, tell);
  return tell.problem(error.message, 'configuration', 'Choose another folder with --state-dir FOLDER.');
}
