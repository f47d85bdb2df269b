import { randomBytes } from 'node:crypto';
import type { Delivery, Finding } from '../../../../reports/results.ts';
import type { RequirementId } from '../../../standard/requirement-ids.ts';
import { Judge, type Severity } from '../../probe/judge.ts';
import { NotApplicable, NotTested } from '../../probe/signals.ts';
import type { CraftedSet, ReceiverProbe, SetSpec } from '../probe.ts';
import { craft, isCrafted } from './craft.ts';
import { Deliveries } from './deliveries.ts';
import { Effects } from './effects.ts';
import { awaitCall, Lives } from './lives.ts';
import type { ReceiverRunState } from './run-state.ts';
import { until } from './until.ts';

/** A probe for one instance of a check of a Receiver, what it found, and how to clean up behind it. */
export interface ReceiverProbeHandle {
  probe: ReceiverProbe;
  findings: Finding[];
  /** From now on every call of the probe ends its caller: the check is over, even if it still runs. */
  end(): void;
  cleanUp(): Promise<void>;
}

export function createReceiverProbe(
  state: ReceiverRunState,
  key: string,
  delivery: Delivery,
  severityOf: (requirement: string) => Severity | null,
): ReceiverProbeHandle {
  const { rim, facts } = state;
  const judge = new Judge<RequirementId>(severityOf);
  const lives = new Lives(state, key, delivery);
  const effects = new Effects(state, key);
  const make = (spec?: SetSpec): Promise<CraftedSet> => craft(state, spec);
  const asCrafted = async (set: CraftedSet | SetSpec): Promise<CraftedSet> => {
    if (isCrafted(set)) return set;
    // What the target asked for is known when its stream is there.
    if (facts.form === 'managed') await lives.stream();
    return make(set);
  };
  const deliveries = new Deliveries(state, { key, delivery, lives, effects, craft: () => make() });
  let ended = false;
  let staged = false;

  const probe: ReceiverProbe = {
    form: facts.form,
    issuer: facts.issuer,
    metadataUrl: facts.metadataUrl,
    jwksUri: facts.jwksUri,
    audience: facts.audience,
    https: facts.https,
    profile: facts.profile,
    limits: facts.limits,
    delivery,
    deliveries: facts.deliveries,
    hooks: facts.hooks,

    expect: (condition, requirement, finding) => judge.expect(condition, requirement, finding),
    violates: (requirement, finding) => judge.violates(requirement, finding),
    warns: (requirement, finding) => judge.warns(requirement, finding),
    notes: (requirement, finding) => judge.notes(requirement, finding),
    notApplicable: (reason) => {
      throw new NotApplicable(reason);
    },
    notTested: (reason, hook) => {
      throw new NotTested(reason, hook);
    },

    craft: make,
    publicJwk: (name) => rim.publicJwk(name),
    sign: (spec) => rim.sign(spec),
    deliver: async (set) => deliveries.one(await asCrafted(set)),
    deliverAll: async (sets) => deliveries.all(await Promise.all(sets.map(asCrafted))),
    attack: async (set) => deliveries.attack(await asCrafted(set)),
    push: async (spec) => {
      // Makes sure that there is an endpoint.
      if (facts.form === 'managed') await lives.stream();
      if (spec.once) return rim.push(spec, key);
      return state.patience.send(() => rim.push(spec, key), facts.limits.request);
    },
    delivered: () => state.delivered,
    effects: () => effects.now(),
    awaitEffect: (set) => effects.await(set),
    effectsOf: (set, all) => effects.of(set, all),

    scene: async (scene) => {
      staged = true;
      await rim.scene(scene, key);
    },
    life: () => lives.shared(),
    freshLife: async (options = {}) => {
      staged = true;
      return lives.fresh(options);
    },
    attempts: (door) => rim.attempts(door),
    doorUrl: (door) => rim.doorUrl(door),
    endLife: () => lives.end(),
    calls: () => rim.calls(0, 0),
    awaitCall: (match, limitMs, from = 0) => awaitCall(state, match, limitMs, from),
    stream: () => lives.stream(),
    streams: () => rim.streams(),
    offer: (stream, sets) =>
      rim.offer(
        stream.id,
        sets.map((set) => ({ key: set.key ?? set.jti, compact: set.compact })),
      ),
    offered: (stream, keys) => rim.offered(stream.id, keys),
    withdraw: (stream, keys) => rim.withdraw(stream.id, keys),
    revokeTokens: () => rim.revokeTokens(),
    dropStream: (stream) => rim.dropStream(stream.id),
    ended: () => rim.ended(),

    trap: async (plain) => {
      const { url } = await rim.trap(plain);
      const marker = randomBytes(8).toString('hex');
      return { url: `${url}/${marker}`, marker };
    },
    trapped: async (marker) => (await rim.trapped(marker)).length > 0,
    request: (spec) => rim.send(spec, key),
    handshake: (spec) => rim.handshake(spec),
    pushUrl: async () => {
      if (delivery !== 'push') return null;
      return facts.form === 'hosted' ? facts.pushUrl : ((await lives.stream())?.endpointUrl ?? null);
    },
    timing: (name, ms, limitMs) => rim.recordTiming({ name, delivery, check: key, ms, limitMs }),
    until,
    now: () => rim.now(),
    random: () => randomBytes(16).toString('hex'),
  };
  return {
    probe: new Proxy(probe, {
      get(target, name, receiver) {
        if (ended) throw new NotTested('The check has ended.');
        return Reflect.get(target, name, receiver) as unknown;
      },
    }),
    findings: judge.findings,
    end: () => {
      ended = true;
    },
    cleanUp: async () => {
      if (state.life?.own === true) await lives.end();
      if (staged) await rim.scene({});
    },
  };
}
