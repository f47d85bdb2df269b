import type { Delivery, Finding } from '../../../reports/results.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import type { TransmitterProbe } from '../probe.ts';
import { endpoint, jwks, metadata } from './documents.ts';
import { Judge, type Severity } from './judge.ts';
import { Receiving } from './receiving.ts';
import type { RunState } from './run-state.ts';
import { NotApplicable, NotTested, sent } from './signals.ts';
import { random, Streams } from './streams.ts';
import { Verification } from './verification.ts';

/** A probe for one instance of a check, what it found, and how to clean up behind it. */
export interface ProbeHandle {
  probe: TransmitterProbe;
  findings: Finding[];
  /** From now on every call of the probe ends its caller: the check is over, even if it still runs. */
  end(): void;
  cleanUp(): Promise<void>;
}

/** Builds the probe of one check instance; `key` is `id` or `id@delivery`. */
export function createProbe(
  state: RunState,
  key: string,
  delivery: Delivery,
  severityOf: (requirement: string) => Severity | null,
): ProbeHandle {
  const { rim, facts } = state;
  const judge = new Judge<RequirementId>(severityOf);
  const streams = new Streams(state, key, delivery);
  const receiving = new Receiving(state, key);
  const verification = new Verification(state, key, streams, receiving);

  const probe: TransmitterProbe = {
    issuer: facts.issuer,
    metadataUrl: facts.metadataUrl,
    https: facts.https,
    inboxHttps: facts.inboxHttps,
    profile: facts.profile,
    limits: facts.limits,
    delivery,
    deliveries: facts.deliveries,
    tokenEndpoint: facts.tokenEndpoint,
    hooks: facts.hooks,

    expect: (condition, requirement, finding) => judge.expect(condition, requirement, finding),
    violates: (requirement, finding) => judge.violates(requirement, finding),
    warns: (requirement, finding) => judge.warns(requirement, finding),
    notes: (requirement, finding) => judge.notes(requirement, finding),
    expectStatus: (exchange, allowed, requirement, what) =>
      judge.expectStatus(exchange, allowed, requirement, what),
    expectJsonType: (exchange, requirement, what) => judge.expectJsonType(exchange, requirement, what),
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
    notTested: (reason, hook) => {
      throw new NotTested(reason, hook);
    },

    metadata: () => metadata(state),
    endpoint: (name) => endpoint(state, name),
    jwks: () => jwks(state),
    forgetJwks: () => {
      state.jwks = null;
    },

    request: (spec) => {
      const send = async () => sent(await rim.send({ ...spec, as: spec.as ?? 'receiver' }, key));
      return state.patience.send(send, facts.limits.verification);
    },
    call: (operation, options) => streams.call(operation, options),
    requestToken: (spec) =>
      state.patience.send(
        async () => sent(await rim.requestToken(spec ?? {}, key)),
        facts.limits.verification,
      ),
    handshake: (spec) => rim.handshake(spec),

    stream: (options) => streams.create(options),
    streamRequest: (options) => streams.request(options),
    deleteOwnStreams: () => streams.deleteAll(),
    read: (stream) => streams.read(stream),
    allowsSeveralStreams: () => streams.allowsSeveral(),
    adopt: (exchange, adopted) => streams.adopt(exchange, adopted),

    poll: (stream, body, options) => receiving.poll(stream, body, options),
    pushes: (stream, options) => receiving.pushes(stream, options),
    answer: async (stream, answers) => {
      if (stream.inbox === null) throw new NotTested('The stream is no push stream of ours.');
      await rim.script(stream.inbox, answers);
    },
    attempts: (kind, beyond = 0, waitMs = 0) => rim.attempts(kind, beyond, waitMs),
    awaitSet: (stream, match, limitMs) => receiving.awaitSet(stream, match, limitMs),
    verify: (stream, options) => verification.verify(stream, options),
    isSilent: ({ delivery }) => state.silence.lasts(delivery),
    trigger: (stream, wish) => rim.trigger({ scenario: key, streamId: stream.id, ...wish }, key),
    seenSets: async () => state.sets,
    now: () => rim.now(),
    random,
  };
  let ended = false;
  return {
    probe: endable(probe, () => ended),
    findings: judge.findings,
    end: () => {
      ended = true;
    },
    cleanUp: () => streams.cleanUp(),
  };
}

/** The probe, each of whose functions throws once the check has ended. */
function endable(probe: TransmitterProbe, hasEnded: () => boolean): TransmitterProbe {
  return new Proxy(probe, {
    get(target, name, receiver) {
      if (hasEnded()) throw new NotTested('The check has ended.');
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}
